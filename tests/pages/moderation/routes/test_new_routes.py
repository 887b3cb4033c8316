"""A route that is new and that only a default covers is still tried: one that publishes is reported."""

from types import ModuleType

import pytest
from django.core.management import BaseCommand, get_commands
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.urls import include, path
from wagtail.models import Revision

from pages.content.models import Notice
from site_config import urls
from site_config.management.commands import run_scheduled

from . import people
from .attempts import attempt, walk_route
from .commands import walk_command
from .discovery import Route
from .methods import walk_method
from .register import deciding_lines, of_class, of_kind
from .world import HOSTILE, fresh

pytestmark = pytest.mark.django_db


def publish_everything(*args, **kwargs):
    """Publish what nobody has approved, past every guard."""
    Notice.objects.filter(live=True).update(text=HOSTILE)


def publish_when_posted(request):
    """Publish if a form is sent."""
    if request.method == "POST":
        publish_everything()
    return HttpResponse("Done.")


@pytest.fixture
def new_address(settings):
    """Return a function that adds an address to the site, and returns the name by which the walk knows it."""

    def add(namespace, route):
        below = ([path(route, publish_when_posted, name="everything")], namespace)
        site = ModuleType("addresses_with_one_more")
        site.urlpatterns = [path("admin/", include(below)), *urls.urlpatterns]
        settings.ROOT_URLCONF = site
        return f"{namespace}:everything admin/{route}"

    return add


@pytest.mark.parametrize(
    ("namespace", "route"),
    [("wagtailnews", "news/"), ("ours", "reports/news/")],
)
def test_an_address_that_publishes_is_reported_where_a_default_covers_it(
    world, new_address, namespace, route
):
    name = new_address(namespace, route)
    its_class = of_kind("url")[name]

    assert name in of_class("url", its_class)
    found = walk_route(world, its_class, name)
    assert found and all(
        line.startswith(f"POST {namespace}:everything") for line in found
    ), found
    assert HOSTILE in found[0]


def test_an_address_with_a_parameter_that_the_walk_cannot_fill_in_is_reported(
    world, new_address
):
    name = new_address("wagtailnews", "news/<int:issue>/")

    assert walk_route(world, "reads", name) == [
        f"{name} cannot be tried: addresses.py or world.py has nothing for 'issue'"
    ]


def test_a_command_of_wagtails_that_publishes_is_reported(world, monkeypatch, tmp_path):
    class Command(BaseCommand):
        handle = publish_everything

    monkeypatch.setitem(get_commands(), "publish_everything", "wagtail.news")
    monkeypatch.setattr(
        "django.core.management.load_command_class", lambda app, name: Command()
    )
    its_class = of_kind("command")["publish_everything wagtail.news"]

    found = walk_command(world, its_class, "publish_everything wagtail.news", tmp_path)

    assert found and HOSTILE in found[0], found


def test_a_command_that_lacks_arguments_is_reported(world, monkeypatch, tmp_path):
    class Command(BaseCommand):
        def add_arguments(self, parser):
            parser.add_argument("page")

    monkeypatch.setitem(get_commands(), "publish_page", "wagtail.news")
    monkeypatch.setattr(
        "django.core.management.load_command_class", lambda app, name: Command()
    )

    [found] = walk_command(world, "system", "publish_page wagtail.news", tmp_path)

    assert "did not run" in found


def test_a_step_of_the_scheduler_that_publishes_is_reported(
    world, monkeypatch, tmp_path
):
    done = run_scheduled.Command.run_due_steps

    def with_one_more_step(command):
        publish_everything()
        return done(command)

    monkeypatch.setattr(run_scheduled.Command, "run_due_steps", with_one_more_step)

    found = walk_command(world, "system", "run_scheduled site_config", tmp_path)

    assert found and HOSTILE in found[0], found


def test_a_receiver_that_publishes_is_reported_by_what_calls_it(world):
    post_save.connect(publish_everything, sender=Revision)
    page = world.pages["draft"]
    try:
        found = attempt(
            world, "drafts", people.AUTHOR, lambda: fresh(page).save_revision()
        )
    finally:
        post_save.disconnect(publish_everything, sender=Revision)

    assert found and HOSTILE in found[0], found


def test_a_method_that_publishes_is_reported(world, monkeypatch):
    def publish_quietly(notice):
        notice.save()  # what the search for methods that write looks for
        publish_everything()

    monkeypatch.setattr(Notice, "publish_quietly", publish_quietly, raising=False)
    its_class = of_kind("method")["Notice.publish_quietly"]

    found = walk_method(world, its_class, "Notice.publish_quietly")

    assert found and HOSTILE in found[0], found


def test_a_method_that_the_walk_cannot_call_is_reported(world, monkeypatch):
    def publish_part(notice, part):
        notice.save()

    monkeypatch.setattr(Notice, "publish_part", publish_part, raising=False)

    assert walk_method(world, "internal", "Notice.publish_part") == [
        "Notice.publish_part cannot be tried: say in methods.py how it is called"
    ]


def test_no_default_covers_what_needs_a_name():
    new = [
        Route("url", "everything admin/publish-everything/"),
        Route("action", "wagtail.models.Page publish pages.moderation.Publish"),
        Route("bulk action", "content.notice publish"),
        Route("button", "page wagtail.admin.action_menu.PublishEverythingMenuItem"),
        Route("command", "publish_everything pages.moderation"),
        Route("task", "moderation.anybodyapproves"),
    ]

    assert not [route for route in new if deciding_lines(route)]
