"""The world is built once for the whole folder, and every attempt in it is undone."""

import logging
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import transaction

from .addresses import find_addresses
from .public_state import observe
from .world import build

HERE = Path(__file__).parent


def pytest_itemcollected(item):
    """Mark the tests of this folder, which ``tests/one_process.py`` keeps in one process, as slow."""
    item.add_marker(pytest.mark.slow)


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items):
    """Keep the tests of this folder together in a random order: else the world would be built again."""
    ours = [item for item in items if HERE in item.path.parents]
    first = min((items.index(item) for item in ours), default=0)
    items[:] = [item for item in items if item not in ours]
    items[first:first] = ours


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker):
    """The world, gone again after the last test of the folder."""
    logging.disable(logging.CRITICAL)
    try:
        with django_db_blocker.unblock(), transaction.atomic():
            world = build()
            find_addresses(world)
            cache.clear()
            observe(world)
            yield world
            transaction.set_rollback(True)
    finally:
        cache.clear()
        logging.disable(logging.NOTSET)
