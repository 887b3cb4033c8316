"""Whoever changed a model while the site ran is told what to do, in the place of an outage."""

import pytest
from django.db import connection

from tests.factories import UserFactory

pytestmark = pytest.mark.both_databases


@pytest.mark.parametrize("address", ["/search/?q=police", "/admin/pages/"])
def test_a_developer_is_told_to_stop_and_start(client, home, address):
    if connection.vendor != "sqlite":
        pytest.skip("SQLite is what a developer's site runs on.")
    client.force_login(UserFactory(is_superuser=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE wagtailcore_page RENAME COLUMN show_in_menus TO shown"
        )

    answer = client.get(address)

    assert answer.status_code == 503
    assert (
        "Stop and start “make run”: the tables have changed." in answer.content.decode()
    )


def test_a_search_that_sqlite_cannot_read_is_no_change_of_tables(client, home):
    client.force_login(UserFactory(is_superuser=True))

    assert client.get("/admin/pages/search/?q=%22").status_code in (200, 400)
