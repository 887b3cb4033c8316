"""Runs everything at full effort, one stage after the other: python tests/long_run.py

``make test-long`` runs it before a release. It goes on after a failure, and prints in
the end what passed, what failed and what did not run. ``STAGES="fuzz screenshots"``
runs these alone. What each stage prints is in ``var/test-long/``.

A run that was interrupted goes on where it stopped: a stage that has passed on the same
committed code is not run again, unless ``STAGES`` names it, and the table says when that
was.
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
LOGS = PROJECT / "var" / "test-long"
RESULTS = LOGS / "results.json"
"""When each stage passed on which code, and how often it failed there before."""
OF_THE_RELEASE = ("CHANGELOG.md", "requirements/released-migrations.txt")
"""What the commit of a release changes: the same code has been tested without it."""
MINUTES_AT_MOST = 60
"""After so long a stage is ended, so that one that hangs does not keep the others."""
LINES_SHOWN = 15
"""How much of its log is printed when a stage fails."""
PASSED, FAILED, DID_NOT_RUN, NOT_CHOSEN = "passed", "FAILED", "DID NOT RUN", "-"
EXPECTED_SKIPS = ("Firefox ", "MiniBrowser", "PostgreSQL", "SQLite", "WebKit")
"""How the reason begins where a test is not for a browser or a database.

