"""The feedback team sees its own screens and nothing of pages, whatever it asks for."""

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, PageLogEntry, Revision

from tests.factories import FeedbackEntryFactory

from . import people
from .access import routes
from .addresses import addresses
from .clients import client_of
from .recording import undone

SECRET = "Peregrine"
ASKED_WITH = [
    "",
    f"?q={SECRET}",
    "?type=wagtailcore.page&fields=*",
    "?object_type=page&results=1",
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def world_of_secrets(world):
    """The world, in which each draft of a page has a secret title."""
    with undone():
        drafts = Page.objects.filter(live=False, depth__gt=1)
        FeedbackEntryFactory(page=drafts.first(), page_path="/a-draft/")
        drafts.update(title=SECRET)
        Page.objects.filter(depth__gt=1).update(draft_title=SECRET)
        Revision.page_revisions.update(object_str=SECRET)
        PageLogEntry.objects.update(label=SECRET)
        yield world


def answers_with_a_secret(client: Client, paths: list[str]) -> list[str]:
    """Return the addresses, with what they were asked with, that answer with the title of a draft."""
    found = []
    for path in paths:
        for query in ASKED_WITH:
            answer = client.get(f"{path}{query}")
            body = answer.getvalue().decode(errors="replace")
            if SECRET in body.replace(f"q={SECRET}", "").replace(
                f'value="{SECRET}"', ""
            ):
                found.append(f"{path}{query}")
            if is_refused(answer):
                break
    return found


def is_refused(answer) -> bool:
    leads_home = answer.get("Location", "") == reverse("wagtailadmin_home")
    return leads_home or answer.status_code in (403, 404)


def admin_addresses(world) -> list[str]:
    paths = []
    for route in routes():
        for address in addresses(world, *route.split(" ", 1)):
            if address.path.startswith("/admin/") and address.path not in paths:
                paths.append(address.path)
    return paths


def test_no_answer_to_the_feedback_team_has_the_title_of_a_draft(world_of_secrets):
    paths = [path for path in admin_addresses(world_of_secrets) if "logout" not in path]

    assert (
        answers_with_a_secret(client_of(world_of_secrets, people.FEEDBACK), paths) == []
    )


def test_others_find_the_titles_of_drafts_at_the_same_addresses(world_of_secrets):
    names = [
        "wagtailadmin_explore_root",
        "wagtailadmin_choose_page",
        "wagtailadmin_reports:site_history",
    ]
    paths = [reverse(name) for name in names]

    client = client_of(world_of_secrets, people.ADMINISTRATOR)
    assert {
        answer.partition("?")[0] for answer in answers_with_a_secret(client, paths)
    } == set(paths)


def test_the_feedback_team_is_led_to_no_screen_of_pages(world):
    dashboard = (
        client_of(world, people.FEEDBACK)
        .get(reverse("wagtailadmin_home"))
        .content.decode()
    )

    assert reverse("feedback:index") in dashboard
    for name in ("wagtailadmin_pages:search", "wagtailadmin_reports:site_history"):
        assert reverse(name) not in dashboard, name
