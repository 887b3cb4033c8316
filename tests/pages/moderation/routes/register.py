"""The register: what each route may do, by patterns of names, in ``register.txt``."""

from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import NamedTuple

from wagtail import VERSION

from .discovery import FINDERS, Route

CLASSES = {
    "reads": "changes nothing",
    "drafts": "changes what only editors see",
    "asks": "submits, withdraws, locks, pauses, comments, asks for a second look",
    "approves": "publishes the revision that was approved, by the last of independent people",
    "takes down": "takes something down, with a reason, by a moderator alone",
    "administrators, logged": "cannot be moderated: site administrators only, and it is logged",
    "two people": "cannot be moderated: a site administrator asks for it, and a second person confirms it",
    "refused": "would publish, change or take away what readers see, and does so for nobody",
    "account": "one's own sign-in and preferences",
    "public form": "what readers send",
    "system": "does by the clock what was approved, or nothing that readers see",
    "operator": "needs the machine itself, where the database lies open",
    "internal": "called by our code and Wagtail's alone",
    "behind routes": "changes who decides, or what is due; only the routes that lead to it are tried",
}
PLACE = Path(__file__).with_name("register.txt")


class Line(NamedTuple):
    """One line of the register."""

    kind: str
    pattern: str
    its_class: str
    since: str = "8.0"
    """The Wagtail that brings the routes; `make test-next` runs on later ones than ours."""

    def fits(self, route: Route) -> bool:
        """Tell whether the line is about ``route``."""
        # A name may hold what is a wildcard in a pattern: a line can be a name, letter
        # by letter.
        return self.kind == route.kind and (
            self.pattern == route.name or fnmatchcase(route.name, self.pattern)
        )

    @property
    def letters(self) -> int:
        """How many letters a name must have to fit: the more, the more special is the line."""
        return len(self.pattern.replace("*", ""))


@cache
def lines() -> list[Line]:
    """Return the lines of the register that are about this Wagtail."""
    written = PLACE.read_text().splitlines()
    found = [
        Line(*line.split(" | "))
        for line in written
        if line and not line.startswith("#")
    ]
    return [line for line in found if tuple(map(int, line.since.split("."))) <= VERSION]


def deciding_lines(route: Route) -> list[Line]:
    """Return the most special lines about ``route``: none if it is new, several if they compete."""
    fitting = [line for line in lines() if line.fits(route)]
    most = max((line.letters for line in fitting), default=0)
    return [line for line in fitting if line.letters == most]


def unclassified(routes) -> set[Route]:
    """Return those of ``routes`` that no line of the register is about."""
    return {route for route in routes if not deciding_lines(route)}


def unclear(routes) -> set[Route]:
    """Return those of ``routes`` about which equally special lines say different things."""
    return {
        route
        for route in routes
        if len({line.its_class for line in deciding_lines(route)}) > 1
    }


def idle_lines(routes) -> set[Line]:
    """Return the lines that decide about none of ``routes``."""
    return set(lines()) - {line for route in routes for line in deciding_lines(route)}


def of_kind(kind: str) -> dict[str, str]:
    """Return the class of each route of ``kind`` that exists and that the register is about, by its name."""
    found = {
        name: deciding_lines(Route(kind, name)) for name in sorted(set(FINDERS[kind]()))
    }
    return {name: deciding[0].its_class for name, deciding in found.items() if deciding}


def of_class(kind: str, its_class: str) -> list[str]:
    """Return the names of the routes of ``kind`` that have this class."""
    return [name for name, found in of_kind(kind).items() if found == its_class]


def classes_of(kind: str) -> list[str]:
    """Return the classes that routes of ``kind`` may have."""
    return sorted({line.its_class for line in lines() if line.kind == kind})
