"""Reads a plan with what people said of it, now and at earlier tables, and remembers that."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from complaints.catalogue.reader import read_catalogue
from complaints.importing.cells import Settings
from complaints.importing.columns import understand
from complaints.importing.plan import Plan, ReadGrid
from complaints.importing.reading import read_plan
from complaints.importing.shapes import find_shape
from complaints.importing.tables import Source, take_own_rows
from complaints.models import ReadingChoice, RecommendationResponsePage, SuperComplaintPage
from complaints.vocabulary import ItemKind
from pages.content.models import SiteWording
from pages.core.partial_dates import PartialDate


@dataclass
class SaidByPerson:
    """What a person said of the plan in front of them."""

    columns: Mapping[int, list[str]] = field(default_factory=dict)
    """The meaning of each column, by the place of the grid."""
    answers: Mapping[str, str] = field(default_factory=dict)
    written: Mapping[str, str] = field(default_factory=dict)
    first_row_is_headings: bool | None = None


HEADINGS, WORD = "headings:", "word:"
"""How the keys begin under which the meanings of columns, and of a word, are remembered."""


def read(
    source: Source, said: SaidByPerson, parent: SuperComplaintPage | None, report: PartialDate | None
) -> Plan:
    """Return what ``source`` says of ``parent``; raise ``UnreadableSourceError`` if nothing can be read."""
    plan_of_force = source
    if parent:
        wording = SiteWording.objects.filter(live=True).first()
        source = take_own_rows(source, parent.identifier, wording.force_name if wording else "")
    shape = find_shape(source, first_row_is_headings=said.first_row_is_headings)
    choices = list(ReadingChoice.objects.all())
    settings = Settings(
        today=timezone.localdate(),
        report=report,
        numbers=numbers_known(parent),
        is_own_data=source is not plan_of_force,
        answers=said.answers,
        written=said.written,
        remembered={
            each.key.removeprefix(WORD): str(each.answer) for each in choices if each.key.startswith(WORD)
        },
    )
    remembered = {each.asked: each.answer for each in choices if each.key.startswith(HEADINGS)}
    return read_plan(shape, settings, chosen=said.columns, remembered=remembered)


def numbers_known(parent: SuperComplaintPage | None) -> frozenset[str]:
    """Return the printed numbers of the recommendations of ``parent``: of its pages, and of the catalogue."""
    catalogued = read_catalogue().report(parent.identifier) if parent else None
    items = [*(catalogued.recommendations if catalogued else ())]
    if parent:
        items += RecommendationResponsePage.objects.child_of(parent).only("number", "kind")
    return frozenset(each.number for each in items if each.kind != ItemKind.ACTION) - {""}


def remember(plan: Plan, said: SaidByPerson, person: Any) -> None:
    """Store what the person said of columns and words."""
    said_of: dict[str, tuple[str, Any]] = {}
    for place, grid in enumerate(plan.grids):
        if place in said.columns and _is_worth_remembering(grid):
            key = f"{HEADINGS}{hashlib.sha256(grid.signature.encode()).hexdigest()[:32]}"
            said_of[key] = grid.signature, [str(each.meaning) for each in grid.columns]
    for question in plan.questions:
        if question.is_about_words and question.answer and said.answers.get(question.key):
            said_of[f"{WORD}{question.key}"] = question.text, question.answer
    for key, (asked, answer) in said_of.items():
        values = {"asked": asked, "answer": answer, "chosen_by": person}
        ReadingChoice.objects.update_or_create(key=key, defaults=values)


def _is_worth_remembering(grid: ReadGrid) -> bool:
    """Tell whether a person said something of these headings that nobody could have known."""
    headings = grid.grid.headings
    known = understand(headings, [grid.grid.below(column) for column in range(len(headings))])
    has_words = any(part.strip() for part in grid.signature.split("|"))
    return has_words and [each.meaning for each in known] != [each.meaning for each in grid.columns]
