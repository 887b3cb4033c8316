"""Code that calls a model itself, past every screen, publishes and takes away nothing either."""

import pytest

from .methods import walk_method
from .register import of_kind


@pytest.mark.django_db
def test_methods_change_nothing_against_the_rule(world):
    found = [
        broken
        for route, its_class in of_kind("method").items()
        if its_class != "behind routes"
        for broken in walk_method(world, its_class, route)
    ]

    assert not found, "\n".join(found)
