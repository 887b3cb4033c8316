"""What was said untruly once, entered again: every place says what is known.

The places are page, lists, meta description, share text, CSV, JSON, feed, history and
“What changed”. Each case is an entry that was read as a fact about the world. All
places have the same status, detail and sentences, and none of them has the words that
were untrue.
"""

import json
from dataclasses import dataclass, field

import feedparser
import pytest
from bs4 import BeautifulSoup

from complaints.models import Action, DueDate
from complaints.vocabulary import ActionStatus, OrganisationKind, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    change_live,
    make_response,
    publish,
)

from .data_client import FEED, LIST, csv_rows, entries
from .page_reader import PageAsRead, text_of
from .test_data_equals_pages import check

NEVER_SAID = (
    "No date is known",
    "does not say if it is done",
    "is done",
    "later than promised",
)
"""Words of earlier releases that claim something of the world."""

pytestmark = pytest.mark.django_db


@dataclass
class Case:
    """An entry as an editor would make it, and what readers are told."""

    status: str
    says: list[str]
    """Sentences, or parts of them, that stand on the page."""
    detail: str = ""
    fields: dict = field(default_factory=dict)
    response: dict = field(default_factory=lambda: {"position": Position.ACCEPTED})
    actions: tuple = ()
    """The actions; the name of an organisation in place of the force's key tells whose each is."""
    actions_before: tuple = ()
    """The actions of an earlier publication."""
    codes: dict = field(default_factory=dict)
    """What the columns of the CSV file have."""
    never: tuple = ()
    """Words that would be untrue of this entry alone."""


def done(**fields):
    return {"status": ActionStatus.COMPLETE, **fields}


OTHERS = {
    "The Home Office": OrganisationKind.GOVERNMENT,
    "The College of Policing": OrganisationKind.OTHER,
    "The Office of the Police and Crime Commissioner": OrganisationKind.COMMISSIONER,
}


def action_of_another(name):
    """Return a completed action of the organisation ``name`` in the plan of the force."""
    return Case(
        actions=(done(completed=PartialDate(2025, 4, 1), of=name),),
        status="Response published, not marked complete",
        detail="no actions published",
        says=["No actions by the force are on this site."],
        codes={
            "respondent_name": "Northamptonshire Police",
            "action_respondents": name,
            "action_status": "complete",
            "detailed_status": "no_actions",
        },
        never=(
            "marked it complete",
            "marked this recommendation complete",
            "Action by Northamptonshire Police",
            "Action marked complete",
        ),
    )


