"""The rows of the plan as a sheet has them, from the drafts that the update round shows."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from wagtail.rich_text import get_text_for_indexing

from complaints.admin.update_round.rows import (
    RoundRow,
    action_cells,
    draft_title,
    to_plain_text,
)
from complaints.models import Organisation
from complaints.status.recorded_facts import Content, children, parse_stored_date
from complaints.vocabulary import ActionStatus

from .columns import RowKey, SheetColumn, digest_of_owner, written

PLAN, HELP = "Plan", "Help"
"""The names of the sheets."""
NO_DATE = "No date can be given"


@dataclass
class PlanRow:
    """One action, or a recommendation that has none."""

    name: str
    """What the screens call it: “Recommendation 7: Train call handlers”."""
    key: RowKey
    texts: dict[SheetColumn, str]
    organisations: list[str]
    posts: list[str]

    @property
    def owners(self) -> list[str]:
        return self.organisations + self.posts


def names_of_organisations() -> dict[int, str]:
    return dict(Organisation.objects.values_list("pk", "name"))


def list_plan_rows(
    rows: Iterable[RoundRow], names: dict[int, str], owner: str = ""
) -> list[PlanRow]:
    """Return the actions of ``rows``; only those of ``owner``, an organisation or a post, if one is given."""
    found = []
    for row in rows:
        actions: Sequence[Content | None] = children(row.content, "actions") or [None]
        for place, action in enumerate(actions):
            plan_row = make_plan_row(row, action, place, names, owner)
            if not owner or owner in plan_row.owners:
                found.append(plan_row)
    return found


def make_plan_row(
    row: RoundRow, action: Content | None, place: int, names: dict[int, str], owner: str
) -> PlanRow:
    name, organisations, posts = row.name, [], []
    if action:
        name = f"{name}: {action['title']}" if action["title"] else name
        organisations = [names[key] for key in action["respondents"] if key in names]
        posts = action["owning_post"].splitlines()
    return PlanRow(
        name=name,
        key=RowKey(
            row.page.pk,
            place,
            row.page.latest_revision_id or 0,
            owner and digest_of_owner(owner),
        ),
        texts=texts_of(row, action, names),
        organisations=organisations,
        posts=posts,
    )


def owners_of(plan: Iterable[PlanRow]) -> list[tuple[str, list[str]]]:
    """Return the organisations and the posts that are responsible for an action, under a heading each."""
    organisations: set[str] = set()
    posts: set[str] = set()
    for row in plan:
        organisations.update(row.organisations)
        posts.update(filter(None, row.posts))
    return [
        ("Organisations", sorted(organisations)),
        ("Posts", sorted(posts - organisations)),
    ]


def texts_of(
    row: RoundRow, action: Content | None, names: dict[int, str]
) -> dict[SheetColumn, str]:
    """Return what a sheet says of ``action``, or of a recommendation without one, except its key."""
    texts = dict.fromkeys(SheetColumn, "") | {
        SheetColumn.NUMBER: row.page.draft_number and row.name,
        SheetColumn.RECOMMENDATION: draft_title(row.page),
        SheetColumn.LAST_UPDATE: last_update_of(row),
    }
    if update := row.new_update:
        texts[SheetColumn.UPDATE] = to_plain_text(update.text) or ""
        texts[SheetColumn.UPDATE_DATE] = words_of_date(update.as_at)
    if not action:
        return texts
    cells = action_cells(action)
    due_dates = map(describe_due_date, children(action, "due_dates"))
    texts |= {
        SheetColumn.ACTION: cells.title,
        SheetColumn.ORGANISATION: "\n".join(
            names[key] for key in action["respondents"] if key in names
        ),
        SheetColumn.OWNER: cells.owner,
        SheetColumn.STATUS: dict(ActionStatus.choices).get(cells.status, cells.status),
        SheetColumn.STATUS_WORDS: cells.status_words,
        SheetColumn.DUE_DATES: "\n".join(due_dates),
        SheetColumn.COMPLETED: words_of_date(cells.completed),
        SheetColumn.EVIDENCE: evidence_of(action),
    }
    if cells.due:
        texts[SheetColumn.DUE] = cells.due.words
    return texts


def plain_text(html: str) -> str:
    return get_text_for_indexing(html).strip()


def words_of_date(stored: str) -> str:
    date = parse_stored_date(stored)
    return date.words if date else ""


def last_update_of(row: RoundRow) -> str:
    """Return the date and the text of the last update before the new one."""
    earlier = [update for update in row.updates if update != row.new_update]
    if not earlier:
        return ""
    last = earlier[-1]
    return ": ".join(filter(None, [words_of_date(last.as_at), plain_text(last.text)]))


def describe_due_date(due_date: Content) -> str:
    words = words_of_date(due_date["due"]) or due_date["due_words"]
    if due_date["no_date"]:
        words = NO_DATE
    if due_date["reason"]:
        return f"{words} ({due_date['reason']})"
    return words


def reason_of_due_date(action: Content) -> str:
    """Return why the due date changed that counts now."""
    dates = children(action, "due_dates")
    return str(dates[-1]["reason"]) if dates else ""


def evidence_of(action: Content) -> str:
    """Return the texts of the evidence, and the names of its files and links."""
    lines = []
    for block in json.loads(action["evidence"] or "[]"):
        value: Any = block["value"]
        if block["type"] == "text":
            lines.append(plain_text(value))
        elif block["type"] == "document":
            lines.append(value.get("title") or "A document")
        else:
            lines += [link.get("value", link).get("text", "") for link in value]
    return "\n".join(lines)


def texts_in_order(row: PlanRow) -> list[str]:
    """Return the cells of a row."""
    texts = {**row.texts, SheetColumn.KEY: str(row.key)}
    return [written(texts[column]) for column in SheetColumn]
