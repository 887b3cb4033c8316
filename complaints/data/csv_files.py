"""CSV as RFC 4180 has it: lines that end in CR and LF, quotes where they are needed, a header, UTF-8.

Without a byte order mark: programs would take it for a part of the first column's name. A spreadsheet is
told the encoding when it imports the file.
"""

import csv
import io
from collections.abc import Iterable
from typing import Any

from pages.core.spreadsheets import escape_formula

NOT_STATED = "not stated"
"""Holds the place of a value that is not known in a cell of several lines."""


def written(header: Iterable[str], rows: Iterable[Iterable[Any]]) -> str:
    """Return a file with ``header`` and ``rows``, in which no spreadsheet finds a formula."""
    output = io.StringIO(newline="")
    writer = csv.writer(output)
    writer.writerow(header)
    writer.writerows([escape_formula(_cell(value)) for value in row] for row in rows)
    return output.getvalue()


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(" ".join(_cell(each).split()) or NOT_STATED for each in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
