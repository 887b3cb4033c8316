"""Every measurement and tool of the Makefile still starts, in its smallest form.

What each finds is not looked at: that is for whoever runs it whole. `fuzz` and `audit` have tests of
their own, and what `measure-exit` does is in `tests/browser/quick_exit/test_measure_exit.py`.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.slow
IN_EVERY_RUN = "bench-sqlite"
BEFORE_A_RELEASE = ["bench-growth", "bench-delivery", "bench-uncached", "bench-flood"]
ON_THE_DEMONSTRATION = ["screenshots", "lighthouse"]
TESTED_BY_ANOTHER = {"bench", "bench-postgresql", "measure-exit"}


def make(target: str, **variables: str) -> None:
    # With the packages of this very run, which may be the coming ones.
    command = ["make", target, f"BIN={Path(sys.executable).parent}"]
    done = subprocess.run(  # noqa: S603
        command, cwd=PROJECT_DIR, env=os.environ | variables, check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.fixture
def lent(databases, django_db_setup, django_db_blocker):
    """Return a function that lends a database to a measurement, which then takes its smallest form."""
    with django_db_blocker.unblock():
        yield databases.for_a_server


@pytest.mark.parametrize(
    "target", [IN_EVERY_RUN, *(pytest.param(each, marks=pytest.mark.long) for each in BEFORE_A_RELEASE)]
)
def test_a_measurement_starts(lent, target):
    with lent("sample") as database:
        make(target, BENCH_DATABASE=database)


@pytest.mark.long
@pytest.mark.browser
@pytest.mark.parametrize("target", ON_THE_DEMONSTRATION)
def test_what_looks_at_the_demonstration_starts(lent, target):
    with lent("demonstration") as database:
        make(target, BENCH_DATABASE=database)


@pytest.mark.long
def test_the_restore_drill_starts():
    make("restore-drill")


def test_what_the_cms_says_is_listed():
    make("words")


def test_no_measurement_of_the_makefile_is_left_out():
    text = (PROJECT_DIR / "Makefile").read_text()
    pattern = r"^((?:bench|measure)[a-z-]*|screenshots|lighthouse|restore-drill):"
    tested = {IN_EVERY_RUN, *BEFORE_A_RELEASE, *ON_THE_DEMONSTRATION, *TESTED_BY_ANOTHER, "restore-drill"}

    assert set(re.findall(pattern, text, re.MULTILINE)) <= tested
