"""What an editor has to enter of the next update, and what stays once readers have seen it."""

import pytest
from wagtail.test.utils.form_data import inline_formset

from complaints.models import NextUpdate, SuperComplaintPage
from pages.core.partial_dates import PartialDate
from tests.editing import SUBMIT, edit, errors_of
from tests.factories import OrganisationFactory, SuperComplaintPageFactory, publish
from tests.forms import super_complaint_form


def row(
    due="", certainty="confirmed", reason="", published="", *, no_date=False, **fields
):
    ticked = {"no_date": "on"} if no_date else {}
    return {
        "due": due,
        "certainty": certainty,
        "reason": reason,
        "published": published,
        **ticked,
        **fields,
    }


@pytest.fixture
def page(section):
    page = SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")
    page.next_updates = [
        NextUpdate(due=PartialDate(2027, 3), certainty="provisional", sort_order=0)
    ]
    return publish(page)


@pytest.fixture
def send(client, editor, page):
    """Return a function that submits the form with these rows; with ``stored``, the first one is there."""

    def submit(*rows, stored=True):
        rows = list(rows)
        if stored:
            rows[0] = {**rows[0], "id": page.next_updates.get().pk}
        form = super_complaint_form(
            [OrganisationFactory()],
            next_updates=inline_formset(rows, initial=int(stored)),
        )
        return edit(client, page, form, **SUBMIT)

    return submit


def dates_of_draft():
    draft = SuperComplaintPage.objects.get().get_latest_revision_as_object()
    return [
        (str(update.due), update.certainty) for update in draft.next_updates_in_order()
    ]


def test_a_date_may_become_confirmed_without_a_reason(send):
    answer = send(row("2027-03", "confirmed"))

    assert answer.status_code == 302, errors_of(answer)
    assert dates_of_draft() == [("2027-03", "confirmed")]


def test_a_date_that_moves_needs_a_reason(send):
    first = row("2027-03", "provisional")

    problems = errors_of(send(first, row("2027-05-04")))
    assert problems["reason"] == [
        "Say why the date moved. If the update was published, enter when in the row above."
    ]
    answer = send(first, row("2027-05-04", reason="The inspection is late."))
    assert answer.status_code == 302, errors_of(answer)


def test_after_an_update_the_next_date_needs_no_reason(send):
    answer = send(
        row("2027-03", "provisional", published="2026-11-02"), row("2027-05-04")
    )

    assert answer.status_code == 302, errors_of(answer)


@pytest.mark.parametrize(
    ("rows", "field", "said"),
    [
        ([row("2027-03", "")], "certainty", "Choose whether the date is confirmed."),
        ([row("", "")], "due", "Enter a date, or tick “No date can be given”."),
        (
            [row("2027-03", no_date=True, reason="x")],
            "due",
            "Clear the date, or untick",
        ),
        ([row(no_date=True)], "reason", "Say why no date can be given."),
        (
            [row("2027-03", published="2030-01-01")],
            "published",
            "1 January 2030 is in the future.",
        ),
    ],
)
def test_a_row_says_one_thing_in_full(send, rows, field, said):
    problems = errors_of(send(*rows, stored=False))

    assert problems[field][0].startswith(said)


def test_a_published_date_cannot_be_changed_or_removed(send):
    for rows in (
        [row("2027-04", "provisional")],
        [{**row("2027-03", "provisional"), "DELETE": "on"}],
    ):
        assert "Put back “March 2027”" in str(errors_of(send(*rows)))


def test_a_copy_promises_nothing(page):
    copied = page.copy(
        update_attrs={"slug": "other", "title": "Other"}, keep_live=False
    )

    assert not copied.next_updates.exists()
