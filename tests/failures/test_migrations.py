"""The tables change while readers and senders go on."""

import subprocess

import psycopg
import pytest

from tests.waiting import wait_until

from .load import under_load
from .servers import MANAGE

pytestmark = [pytest.mark.slow, pytest.mark.long]
IN_USE = "in use"


def test_a_migration_waits_for_whoever_uses_its_tables_and_nobody_waits_for_it(
    site, tmp_path
):
    environment = site.environment | {
        "DJANGO_SETTINGS_MODULE": "tests.failures.next_release.settings"
    }
    log = tmp_path / "migrate.log"

    def migrate(*target):
        with log.open("w") as written:
            return subprocess.Popen(  # noqa: S603
                [*MANAGE, "migrate", *target], env=environment, stderr=written
            )

    # The upgrade to the next release has left it on the same database, if it was tried before this.
    assert migrate("next_release", "zero").wait() == 0, log.read_text()
    with under_load(
        site, "a migration, and back, while a backup holds one of its tables"
    ) as load:
        with psycopg.connect(site.database.url) as backup:
            # The backup holds its lock until it ends.
            backup.execute("SELECT count(*) FROM feedback_feedbackentry")
            migration = migrate("next_release")
            wait_until(lambda: log.read_text().count(IN_USE) >= 2)
            load.goes_on()
        assert migration.wait() == 0, log.read_text()
        load.goes_on()
        assert migrate("next_release", "zero").wait() == 0, log.read_text()
        load.goes_on()

    assert set(load.made) == {200}
    assert load.given_back == 0
