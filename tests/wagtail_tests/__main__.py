"""Runs Wagtail's own tests with our patches: python -m tests.wagtail_tests [LABEL]...

Fails with the names of tests that fail unexpectedly, and of those that
``differences.txt`` lists and that pass.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import wagtail

PROJECT = Path(__file__).resolve().parents[2]
PACKAGES = Path(wagtail.__file__).parents[1]
DIFFERENCES = Path(__file__).with_name("differences.txt")
# What freezes time there, and a parser that reads what is within <template>.
THEIR_TOOLS = PROJECT / "var" / "wagtail"
LABELS = [
    "wagtail.admin",
    "wagtail.contrib.redirects",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.snippets",
    "wagtail.tests",
]
FAILED = re.compile(r"^(?:FAIL|ERROR): \S+ \((.+?)\)", re.MULTILINE)
UNEXPECTED_SUCCESS = re.compile(r"^UNEXPECTED SUCCESS: \S+ \((.+?)\)", re.MULTILINE)
FINISHED = re.compile(r"^Ran ([0-9]+) tests? in", re.MULTILINE)


def main(labels: list[str]) -> int:
    """Run the tests, print how they differ from what is expected, and return 1 if they do."""
    output = run(labels or LABELS)
    finished = FINISHED.search(output)
    if not finished:
        print("Wagtail's tests did not run to their end.")
        return 1
    failed = {*FAILED.findall(output), *UNEXPECTED_SUCCESS.findall(output)}
    expected = expected_failures()
    unexpected = failed - expected
    # A few labels do not run all that is listed.
    passed = set() if labels else expected - failed
    print(
        f"{finished[1]} tests of Wagtail ran. {len(failed & expected)} failed as expected,"
        f" {len(unexpected)} unexpectedly; {len(passed)} passed unexpectedly."
    )
    for name in sorted(unexpected):
        print(f"failed: {name}")
    for name in sorted(passed):
        print(f"passed, and is listed in {DIFFERENCES.name}: {name}")
    return 1 if unexpected or passed else 0


def run(labels: list[str]) -> str:
    """Return what Wagtail's tests print, which is shown too."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.wagtail_tests.settings",
        "PYTHONPATH": f"{PROJECT}:{THEIR_TOOLS}",
        # The current folder has another version of that parser.
        "PYTHONSAFEPATH": "1",
    }
    command = [sys.executable, "-m", "django", "test", "--parallel", "2", *labels]
    process = subprocess.Popen(  # noqa: S603
        command,
        # Some tests open files by paths from here.
        cwd=PACKAGES,
        env=environment,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    lines = []
    for line in process.stdout or []:
        print(line, end="", flush=True)
        lines.append(line)
    process.wait()
    return "".join(lines)


def expected_failures() -> set[str]:
    """Return the tests that ``differences.txt`` lists, each below its reason."""
    lines = DIFFERENCES.read_text().splitlines()
    return {line for line in lines if line and not line.startswith("#")}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
