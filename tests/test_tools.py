"""Every measurement and tool of the Makefile still starts, in its smallest form.

What each finds is not looked at: that is for whoever runs it whole.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.slow
MEASUREMENTS = [
    "bench-sqlite",
    "bench-delivery",
    "bench-uncached",
]
ON_THE_DEMONSTRATION = ["screenshots", "lighthouse"]
TESTS_BY_THEMSELVES = [
    "fuzz",
    "measure-exit",
    "measure-exit-history",
]
MADE_OF_OTHERS = {"bench", "bench-postgresql"}


def make(*arguments: str, **variables: str) -> str:
    """Return what ``make`` prints with the packages of this very run, which may be the coming ones."""
    command = ["make", f"BIN={Path(sys.executable).parent}", *arguments]
    done = subprocess.run(  # noqa: S603
        command,
        cwd=PROJECT_DIR,
        env=os.environ | variables,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return done.stdout


@pytest.fixture
def lent(databases, django_db_setup, django_db_blocker):
    """Return a function that lends a database to a measurement, which then takes its smallest form."""
    with django_db_blocker.unblock():
        yield databases.for_a_server


@pytest.mark.parametrize("target", MEASUREMENTS)
def test_a_measurement_starts(lent, target):
    with lent("sample") as database:
        make(target, BENCH_DATABASE=database)


@pytest.mark.browser
@pytest.mark.parametrize(
    "target", ["screenshots", pytest.param("lighthouse", marks=pytest.mark.long)]
)
def test_what_looks_at_the_demonstration_starts(lent, target):
    with lent("demonstration") as database:
        make(target, BENCH_DATABASE=database)


@pytest.mark.long
def test_the_restore_drill_starts():
    make("restore-drill")


def test_advisories_are_compared_with_what_is_locked(tmp_path):
    advisories = tmp_path / "advisories.json"
    advisories.write_text(json.dumps([{"id": "OSV-1", "affected": []}]))

    assert "locked packages" in make("audit", f"ADVISORIES={advisories}")


@pytest.mark.parametrize("target", TESTS_BY_THEMSELVES)
def test_what_is_a_test_with_more_to_try_names_tests_of_this_run(target):
    named = re.findall(r"(?<= )tests/\S*/test_\w+\.py", make("--dry-run", target))

    assert named
    assert all("def test_" in (PROJECT_DIR / each).read_text() for each in named)


def test_no_measurement_of_the_makefile_is_left_out():
    text = (PROJECT_DIR / "Makefile").read_text()
    pattern = (
        r"^((?:bench|measure)[a-z-]*|screenshots|lighthouse|restore-drill|fuzz|audit):"
    )
    tested = {
        *MEASUREMENTS,
        *ON_THE_DEMONSTRATION,
        *TESTS_BY_THEMSELVES,
        *MADE_OF_OTHERS,
    }

    assert set(re.findall(pattern, text, re.MULTILINE)) <= tested | {
        "restore-drill",
        "audit",
    }