Every other skipped test counts as one that did not run.
"""
SKIPPED = re.compile(r"^SKIPPED \[\d+\] \S+: (?P<reason>.+)$", re.MULTILINE)


@dataclass
class Stage:
    """A part of the run."""

    name: str
    target: str
    """What ``make`` is asked for."""
    tests: str | None = None
    """The options for pytest, if it is one of the targets that take them."""
    prepare: str = ""
    """What ``make`` installs first; a stage without it does not run."""
    variables: str = ""
    """Variables of ``make`` that make it smaller or larger than usual."""
    note: str = ""

    @property
    def command(self) -> list[str]:
        """The command, with the reasons of skipped tests where there are some."""
        command = ["make", *self.target.split(), *self.variables.split()]
        if self.tests is not None:
            command.append(f"PYTEST=-rs {self.tests}".rstrip())
        return command


RACES = (
    "tests/pages/moderation/races tests/pages/moderation/sets/test_set_races.py"
    " tests/pages/moderation/sets/test_killed_publication.py"
    " tests/complaints/status/test_states_at_once.py"
)
ROUTES = "tests/pages/moderation/routes"
EXITS = "tests/browser/quick_exit"
UPGRADE = "tests/test_upgrade_from_release.py"
JOURNEYS = "tests/journeys"
APART = [*RACES.split(), ROUTES, EXITS, UPGRADE, JOURNEYS, "tests/failures"]
OTHERS = " ".join(f"--ignore={path}" for path in APART)
STAGES = [
    Stage("tests", "test-postgresql", OTHERS, "test-tools"),
    Stage("sqlite", "test-sqlite", f"--ignore={UPGRADE}", "test-tools"),
    Stage("races", "test-postgresql", RACES, "test-tools"),
    Stage("routes", "test-postgresql", ROUTES, "test-tools"),
    Stage("journeys", "test-postgresql", JOURNEYS, "test-tools"),
    Stage("exits", "test-postgresql", EXITS, "test-tools"),
    Stage("failures", "test-failures", "", "test-tools"),
    Stage("upgrade", "test-postgresql test-sqlite", UPGRADE, "test-tools"),
    Stage("restore-drill", "restore-drill", prepare="test-tools"),
    Stage(
        "fuzz",
        "fuzz",
        "",
        "python-development",
        "CASES=20000",
        "20,000 requests; alone `make fuzz` sends 100,000",
    ),
    Stage(
        "exit-moments",
        "measure-exit",
        "",
        "test-tools",
        "PRESSES=1",
        "each moment once; alone `make measure-exit` presses 10 times",
    ),
    Stage(
        "exit-history",
        "measure-exit-history",
        "",
        "test-tools",
        "TRIES=1 STEPS=back",
        "Back alone, once; alone `make measure-exit-history` takes a day",
    ),
    Stage(
        "exit-presses",
        "measure-exit-presses",
        "",
        "test-tools",
        "TRIES=1",
        "once; alone `make measure-exit-presses` tries 30 times",
    ),
    Stage("bench-sqlite", "bench-sqlite", prepare="test-tools"),
    Stage("bench-postgresql", "bench-postgresql", prepare="test-tools"),
    Stage("bench-delivery", "bench-delivery", prepare="test-tools"),
    Stage("bench-uncached", "bench-uncached", prepare="test-tools"),
    Stage("bench-growth", "bench-growth", prepare="test-tools"),
    Stage(
        "screenshots",
        "screenshots",
        prepare="test-tools",
        variables="PICTURES=var/screenshots/images",
        note="to look at; alone `make screenshots` replaces the pictures of the documents",
    ),
    Stage(
        "lighthouse", "lighthouse", prepare="tests/bench/npm/node_modules/lighthouse"
    ),
    Stage("test-next", "test-next", "", "python-next", "EFFORT=small"),
    Stage("wagtail", "test-wagtail", prepare="python-development"),
]


def main() -> int:
    """Run the stages, print the table, and return 0 if everything that was asked for passed."""
    names = [stage.name for stage in STAGES]
    named = os.environ.get("STAGES", "").split()
    chosen = named or names
    unknown = set(chosen) - set(names)
    if unknown:
        print(f"No stage is called {', '.join(sorted(unknown))}. Stages: {names}")
        return 2
    LOGS.mkdir(parents=True, exist_ok=True)
    code = digest_of_code()
    rows = []
    for stage in STAGES:
        row = (stage, NOT_CHOSEN, "not asked for (STAGES)", 0.0)
        if stage.name in chosen:
            earlier = None if named else passed_before(stage, code)
            row = earlier or run_and_record(stage, code)
        rows.append(row)
    print_table(rows)
    return 0 if {row[1] for row in rows} <= {PASSED, NOT_CHOSEN} else 1


def digest_of_code() -> str:
    """Return a name of the committed code; empty if something is not committed."""
    if git("status", "--porcelain"):
        return ""
    files = [
        line
        for line in git("ls-files", "--stage").splitlines()
        if line.partition("\t")[2] not in OF_THE_RELEASE
    ]
    return hashlib.sha256("\n".join(files).encode()).hexdigest()


def git(*arguments: str) -> str:
    """Return what git prints."""
    command = ["git", *arguments]
    done = subprocess.run(command, cwd=PROJECT, check=True, stdout=subprocess.PIPE)  # noqa: S603
    return done.stdout.decode().rstrip("\n")


def results_on(code: str) -> dict[str, dict]:
    """Return what became of the stages on ``code`` so far."""
    if not RESULTS.exists():
        return {}
    stored = json.loads(RESULTS.read_text())
    return stored["stages"] if stored["code"] == code else {}


def passed_before(stage: Stage, code: str) -> tuple[Stage, str, str, float] | None:
    """Return the result of a stage that has passed on ``code``; none if it has to run."""
    earlier = results_on(code).get(stage.name, {}) if code else {}
    if not earlier.get("passed"):
        return None
    remark = f"{stage.note} ({earlier['passed']}{failures_in_words(earlier)})".strip()
    return stage, PASSED, remark, earlier["seconds"]


def failures_in_words(earlier: dict) -> str:
    """Return how often a stage failed before on the same code: it may depend on chance."""
    number = earlier.get("failures", 0)
    return f"; failed before on this code: {number}" if number else ""


def run_and_record(stage: Stage, code: str) -> tuple[Stage, str, str, float]:
    """Run a stage, and store what became of it if all code is committed."""
    print(f"--- {stage.name}: {' '.join(stage.command)}", flush=True)
    stage, result, remark, seconds = run(stage)
    results = results_on(code)
    earlier = results.get(stage.name, {})
    remark += failures_in_words(earlier)
    print(f"    {result} {remark}", flush=True)
    if result == PASSED:
        earlier["passed"] = f"{datetime.now(UTC):%-d %B %Y, %H:%M} UTC"
        earlier["seconds"] = seconds
    elif result == FAILED:
        earlier["failures"] = earlier.get("failures", 0) + 1
    if code:
        stages = {**results, stage.name: earlier}
        RESULTS.write_text(json.dumps({"code": code, "stages": stages}, indent=1))
    return stage, result, remark, seconds


def run(stage: Stage) -> tuple[Stage, str, str, float]:
    """Return the result of a stage, with what there is to say of it and its seconds."""
    started_at = time.monotonic()
    log = LOGS / f"{stage.name}.log"
    result, remark = PASSED, stage.note
    with log.open("w") as file:
        if stage.prepare and (status := run_command(["make", stage.prepare], file)):
            result, remark = DID_NOT_RUN, f"set-up failed ({status})"
        elif status := run_command(stage.command, file):
            result, remark = FAILED, status
    seconds = time.monotonic() - started_at
    text = log.read_text(errors="replace")
    reasons = {match["reason"] for match in SKIPPED.finditer(text)}
    left_out = [each for each in reasons if not each.startswith(EXPECTED_SKIPS)]
    if result == PASSED and left_out:
        result, remark = DID_NOT_RUN, f"skipped: {'; '.join(sorted(left_out))}"
    if result != PASSED:
        print("\n".join(text.splitlines()[-LINES_SHOWN:]))
        remark = f"{remark}, see {log.relative_to(PROJECT)}"
    return stage, result, remark, seconds


def run_command(command: list[str], log) -> str:
    """Return what went wrong with ``command``, or nothing."""
    environment = {"EFFORT": "full", **os.environ}
    # Each stage decides for itself which of its cases are tried.
    environment.pop("STAGES", None)
    process = subprocess.Popen(  # noqa: S603
        command,
        cwd=PROJECT,
        env=environment,
        stdout=log,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        status = process.wait(timeout=MINUTES_AT_MOST * 60)
    except BaseException as error:
        # Also when this script is ended: nothing is left running.
        os.killpg(process.pid, signal.SIGTERM)
        process.wait()
        if isinstance(error, subprocess.TimeoutExpired):
            return f"ended after {MINUTES_AT_MOST} minutes"
        raise
    return f"status {status}" if status else ""


def print_table(rows: list[tuple[Stage, str, str, float]]) -> None:
    """Print what became of each stage, and the sum."""
    print(f"\n{'stage':18}{'result':14}{'minutes':>8}  remark")
    for stage, result, remark, seconds in rows:
        minutes = f"{seconds / 60:.1f}" if seconds else ""
        print(f"{stage.name:18}{result:14}{minutes:>8}  {remark}")
    results = [row[1] for row in rows]
    print(
        f"\n{results.count(PASSED)} passed, {results.count(FAILED)} failed, "
        f"{results.count(DID_NOT_RUN)} did not run, {results.count(NOT_CHOSEN)} not asked for; "
        f"{sum(row[3] for row in rows) / 60:.0f} minutes"
    )


if __name__ == "__main__":
    sys.exit(main())
