"""What an address asks for, read so that nothing in it can do harm."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.core.exceptions import TooManyFieldsSent
from django.core.paginator import Page, Paginator
from django.http import HttpRequest, QueryDict

LONGEST = 200
"""More than this of a value is not read."""
LONGEST_SHOWN = 40
MOST_SHOWN = 3
MOST_VALUES = 20

TOO_MUCH = "The address asks for more than can be read. All of it was left out."
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
    try:
        given = request.GET
    except TooManyFieldsSent:
        asked.note(TOO_MUCH)
        return asked
    unknown = [name for name in given if name not in names]
    if unknown and tell_unknown:
        asked.note(_left_out(unknown))
    for name in names:
        found = given.getlist(name)
        readable = [printable(value[:LONGEST]) for value in found[:MOST_VALUES]]
        if readable != found:
            asked.note(NOT_READ)
        asked.values.setlist(name, list(dict.fromkeys(text for each in readable if (text := each.strip()))))
    return asked


def printable(text: str) -> str:
    """Return ``text`` without what has no look of its own, such as control characters."""
    return "".join(each for each in text if each.isprintable())


def quoted(text: str) -> str:
    """Return the start of ``text``, which a stranger may have written, in quotation marks."""
    shown = printable(text[: LONGEST_SHOWN + 1]).strip()
    return f"“{shown[:LONGEST_SHOWN]}…”" if len(shown) > LONGEST_SHOWN else f"“{shown}”"


def _left_out(names: list[str]) -> str:
    shown = ", ".join(quoted(name) for name in names[:MOST_SHOWN])
    more = f" and {len(names) - MOST_SHOWN} more" if len(names) > MOST_SHOWN else ""
    return f"This list cannot be filtered by {shown}{more}: that was left out."


def page_of(paginator: Paginator, asked: Asked) -> Page:
    """Return the page that is asked for, or the nearest there is, which readers are told."""
    text = asked.values.get("page", "1")
    try:
        number = int(text)
    except ValueError:
        number = 0
    page = paginator.page(min(max(number, 1), paginator.num_pages))
    if page.number != number:
        asked.note(f"There is no page {quoted(text)}. This is page {page.number} of {paginator.num_pages}.")
    return page


def address(base: str, pairs: Iterable[tuple[str, str]] = (), page: int = 1) -> str:
    """Return the address of the list at ``base`` that ``pairs`` filter and sort."""
    query = urlencode([*pairs, *([("page", str(page))] if page > 1 else [])])
    return f"{base}?{query}" if query else base
