"""Runs the short tests in several orders and prints what fails: python tests/seeds.py [RUNS] [OPTION]...

The orders are new each time, so more runs try more of them. ``--seed=N`` begins with a
known seed. Other options go to pytest, such as ``-k word`` or ``-n 2``. The tests run
on SQLite, in one process and with low priority, so that other work on the machine goes
on.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parent.parent
NICENESS = 15
LARGEST_SEED = 2**31


def main() -> int:
    """Run the tests with each seed, and return 1 if any run failed."""
    arguments, pytest_options = parse_arguments()
    seeds = [*arguments.seed]
    while len(seeds) < arguments.runs:
        seeds.append(random.randrange(LARGEST_SEED))  # noqa: S311
    failed = 0
    for seed in seeds:
        failed += not run_passes(seed, pytest_options)
    print(f"{len(seeds)} orders tried, {failed} with failures")
    return 1 if failed else 0


def parse_arguments() -> tuple[argparse.Namespace, list[str]]:
    """Return the arguments of this script, and the options for pytest."""
    parser = argparse.ArgumentParser(
        description="Run the short tests in several orders."
    )
    parser.add_argument(
        "runs", nargs="?", type=int, default=20, help="how many orders (20)"
    )
    parser.add_argument(
        "--seed", action="append", type=int, default=[], help="a seed to begin with"
    )
    return parser.parse_known_args()


def run_passes(seed: int, pytest_options: list[str]) -> bool:
    """Run the tests in the order of ``seed``, print what failed, and return True if nothing did."""
    environment = {
        name: value for name, value in os.environ.items() if name != "DATABASE_URL"
    }
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [
            "nice",
            "-n",
            str(NICENESS),
            sys.executable,
            "tests/contained.py",
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-n",
            "1",
            "-m",
            "not browser and not slow",
            f"--randomly-seed={seed}",
            f"--junitxml={report}",
            *pytest_options,
        ]
        began = time.monotonic()
        run = subprocess.run(  # noqa: S603
            command,
            cwd=PROJECT,
            env=environment,
            check=False,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        minutes = (time.monotonic() - began) / 60
        if not report.exists():
            print(
                f"seed {seed}: pytest ended with {run.returncode} and no report:\n{run.stdout[-2000:]}"
            )
            return False
        cases = list(ElementTree.parse(report).iter("testcase"))  # noqa: S314  # pytest wrote it
    failures = [
        case
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    ]
    print(
        f"seed {seed}: {len(cases)} tests, {len(failures)} failed, {minutes:.0f} minutes",
        flush=True,
    )
    for case in failures:
        print(f"  {case.get('classname')}::{case.get('name')}", flush=True)
        for problem in [*case.findall("failure"), *case.findall("error")]:
            first_line = problem.get("message", "").partition("\n")[0]
            print(f"    {first_line[:200]}", flush=True)
    return run.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
