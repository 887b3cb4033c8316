"""Searches for the number of something, such as “recommendation 12”, which another app answers."""

from collections.abc import Callable
from dataclasses import dataclass, field

from django.http import HttpRequest


@dataclass(frozen=True)
class NumberAnswerLink:
    """Where something is, by its title."""

    title: str
    address: str


@dataclass(frozen=True)
class NumberAnswer:
    """What stands above the results of a search for a number."""

    found: list[NumberAnswerLink] = field(default_factory=list)
    """What has that number here."""
    missing: str = ""
    """A sentence that says what is not on this site, if nothing has that number."""
    elsewhere: list[NumberAnswerLink] = field(default_factory=list)
    """Where it may be instead."""

    @property
    def several(self) -> list[NumberAnswerLink]:
        """What is shown as a list, because one sentence cannot lead to it."""
        links = self.found or self.elsewhere
        return links if len(links) > 1 else []


Finder = Callable[[str, HttpRequest], NumberAnswer | None]
_FINDERS: list[Finder] = []


def register_number_finder(finder: Finder) -> None:
    """Let ``finder`` answer searches; it returns ``None`` for those that are about no number of its own."""
    _FINDERS.append(finder)


def answer_about_number(text: str, request: HttpRequest) -> NumberAnswer | None:
    """Return what is known of the number that ``text`` asks for; ``None`` if it asks for none."""
    for finder in _FINDERS:
        if answer := finder(text, request):
            return answer
    return None
