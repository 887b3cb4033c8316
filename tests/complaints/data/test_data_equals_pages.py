"""Every row of the data equals its page, and following all links finds the pages of all rows."""

import re
from collections.abc import Callable
from functools import cache
from urllib.parse import urljoin, urlsplit

import pytest
from bs4 import BeautifulSoup
from django.utils.text import capfirst

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import Status
from pages.core.partial_dates import PartialDate
from tests.factories import change_live

from .data_client import csv_rows, entries
from .page_reader import PageAsRead, letters, text_of, without_destinations

SECTION = "/super-complaints/"
NO_SUPER_COMPLAINTS = ("recommendations", "data", "how-statuses-work")
"""Addresses of the section itself."""


def words(date: str) -> str:
    """Return a date of the data as pages write it."""
    return PartialDate.parse(date).words if date else ""


def one_line(text: str) -> str:
    return " ".join(text.split())


def listed(cell: str, length: int = 0) -> list[str]:
    """Return the lines of a cell; an empty one has one unknown value if the list has the ``length`` 1."""
    return cell.split("\n") if cell or length else []


def sentence(names: list[str]) -> str:
    """Return names as a sentence lists them."""
    comma = "; " if any("," in name for name in names) else ", "
    return " and ".join(part for part in (comma.join(names[:-1]), *names[-1:]) if part)


def check_identity(row, page):
    assert page.identifier == row["id"]
    assert page.address == row["url"]
    kind_and_number = f"{row['kind_label']} {row['number']}".strip()
    assert letters(page.heading) == letters(f"{kind_and_number}:{row['title']}")
    title, address = page.super_complaint
    assert title == row["super_complaint_title"]
    assert row["super_complaint_url"].endswith(address)
    assert row["id"].startswith(f"{row['super_complaint']}/")
    assert row["id"].endswith(f"/{row['kind']}-{row['number']}") or not row["number"]


def check_wording(row, page):
    wording = page.wording
    assert one_line(wording["summary"]) == one_line(row["summary"])
    note = row["wording_note"]
    if note and row["summary"] and not row["wording"]:
        note = f"Our summary is not based on the full text. {note}"
    notes = [note] if note else []
    if row["wording"]:
        text = row["wording"]
        if row["wording_checked"] == "true":
            text = f"“{text}”"
        else:
            notes.insert(0, "We have not checked this wording against the report.")
        assert wording["text"] == text
        parts = [row["wording_source"], row["wording_paragraph"]]
        assert wording["source"].replace(" ,", ",") == ", ".join(filter(None, parts))
        assert wording["link"] == row["wording_source_url"]
    else:
        assert "text" not in wording
    assert [one_line(each) for each in wording["notes"]] == [
        one_line(each) for each in notes
    ]


def own_words(words: str) -> str:
    """Return what pages say in a source's own words; nothing if it has none."""
    return f"“{words}”" if words else ""


def dated(date: str, own: str) -> str:
    """Return a date as pages write it, with the words of its source beside it or in its place."""
    return ", in its words ".join(filter(None, [words(date), own_words(own)]))


def known(row, name: str, stated: list[str]) -> list[str]:
    """Return what a page says under a term: what is ``stated``, that there is none, or nothing."""
    code = row[f"{name}_known"]
    assert (code == "stated") == bool(stated), name
    return [row[f"{name}_known_label"]] if code == "none" else stated


def check_addressees_and_deadline(row, page):
    expected = [sentence(listed(row["addressees"]))] if row["addressees"] else []
    expected += [row["addressees_printed"]] if row["addressees_printed"] else []
    # The term above it says who is asked.
    told = [
        each.replace("The report does not say", "The report does not say who is asked")
        if each == "The report does not say"
        else each
        for each in page.key_facts.get("For", [])
    ]
    assert told == known(row, "addressees", expected)
    told = page.key_facts.get("Deadline", [])
    printed = own_words(row["deadline_printed"])
    passed = " (this deadline has passed)" if row["deadline_over"] == "true" else ""
    ours = " (we calculated this date)" if row["deadline_worked_out"] == "true" else ""
    expected = (
        [f"{words(row['deadline'])}{ours}"]
        if row["deadline"]
        else [f"{printed}{passed}"] * bool(printed)
    )
    # The report's words stand there unless they only repeat the date.
    beside = (
        [f"In the report’s words: {printed}"] if row["deadline"] and printed else []
    )
    expected += [
        each for each in beside if each in told or words(row["deadline"]) not in each
    ]
    expected += [row["deadline_note"]] if row["deadline_note"] else []
    assert told == known(row, "deadline", expected)
    if row["deadline_known"] != "stated":
        # What is not recorded has no place among the facts: the sentences say so.
        assert f"{row['deadline_known_label']}." in page.sentences


