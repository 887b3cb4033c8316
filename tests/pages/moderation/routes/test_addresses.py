"""No address lets anybody publish, change or take away what readers see, but by the rule."""

import pytest

from tests.effort import every_nth

from .attempts import HARMLESS, walk_route
from .register import classes_of, of_class


@pytest.mark.django_db
@pytest.mark.parametrize("its_class", classes_of("url"))
def test_addresses_change_nothing_against_the_rule(world, its_class):
    """At small effort a sixth of Wagtail's that only read: they change with Wagtail alone."""
    names = of_class("url", its_class)
    wagtails = [name for name in names if name.startswith("wagtail")]
    tried = [name for name in names if name not in wagtails]
    tried += every_nth(6, wagtails) if its_class in HARMLESS else wagtails
    found = [broken for name in tried for broken in walk_route(world, its_class, name)]

    assert not found, "\n".join(found)
