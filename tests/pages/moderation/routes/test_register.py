"""The register names every route there is, and nothing else; whoever adds a route has to class it."""

from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import get_commands
from django.db import models
from django.db.models.signals import post_save
from django.test.utils import isolate_apps
from django.urls import path
from wagtail.actions.base import BaseAction
from wagtail.actions.registry import action_registry
from wagtail.admin.action_menu import ActionMenuItem, _get_base_page_action_menu_items
from wagtail.admin.api.views import PagesAdminAPIViewSet
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page, Task

from pages.models import Notice

from . import discovery
from .discovery import Route, discovered
from .register import CLASSES, lines, registered, unclassified


def test_every_route_is_classed():
    missing = unclassified()

    assert not missing, "Say in register.txt what these may do:\n" + "\n".join(
        sorted(f"{route.kind} | {route.name}" for route in missing)
    )


def test_the_register_names_no_route_that_is_gone():
    gone = registered().keys() - discovered()

    assert not gone, "Take these out of register.txt:\n" + "\n".join(sorted(map(str, gone)))


def test_the_register_is_in_order_and_says_nothing_twice():
    assert lines() == sorted(set(lines()))
    assert len(registered()) == len(lines())


def test_every_class_is_one_that_the_rules_know():
    assert set(registered().values()) <= CLASSES.keys()


def test_no_line_of_the_register_stands_for_several_routes():
    assert not [name for kind, name in registered() if kind != "url" and "*" in name]


# A route of each kind that nobody has classed is found.


@pytest.fixture
def new():
    """Return a function that returns the unclassed routes that the test has added."""
    before = unclassified()
    return lambda found=None: unclassified(found) - before


def test_an_address_that_is_new_is_missing_from_the_register(new, settings):
    from site_config import urls

    addresses = ModuleType("addresses_with_one_more")
    addresses.urlpatterns = [path("admin/publish-everything/", lambda request: None, name="everything")]
    addresses.urlpatterns += urls.urlpatterns
    settings.ROOT_URLCONF = addresses

    assert new() == {Route("url", "everything admin/publish-everything/")}


def test_a_bulk_action_that_is_new_is_missing_from_the_register(new, monkeypatch):
    class PublishEverything(BulkAction):
        action_type = "publish-everything"
        models = [Notice]

    list(discovery.bulk_actions())
    monkeypatch.setitem(
        bulk_action_registry.actions["pages"]["notice"], "publish-everything", PublishEverything
    )

    assert new() == {Route("bulk action", "pages.notice publish-everything")}


def test_an_action_of_the_api_that_is_new_is_missing_from_the_register(new, monkeypatch):
    monkeypatch.setitem(PagesAdminAPIViewSet.actions, "publish_everything", object)

    assert new() == {Route("api action", "publish_everything")}


def test_an_action_of_wagtails_that_is_new_is_missing_from_the_register(new, monkeypatch):
    class PublishEverything(BaseAction):
        action_name = "publish_everything"

    monkeypatch.setitem(action_registry.actions[Page], "publish_everything", PublishEverything)

    name = f"wagtail.models.Page publish_everything {discovery.dotted(PublishEverything)}"
    assert new() == {Route("action", name)}


def test_an_action_of_wagtails_that_is_replaced_is_missing_from_the_register(new, monkeypatch):
    class Other(action_registry.actions[Page]["unpublish"]):
        pass

    monkeypatch.setitem(action_registry.actions[Page], "unpublish", Other)

    assert new() == {Route("action", f"wagtail.models.Page unpublish {discovery.dotted(Other)}")}


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


def test_a_receiver_of_ours_that_is_new_is_missing_from_the_register(new):
    def publish_everything(sender, **kwargs):
        pass

    publish_everything.__module__ = "pages.models.notice"
    post_save.connect(publish_everything)
    try:
        found = discovered()
    finally:
        post_save.disconnect(publish_everything)

    assert new(found) == {Route("receiver", discovery.dotted(publish_everything))}


def test_a_method_that_writes_and_is_new_is_missing_from_the_register(new, monkeypatch):
    def publish_quietly(notice):
        notice.live = True
        models.Model.save(notice)
        notice.refresh_from_db()
        notice.save()

    monkeypatch.setattr(Notice, "publish_quietly", publish_quietly, raising=False)

    assert new() == {Route("method", "Notice.publish_quietly")}


def test_a_step_of_the_scheduler_that_is_new_is_missing_from_the_register(new, tmp_path, monkeypatch):
    monkeypatch.setattr(discovery, "run_scheduled", steps := ModuleType("run_scheduled"))
    source = tmp_path / "steps.py"
    source.write_text('STEPS = [("everything", scheduling.publish_everything)]\n')
    steps.__file__ = str(source)

    found = {Route("scheduled", name) for name in discovery.scheduled_steps()}

    assert new(found) == {Route("scheduled", "everything scheduling.publish_everything")}


@pytest.mark.parametrize("kind", sorted(discovery.FINDERS))
def test_every_kind_of_route_is_found(kind):
    assert list(discovery.FINDERS[kind]())
