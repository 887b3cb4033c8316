"""Links that lead nowhere are found: out of the site with a second try, within it by Wagtail's index."""

import csv
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pages.content import outside_links
from pages.content.models import CheckedLink, StandardPage
from pages.core.fetching import FetchError
from pages.moderation.approval.roles import EDITORS
from tests.factories import StandardPageFactory, UserFactory, make_home

GONE, SLOW, GOOD, SHUT = (
    f"https://{host}.example/page" for host in ("a-gone", "b-slow", "c-good", "d-shut")
)
ANSWERS = {GONE: 404, GOOD: 200, SHUT: 403}


@pytest.fixture
def asked(monkeypatch, settings):
    """Stand in for all hosts, and return what was asked."""
    settings.CHECK_LINKS = True
    found = []

    def status_of(address, seconds):
        found.append(address)
        if address == SLOW:
            raise FetchError("It takes too long.")
        return ANSWERS[address]

    monkeypatch.setattr(outside_links, "status_of", status_of)
    return found


@pytest.fixture
def page(db):
    links = f'<p><a href="{GONE}">One</a> <a href="{GOOD}">two</a></p>'
    body = [
        ("text", links),
        ("links", [{"text": "Three", "url": SLOW}, {"text": "Four", "url": SHUT}]),
    ]
    return StandardPageFactory(parent=make_home(), title="Advice", body=body)


def rows(client):
    client.force_login(UserFactory(roles=[EDITORS]))
    answer = client.get(reverse("broken_links"), {"export": "csv"})
    lines = b"".join(answer).decode("utf-8-sig").splitlines()
    return [line[:3] for line in csv.reader(lines)][1:]


def check_all():
    for _ in range(5):
        outside_links.check_due_links()


def test_a_link_is_broken_once_it_has_failed_on_two_days_and_no_longer_when_it_answers(
    client, page, asked, monkeypatch
):
    outside_links.gather_links()
    check_all()
    assert sorted(asked) == sorted([GONE, SLOW, GOOD, SHUT])  # once each
    assert rows(client) == []

    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1)):
        check_all()
        assert rows(client) == [
            ["Advice", GONE, "It returns the status 404."],
            ["Advice", SLOW, "It takes too long."],
        ]
    assert sorted(asked[4:]) == [GONE, SLOW]

    monkeypatch.setitem(ANSWERS, GONE, 200)
    with time_machine.travel(timezone.now() + timedelta(days=9)):
        check_all()
        assert [row[1] for row in rows(client)] == [SLOW]


def test_a_tick_asks_few_hosts_and_each_once_and_a_setting_switches_it_off(
    page, asked, settings
):
    CheckedLink.objects.bulk_create(
        CheckedLink(address=f"https://c-good.example/{number}", due=timezone.now())
        for number in range(3)
    )
    ANSWERS.update({f"https://c-good.example/{number}": 200 for number in range(3)})
    outside_links.check_due_links()
    assert asked == ["https://c-good.example/0"]

    outside_links.gather_links()
    assert CheckedLink.objects.count() == 4  # what no page links to is forgotten
    settings.CHECK_LINKS = False
    outside_links.check_due_links()
    assert len(asked) == 1


def test_links_to_pages_that_are_not_public_or_gone_are_listed(client, page):
    home = page.get_parent()
    hidden = StandardPageFactory(parent=home, title="Draft", live=False)
    lost = StandardPageFactory(parent=home, title="Lost", live=False)
    text = f'<p><a linktype="page" id="{hidden.pk}">A</a> <a linktype="page" id="{lost.pk}">B</a></p>'
    StandardPageFactory(parent=home, title="Leads there", body=[("text", text)])
    StandardPage.objects.filter(pk=lost.pk).delete()
    outside_links.gather_links()

    assert rows(client) == [
        ["Leads there", "Draft", "The page is not public."],
        ["Leads there", f"page {lost.pk}", "The page was deleted."],
    ]
