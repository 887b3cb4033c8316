"""Finds the row of headings of a table, and what the rows around it add to them."""

import re
from collections.abc import Iterable

from .columns import MOST_LETTERS_OF_A_HEADING, Meaning, find_date, heading_words, is_heading, meanings_of
from .tables import Table
from .words import STATES_SOMETHING, read_numbers

ROWS_BEFORE_HEADINGS = 8
MOST_LETTERS_OF_A_LABEL = 60
BARE_WORDS = {"date", "text", "name", "planned", "actual", "detail", "details"}
"""Headings that say of what they are only in the row above."""
OTHER_BODY = re.compile(r"\b(?:o?pf?ccs?|commissioners?|mayors?|npcc|apcc)(?:[’']s)?\b", re.IGNORECASE)
"""Who answers beside a force: what stands below such words may be said by another body."""
WHOSE = re.compile(rf"{OTHER_BODY.pattern}|\b(?:forces?|chief constables?|constabulary)\b", re.IGNORECASE)

SAYS_SOMETHING = re.compile(
    rf"^(?!(?:what|how|who|which|where)\b).*(?:{STATES_SOMETHING.pattern}|\b(?:should|must|shall)\b)|\.$",
    re.IGNORECASE,
)
"""A sentence, as “The force has trained everybody” is; “What the force is doing” is a heading."""


def is_label(text: str) -> bool:
    """Tell whether ``text`` is short and names what something is."""
    return len(text) <= MOST_LETTERS_OF_A_LABEL and is_heading(text)


def says_whose(text: str) -> bool:
    """Tell whether ``text`` is short and names the force or another body."""
    return len(text) <= MOST_LETTERS_OF_A_LABEL and bool(WHOSE.search(text))


def heads_what_follows(text: str) -> bool:
    """Tell whether ``text`` names whose the rows or paragraphs below are, and says nothing itself."""
    return says_whose(text) and not SAYS_SOMETHING.search(text)


def other_body_in(above: str) -> str:
    """Return words for a heading if the line ``above`` a table names another body."""
    is_other = says_whose(above) and OTHER_BODY.search(above) and not re.search(r"\blead\b", above)
    return f" ({above})" if is_other else ""


def find_heading_row(table: Table) -> int | None:
    """Return the row, of the first few, in which the most headings are known; ``None`` if none has two."""
    best, most = None, 1
    for place, row in enumerate(table.rows[:ROWS_BEFORE_HEADINGS]):
        filled = [cell for cell in row if cell]
        known = [cell for cell in filled if len(cell) <= MOST_LETTERS_OF_A_HEADING and is_heading(cell)]
        is_fit = len(known) * 2 >= len(filled) and len(set(filled)) > 1 and not _has_number(filled)
        if is_fit and len(known) > most:
            best, most = place, len(known)
    return best


def _has_number(cells: Iterable[str]) -> bool:
    return any(read_numbers(cell) for cell in cells)


def headings_of(table: Table, at: int) -> tuple[list[str], int]:
    """Return the headings, and the first row below them.

    A date that spans several of them in the row above, and what a bare “Date” or “Planned” is of, is added.
    """
    above: list[str] = table.rows[at - 1] if at else []
    filled = [column for column, cell in enumerate(above) if cell]
    # A title, or “Updated: March 2026”, is of the whole table.
    is_of_all = filled == [0] or (filled == [0, 1] and Meaning.AS_AT in meanings_of(above[0])[0])
    if is_of_all and (at, 0) not in table.merged:
        above = []
    if _is_second_row_of_headings(table, at + 1):
        at, above = at + 1, table.rows[at]
    headings, group = [], ""
    for column, heading in enumerate(table.rows[at]):
        if above and above[column]:
            group = above[column]
        if (at, column) in table.merged or not heading or not group:
            headings.append(heading or (above[column] if above else ""))
        elif set(heading_words(heading)) <= BARE_WORDS or OTHER_BODY.search(group):
            headings.append(f"{group} {heading}")
        else:
            is_dated = find_date(group)[0] and not find_date(heading)[0]
            headings.append(f"{heading} {group}" if is_dated else heading)
    return headings, at + 1


def _is_second_row_of_headings(table: Table, at: int) -> bool:
    if at >= len(table.rows):
        return False
    own = {
        column: cell
        for column, cell in enumerate(table.rows[at])
        if cell and (at, column) not in table.merged
    }
    is_below_a_gap = any(not table.rows[at - 1][column] for column in own)
    known = [cell for cell in own.values() if is_label(cell) or set(heading_words(cell)) <= BARE_WORDS]
    return is_below_a_gap and len(known) == len(own) and not _has_number(own.values())
