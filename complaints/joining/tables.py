"""Tables of the forces: by the recommendations of a report, and by all reports."""

from collections.abc import Iterable
from dataclasses import dataclass

from complaints.catalogue.records import Report

from .comparison import KINDS, ComparedItem, Group, Row


@dataclass(frozen=True)
class ForceLine:
    """One force in a table."""

    force: str
    day: str
    columns: list[ComparedItem]
    group: Group
    """Its rows, one for each column."""

    @property
    def cells(self) -> list[tuple[ComparedItem, Row]]:
        return list(zip(self.columns, self.group.rows, strict=True))


@dataclass(frozen=True)
class Table:
    """The forces, or their commissioners, by the recommendations that ask them."""

    name: str
    columns: list[ComparedItem]
    lines: list[ForceLine]


def tables_of(items: Iterable[ComparedItem]) -> list[Table]:
    """Return a table of the forces and one of their commissioners, with the ``items`` that ask them."""
    tables = []
    for _, name in KINDS.values():
        columns = []
        groups = []
        for item in items:
            for group in item.groups:
                if group.name == name:
                    columns.append(item)
                    groups.append(group)
        if columns:
            tables.append(Table(name, columns, _lines_of(name, columns, groups)))
    return tables


def _lines_of(name: str, columns: list[ComparedItem], groups: list[Group]) -> list[ForceLine]:
    """Return a line for each force, which has the same place in each of ``groups``."""
    lines = []
    for rows in zip(*(group.rows for group in groups), strict=True):
        first = rows[0]
        group = Group(name, list(rows))
        lines.append(ForceLine(first.force, first.copy.words_of_day, columns, group))
    return lines


@dataclass(frozen=True)
class OverviewLine:
    """One force in the overview: what it published on each report."""

    force: str
    day: str
    reports: list[Report]
    groups: list[Group]

    @property
    def cells(self) -> list[tuple[Report, Group]]:
        return list(zip(self.reports, self.groups, strict=True))


@dataclass(frozen=True)
class Overview:
    """The forces, or their commissioners, by the reports that ask them."""

    name: str
    reports: list[Report]
    lines: list[OverviewLine]


def overviews_of(compared: Iterable[tuple[Report, list[ComparedItem]]]) -> list[Overview]:
    """Return an overview of the forces and one of their commissioners, by report."""
    overviews = []
    reports_with_tables = [(report, tables_of(_without_parts(items))) for report, items in compared]
    for _, name in KINDS.values():
        reports = []
        tables = []
        for report, tables_of_report in reports_with_tables:
            for table in tables_of_report:
                if table.name == name:
                    reports.append(report)
                    tables.append(table)
        if tables:
            overviews.append(Overview(name, reports, _overview_lines(reports, tables)))
    return overviews


def _without_parts(items: Iterable[ComparedItem]) -> list[ComparedItem]:
    """Return ``items`` without parts such as 7.1, which the pages of a force count with their whole, too."""
    return [each for each in items if not each.is_part]


def _overview_lines(reports: list[Report], tables: list[Table]) -> list[OverviewLine]:
    lines = []
    for same_force in zip(*(table.lines for table in tables), strict=True):
        first = same_force[0]
        groups = [line.group for line in same_force]
        lines.append(OverviewLine(first.force, first.day, reports, groups))
    return lines
