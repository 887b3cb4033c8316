"""Every measurement and tool of the Makefile still starts, in its smallest form.

What each finds is not looked at: that is for whoever runs it whole. `fuzz` and `audit` have tests of
their own.
"""

import os
import re
import subprocess
import sys

import pytest

from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.slow
GUNICORN = ["site_config.wsgi", "--threads", "3", "--no-control-socket"]
MEASUREMENTS = {
    "bench-sqlite": ["tests.bench", *GUNICORN],
    "bench-delivery": ["tests.bench.delivery", *GUNICORN],
    "bench-uncached": ["tests.bench.uncached", *GUNICORN],
    "bench-growth": ["tests.bench.growth", *GUNICORN],
    "bench-flood": ["tests.bench.flood"],
}
BROWSER_TOOLS = {
    "screenshots": ["tests.screenshots"],
    "measure-exit": [
        *("pytest", "-n", "0", "-q", "-k", "test_measure and chromium"),
        "tests/browser/quick_exit/measure_exit.py",
    ],
}
FOR_A_RELEASE = {"lighthouse": ["tests.bench.lighthouse"], "restore-drill": ["tests.restore_drill"]}
TESTED_ELSEWHERE = {"bench", "bench-postgresql", "fuzz", "audit", "supply", "semgrep", "check-html"}


def run(command: list[str]) -> None:
    environment = {**os.environ, "BENCH_SIZE": "smallest", "ROUNDS": "1", "PRESSES": "1"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", *command],
        cwd=PROJECT_DIR,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]


@pytest.mark.parametrize("name", MEASUREMENTS)
def test_a_measurement_starts(name):
    run(MEASUREMENTS[name])


@pytest.mark.browser
@pytest.mark.long
@pytest.mark.parametrize("name", BROWSER_TOOLS)
def test_a_tool_with_a_browser_starts(name):
    run(BROWSER_TOOLS[name])


@pytest.mark.long
@pytest.mark.parametrize("name", FOR_A_RELEASE)
def test_what_is_run_for_a_release_starts(name):
    run(FOR_A_RELEASE[name])


def test_no_measurement_of_the_makefile_is_left_out():
    text = (PROJECT_DIR / "Makefile").read_text()
    targets = set(
        re.findall(r"^((?:bench|measure)[a-z-]*|screenshots|lighthouse|restore-drill):", text, re.M)
    )

    assert targets <= {*MEASUREMENTS, *BROWSER_TOOLS, *FOR_A_RELEASE, *TESTED_ELSEWHERE}
