"""Reads our own ``recommendations.csv`` as a plan sheet.

A row has a line in its cells for each action. It was written from what was public then:
if the page has been published again since, it is not known what the row had, and each
difference is asked about.
"""

import dataclasses
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils import timezone
from wagtail.models import Page

from complaints.admin.update_round.rows import RoundRow
from complaints.importing.readers import OPEN_DATA_COLUMNS
from complaints.importing.tables import Document
from complaints.models import RecommendationResponsePage
from complaints.status.recorded_facts import Content, children
from complaints.vocabulary import ACTION_STATUS_NOT_ENTERED, ActionStatus
from pages.core.grouping import index_by

from .columns import RowKey, SheetColumn, is_as_written
from .plan import names_of_organisations, texts_of
from .reading import FilledRow, FilledSheet

UNKNOWN_VERSION = 0
READ_COLUMNS = {
    SheetColumn.STATUS: "action_status",
    SheetColumn.STATUS_WORDS: "action_status_words",
    SheetColumn.OWNER: "action_owner",
    SheetColumn.DUE: "action_due_date",
    SheetColumn.COMPLETED: "action_completed",
}
ONLY_THESE = (
    "Of recommendations.csv, the status of actions, its words, the posts, the due date and the date "
    "completed are read. Everything else was ignored."
)


def is_open_data(document: Document) -> bool:
    """Return True if ``document`` is what ``read_source`` returns of ``recommendations.csv``."""
    tables = document.tables
    return bool(tables) and [cell.text for cell in tables[0].rows[0]] == list(
        OPEN_DATA_COLUMNS
    )


def read_open_data(
    source: str, document: Document, about: Page, rows: Iterable[RoundRow]
) -> FilledSheet:
    """Return what the file says of the recommendations of ``about``, which are ``rows``."""
    published = RecommendationResponsePage.objects.child_of(about).filter(live=True)
    pages: dict[str, Any] = {}
    for page in published.select_related("live_revision"):
        pages[page.published_identifier] = page
    found = index_by(rows, "page.pk")
    names = names_of_organisations()
    sheet = FilledSheet(source, notices=[*document.notes, ONLY_THESE])
    for number, line in enumerate(document.tables[0].rows[1:], 2):
        cells = dict(zip(OPEN_DATA_COLUMNS, (cell.text for cell in line), strict=True))
        live = pages.get(cells["id"])
        if not live or live.pk not in found:
            continue
        row = found[live.pk]
        public = dataclasses.replace(row, content=public_content(live, row))
        if lines_fit(cells, children(public.content, "actions")):
            for place, texts in enumerate(texts_of_lines(cells, public, names)):
                texts[SheetColumn.KEY] = str(
                    RowKey(live.pk, place, version_of(cells, live))
                )
                sheet.rows.append(FilledRow(source, number, texts))
        else:
            sheet.problems.append(
                f"{source}, row {number} ({row.name}): its lines are not the actions that are public today. "
                "Download the file again, or delete the row."
            )
    if not sheet.rows and not sheet.problems:
        sheet.problems.append(f"{source} has no action of this super-complaint.")
    return sheet


def public_content(page: RecommendationResponsePage, row: RoundRow) -> Content:
    return page.live_revision.content if page.live_revision else row.content


def version_of(cells: dict[str, str], page: RecommendationResponsePage) -> int:
    """Return the revision that the file was written from, if that is public still."""
    if cells["last_published"] == published_at(page):
        return page.live_revision_id or UNKNOWN_VERSION
    return UNKNOWN_VERSION


def lines_fit(cells: dict[str, str], actions: list[Content]) -> bool:
    """Return True if the cells have a line for each of ``actions``, under its title."""
    if not actions:
        return True
    for name in READ_COLUMNS.values():
        if len(cells[name].split("\n")) != len(actions):
            return False
    return have_titles(actions, cells["action_title"].split("\n"))


def texts_of_lines(
    cells: dict[str, str], public: RoundRow, names: dict[int, str]
) -> Iterator[dict[SheetColumn, str]]:
    """Yield the texts of each public action, with what the file says of it."""
    for place, action in enumerate(children(public.content, "actions")):
        texts = texts_of(public, action, names)
        for column, name in READ_COLUMNS.items():
            texts[column] = as_in_a_sheet(column, cells[name].split("\n")[place])
        yield texts


def have_titles(actions: list[Content], titles: list[str]) -> bool:
    """Return True if ``titles`` are those of the ``actions``."""
    if len(actions) != len(titles):
        return False
    pairs = zip(titles, actions, strict=True)
    return all(
        is_as_written(title, " ".join(action["title"].split()))
        for title, action in pairs
    )


def published_at(page: RecommendationResponsePage) -> str:
    """Return when ``page`` was last published, as the open data writes it."""
    moments = list(filter(None, (page.first_published_at, page.last_published_at)))
    if moments:
        return timezone.localtime(max(moments)).isoformat(timespec="seconds")
    return ""


def as_in_a_sheet(column: SheetColumn, text: str) -> str:
    """Return a line of the open data as the cell of a plan sheet has it."""
    if column == SheetColumn.OWNER:
        return text.replace("; ", "\n")
    if column == SheetColumn.STATUS:
        return {**dict(ActionStatus.choices), ACTION_STATUS_NOT_ENTERED: ""}.get(
            text, text
        )
    return text
