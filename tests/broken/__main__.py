"""Break each behaviour of behaviours.toml, one at a time, and see that its tests fail.

    python -m tests.broken [WORD]...

With words, only behaviours whose sentence or file has one of them are tried. The work
tree stays as it is: two copies of it in a temporary folder are changed.
"""

import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Queue
from shutil import copy2, copytree
from tempfile import TemporaryDirectory

PROJECT = Path(__file__).resolve().parents[2]
INSTALLED = ["var/venv", "node_modules", "tests/browser/npm/node_modules"]
TEMPLATES = "var/templates"
NO_SOUND_CODE = re.compile(r" - (Import|ModuleNotFound|Syntax|Name)Error\b")
Result = subprocess.CompletedProcess


def main(words: list[str]) -> int:
    """Try the behaviours that have one of ``words``; return 1 if one can be broken unnoticed."""
    listed = tomllib.loads(Path(__file__).with_name("behaviours.toml").read_text())
    wanted = [one for one in listed["behaviour"] if is_wanted(one, words)]
    present = [one for one in wanted if "gone" not in one]
    if not present:
        print("There is no such behaviour to break.")
        return 1
    tests = {test for one in present for test in one["tests"]}
    with TemporaryDirectory(prefix="broken-") as folder:
        first, second = Path(folder, "first"), Path(folder, "second")
        copy_project(first)
        unbroken = run_tests(first, tests)
        missing = [test for test in tests if not lines_about(test, "PASSED", unbroken)]
        if unbroken.returncode or missing:
            print(unbroken.stdout[-5000:], unbroken.stderr[-5000:])
            print("Before anything is broken, these do not pass:", *sorted(missing))
            return 1
        # Nothing is migrated again. Content is made anew, since files may belong to it.
        for path in (first / TEMPLATES).iterdir():
            if not path.name.startswith("empty."):
                path.unlink()
        copytree(first, second, symlinks=True)
        copies: Queue[Path] = Queue()
        copies.put(first)
        copies.put(second)
        with ThreadPoolExecutor(copies.qsize()) as threads:
            noticed = list(threads.map(lambda one: is_noticed(one, copies), present))
    print(
        f"{sum(noticed)} of {len(present)} behaviours cannot be broken unnoticed; "
        f"{len(wanted) - len(present)} more are gone on purpose"
    )
    return 0 if all(noticed) else 1


def is_wanted(behaviour: dict, words: list[str]) -> bool:
    text = f"{behaviour['name']} {behaviour.get('file', '')}".lower()
    return not words or any(word.lower() in text for word in words)


def copy_project(target: Path) -> None:
    """Copy what git tracks or would track, and what was built; link what was installed."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.check_output(command, cwd=PROJECT, text=True)  # noqa: S603
    for name in filter(None, names.split("\0")):
        if (PROJECT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            copy2(PROJECT / name, target / name)
    copytree(PROJECT / "build", target / "build")
    for name in INSTALLED:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).symlink_to(PROJECT / name)
    (target / TEMPLATES).mkdir()


def run_tests(copy: Path, tests: Iterable[str]) -> Result:
    python = "var/venv/bin/python"
    options = ["-n", "0", "-q", "-rfEp", "--tb=line", "--show-capture=no"]
    pytest = [python, "-m", "pytest", *options, *sorted(tests)]
    # A narrow terminal would cut the summary, which is read below.
    own = {"COLUMNS": "1000", "DATABASE_TEMPLATES": str(copy / TEMPLATES)}
    environment = {**os.environ, **own}
    environment.pop("DATABASE_URL", None)
    return subprocess.run(  # noqa: S603
        [python, "tests/contained.py", *pytest],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def is_noticed(behaviour: dict, copies: Queue) -> bool:
    """Break ``behaviour`` in one of the ``copies``, and print and return whether its tests fail."""
    copy = copies.get()
    name, find, tests = behaviour["file"], behaviour["find"], behaviour["tests"]
    whole = (copy / name).read_text() if (copy / name).exists() else ""
    problem = f"{name} does not have the text to replace, or has it twice"
    if whole.count(find) == 1:
        write(copy, name, whole.replace(find, behaviour["replace"]))
        problem = why_unnoticed(tests, run_tests(copy, tests))
        write(copy, name, whole)
    copies.put(copy)
    print(f"{'NOT' if problem else 'ok '} {behaviour['name']}", flush=True)
    if problem:
        print(f"    {problem}", flush=True)
    return not problem


def write(copy: Path, name: str, text: str) -> None:
    (copy / name).write_text(text)
    if name.startswith("static/"):
        subprocess.run(["npm", "run", "--silent", "build"], cwd=copy, check=True)  # noqa: S607


def why_unnoticed(tests: list[str], result: Result) -> str:
    """Return what is wrong unless each of ``tests`` ran and failed."""
    for test in tests:
        failures = lines_about(test, "FAILED", result)
        if not failures:
            return f"{test} does not fail. {result.stdout[-300:]}{result.stderr[-300:]}"
        if NO_SOUND_CODE.search(failures[0]):
            return f"What was put in its place does not run: {failures[0]}"
    return ""


def lines_about(test: str, outcome: str, result: Result) -> list[str]:
    """Return the lines of the summary by which ``test``, or a case of it, has ``outcome``."""
    line = re.compile(rf"{outcome} {re.escape(test)}([\[ ]|$)")
    return list(filter(line.match, result.stdout.splitlines()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
