"""The form of a recommendation shows first what its editors need."""

import json
import re

import pytest
from bs4 import BeautifulSoup
from django.db.models import Count
from django.urls import reverse

from complaints.models import (
    Action,
    Organisation,
    RecommendationResponsePage,
    Response,
)
from pages.core.stream_field import BlocksElement
from pages.moderation.approval.roles import EDITORS
from tests.editing import SUBMIT, edit
from tests.factories import OrganisationFactory, SiteWordingFactory
from tests.factories.published import unpublish
from tests.forms import action, due_date, recommendation_form

TAB = "data-w-tabs-active-panel-id-value"


@pytest.fixture
def page(stalking, answered):
    """A published recommendation with an action."""
    return answered(
        "7.1",
        actions=[
            Action(
                title="Train officers", description="<p>All.</p>", status="in_progress"
            )
        ],
    )


@pytest.fixture
def form(client, page, signed_in):
    """Return a function that opens the form of the recommendation, or of a new one."""
    signed_in(EDITORS)

    def opened(address=None):
        answer = client.get(
            address or reverse("wagtailadmin_pages:edit", args=[page.pk])
        )
        return BeautifulSoup(answer.content, "html.parser")

    return opened


@pytest.fixture
def new_form(form, stalking):
    """Return a function that opens the form of a new recommendation."""
    return lambda: form(
        reverse(
            "wagtailadmin_pages:add",
            args=["complaints", "recommendationresponsepage", stalking.pk],
        )
    )


def parts_of(form, kind) -> list[str]:
    """Return the addresses of the scripts that browsers keep, of the ``kind`` "rows" or "blocks"."""
    return [
        script["src"] for script in form.select(f'script[src*="/form-parts/{kind}/"]')
    ]


@pytest.fixture
def new_row(client):
    """Return a function that returns what the button adds below the rows of ``relation`` in the form."""

    def row(form, relation):
        [address] = [each for each in parts_of(form, "rows") if f".{relation}/" in each]
        script = client.get(address).content.decode()
        html = json.loads(script.partition(" = ")[2].rstrip(";"))
        return BeautifulSoup(html, "html.parser")

    return row


def chosen_in(row) -> list[str]:
    """Return the organisations that are chosen in the row."""
    boxes = row.find_all("input", checked=True)
    return [Organisation.objects.get(pk=box["value"]).name for box in boxes]


def test_a_page_opens_at_its_progress_and_a_new_one_at_the_beginning(form, new_form):
    assert form().find(class_="w-tabs")[TAB] == "tab-progress"
    assert TAB not in new_form().find(class_="w-tabs").attrs


def test_the_heading_says_the_type_once(form):
    heading = form().find("h1").get_text(" ", strip=True)

    assert heading.startswith("Editing: Recommendation 7.1: ")


def test_buttons_that_add_a_row_are_in_sentence_case(form):
    buttons = form().find_all("button", id=re.compile("-ADD$"))

    assert {"Add action", "Add due date", "Add progress update", "Add response"} <= {
        button.get_text(strip=True) for button in buttons
    }


def test_what_is_filled_in_is_folded_and_what_is_new_is_not(form, new_row):
    fold = form().find("details", class_="folded-panel")

    assert "Train officers" in fold.summary.get_text()
    assert not fold.has_attr("open")
    assert not new_row(form(), "actions").find("details")


def headings(form, tab) -> list[str]:
    panels = form.find(id=f"tab-{tab}").select(":scope > div > [data-panel]")
    return [
        panel.find(attrs={"data-panel-heading-text": True}).get_text(strip=True)
        for panel in panels
    ]


def test_groups_of_fields_have_a_heading_and_a_line_of_help(form):
    opened = form()

    assert headings(opened, "what_it_asks") == [
        "Recommendation",
        "Who is asked, and the deadline",
        "Wording",
        "Open data identifier",
    ]
    for panel in opened.find(id="tab-what_it_asks").select(
        ":scope > div > [data-panel]"
    ):
        assert panel.find(class_="help-info"), panel["id"]


def test_fields_that_are_rarely_used_are_folded(form):
    folded = form().select("[data-panel].collapsed")

    names = {
        field["name"]
        for panel in folded
        for field in panel.find_all(attrs={"name": True})
    }
    assert {"item_identifier", "no_documents_reason"} <= names


def test_a_form_describes_blocks_and_lists_organisations_once_for_all_its_rows(
    form, page, new_row
):
    page.actions.add(Action(title="Publish figures"), Action(title="Tell victims"))
    page.save_revision()

    opened = form()

    described = parts_of(opened, "blocks")
    assert len(described) == 2, "the text of a response, and the evidence of an action"
    assert len(opened.find_all(attrs={"data-block": True})) >= 4
    names = [option[1] for option in json.loads(opened.find(id="organisations").string)]
    assert names == sorted(
        Organisation.objects.filter(live=True).values_list("name", flat=True)
    )
    assert not opened.find("template", id=re.compile("EMPTY_FORM_TEMPLATE"))
    new_action = new_row(opened, "actions")
    assert new_action.find("template", id=re.compile("due_dates-EMPTY_FORM_TEMPLATE"))
    assert not opened.select("[data-inline-panel-child] [data-comment-add]")
    assert opened.find(id="tab-what_it_asks").select("[data-comment-add]")


