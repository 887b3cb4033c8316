"""The site that a request is for is the one that Wagtail finds, with its words."""

import itertools
from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone
from wagtail.models import Site

from pages.sites import site_of, standing_words
from tests.factories import NoticeFactory, SiteWordingFactory

HOSTS = ("www.example.org", "other.example.org", "nowhere.example.org")
PORTS = (80, 8000, 9000)
SETS_OF_SITES = [
    [],
    [("www.example.org", 80, True)],
    [("www.example.org", 80, False)],
    [("www.example.org", 8000, True), ("www.example.org", 80, False)],
    [("www.example.org", 8000, False), ("www.example.org", 80, False)],
    [("www.example.org", 8000, False), ("other.example.org", 80, True)],
    [("www.example.org", 8000, False), ("www.example.org", 80, False), ("other.example.org", 80, True)],
    [("www.example.org", 80, False), ("other.example.org", 80, False)],
]


@pytest.fixture
def request_to():
    return lambda host, port=80: RequestFactory().get("/", HTTP_HOST=host, SERVER_PORT=str(port))


@pytest.mark.parametrize("sites", SETS_OF_SITES)
def test_it_is_the_one_that_wagtail_finds(home, request_to, sites):
    Site.objects.all().delete()
    for hostname, port, is_default in sites:
        Site.objects.create(hostname=hostname, port=port, is_default_site=is_default, root_page=home)

    for host, port in itertools.product(HOSTS, PORTS):
        ours, wagtails = request_to(host, port), request_to(host, port)
        assert site_of(ours) == Site.find_for_request(wagtails), (host, port)
        assert site_of(ours) == Site.find_for_request(ours), "Wagtail has another from then on"


def test_it_is_asked_for_once_with_its_words(home, request_to, django_assert_num_queries):
    SiteWordingFactory(site=home.get_site(), force_name="Kent Police")
    NoticeFactory(site=home.get_site(), text="One")
    NoticeFactory(site=home.get_site(), text="Two", section=home)
    request = request_to("localhost")

    with django_assert_num_queries(1):
        words = standing_words(request)
        assert Site.find_for_request(request).root_page.pk == home.pk
        assert words.wording.force_name == "Kent Police"
        assert words.wording.site.hostname == "localhost"
        assert {each.text for each in words.notices_at(home.path)} == {"One", "Two"}
        assert [each.text for each in words.notices_at("")] == ["One"]


def test_another_sites_words_and_what_is_not_published_are_not_its_own(home, request_to):
    other = Site.objects.create(hostname="other.example.org", root_page=home)
    SiteWordingFactory(site=other, live=False)
    SiteWordingFactory(site=home.get_site())
    NoticeFactory(site=home.get_site())
    NoticeFactory(site=other, live=False)

    words = standing_words(request_to("other.example.org"))

    assert words.wording is None
    assert words.notices_at(home.path) == []


def test_notices_that_ended_long_ago_are_not_read(home, request_to):
    day = timedelta(days=1)
    for days in (0.5, 2):
        NoticeFactory(
            site=home.get_site(),
            text=f"Over for {days} days",
            shown_from=timezone.now() - 9 * day,
            shown_until=timezone.now() - days * day,
        )

    here = standing_words(request_to("localhost")).notices_at(home.path)

    assert [each.text for each in here] == ["Over for 0.5 days"]
