"""The register names every route there is, and nothing else; whoever adds a route has to class it."""

from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db.models.signals import post_save
from django.test.utils import isolate_apps
from django.urls import path
from wagtail.actions.base import BaseAction
from wagtail.actions.registry import action_registry
from wagtail.admin.action_menu import ActionMenuItem, _get_base_page_action_menu_items
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, Task

from pages.content.models import Notice

from . import discovery, register
from .discovery import Route, discovered
from .register import CLASSES, Line, idle_lines, lines, unclassified, unclear


def test_every_route_is_classed():
    missing = unclassified(discovered())

    assert not missing, "Say in register.txt what these may do:\n" + "\n".join(
        sorted(f"{route.kind} | {route.name}" for route in missing)
    )


def test_every_line_decides_about_a_route():
    idle = idle_lines(discovered())

    assert not idle, "Take these out of register.txt:\n" + "\n".join(
        sorted(map(str, idle))
    )


def test_a_line_without_a_route_is_found(monkeypatch):
    line = Line("url", "wagtailnowhere:*", "drafts")
    monkeypatch.setattr(register, "lines", lambda: [*lines(), line])

    assert idle_lines(discovered()) == {line}


def test_the_register_is_clear_about_every_route():
    assert not unclear(discovered())


def test_lines_that_are_equally_special_and_disagree_are_found(monkeypatch):
    line = Line("url", "wagtailadmin_pages:*edit *", "asks")
    monkeypatch.setattr(register, "lines", lambda: [*lines(), line])

    [route] = unclear(discovered())
    assert route.name.startswith("wagtailadmin_pages:edit ")


def test_the_most_special_line_decides(monkeypatch):
    of_all, of_edit = (
        Line("url", "wagtail*", "reads"),
        Line("url", "wagtail*:edit *", "drafts"),
    )
    monkeypatch.setattr(register, "lines", lambda: [of_edit, of_all])

    assert register.deciding_lines(Route("url", "wagtailnews:edit admin/news/")) == [
        of_edit
    ]
    assert register.deciding_lines(Route("url", "wagtailnews:index admin/news/")) == [
        of_all
    ]


def test_the_register_says_nothing_twice():
    assert len({(line.kind, line.pattern) for line in lines()}) == len(lines())


def test_every_class_is_one_that_the_rules_know():
    assert {line.its_class for line in lines()} <= CLASSES.keys()


# A route of a kind that has no default is missing until it is named; test_new_routes.py
# has those with one.


@pytest.fixture
def new():
    """Return a function that returns the unclassed routes that the test has added."""
    return lambda found=None: unclassified(discovered() if found is None else found)


def test_an_address_that_is_new_is_missing_from_the_register(new, settings):
    from site_config import urls

    addresses = ModuleType("addresses_with_one_more")
    addresses.urlpatterns = [
        path("admin/publish-everything/", lambda request: None, name="everything")
    ]
    addresses.urlpatterns += urls.urlpatterns
    settings.ROOT_URLCONF = addresses

    assert new() == {Route("url", "everything admin/publish-everything/")}


def test_a_bulk_action_that_is_new_is_missing_from_the_register(new, monkeypatch):
    class PublishEverything(BulkAction):
        action_type = "publish-everything"
        models = [Notice]

    list(discovery.bulk_actions())
    monkeypatch.setitem(
        bulk_action_registry.actions["content"]["notice"],
        "publish-everything",
        PublishEverything,
    )

    assert new() == {Route("bulk action", "content.notice publish-everything")}


def test_an_action_of_wagtails_that_is_new_is_missing_from_the_register(
    new, monkeypatch
):
    class PublishEverything(BaseAction):
        action_name = "publish_everything"

    monkeypatch.setitem(
        action_registry.actions[Page], "publish_everything", PublishEverything
    )

    name = (
        f"wagtail.models.Page publish_everything {discovery.dotted(PublishEverything)}"
    )
    assert new() == {Route("action", name)}


def test_an_action_of_wagtails_that_is_replaced_is_missing_from_the_register(
    new, monkeypatch
):
    class Other(action_registry.actions[Page]["unpublish"]):
        pass

    monkeypatch.setitem(action_registry.actions[Page], "unpublish", Other)

    assert new() == {
        Route("action", f"wagtail.models.Page unpublish {discovery.dotted(Other)}")
    }


def test_a_type_of_step_that_is_new_is_missing_from_the_register(new):
    with isolate_apps("pages.moderation") as registry:

        class AnybodyApproves(Task):
            class Meta:
                app_label = "moderation"

    found = {Route("task", name) for name in discovery.tasks(registry)}

    assert new(found) == {Route("task", "moderation.anybodyapproves")}


def test_a_command_that_is_new_is_missing_from_the_register(new, tmp_path, monkeypatch):
    commands = tmp_path / "management" / "commands"
    commands.mkdir(parents=True)
    (commands / "publish_everything.py").touch()
    monkeypatch.setattr(apps.get_app_config("quick_exit"), "path", str(tmp_path))

    get_commands.cache_clear()
    found = discovered()
    get_commands.cache_clear()

    assert new(found) == {Route("command", "publish_everything pages.quick_exit")}


def test_a_button_that_is_new_is_missing_from_the_register(new, monkeypatch):
    class PublishEverything(ActionMenuItem):
        pass

    monkeypatch.setattr(
        "wagtail.admin.action_menu.BASE_PAGE_ACTION_MENU_ITEMS",
        [*_get_base_page_action_menu_items(), PublishEverything()],
    )

    assert new() == {Route("button", f"page {discovery.dotted(PublishEverything)}")}


def test_a_receiver_of_ours_that_is_new_is_found():
    def publish_everything(sender, **kwargs):
        pass

    publish_everything.__module__ = "pages.content.models.snippet"
    post_save.connect(publish_everything)
    try:
        found = list(discovery.receivers())
    finally:
        post_save.disconnect(publish_everything)

    assert discovery.dotted(publish_everything) in found


def test_a_step_of_the_scheduler_that_is_new_is_found(tmp_path, monkeypatch):
    monkeypatch.setattr(
        discovery, "run_scheduled", steps := ModuleType("run_scheduled")
    )
    source = tmp_path / "steps.py"
    source.write_text('STEPS = [("everything", scheduling.publish_everything)]\n')
    steps.__file__ = str(source)

    assert list(discovery.scheduled_steps()) == [
        "everything scheduling.publish_everything"
    ]


@pytest.mark.parametrize("kind", sorted(discovery.FINDERS))
def test_every_kind_of_route_is_found(kind):
    assert list(discovery.FINDERS[kind]())