TERMS_OF_COLUMNS = {
    "theme_label": "Theme",
    "executive_lead": "Lead",
    "operational_lead": "Operational lead",
}


def check_theme_and_leads(row, page):
    labels = {"none": row["lead_known_label"], "not_entered": "No lead recorded here"}
    none = (
        {"executive_lead": [labels[row["lead_known"]]]}
        if row["lead_known"] in labels
        else {}
    )
    for column, term in TERMS_OF_COLUMNS.items():
        assert page.key_facts.get(term, [""]) == none.get(column, [row[column]])


def check_status(row, rows, page):
    assert page.sentences == row["sentences"]
    assert page.standing["status"] == row["status_label"]
    cards = page.respondent_states
    if not row["respondent_name"]:
        assert cards == []
        return
    assert len(cards) == len(rows)
    [mine] = [card for card in cards if card["who"] == row["respondent_name"]]
    # What all organisations have in common is said once, above the cards. Who was not
    # asked has neither.
    labels = {each["respondent_status_label"] for each in rows}
    standings = {
        (each["respondent_status_label"], each["respondent_status_detail"])
        for each in rows
    }
    # On its own, it begins like a sentence.
    detail = capfirst(row["respondent_status_detail"])
    if len(standings) > 1:
        assert mine["status"] in (
            {"", row["respondent_status_label"]} if len(labels) > 1 else {""}
        )
        assert mine["detail"] in {"", detail}
    else:
        assert (mine["status"], mine["detail"]) == ("", "")
        # That a deadline has passed does not mean that nothing was published.
        is_late = row["status"] == "past_deadline" and row["respondent_position"]
        assert page.standing["beside"] in {
            "",
            detail,
            "Response published" if is_late else "",
        }
    is_silent = row["respondent_position"] == "no_response"
    if is_silent:
        # A status that says so is not repeated.
        assert mine["response"] in {"", "No response published here"}
    else:
        label = row["respondent_position_label"]
        if writer := row["response_answered_by"]:
            label = f"{writer}, on its behalf: {label[0].lower()}{label[1:]}"
        assert mine["response"] == label
    # A date that has passed is given as itself.
    told = " ".join([mine["detail"], page.standing["beside"], page.sentences])
    assert words(row["respondent_passed_date"]) in told


def check_response(row, page):
    if not row["respondent_name"]:
        assert page.responses == []
        return
    is_there = any(
        row["respondent_name"] in response["who"] for response in page.responses
    )
    if row["respondent_position"] == "no_response" or not is_there:
        assert {row[name] for name in row if name.startswith("response_")} == {""}
        # Who has acted or reported without a response has published something.
        silent = row["respondent_position"] == "no_response"
        assert silent == (
            row["respondent_detailed_status"] in {"not_answered", "deadline_passed"}
        )
        return
    others = (
        row["response_jointly_with"].split("; ") if row["response_jointly_with"] else []
    )
    everybody = sentence([row["respondent_name"], *others])
    # In whatever order the page names them.
    told = [
        response
        for response in page.responses
        if sorted(letters(response["who"])) == sorted(letters(everybody))
    ][-1]
    assert told["answered_by"] == row["response_answered_by"]
    assert told["position"] == row["response_position_label"]
    assert row["response_position"] in {
        row["respondent_position"],
        "not_entered",
        "not_stated",
    }
    assert told["position_words"] in {
        "",
        f"In its own words: {own_words(row['response_position_words'])}",
    }
    assert bool(told["position_words"]) == bool(row["response_position_words"])
    assert told["date"] == dated(row["response_date"], row["response_date_words"])
    assert told["approved"] == row["response_approving_post"]
    assert told["source_link"] == row["response_source_url"]
    assert told["source_date"] == words(row["response_source_date"])
    is_none = row["response_reason_known"] == "none"
    reason = (
        f"{row['response_reason_known_label']}." if is_none else row["response_reason"]
    )
    assert letters(told["reason"]) == letters(reason)
    text = without_destinations(row["response_text"], told["links"])
    assert letters(told["text"]) == letters(text)