CASES = {
    "a deadline in the wording alone": Case(
        fields={"wording": "By 27 March 2025, chief constables should train officers."},
        status="Response published, not marked complete",
        detail="no actions published",
        says=["We have not recorded a deadline.", "The force accepted"],
        codes={
            "deadline": "",
            "deadline_known": "not_entered",
            "deadline_known_label": "We have not recorded a deadline",
            "passed_limit": "",
            "detailed_status": "no_actions",
        },
        never=("gives no deadline",),
    ),
    "a report that gives no deadline": Case(
        fields={"no_deadline": True},
        status="Response published, not marked complete",
        detail="no actions published",
        says=["The report gives no deadline."],
        codes={
            "deadline_known": "none",
            "deadline_known_label": "The report gives no deadline",
        },
        never=("not recorded a deadline",),
    ),
    "a refusal that gives no reason": Case(
        response={"position": Position.NOT_ACCEPTED, "no_reason": True},
        status="Closed, not complete",
        detail="not accepted",
        says=[
            "The force did not accept this recommendation. The response gives no reason."
        ],
        codes={
            "response_reason": "",
            "response_reason_known": "none",
            "response_reason_known_label": "The response gives no reason",
        },
        never=("gives the reason", "not recorded the reason"),
    ),
    "a refusal that gives its reason": Case(
        response={"position": Position.NOT_APPLICABLE, "reason": "We have no cells."},
        status="Closed, not complete",
        detail="said not to apply",
        says=[
            "The force says this recommendation does not apply here. The response gives the reason."
        ],
        codes={
            "response_reason": "We have no cells.",
            "response_reason_known": "stated",
        },
        never=("gives no reason",),
    ),
    "a part that is accepted, and no reason": Case(
        response={"position": Position.ACCEPTED_IN_PART, "no_reason": True},
        status="Response published, not marked complete",
        detail="no actions published",
        says=[
            "The force accepted part of this recommendation. The response gives no reason."
        ],
        codes={"response_reason_known": "none"},
    ),
    "an action whose status nobody entered": Case(
        actions=({"status": ""},),
        status="Response published, not marked complete",
        says=["is not marked complete."],
        codes={
            "action_status": "not_entered",
            "action_status_label": "We have not recorded a status",
            "action_completed_known": "not_complete",
            "action_due_date_known": "not_entered",
            "action_owner_known": "not_entered",
        },
        never=("or one in other words", "not started"),
    ),
    "a response that gives no status": Case(
        actions=(
            {"status": ActionStatus.NOT_STATED, "no_owner": True, "no_due_date": True},
        ),
        status="Response published, not marked complete",
        says=["is not marked complete."],
        codes={
            "action_status": "not_stated",
            "action_status_label": "Other status or none given",
            "action_due_date_known": "none",
            "action_owner_known": "none",
        },
        never=("not recorded a status", "not started"),
    ),
    "nothing about progress": Case(
        status="Response published, not marked complete",
        detail="no actions published",
        says=["No actions by the force are on this site."],
        codes={"detailed_status": "no_actions", "position": "accepted"},
        never=("lists no action", "Not started", "No action is"),
    ),
    "finished before its due date and after the deadline": Case(
        fields={"deadline": PartialDate(2025, 3, 27)},
        actions=(done(completed=PartialDate(2025, 4, 1), due=PartialDate(2025, 5, 1)),),
        status="Marked complete",
        detail="after the deadline of 27 March 2025",
        says=["complete on 1 April 2025, after the deadline of 27 March 2025."],
        codes={
            "detailed_status": "complete_late",
            "passed_limit": "",
            "action_completed_known": "stated",
            "action_passed_due_date": "",
        },
        never=("own due date", "late:"),
    ),
    "complete before and nothing begun again": Case(
        actions_before=(done(completed=PartialDate(2025, 4, 1)),),
        actions=({"status": ActionStatus.NOT_STARTED},),
        status="Not started",
        detail="it was marked complete before",
        says=[
            "was marked complete before and is open again.",
            "No action is marked as started.",
        ],
        codes={"detailed_status": "reopened"},
        never=("working on it",),
    ),
    "March 26 earliest": Case(
        actions=(
            {"status": ActionStatus.IN_PROGRESS, "due_words": "March 26 earliest"},
        ),
        status="In progress",
        says=["accepted"],
        codes={
            "passed_limit": "",
            "action_due_date": "",
            "action_due_words": "March 26 earliest",
            "action_due_date_known": "stated",
            "action_passed_due_date": "",
        },
        never=("due date was", "Past the due date", "1 April 2026", "2026-04-01"),
    ),
    "not taken forward, closed by the board": Case(
        fields={"deadline": PartialDate(2025, 3, 27)},
        actions=(
            {
                "status": ActionStatus.CLOSED,
                "closed": PartialDate(2025, 6, 3),
                "status_words": "Not taken forward; closed by the board",
            },
        ),
        status="Closed, not complete",
        detail="closed, not said to be complete",
        says=["closed"],
        codes={
            "detailed_status": "closed",
            "action_status": "closed",
            "action_closed": "2025-06-03",
            "action_completed": "",
            "action_completed_known": "not_complete",
            "action_status_words": "Not taken forward; closed by the board",
            "passed_limit": "",
        },
        never=("marked it complete", "Past the deadline"),
    ),
    **{f"an action of {name}": action_of_another(name) for name in OTHERS},
}


def make_actions(described, force):
    """Return actions with what each of ``described`` says of them, of ``force`` unless another is named."""
    actions = []
    for each in map(dict, described):
        name = each.pop("of", "")
        whose = OrganisationFactory(name=name, kind=OTHERS[name]) if name else force
        due = {part: each.pop(part) for part in ("due", "due_words") if part in each}
        actions.append(
            Action(
                title="Train officers",
                description="<p>All of them.</p>",
                respondents=[whose],
                due_dates=[DueDate(**due)] if due else [],
                **each,
            )
        )
    return actions


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request):
    return request.param


@pytest.fixture
def page(case, stalking, force):
    """The recommendation of the case, published as it was before, if it was, and as it is now."""
    page = RecommendationResponsePageFactory(
        parent=stalking,
        number="4",
        title="Train officers",
        addressees=[force],
        responses=[
            make_response(**{"reason": "", "respondents": [force], **case.response})
        ],
        actions=make_actions(case.actions_before or case.actions, force),
        **case.fields,
    )
    page = publish(page)
    if case.actions_before:
        page = publish(change_live(page, actions=make_actions(case.actions, force)))
    return page


def meta(soup, **attributes) -> str:
    return soup.find("meta", attributes)["content"]


def main_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser").main


def texts_in(client, address, selector):
    return " ".join(text_of(each) for each in main_of(client, address).select(selector))


def history_addresses(page):
    """Return where the publications of ``page`` are listed: its history, those above, and “What changed”."""
    return [
        f"{page.url}history/",
        f"{page.super_complaint.url}history/",
        "/super-complaints/history/",
    ]


