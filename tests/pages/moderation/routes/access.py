"""Who gets in where: the table in ``docs/permissions.md``, and what the site says to others."""

import re
from fnmatch import fnmatchcase
from functools import cache
from typing import NamedTuple

from django.db import transaction
from django.urls import reverse

from pages.moderation.approval import roles
from site_config.settings.environment import PROJECT_DIR

from . import people
from .addresses import addresses
from .clients import client_of
from .discovery import url_patterns
from .recording import undone
from .world import World

TABLE = PROJECT_DIR / "docs" / "permissions.md"
PEOPLE = {
    roles.EDITORS: people.AUTHOR,
    roles.MODERATORS: people.MODERATOR,
    roles.APPROVING_OFFICERS: people.OFFICER,
    roles.FEEDBACK_TEAM: people.FEEDBACK,
    roles.SITE_ADMINISTRATORS: people.ADMINISTRATOR,
}
"""Who tries for each role that the table names."""
EVERY_ROLE = "Every role"
DEACTIVATED = "deactivated"
REFUSALS = {403, 404, 405, 410}
AT_A_STEP = {"moderation:agreement", "moderation:review", "moderation:review_preview"}
"""Routes that need a step at which somebody can decide."""


class Row(NamedTuple):
    """What the table says of one route, or of those that a pattern stands for."""

    pattern: str
    is_open: bool
    people: frozenset[str]
    """Who gets in, or may if its object is in the right state."""

    def fits(self, route: str) -> bool:
        """Tell whether this is about ``route``, a name and a pattern."""
        return self.pattern == route or fnmatchcase(
            route.partition(" ")[0], self.pattern
        )


@cache
def rows() -> list[Row]:
    """Return what the table says of each route that it names."""
    lines = [
        line
        for line in TABLE.read_text().splitlines()
        if line.startswith("| ") and "`" in line
    ]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [
        Row(route.replace("\\|", "|"), who == "Anybody", frozenset(_people_named(who)))
        for who, routes_named in cells
        for route in re.findall(r"`([^`]+)`", routes_named)
    ]


def _people_named(who: str) -> list[str]:
    """Return who tries for the roles that a cell names; fail for a name that is no role."""
    if who in ("Anybody", "Nobody"):
        return []
    if who.startswith(EVERY_ROLE):
        left_out = who.removeprefix(EVERY_ROLE).removeprefix(" but ")
        return [
            person
            for role, person in PEOPLE.items()
            if role not in left_out.split(", ")
        ]
    return [PEOPLE[role] for role in who.split(", ")]


def row_of(route: str) -> Row | None:
    """Return the row that says most letters of ``route``."""
    fitting = [row for row in rows() if row.fits(route)]
    return max(fitting, key=lambda row: len(row.pattern.replace("*", "")), default=None)


def routes() -> list[str]:
    """Return each address by its name and pattern."""
    return [f"{name} {pattern}" for name, pattern, _ in url_patterns()]


def let_in(
    world: World, person: str, tried: list[str], methods: list[str]
) -> list[str]:
    """Return those of the routes ``tried`` at which ``person`` gets in by one of ``methods``."""
    with undone():
        return [route for route in tried if _gets_in(world, person, route, methods)]


def _gets_in(world: World, person: str, route: str, methods: list[str]) -> bool:
    name = route.partition(" ")[0]
    found = [address.path for address in addresses(world, *route.split(" ", 1))]
    if name in AT_A_STEP:
        found = [
            reverse(name, args=[world.pages["text"].current_workflow_task_state.pk])
        ]
    if name == "moderation:page_review":  # only of what is public
        found = [reverse(name, args=[world.pages["text"].pk])]
    # What can be done to a snippet depends on its state: at full effort there are two
    # of each kind.
    tried = found if name.startswith("wagtailsnippets_") else found[:1]
    return any(
        _answers(world, person, path, method) for path in tried for method in methods
    )


def _answers(world: World, person: str, path: str, method: str) -> bool:
    # Roll back, or signing out would end the session for good.
    with transaction.atomic():
        client = _client(world, person)
        response = getattr(client, method)(path)
        if response.status_code == 302 and not _is_refused(response):
            # The screen it leads to may refuse, too.
            response = client.get(response["Location"])
        transaction.set_rollback(True)
    return not _is_refused(response)


def _client(world: World, person: str):
    if person != DEACTIVATED:
        return client_of(world, person)
    account = world.people[people.SUPERUSER_AUTHOR]
    type(account).objects.filter(pk=account.pk).update(is_active=False)
    return client_of(world, people.SUPERUSER_AUTHOR)


def _is_refused(response) -> bool:
    # Wagtail leads to the dashboard whoever lacks a permission.
    leads_away = [reverse("wagtailadmin_login"), reverse("wagtailadmin_home")]
    where = response.get("Location", "").partition("?")[0]
    return response.status_code in REFUSALS or (
        response.status_code == 302 and where in leads_away
    )