def check_actions(row, page):
    actions = page.actions
    column = {
        name: listed(row[f"action_{name}"], len(actions)) for name in ACTION_COLUMNS
    }
    assert {len(cells) for cells in column.values()} == {len(actions)}
    for place, told in enumerate(actions):
        cell = {name: cells[place] for name, cells in column.items()}
        assert int(told["number"]) == place + 1
        assert told["title"] == cell["title"]
        assert told["status"] == cell["status_label"]
        own = (
            f"In the response’s own words: {own_words(cell['status_words'])}"
            if cell["status_words"]
            else ""
        )
        assert told["status_words"] == own
        assert sorted(letters(told["respondents"])) == sorted(
            letters(sentence(cell["respondents"].split("; ")))
        )
        owners = {"none": ["The response does not say"], "not_entered": []}
        assert told["owners"] == owners.get(
            cell["owner_known"], cell["owner"].split("; ")
        )
        due = {
            "none": {"No date can be given", "The response gives no due date"},
            "not_entered": {""},
        }
        stated = {dated(cell["due_date"], cell["due_words"])}
        assert told["due"].replace(" (we calculated this date)", "") in due.get(
            cell["due_date_known"], stated
        )
        assert told["passed"] == bool(cell["passed_due_date"])
        assert told["passed_date"] == words(cell["passed_due_date"])
        completed = {
            "stated": dated(cell["completed"], cell["completed_words"]),
            "not_complete": "",
        }
        assert told["completed"] == completed.get(
            cell["completed_known"], cell["completed_known_label"]
        )
        assert told["closed"] == words(cell["closed"])
        if told["due_dates"]:
            first = told["due_dates"][0][0]
            assert first in {words(cell["first_due_date"]), "No date can be given"}
        for name in ("description", "evidence"):
            text = without_destinations(cell[name], told["links"])
            assert letters(told[name]) == letters(text)


ACTION_COLUMNS = [
    "title",
    "description",
    "respondents",
    "owner",
    "owner_known",
    "status_label",
    "status_words",
    "due_date",
    "due_words",
    "due_date_known",
    "passed_due_date",
    "first_due_date",
    "completed",
    "completed_words",
    "completed_known",
    "completed_known_label",
    "closed",
    "evidence",
]


def check_rest(row, page):
    dates, texts = (
        listed(row["progress_update_as_at"]),
        listed(row["progress_update_text"]),
    )
    told = page.progress_updates
    assert [date for date, _ in told] == [words(date) for date in dates]
    assert [letters(text) for _, text in told] == [letters(text) for text in texts]
    columns = {
        "body": "body",
        "date": "date",
        "verdict_label": "verdict",
        "words": "words",
        "url": "link",
    }
    for column, name in columns.items():
        told = [assurance[name] for assurance in page.assurances]
        cells = listed(row[f"assurance_{column}"], len(told))
        assert told == ([words(cell) for cell in cells] if column == "date" else cells)
    published = row["last_published"][:10]
    changed_or_published = (
        f"This page was (changed|first published) on {re.escape(words(published))}"
    )
    assert re.search(changed_or_published, page.foot) or not published
    assert (
        f"Last reviewed {words(row['last_reviewed'])}" in page.foot
        or not row["last_reviewed"]
    )


def has_page(entry) -> bool:
    return "#" not in entry["url"]


def rows_of_respondents(client) -> list[dict[str, str]]:
    """Return the rows of recommendations with a page, each as often as it has respondents."""
    found = []
    for row in filter(has_page, csv_rows(client)):
        cells = {
            name: cell.split("\n")
            for name, cell in row.items()
            if name.startswith(("respondent_", "response_"))
        }
        for place, _ in enumerate(cells["respondent_name"]):
            found.append(
                {**row, **{name: lines[place] for name, lines in cells.items()}}
            )
    return found


def reader(client) -> Callable[[str], BeautifulSoup | None]:
    """Return a function that reads each page once, however many rows and links lead to it."""

    @cache
    def read(address):
        answer = client.get(address)
        assert answer.status_code == 200, address
        is_page = answer["Content-Type"].startswith("text/html")
        return BeautifulSoup(answer.content, "html.parser") if is_page else None

    return lambda address: read(
        urlsplit(address)._replace(scheme="", netloc="").geturl()
    )


def check(client) -> int:
    """Compare all data with the pages, and return the number of respondents in the rows."""
    read = reader(client)
    rows = rows_of_respondents(client)
    check_every_row(read, rows)
    check_due_dates(read, client)
    check_walk(read, client)
    return len(rows)


