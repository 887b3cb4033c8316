"""No address lets anybody publish, change or take away what readers see, but by the rule."""

import pytest

from .attempts import walk_route
from .register import classes_of, of_class


@pytest.mark.django_db
@pytest.mark.parametrize("its_class", classes_of("url"))
def test_addresses_change_nothing_against_the_rule(world, its_class):
    found = [broken for name in of_class("url", its_class) for broken in walk_route(world, its_class, name)]

    assert not found, "\n".join(found)
