"""The world is built once for a module and every attempt in it is undone."""

import logging

import pytest
from django.core.cache import cache
from django.db import transaction

from . import people
from .public_state import public_state
from .world import build


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The world, gone again after the module's last test."""
    logging.disable(logging.CRITICAL)
    with django_db_blocker.unblock(), transaction.atomic():
        world = build()
        cache.clear()
        world.before = public_state(world)
        yield world
        transaction.set_rollback(True)
    cache.clear()
    logging.disable(logging.NOTSET)


@pytest.fixture(params=["core", pytest.param("wide", marks=pytest.mark.long)])
def wide(request):
    """Whether everything is tried by everybody, or what can do most by those who can do most."""
    return request.param == "wide"


@pytest.fixture
def who(wide):
    """The people who try."""
    return people.EVERYBODY if wide else people.MIGHTIEST
