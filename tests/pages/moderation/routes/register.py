"""The register: what each route may do, one a line, in ``register.txt``."""

from pathlib import Path

from .discovery import Route, discovered

CLASSES = {
    "reads": "changes nothing",
    "drafts": "changes what only editors see",
    "asks": "submits, withdraws, locks, holds, comments, asks for a second look",
    "approves": "publishes the revision that was approved, by the last of independent people",
    "takes down": "takes something down, with a reason, by a moderator alone",
    "administrators, logged": "cannot be moderated: site administrators only, and it is logged",
    "refused": "would publish, change or take away what readers see, and does so for nobody",
    "account": "one's own sign-in and preferences",
    "public form": "what readers send",
    "system": "does by the clock what was approved, or nothing that readers see",
    "operator": "needs the machine itself, where the database lies open",
    "internal": "called by our code and Wagtail's alone; the routes that lead to it are tested",
}
PLACE = Path(__file__).with_name("register.txt")
HEADING = [line for line in PLACE.read_text().splitlines() if line.startswith("#")]


def lines() -> list[str]:
    """Return the lines that name a route."""
    return [line for line in PLACE.read_text().splitlines() if line and not line.startswith("#")]


def registered() -> dict[Route, str]:
    """Return the class of every route in the register."""
    found = {}
    for line in lines():
        kind, name, its_class = line.split(" | ")
        found[Route(kind, name)] = its_class
    return found


def unclassified(routes=None) -> set[Route]:
    """Return the routes that exist, or those in ``routes``, without standing in the register."""
    return (discovered() if routes is None else set(routes)) - registered().keys()


def of_kind(kind: str) -> dict[str, str]:
    """Return the class of each route of ``kind``, by its name."""
    return {route.name: its_class for route, its_class in registered().items() if route.kind == kind}
