"""What an address asks for, read so that nothing in it can do harm."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from unicodedata import category
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict

from pages.core.query_parameters import TOO_MANY_PARAMETERS

LONGEST = 200
"""More than this of a value is not read."""
LONGEST_SHOWN = 40
MOST_SHOWN = 3
MOST_VALUES = 20
LAST_PAGE = 10**9
"""No list has more pages, and a database counts no further than it can."""

NOT_READ = "Part of what the address asks for cannot be read and was left out."


@dataclass
class Asked:
    """Parameters that can be worked with, and what readers are to be told about the others."""

    values: QueryDict = field(default_factory=lambda: QueryDict(mutable=True))
    notices: list[str] = field(default_factory=list)

    def note(self, notice: str) -> None:
        """Tell readers ``notice``, once."""
        if notice not in self.notices:
            self.notices.append(notice)


def read(request: HttpRequest, names: Collection[str], tell_unknown: bool = True) -> Asked:
    """Return what the address of ``request`` asks for of what ``names`` lists.

    Other names are told to readers, unless the address belongs to more than what reads it here.
    """
    asked = Asked()
    given = request.GET
    if getattr(request, "has_too_many_parameters", False):
        asked.note(TOO_MANY_PARAMETERS)
    unknown = [name for name in given if name not in names]
    if unknown and tell_unknown:
        asked.note(_left_out(unknown))
    for name in names:
        found = given.getlist(name)
        readable = [printable(value[:LONGEST]) for value in found[:MOST_VALUES]]
        # One character more than is read, so that a longer value is told.
        if len(found) > MOST_VALUES or readable != [_spaced(value[: LONGEST + 1]) for value in found]:
            asked.note(NOT_READ)
        asked.values.setlist(name, list(dict.fromkeys(text for each in readable if (text := each.strip()))))
    return asked


def printable(text: str) -> str:
    """Return ``text`` without what has no look of its own; control characters part words as spaces do."""
    spaced = "".join(" " if category(each) == "Cc" else each for each in _spaced(text))
    return "".join(each for each in spaced if each.isprintable())


def _spaced(text: str) -> str:
    """Return ``text`` with a plain space for each other blank, such as a tab or a no-break space."""
    return "".join(" " if each.isspace() else each for each in text)


def quoted(text: str) -> str:
    """Return the start of ``text``, which a stranger may have written, in quotation marks."""
    shown = printable(text[: LONGEST_SHOWN + 1]).strip()
    return f"“{shown[:LONGEST_SHOWN]}…”" if len(shown) > LONGEST_SHOWN else f"“{shown}”"


def _left_out(names: list[str]) -> str:
    shown = ", ".join(quoted(name) for name in names[:MOST_SHOWN])
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return f"This list cannot be filtered by {shown}{more}: that was left out."


def page_number(asked: Asked) -> int:
    """Return the number of the page that is asked for; 0 for what is no number of a page."""
    try:
        return min(max(int(_page_asked(asked)), 0), LAST_PAGE)
    except ValueError:
        return 0


def page_of(paginator: Paginator, asked: Asked) -> Page:
    """Return the page that is asked for, or the nearest there is, which readers are told."""
    number = page_number(asked)
    page = paginator.page(min(max(number, 1), paginator.num_pages))
    if page.number != number:
        text = quoted(_page_asked(asked))
        asked.note(f"There is no page {text}. This is page {page.number} of {paginator.num_pages}.")
    return page


def _page_asked(asked: Asked) -> str:
    return str(asked.values.get("page", "1"))


def address(base: str, pairs: Iterable[tuple[str, str]] = (), page: int = 1) -> str:
    """Return the address of the list at ``base`` that ``pairs`` filter and sort."""
    query = urlencode([*pairs, *([("page", str(page))] if page > 1 else [])])
    return f"{base}?{query}" if query else base
