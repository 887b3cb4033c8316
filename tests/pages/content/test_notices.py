"""Notices are shown on the right pages, between their start and their end."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import OperationalError, connection
from django.utils import timezone
from wagtail.models import Site

from pages.content.models import Notice
from tests.factories import NoticeFactory, StandardPageFactory

HOUR = datetime.timedelta(hours=1)


def shown(client, address) -> list[str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    return [
        " ".join(notice.get_text().split()) for notice in soup.select(".notice-bar")
    ]


def test_notices_are_shown_on_every_page_and_on_error_pages_the_most_urgent_first(
    client, home
):
    draft = NoticeFactory(text="Soon.", live=False)
    assert '"notice-bar' not in client.get(home.url).content.decode()
    assert "Soon." in draft.make_preview_request(original_request=None).rendered_content
    NoticeFactory(text="We moved.", level=Notice.Level.INFORMATION)
    NoticeFactory(text="Our telephones are down.", level=Notice.Level.EMERGENCY)

    for address in (home.url, "/nowhere/", "/feedback/thanks/"):
        assert shown(client, address) == [
            "Emergency: Our telephones are down.",
            "Information: We moved.",
        ]


def test_whoever_approves_a_notice_sees_where_and_when_it_stands(home):
    section = StandardPageFactory(parent=home, title="Advice")
    noon = datetime.datetime(2030, 1, 1, 12, tzinfo=datetime.UTC)
    notice = NoticeFactory(section=section, shown_from=noon, live=False)

    shown = BeautifulSoup(
        notice.make_preview_request().content, "html.parser"
    ).get_text(" ")

    said = "It stands on “Advice” and the pages below it, from 1 January 2030, 12:00 until it is taken down."
    assert said in " ".join(shown.split())


def test_a_notice_of_a_section_is_shown_only_there(client, home):
    section = StandardPageFactory(parent=home)
    inside, outside = (
        StandardPageFactory(parent=section),
        StandardPageFactory(parent=home),
    )
    NoticeFactory(section=section)

    assert shown(client, section.url)
    assert shown(client, inside.url)
    assert not shown(client, outside.url)
    assert not shown(client, home.url)
    assert not shown(client, "/nowhere/")


def test_a_notice_begins_and_ends_on_time_in_every_cache(client, home):
    now = timezone.now()
    NoticeFactory(shown_from=now + HOUR, shown_until=now + 2 * HOUR)

    for at, expected in [(0.99, 0), (1, 1), (1.99, 1), (2, 0)]:
        with time_machine.travel(now + at * HOUR, tick=False):
            assert len(shown(client, home.url)) == expected, at
            assert (
                client.get(home.url)["Cache-Control"]
                == "public, max-age=0, must-revalidate"
            )


def test_nobody_publishes_a_notice_alone(client, home, signed_in):
    signed_in("Editors", "Moderators")
    client.post(
        "/admin/snippets/content/notice/add/",
        {
            "site": Site.objects.get().pk,
            "level": 3,
            "text": "Mine alone.",
            "shown_from": "2026-01-01 00:00",
            "action-publish": "1",
        },
    )

    assert Notice.objects.get().live is False
    assert not shown(client, home.url)


def test_an_end_before_the_beginning_and_an_incomplete_link_are_refused(home):
    for field, fields in (
        ("shown_until", {"shown_until": timezone.now() - HOUR}),
        ("link_text", {"link_address": "https://www.example.org/"}),
        ("link_text", {"link_text": "More"}),
    ):
        with pytest.raises(ValidationError) as refused:
            NoticeFactory(**fields)
        assert field in refused.value.message_dict, fields


def test_pages_are_served_even_if_notices_cannot_be_loaded(client, home):
    NoticeFactory()

    def away(execute, sql, *args):
        if "content_notice" in sql:
            raise OperationalError("away")
        return execute(sql, *args)

    with connection.execute_wrapper(away):
        assert client.get("/feedback/thanks/").status_code == 200
