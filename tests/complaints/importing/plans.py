"""Plans as forces have them, read without a database."""

import datetime

from complaints.importing.cells import Settings
from complaints.importing.reading import read_plan
from complaints.importing.shapes import find_shape
from complaints.importing.sources import read_html, read_separated
from pages.core.partial_dates import PartialDate

TODAY = datetime.date(2026, 11, 28)
REPORT = PartialDate(2024, 9, 27)


def table(*rows):
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>"


def plan_of(source, chosen=None, known=None, **settings):
    source = read_html(source) if source.startswith("<") else read_separated(source)
    settings = Settings(TODAY, **{"report": REPORT, **settings})
    return read_plan(find_shape(source), settings, chosen=chosen, remembered=known)


def read(source, **settings):
    """Return each recommendation by its number."""
    plan = plan_of(source, **settings)
    assert [column.why_asked for grid in plan.grids for column in grid.columns if not column.meaning] == []
    return {item.number: item for item in plan.items}


def said(item, meaning):
    return item.said[meaning].value if meaning in item.said else None


def updates(item):
    dates = [getattr(each.date, "value", each.date) for each in item.updates]
    return [
        (each.text.text, str(date) if date else None) for each, date in zip(item.updates, dates, strict=True)
    ]


def actions(item):
    return [
        {
            **({"text": line.text.text} if line.text else {}),
            **{meaning.value: str(each.value) for meaning, each in line.said.items()},
        }
        for line in item.actions
    ]


def meanings(plan):
    return [column.meaning and column.meaning.value for column in plan.grids[0].columns]


def cells_of(item):
    """Return what is said of a recommendation, each cell by its field."""
    found = {f"{meaning}: {each.value or each.text}" for meaning, each in item.said.items()}
    for kind, reports in (("answer", item.answers), ("update", item.updates)):
        for report in reports:
            date = getattr(report.date, "value", report.date)
            found.add(f"{kind}{f' {date}' if date else ''}: {report.text.text}")
    for line in item.actions:
        found |= {f"action: {line.text.text}"} if line.text else set()
        found |= {f"{meaning}: {each.value or each.text}" for meaning, each in line.said.items()}
    return found
