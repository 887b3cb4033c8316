"""The sitemap of the section: its addresses and the dates of their last changes."""

from xml.etree import ElementTree

import pytest
import time_machine

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.vocabulary import Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.roles import MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    change_live,
    make_action,
    make_home,
    make_response,
    publish,
)

SITE = "http://localhost"
SECTION = f"{SITE}/super-complaints/"
NAMESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(client) -> dict[str, str]:
    """Return the day of the last change by the address."""
    answer = client.get("/sitemap.xml")
    assert answer.status_code == 200
    root = ElementTree.fromstring(answer.content)  # noqa: S314 - our own
    urls = root.findall("s:url", NAMESPACE)
    found = {
        url.findtext("s:loc", namespaces=NAMESPACE): url.findtext(
            "s:lastmod", "", NAMESPACE
        )
        for url in urls
    }
    assert len(found) == len(urls)
    return found


def publish_on(day: int, page):
    """Publish ``page`` on a day of May 2038, and return it."""
    with time_machine.travel(f"2038-05-{day:02}T12:00:00Z", tick=False):
        return publish(page)


@shared_content
def pages_of_may():
    """Pages that were published on the days 1, 2 … of May."""
    home = publish_on(1, make_home())
    section = publish_on(2, SuperComplaintIndexPageFactory(parent=home))
    stalking = publish_on(3, SuperComplaintPageFactory(parent=section, slug="stalking"))
    publish_on(4, SuperComplaintPageFactory(parent=section, slug="other"))
    for day, number in ((5, "7"), (6, "7.1"), (7, "8")):
        publish_on(
            day, RecommendationResponsePageFactory(parent=stalking, number=number)
        )


@pytest.fixture
def site(pages_of_may, home):
    """The page that was published last."""
    return RecommendationResponsePage.objects.get(number="8")


def test_a_page_is_dated_by_the_last_publication_that_it_shows(client, site, home):
    page = StandardPageFactory(parent=home)  # without a publication
    page.save_revision()
    expected = {
        f"{SITE}/": 1,
        SECTION: 7,
        f"{SECTION}recommendations/": 7,
        f"{SECTION}data/": 7,
        f"{SECTION}stalking/": 7,
        f"{SECTION}stalking/whole-response/": 7,
        f"{SECTION}stalking/recommendation-7/": 6,
        f"{SECTION}stalking/recommendation-7-1/": 6,
        f"{SECTION}stalking/recommendation-8/": 7,
        f"{SECTION}other/": 4,
    }

    dated = {address: f"2038-05-{day:02}" for address, day in expected.items()}
    of_the_release = [f"{SECTION}how-statuses-work/"]
    undated = dict.fromkeys([*of_the_release, f"{SITE}{page.url}"], "")
    assert listed(client) == {**dated, **undated}
    assert {client.get(address).status_code for address in listed(client)} == {200}


def test_a_publication_changes_the_dates_of_pages_that_show_it_and_drafts_none(
    client, site, section
):
    before = listed(client)
    draft = SuperComplaintPageFactory(parent=section, slug="draft", live=False)
    RecommendationResponsePageFactory(parent=draft, number="1")
    with time_machine.travel("2038-05-10T12:00:00Z", tick=False):
        site.title = "Draft"
        site.save_revision()
    assert listed(client) == before

    publish_on(20, change_live(site, title="Changed"))

    moved = {
        address for address, day in listed(client).items() if day != before[address]
    }
    assert moved == {
        SECTION,
        f"{SECTION}recommendations/",
        f"{SECTION}data/",
        f"{SECTION}stalking/",
        f"{SECTION}stalking/whole-response/",
        f"{SECTION}stalking/recommendation-8/",
    }


def taken_down(page):
    take_down(
        page,
        UserFactory(roles=[MODERATORS]),
        PublishedVersion.WithdrawalReason.ERROR,
        "Wrong.",
    )


def moved_away(page):
    with permitted():
        page.move(SuperComplaintPage.objects.get(slug="other"), pos="last-child")


def deleted(page):
    with permitted():
        page.delete()


@pytest.mark.parametrize(
    ("hide", "number"),
    [(taken_down, "7.1"), (deleted, "7.1"), (moved_away, "8"), (deleted, "8")],
)
def test_no_date_goes_back_when_a_page_goes(client, site, hide, number):
    before = listed(client)

    with time_machine.travel("2038-06-01T12:00:00Z", tick=False):
        hide(RecommendationResponsePage.objects.get(number=number))

    after = listed(client)
    assert all(
        after[address] >= day for address, day in before.items() if address in after
    )
    if hide == taken_down:
        showed_it = [
            "",
            "recommendations/",
            "stalking/",
            "stalking/whole-response/",
        ]
        for path in [*showed_it, "stalking/recommendation-7/"]:  # of which it is a part
            assert after[f"{SECTION}{path}"] == "2038-06-01", path
        assert after[f"{SECTION}stalking/recommendation-8/"] == "2038-05-07"


def test_becoming_overdue_changes_the_date_of_pages_that_show_it(client, site):
    force = OrganisationFactory()
    site.responses = [make_response(Position.ACCEPTED, force)]
    site.actions = [
        make_action("in_progress", PartialDate(2040, 6, 10), respondents=[force])
    ]
    publish(site)
    found = {}
    for day in ("2040-06-10", "2040-06-11", "2040-07-01"):
        with time_machine.travel(f"{day}T10:00:00Z", tick=False):
            found[day] = listed(client)

    before, after, later = found.values()
    assert after == later
    changed = {address: day for address, day in after.items() if day != before[address]}
    concerned = {
        SECTION,
        f"{SECTION}recommendations/",
        f"{SECTION}data/",
        f"{SECTION}stalking/",
    }
    concerned |= {
        f"{SECTION}stalking/whole-response/",
        f"{SECTION}stalking/recommendation-8/",
    }
    assert changed == dict.fromkeys(concerned, "2040-06-11")


def test_a_due_date_to_come_dates_no_page_although_a_deadline_in_words_is_over(
    client, site
):
    force = OrganisationFactory()
    site.responses = [make_response(Position.ACCEPTED, force)]
    site.actions = [
        make_action("in_progress", PartialDate(2045, 6, 10), respondents=[force])
    ]
    publish(change_live(site, deadline_printed="within six months", deadline_over=True))

    with time_machine.travel("2040-06-10T10:00:00Z", tick=False):
        assert max(listed(client).values()) <= "2040-06-10"


def test_a_second_date_that_passes_changes_the_date_again(client, site):
    """Readers are told of both: the report's deadline after a due date, and of a second action's due date."""
    force = OrganisationFactory()
    site.responses = [make_response(Position.ACCEPTED, force)]
    days = (PartialDate(2040, 6, 10), PartialDate(2040, 8, 10))
    site.actions = [
        make_action("in_progress", day, respondents=[force]) for day in days
    ]
    publish(change_live(site, deadline=PartialDate(2040, 7, 10)))
    address = f"{SECTION}stalking/recommendation-8/"
    for month in ("06", "07", "08"):
        with time_machine.travel(f"2040-{month}-12T10:00:00Z", tick=False):
            assert listed(client)[address] == f"2040-{month}-11"
