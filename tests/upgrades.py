"""Where the code of the first release is, and what a database and a folder of uploads hold.

For ``tests/test_upgrade_from_release.py``.
"""

import hashlib
import io
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg

from site_config.settings.environment import PROJECT_DIR

FIRST_RELEASE = "1.0.0"
RELEASED = "requirements/released-migrations.txt"
"""The first release added this file: as long as it is not there, nothing was released."""
KEPT = PROJECT_DIR / "var" / "cache" / "releases"

type Row = tuple[tuple[str, str], ...]
"""The columns of a row with their values, in the order of their names."""


def git(*arguments: str) -> bytes:
    """Return what git prints."""
    command = ["git", *arguments]
    return subprocess.run(  # noqa: S603
        command, cwd=PROJECT_DIR, check=True, capture_output=True
    ).stdout


def find_first_release() -> str:
    """Return the commit of the first release; raise ``LookupError`` with what to do if it is not there."""
    if git("tag", "--list", FIRST_RELEASE):
        return git("rev-parse", f"{FIRST_RELEASE}^{{commit}}").decode().strip()
    # In a shallow clone the oldest commit seems to have added every file.
    if git("rev-parse", "--is-shallow-repository").strip() == b"true":
        raise LookupError(
            f"This clone has neither the tag {FIRST_RELEASE} nor the history that leads to it. "
            "Run: git fetch --unshallow --tags"
        )
    added = git("log", "--format=%H", "--diff-filter=A", "--", RELEASED).decode()
    if not added:
        raise LookupError(
            f"This clone has no tag {FIRST_RELEASE}, and no commit added {RELEASED}."
        )
    return added.split()[-1]


def code_of_first_release() -> tuple[Path, Path]:
    """Return the folder of the first release and the Python with its packages.

    Before there is a release, the present code is what a database will be upgraded from.
    """
    if not (PROJECT_DIR / RELEASED).exists():
        return PROJECT_DIR, Path(sys.executable)
    commit = find_first_release()
    folder = KEPT / commit
    if not (folder / "complete").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        archive = io.BytesIO(git("archive", "--format=tar", commit))
        with tarfile.open(fileobj=archive) as packed:
            packed.extractall(folder, filter="data")
        # Styles are only made for browsers; what the application asks for are their names.
        shutil.copytree(PROJECT_DIR / "build", folder / "build", dirs_exist_ok=True)
        (folder / "complete").touch()
    locks = ("run.txt", "development.txt")
    have_same_packages = all(
        (folder / "requirements" / name).read_text()
        == (PROJECT_DIR / "requirements" / name).read_text()
        for name in locks
    )
    if have_same_packages:
        return folder, Path(sys.executable)
    subprocess.run(  # noqa: S603
        [folder / "requirements" / "install", "run", "development"],
        cwd=folder,
        env={**os.environ, "VENV": "var/venv"},
        check=True,
    )
    return folder, folder / "var" / "venv" / "bin" / "python"


def rows_of(address: str) -> dict[str, Counter[Row]]:
    """Return the rows of each table of a database, however often each is there."""
    scheme = urlsplit(address).scheme
    connection: Any
    if scheme == "sqlite":
        connection = sqlite3.connect(address.removeprefix("sqlite:///"))
        tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    else:
        connection = psycopg.connect(address)
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    try:
        found = {}
        for (table,) in connection.execute(tables).fetchall():
            result = connection.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            columns = [column[0] for column in result.description]
            found[table] = Counter(
                tuple(sorted(zip(columns, map(str, row), strict=True)))
                for row in result.fetchall()
            )
        return found
    finally:
        connection.close()


def with_columns_of(before: Counter[Row], after: Counter[Row]) -> Counter[Row]:
    """Return the rows of ``after`` without the columns that those of ``before`` do not have."""
    known = {column for column, _ in next(iter(before), ())}
    new = {column for column, _ in next(iter(after), ())} - known
    return without_columns(after, new)


def without_columns(rows: Counter[Row], columns: set[str]) -> Counter[Row]:
    """Return the rows without some of their columns."""
    found: Counter[Row] = Counter()
    for row, times in rows.items():
        found[tuple(each for each in row if each[0] not in columns)] += times
    return found


def shown_pages(captured: Path) -> dict[str, str]:
    """Return the status of each page that ``tests.restore_drill`` has asked for."""
    pages = json.loads(captured.read_text())["pages"]
    return {path: answer.split()[0] for path, answer in pages.items()}


def files_below(folder: Path) -> dict[str, str]:
    """Return the digest of each file."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[str(path.relative_to(folder))] = digest
    return found