def check_every_row(read, rows) -> None:
    """Compare every row with its page."""
    for row in rows:
        page = PageAsRead(read(row["url"]))
        same = [each for each in rows if each["id"] == row["id"]]
        check_identity(row, page)
        check_wording(row, page)
        check_addressees_and_deadline(row, page)
        check_theme_and_leads(row, page)
        check_status(row, same, page)
        check_response(row, page)
        check_actions(row, page)
        check_rest(row, page)


def check_due_dates(read, client) -> None:
    """Compare every due date of the JSON with its page."""
    for entry in filter(has_page, entries(client)):
        page = PageAsRead(read(entry["url"]))
        for action, told in zip(entry["actions"], page.actions, strict=True):
            if len(action["due_dates"]) > 1:
                assert told["due_dates"] == [
                    (
                        "No date can be given"
                        if due["no_date"]
                        else words(due["date"] or ""),
                        f"Reason: {one_line(due['reason'])}" if due["reason"] else "",
                    )
                    for due in action["due_dates"]
                ]


def walk(read) -> tuple[set[str], set[str]]:
    """Follow every link from the register, and return the recommendations and super-complaints found."""
    recommendations, super_complaints = set(), set()
    seen, waiting = set(), [SECTION]
    while waiting:
        address = waiting.pop()
        seen.add(address)
        soup = read(address)
        if soup is None:
            continue
        if soup.main.find("dt", string="Permanent address") and soup.main.select_one(
            ".parties"
        ):
            recommendations.add(PageAsRead(soup).identifier)
        elif urlsplit(address).path.strip("/").count("/") == 1:
            super_complaints.add(urlsplit(address).path)
        links = {
            urljoin(address, link["href"]).partition("#")[0]
            for link in soup.main.find_all("a", href=True)
        }
        # The pages of lists, but no filters, and nothing of the past.
        waiting += [
            link
            for link in links - seen - set(waiting)
            if link.startswith(SECTION)
            and "history/" not in link
            and is_page(urlsplit(link).query)
        ]
    return recommendations, super_complaints - {
        f"{SECTION}{name}/" for name in NO_SUPER_COMPLAINTS
    }


def is_page(query: str) -> bool:
    return not query or query.startswith("page=")


def check_walk(read, client) -> None:
    """Compare the entries of the data with the pages that following all links finds."""
    recommendations, super_complaints = walk(read)
    listed_there = entries(client, "super-complaints")
    rows, found = filter(has_page, csv_rows(client)), filter(has_page, entries(client))
    assert (
        recommendations == {row["id"] for row in rows} == {each["id"] for each in found}
    )
    assert super_complaints == {urlsplit(each["url"]).path for each in listed_there}


def test_rows_with_and_without_a_response_equal_their_pages(
    client, recommendation, unanswered
):
    assert check(client) == 3


@pytest.mark.long
@pytest.mark.slow
@pytest.mark.django_db
def test_the_initial_content_equals_its_pages(demonstration, client):
    assert check(client) > RecommendationResponsePage.objects.count()


def test_a_differing_row_would_be_found(client, recommendation, monkeypatch):
    rows = csv_rows(client)
    monkeypatch.setattr(f"{__name__}.csv_rows", lambda client: rows)
    for field, value in [
        ("title", "Other"),
        ("wording", "Other words."),
        ("deadline_printed", "by then"),
    ]:
        before = getattr(recommendation, field)
        change_live(recommendation, **{field: value})

        with pytest.raises(AssertionError):
            check(client)
        change_live(recommendation, **{field: before})


def test_the_totals_of_a_super_complaint_equal_its_page(
    client, recommendation, unanswered
):
    [entry] = entries(client, "super-complaints")
    page = BeautifulSoup(client.get(SECTION).content, "html.parser")
    counts = {text_of(each) for each in page.select(".page-heading .status--count")}

    numbers = {
        Status(name.removeprefix("count_")): entry[name]
        for name in entry
        if name.startswith("count_")
    }
    shown = {
        f"{number} {status.counted_words}"
        for status, number in numbers.items()
        if number
    }
    assert counts == shown == {"1 past the deadline", "1 with a response missing"}
    # Each counts once.
    assert list(numbers) == list(Status)
    assert sum(numbers.values()) == entry["recommendations_shown"] == 2