def test_browsers_keep_what_is_the_same_in_every_form(
    client, form, page, stalking, answered
):
    opened = form()
    addresses = parts_of(opened, "rows") + parts_of(opened, "blocks")

    for address in addresses:
        kept = client.get(address)
        assert kept["Cache-Control"] == "private, max-age=31536000, immutable", address
        assert not kept.has_header("Vary") or "Cookie" not in kept["Vary"]
        # A process of another release still serves the form that asks for it.
        asked = re.sub("[0-9a-f]{16}", "0" * 16, address)
        other = client.get(asked)
        assert other["Cache-Control"] == "private, no-store"
        assert '"0000000000000000"' in other.content.decode()
    another = answered("2")
    address = reverse("wagtailadmin_pages:edit", args=[another.pk])
    assert parts_of(form(address), "rows") == parts_of(opened, "rows")


@pytest.mark.parametrize(
    "name",
    [
        "blocks/complaints.Action.title",
        "blocks/complaints.Action.nothing",
        "blocks/nothing",
        "rows/complaints.Action.due_dates",
        "rows/complaints.RecommendationResponsePage.nothing",
        "rows/nothing",
    ],
)
def test_there_are_no_other_parts(client, signed_in, name):
    signed_in(EDITORS)
    assert client.get(f"/admin/form-parts/{name}/0.js").status_code == 404
    client.logout()
    assert client.get(f"/admin/form-parts/{name}/0.js").status_code == 302


def test_a_part_has_one_address_in_all_processes():
    field = Action._meta.get_field("evidence")
    first, second = BlocksElement(field), BlocksElement(field)

    assert first.content != second.content, "lists and texts get keys by chance"
    assert first.id == second.id
    assert first.id != BlocksElement(Response._meta.get_field("narrative")).id


def test_the_biggest_form_of_the_demonstration_is_half_of_what_it_was(
    client, signed_in, demonstration
):
    signed_in(EDITORS)

    sizes = [
        len(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content)
        for page in RecommendationResponsePage.objects.annotate(
            rows=Count("actions")
        ).order_by("-rows")[:3]
    ]

    assert max(sizes) < 216_000  # 785,000 once, then 432,000


def test_an_error_opens_its_tab_and_its_fold(client, form, page):
    stored = page.actions.get()
    without_title = action(title="", id=stored.pk)
    sent = recommendation_form(number="7.1", actions=[without_title])
    sent |= {"actions-INITIAL_FORMS": "1"}

    answer = edit(
        client, RecommendationResponsePage.objects.get(pk=page.pk), sent, **SUBMIT
    )

    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.find(class_="w-tabs")[TAB] == "tab-progress"
    fold = shown.find("details", class_="folded-panel")
    assert fold.has_attr("open")
    assert "Enter a title." in fold.get_text()
    answer = edit(
        client,
        RecommendationResponsePage.objects.get(pk=page.pk),
        sent,
        deadline="31/2/2026",
    )
    shown = BeautifulSoup(answer.content, "html.parser")
    assert shown.find(class_="w-tabs")[TAB] == "tab-what_it_asks"
    assert shown.find(attrs={"name": "deadline"})["value"] == "31/2/2026"


def with_due_dates(page, rows, *, saved_before=0):
    """Return the form with these due dates, of which the form saved so many by itself before."""
    one = action(
        due_dates=rows,
        id=page.actions.get().pk,
        whose=OrganisationFactory.create_batch(1),
    )
    return recommendation_form(number="7.1", actions=[one]) | {
        "actions-INITIAL_FORMS": "1",
        "actions-0-due_dates-INITIAL_FORMS": str(saved_before),
        "actions-0-due_dates-TOTAL_FORMS": str(len(rows)),
        **{
            f"actions-0-due_dates-{place}-ORDER": str(place + 1)
            for place in range(len(rows))
        },
        **{f"actions-0-due_dates-{place}-id": "" for place in range(len(rows))},
    }


def stored_due_dates(page):
    draft = RecommendationResponsePage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object()
    return [
        str(date.due or date.reason)
        for date in draft.actions.get().due_dates_in_order()
    ]


def test_a_due_date_that_was_added_and_left_blank_is_not_saved(client, form, page):
    blank, typed = due_date(), due_date("March 2027")
    assert (
        edit(
            client, page, with_due_dates(page, [blank, typed, due_date(reason="Late.")])
        ).status_code
        == 302
    )
    assert stored_due_dates(page) == ["2027-03", "Late."]

    # Typed into the row that the form once left out when it saved by itself.
    assert (
        edit(client, page, with_due_dates(page, [typed], saved_before=1)).status_code
        == 302
    )
    assert stored_due_dates(page) == ["2027-03"]
    assert (
        edit(
            client, page, with_due_dates(page, [blank], saved_before=1), **SUBMIT
        ).status_code
        == 302
    )
    assert stored_due_dates(page) == []


def test_an_error_in_a_due_date_is_shown_there(client, form, page):
    for saved_before in (0, 2):
        rows = [due_date("March 2026"), due_date("March 2027")]
        sent = with_due_dates(page, rows, saved_before=saved_before)

        answer = edit(client, page, sent, **SUBMIT)

        shown = BeautifulSoup(answer.content, "html.parser")
        box = shown.find(attrs={"name": "actions-0-due_dates-1-reason"})
        assert (
            "Say why the due date changed."
            in box.find_parent(class_="w-field").get_text()
        ), saved_before


def test_our_own_force_is_chosen_in_a_new_response(new_form, new_row, force):
    SiteWordingFactory(force_name=force.name)
    OrganisationFactory(name="Home Office")
    assert chosen_in(new_row(new_form(), "responses")) == [force.name]

    unpublish(force)

    assert chosen_in(new_row(new_form(), "responses")) == []
