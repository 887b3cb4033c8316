"""No address lets anybody publish, change or take away what readers see, but by the rule."""

import pytest

from .addresses import addresses
from .attempts import forms, walk
from .not_yet import settle
from .register import of_kind

ROUTES = of_kind("url")
HARMLESS = {"reads", "account", "public form"}


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(ROUTES))
def test_an_address_changes_nothing_against_the_rule(world, route, who, wide):
    its_class = ROUTES[route]
    everywhere = addresses(world, *route.split(" ", 1))
    if its_class in HARMLESS:
        # It is tried for one thing, and in a short run by one person: that it is harmless is easily seen.
        everywhere, who = everywhere[:1], who if wide else who[-1:]
    found = []
    for address in everywhere:
        sent = [*([None] if wide and address is everywhere[0] else []), *forms(world, address)]
        for person in who:
            found += walk(world, its_class, person, address, sent if wide else sent[:1])

    settle("url", route, found, wide=wide)