def test_each_place_says_the_same_and_only_what_is_known(client, case, page):
    soup = BeautifulSoup(client.get(page.url).content, "html.parser")
    read = PageAsRead(soup)
    [listed] = BeautifulSoup(client.get(LIST).content, "html.parser").select("tr.row")
    [row], [entry] = csv_rows(client), entries(client)
    newest = feedparser.parse(client.get(FEED).content).entries[0].content[0].value
    standing = read.standing

    # The sentences are the same wherever they stand.
    described = json.loads(soup.find("script", type="application/ld+json").string)[
        "description"
    ]
    said = {
        "page": read.sentences,
        "description": meta(soup, name="description"),
        "shared": meta(soup, property="og:description"),
        "JSON-LD": described,
        "CSV": row["sentences"],
        "JSON": entry["sentences"],
    }
    assert set(said.values()) == {page.answer_sentence}
    for words in case.says:
        assert words in page.answer_sentence

    # So are status and detail.
    # The sentences say the rest.
    assert (standing["status"], standing["beside"]) == (case.status, "")
    assert text_of(listed.select_one(".state .status")) == case.status
    # The deadline has a column of its own.
    deadline = f"the deadline was {page.deadline.words}" if page.deadline else ""
    beside = case.detail.removeprefix(deadline).removeprefix(", ")
    assert beside.lower() in text_of(listed.select_one(".standings")).lower()
    assert (row["status_label"], row["status_detail"]) == (case.status, case.detail)
    assert (entry["status_label"], entry["status_detail"]) == (
        case.status,
        case.detail or None,
    )
    histories = {
        address: text_of(main_of(client, address))
        for address in history_addresses(page)
    }

    # The codes are the same in both files.
    for name, value in case.codes.items():
        assert row[name] == value, name
        if not name.startswith(("action_", "respondent_", "response_")):
            assert (entry[name] or "") == value, name
    for place, text in (
        (
            "page",
            text_of(soup.main.select_one(".page-heading"))
            + text_of(soup.main.select_one(".columns")),
        ),
        ("list", text_of(listed)),
        ("CSV", " ".join(row.values())),
        ("JSON", json.dumps(entry, ensure_ascii=False)),
        ("feed", newest),
        (
            "super-complaint",
            texts_in(client, page.super_complaint.url, ".page-heading, tr.row"),
        ),
        (
            "whole response",
            texts_in(
                client, f"{page.super_complaint.url}whole-response/", ".answer, .state"
            ),
        ),
        *said.items(),
        *histories.items(),
    ):
        for words in (*NEVER_SAID, *case.never):
            assert words not in text.replace(page.wording, ""), (place, words)
    assert check(client) == 1


@pytest.mark.parametrize("case", [CASES["March 26 earliest"]])
def test_an_earliest_date_is_shown_nowhere_under_a_heading_that_makes_it_a_limit(
    client, case, page
):
    main = BeautifulSoup(client.get(page.url).content, "html.parser").main
    shown = {
        text_of(term): text_of(term.find_next_sibling("dd"))
        for term in main.select("dt")
    }

    assert shown["Timing"] == "“March 26 earliest”"
    assert "Due date" not in shown
    [row], [entry] = csv_rows(client), entries(client)
    assert (row["action_due_date"], row["action_due_words"]) == (
        "",
        "March 26 earliest",
    )
    [due] = entry["actions"][0]["due_dates"]
    assert (due["date"], due["words"]) == (None, "March 26 earliest")


def test_the_totals_say_the_same_and_none_is_claimed_to_be_undone(client, case, page):
    [entry] = entries(client, "super-complaints")
    soup = BeautifulSoup(client.get(page.super_complaint.url).content, "html.parser")
    sentence = text_of(soup.main.select_one(".page-heading .answer"))

    counted = {name: entry[name] for name in entry if name.startswith("count_")}
    [code] = [row["status"] for row in csv_rows(client)]
    assert counted == {name: int(name == f"count_{code}") for name in counted}
    assert sum(counted.values()) == entry["recommendations_shown"] == 1
    assert sentence.endswith(" None is marked complete.") == (code != "marked_complete")
    assert " 1 has a page here : 1 " in f" {sentence}"
    for words in (*NEVER_SAID, "none is done"):
        assert words not in sentence


def test_who_is_asked_has_a_code_and_a_sentence_where_it_is_not_known(
    client, stalking, force
):
    for fields, code, words in (
        (
            {"addressees_printed": "The Home Office"},
            "for_others",
            "For other organisations",
        ),
        (
            {"addressees_printed": "", "no_addressees": True},
            "no_addressees",
            "The report does not say who is asked",
        ),
        (
            {"addressees_printed": ""},
            "addressees_not_entered",
            "We have not recorded who is asked",
        ),
    ):
        page = publish(RecommendationResponsePageFactory(parent=stalking, **fields))
        [row] = [each for each in csv_rows(client) if each["id"] == page.identifier]

        assert (row["status"], row["status_label"]) == (code, words)
        assert row["position"] == "no_response"
        known = {"for_others": "stated", "no_addressees": "none"}.get(
            code, "not_entered"
        )
        assert row["addressees_known"] == known
        read = PageAsRead(BeautifulSoup(client.get(page.url).content, "html.parser"))
        assert read.standing == {"status": words, "beside": ""}
        assert read.respondent_states == []
    [entry] = entries(client, "super-complaints")
    names = ("shown", "for_others", "no_addressees", "addressees_not_entered")
    assert [entry[f"recommendations_{name}"] for name in names] == [0, 1, 1, 1]
