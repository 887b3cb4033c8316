"""Nobody gets in where the table of ``docs/permissions.md`` does not say so, by GET or by POST."""

import pytest

from tests.effort import by_effort

from . import people
from .access import DEACTIVATED, PEOPLE, let_in, routes, row_of, rows

GET, POST = "get", "post"
pytestmark = pytest.mark.django_db


def test_every_route_has_a_row_and_every_row_a_route():
    found = {route: row_of(route) for route in routes()}

    assert [route for route, row in found.items() if not row] == []
    of_other_versions = {
        row for row in rows() if row.pattern.startswith("wagtailadmin_api:")
    }
    assert set(rows()) - set(found.values()) - of_other_versions == set()


def test_every_address_was_filled_in_before_anything_happened_in_the_world(world):
    assert (
        set(routes()) - {f"{name} {pattern}" for name, pattern in world.routes} == set()
    )


def test_a_new_route_has_no_row():
    assert row_of("everything admin/everything/") is None
    assert row_of("news:everything admin/news/") is None


def test_a_role_gets_in_where_every_role_does_and_where_its_name_stands():
    said = {row.pattern: row.people for row in rows()}

    assert said["guide"] == set(PEOPLE.values())
    assert said["feedback:*"] == {people.FEEDBACK}
    assert said["feedback:add"] == said["account_login"] == set()
    everybody_else = set(PEOPLE.values()) - {people.FEEDBACK}
    assert said["update_round"] == everybody_else


def known():
    """Return two routes at which the feedback team and superusers get in: without a session nobody would."""
    found = [
        route
        for route in routes()
        if route.partition(" ")[0] in ("guide", "feedback:index")
    ]
    assert len(found) == 2
    return found


@pytest.mark.parametrize("person", [people.ANONYMOUS, DEACTIVATED])
def test_without_an_account_in_use_only_open_addresses_answer(world, person):
    closed = [route for route in routes() if not row_of(route).is_open]
    methods = (
        [GET, POST] if person == people.ANONYMOUS else by_effort([POST], [GET, POST])
    )

    account = people.SUPERUSER_AUTHOR  # the deactivated one, while it is in use
    assert let_in(world, account, known(), [GET]) == known()
    assert let_in(world, person, closed, methods) == []


@pytest.mark.parametrize(
    "person",
    [
        each if each == people.FEEDBACK else pytest.param(each, marks=pytest.mark.long)
        for each in PEOPLE.values()
    ],
)
def test_roles_get_in_where_the_table_says_so_alone(world, person):
    """In every run the role with the fewest rights is tried, where it is refused and at two known routes."""
    closed = [route for route in routes() if not row_of(route).is_open]
    expected = [route for route in closed if person in row_of(route).people]
    refused = [route for route in closed if route not in expected]

    assert let_in(world, person, refused, by_effort([POST], [GET, POST])) == []
    let_in_at = by_effort(known(), expected)
    assert let_in(world, person, let_in_at, [GET, POST]) == let_in_at
