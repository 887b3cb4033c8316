"""Editors make a super-complaint with all its recommendations in one form."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_set import set_holding
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, MODERATORS
from pages.moderation.models import Authorship
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import publish

from .screens import Screen

pytestmark = pytest.mark.django_db


@pytest.fixture
def bodies(section):
    return [
        OrganisationFactory(name="Women’s Trust"),
        OrganisationFactory(name="Our police"),
    ]


@pytest.fixture
def editor(bodies, signed_in):
    return signed_in(EDITORS)


class NewResponse(Screen):
    """The form for a super-complaint and its recommendations."""

    def row(self, place, **cells):
        self.typed |= {f"items-{place}-{name}": value for name, value in cells.items()}


@pytest.fixture
def opened(client, section, editor, bodies):
    """Return a function that opens the form."""
    return lambda: NewResponse(client, reverse("new_response", args=[section.pk]))


@pytest.fixture
def screen(opened, bodies):
    screen = opened()
    screen.typed |= {
        "title": "Delays in investigations",
        "lead_bodies": [str(bodies[0].pk)],
        "stage": "report",
        "submitted": "Dec 2025",
        "report_published": "2/11/2026",
    }
    return screen


def created():
    return SuperComplaintPage.objects.get(draft_title="Delays in investigations")


def items():
    found = RecommendationResponsePage.objects.child_of(created()).order_by("sort_key")
    return [page.get_latest_revision_as_object() for page in found]


def test_the_super_complaint_and_its_recommendations_are_drafts_of_their_author(
    screen, bodies, editor
):
    screen.row(
        0,
        number="7",
        title="Train",
        addressees=[str(bodies[1].pk)],
        deadline="27 March 2027",
    )
    screen.row(
        3, number="7.1", title="Train more", addressees_printed="chief constables"
    )
    screen.row(3, deadline="immediately")

    answer = screen.send()

    page = created()
    assert answer.url == reverse("update_round", args=[page.pk])
    assert (page.live, page.owner, page.slug) == (
        False,
        editor,
        "delays-in-investigations",
    )
    assert list(page.lead_bodies.all()) == [bodies[0]]
    first, second = items()
    assert (first.number, first.title, first.deadline) == (
        "7",
        "Train",
        PartialDate(2027, 3, 27),
    )
    assert list(first.addressees.all()) == [bodies[1]]
    assert (second.slug, second.addressees_printed) == (
        "recommendation-7-1",
        "chief constables",
    )
    assert (second.deadline, second.deadline_printed) == (None, "immediately")
    assert not first.live
    publication_set = set_holding(page)
    assert publication_set.title == "Delays in investigations: response"
    assert len(publication_set.objects_in_order()) == 3
    assert (
        Authorship.objects.filter(user_id=editor.pk, model="wagtailcore.page").count()
        == 3
    )


def test_an_error_in_one_row_makes_nothing_and_keeps_what_was_typed(screen):
    screen.row(0, number="1", title="Fine")
    screen.row(1, number="seven", title="Not fine")
    screen.row(2, number="3")
    screen.row(4, number="1", title="Twice", deadline="31/2/2027")
    screen.row(5, title="Also without a number")
    before = Page.objects.count()
    screen.send()

    assert Page.objects.count() == before
    assert "Enter the number as printed, like 7, 7.1 or 12a." in screen.errors()
    assert "Enter a short title." in screen.errors()
    assert any("There is no 31 February 2027." in error for error in screen.errors())
    assert screen.typed["items-1-number"] == "seven"
    assert screen.typed["items-4-deadline"] == "31/2/2027"
    links = [each["href"] for each in screen.shown.select(".entry-grid__wrong a")]
    assert links == ["#id_items-1-number", "#id_items-2-title", "#id_items-4-deadline"]


def test_what_the_pages_themselves_refuse_is_shown_at_its_cell(screen):
    screen.row(0, number="1", title="Too early", deadline="2020")
    screen.row(1, number="1", title="Two")
    before = Page.objects.count()
    screen.send()
    assert screen.errors() == ["Another row also has the number 1."]

    screen.row(1, number="2")
    screen.typed["submitted"] = "2099"
    screen.send()
    assert any("2099 is in the future." in error for error in screen.errors())

    screen.typed["submitted"] = "2025"
    screen.send()
    assert screen.errors() == [
        "This is before the report was published (2 November 2026)."
    ]
    assert Page.objects.count() == before


def test_rows_are_copied_from_another_super_complaint_and_what_was_typed_stays(
    screen, section, bodies
):
    other = SuperComplaintPageFactory(parent=section, title="Older")
    fields = {"addressees": [bodies[1]], "deadline": PartialDate(2025)}
    publish(
        RecommendationResponsePageFactory(
            parent=other, number="2", title="Old two", **fields
        )
    )
    publish(
        RecommendationResponsePageFactory(
            parent=other, number="1", title="Old one", kind="action"
        )
    )
    screen.row(
        2,
        number="9",
        title="Mine",
        addressees=[str(bodies[1].pk)],
        deadline="31/2/2027",
    )
    screen.typed["title"] = ""
    screen.send(copy="1", copy_from=str(other.pk))

    assert screen.errors() == []
    assert [screen.typed[f"items-{place}-title"] for place in range(4)] == [
        "Mine",
        "Old one",
        "Old two",
        "",
    ]
    assert screen.typed["items-0-deadline"] == "31/2/2027"
    assert screen.typed["items-0-addressees"] == [str(bodies[1].pk)]
    assert screen.typed["items-2-addressees"] == [str(bodies[1].pk)]
    assert screen.typed["items-2-deadline"] == ""
    assert screen.typed["submitted"] == "Dec 2025"
    screen.typed["title"] = "Delays in investigations"
    screen.row(0, deadline="", DELETE="on")
    assert screen.send().status_code == 302

    assert [(item.kind, item.number) for item in items()] == [
        ("action", "1"),
        ("recommendation", "2"),
    ]
    assert items()[1].responses.count() == 0


def test_more_rows_are_offered_without_a_script(screen):
    screen.row(7, number="8", title="Last")
    screen.send(add_rows="1")

    assert screen.typed["items-0-title"] == "Last"
    assert screen.typed["items-TOTAL_FORMS"] == "9"
    assert screen.send().status_code == 302


def test_a_title_that_is_taken_is_refused(screen, section):
    earlier = SuperComplaintPageFactory(
        parent=section, title="Delays in Investigations"
    )
    before = Page.objects.count()
    screen.send()

    assert "There is already a super-complaint with this title." in screen.errors()[0]
    round_of_it = reverse("update_round", args=[earlier.pk])
    go_on = screen.shown.select_one(f".entry-grid__wrong a[href='{round_of_it}']")
    assert (
        go_on.get_text()
        == "Or continue with the saved draft: “Delays in Investigations”"
    )
    assert Page.objects.count() == before


def test_rude_titles_get_an_address_or_an_error(screen):
    for title in ["  ", "History", "Data", "!!!", "x" * 255]:
        screen.typed["title"] = title
        answer = screen.send()

        assert answer.status_code == (302 if title.strip() else 200), title


def test_only_those_who_may_add_pages_get_the_form(client, section, signed_in):
    for role in (FEEDBACK_TEAM, MODERATORS):
        signed_in(role)
        assert client.get(reverse("new_response", args=[section.pk])).url == reverse(
            "wagtailadmin_home"
        )
    signed_in(EDITORS)
    assert client.get(reverse("new_response", args=[2**70])).status_code == 404


def test_rude_requests_make_nothing(screen, client, section):
    before = Page.objects.count()
    assert client.post(screen.address, {"title": "x"}).status_code == 200
    assert (
        client.post(
            screen.address, {**screen.typed, "items-TOTAL_FORMS": "9" * 9}
        ).status_code
        == 400
    )
    assert (
        screen.client.post(
            screen.address, {**screen.typed, "copy": "1", "copy_from": "²"}
        ).status_code
        == 404
    )
    screen.row(0, title="x", addressees=["999999"], kind="nonsense")
    assert screen.send().status_code == 200

    assert Page.objects.count() == before


def test_opening_the_form_costs_the_same_however_many_organisations_there_are(
    opened, section
):
    def cost():
        opened()
        with CaptureQueriesContext(connection) as queries:
            opened()
        return len(queries)

    few = cost()
    for _ in range(5):
        OrganisationFactory()
        SuperComplaintPageFactory(parent=section)

    assert cost() == few
