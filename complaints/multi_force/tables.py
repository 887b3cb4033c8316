"""Tables of the forces: by the recommendations of a report, and by all reports."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from complaints.catalogue.records import CatalogueReport

from .comparison import KINDS, ComparedItem, CountedRows, ForceRow

NAMES = [name for _, name in KINDS.values()]
"""The names of the groups: forces, and their commissioners."""


@dataclass(frozen=True)
class ForceLine:
    """One force in a table."""

    force: str
    day: str
    """The day of its data, in words."""
    cells: list[tuple[Any, Any]]
    """Each column, and what the force has in it: a row or, for a report, a group of rows."""


@dataclass(frozen=True)
class ForceTable:
    """The forces, or their commissioners, by recommendations or by reports."""

    name: str
    columns: list[Any]
    lines: list[ForceLine]


def tables_of(items: Iterable[ComparedItem]) -> list[ForceTable]:
    """Return a table of the forces and one of their commissioners, with the ``items`` that ask them."""
    tables = []
    for name in NAMES:
        columns = []
        groups = []
        for item in items:
            if group := item.group_called(name):
                columns.append(item)
                groups.append(group)
        if columns:
            tables.append(ForceTable(name, columns, _lines_by_item(columns, groups)))
    return tables


def _lines_by_item(
    columns: list[ComparedItem], groups: list[CountedRows]
) -> list[ForceLine]:
    lines = []
    for rows in _rows_by_force(groups):
        cells = list(zip(columns, rows, strict=True))
        lines.append(_line(rows[0], cells))
    return lines


def overviews_of(
    compared: Iterable[tuple[CatalogueReport, list[ComparedItem]]],
) -> list[ForceTable]:
    """Return a table of the forces and one of their commissioners, with the reports that ask them.

    Parts such as 7.1 are left out, as the pages of a force count them with their whole,
    too.
    """
    overviews = []
    for name in NAMES:
        reports = []
        rows_by_report = []
        for report, items in compared:
            groups = _groups_without_parts(items, name)
            if groups:
                reports.append(report)
                rows_by_report.append(_rows_by_force(groups))
        if reports:
            overviews.append(
                ForceTable(
                    name, reports, _lines_by_report(name, reports, rows_by_report)
                )
            )
    return overviews


def _groups_without_parts(
    items: Iterable[ComparedItem], name: str
) -> list[CountedRows]:
    groups = []
    for item in items:
        group = item.group_called(name)
        if group and not item.is_part:
            groups.append(group)
    return groups


def _lines_by_report(
    name: str,
    reports: list[CatalogueReport],
    rows_by_report: list[list[list[ForceRow]]],
) -> list[ForceLine]:
    lines = []
    for lists_of_rows in zip(*rows_by_report, strict=True):
        cells = []
        for report, rows in zip(reports, lists_of_rows, strict=True):
            cells.append((report, CountedRows(name, rows)))
        lines.append(_line(lists_of_rows[0][0], cells))
    return lines


def _rows_by_force(groups: list[CountedRows]) -> list[list[ForceRow]]:
    """Return the rows of each force in ``groups``: it has the same place in each of them."""
    rows_of_groups = [group.rows for group in groups]
    return [list(rows) for rows in zip(*rows_of_groups, strict=True)]


def _line(row: ForceRow, cells: list[tuple[Any, Any]]) -> ForceLine:
    return ForceLine(row.force, row.copy.words_of_day, cells)
