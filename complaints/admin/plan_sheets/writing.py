"""Writes the plan as a workbook or as CSV."""

import csv
import io
from collections.abc import Sequence

from .columns import SheetColumn
from .plan import PlanRow, texts_in_order


def write_csv(plan: Sequence[PlanRow]) -> bytes:
    """Return the plan as CSV, with the mark by which spreadsheets know that it is UTF-8."""
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(list(SheetColumn))
    for row in plan:
        writer.writerow(texts_in_order(row))
    return file.getvalue().encode("utf-8-sig")


def write_workbook(plan: Sequence[PlanRow]) -> bytes:
    """Return the plan as XLSX."""
    # Few processes write a workbook, and openpyxl would take a tenth of their memory.
    from .workbook import workbook_of

    return workbook_of(plan)
