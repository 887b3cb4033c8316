"""Backups: one file with database, uploads and settings, and the way back from it.

Encryption is that of ``age``, a small program that Debian has: what a public key
closed, only its identity opens, which need not be on the machine that makes backups.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

from django.core.files import File
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection, transaction

MANIFEST = "manifest.json"
ENCRYPTED = ".age"
UNPACKED = "backup-"
"""How the names of folders begin in which backups are put together."""


class BackupError(Exception):
    """A backup that cannot be made or used. The message says what to do."""


def pack(folder: Path, target: Path, recipient: str, facts: dict[str, Any]) -> None:
    """Write ``folder`` to ``target``, with ``facts`` and the checksum of each file.

    The file is not there under its name before it is whole. Encrypted if ``recipient``
    is given.
    """
    digests = {
        str(path.relative_to(folder)): digest(path)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    (folder / MANIFEST).write_text(json.dumps({**facts, "sha256": digests}, indent=1))
    unfinished = target.with_name(f".{target.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with (
                _encrypting(file, recipient) as stream,
                tarfile.open(fileobj=stream, mode="w|") as archive,
            ):
                archive.add(folder, arcname=".")
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


@contextmanager
def only_backup(data: Path, backups: Path) -> Iterator[None]:
    """Let one backup at a time be made, and remove what a killed one left, which nothing encrypts.

    Raises ``BackupError`` while another one is being made.
    """
    data.mkdir(parents=True, exist_ok=True)
    with (data / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError("Another backup is being made. Wait for it.") from error
        for folder in data.glob(f"{UNPACKED}*"):
            shutil.rmtree(folder)
        for unfinished in backups.glob(".*.unfinished"):
            unfinished.unlink()
        yield


def unpack(source: Path, folder: Path, identity: Path | None) -> dict[str, Any]:
    """Unpack ``source`` into the empty ``folder`` and return its manifest, if all is as it was packed."""
    is_encrypted = source.name.endswith(ENCRYPTED)
    if is_encrypted and not identity:
        raise BackupError(
            "This backup is encrypted: name the file of its identity with --identity."
        )
    if is_encrypted:
        command = [_age(), "--decrypt", "--identity", str(identity), str(source)]
    else:
        command = ["cat", str(source)]
    with subprocess.Popen(  # noqa: S603
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as reader:
        try:
            with tarfile.open(fileobj=reader.stdout, mode="r|") as archive:
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError) as error:
            reader.kill()
            problem = reader.stderr.read().decode().strip() if reader.stderr else ""
            raise BackupError(
                f"{source} cannot be read: {problem or error}. Take another backup."
            ) from error
    return _checked_manifest(folder)


def _checked_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(
            "There is no manifest in it: the backup is not whole. Take another one."
        ) from error
    for name, expected in manifest["sha256"].items():
        path = folder / name
        if not path.is_file() or digest(path) != expected:
            raise BackupError(f"{name} is not what was backed up. Take another backup.")
    return manifest


@contextmanager
def _encrypting(file: IO[bytes], recipient: str) -> Iterator[IO[bytes]]:
    """Give what is written to ``file``, encrypted if there is a recipient."""
    if not recipient:
        yield file
        return
    command = [_age(), "--recipient", recipient]
    # Both pipes are there, as they are asked for.
    with subprocess.Popen(  # noqa: S603
        command, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.PIPE
    ) as writer:
        try:
            yield cast(IO[bytes], writer.stdin)
            cast(IO[bytes], writer.stdin).close()
        except BrokenPipeError:
            pass
        problem = cast(IO[bytes], writer.stderr).read().decode().strip()
    if writer.returncode:
        raise BackupError(
            f"The backup could not be encrypted: {problem}. Look at BACKUP_KEY."
        )


def _age() -> str:
    program = shutil.which("age")
    if not program:
        raise BackupError("The program age is missing. On Debian: apt-get install age")
    return program


def digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


FILE_NAMES = {"postgresql": "database.dump", "sqlite": "database.sqlite3"}


def dump(folder: Path) -> dict[str, int]:
    """Write the database into ``folder``; return how many rows each table had at that moment."""
    target = folder / FILE_NAMES[connection.vendor]
    if connection.vendor == "sqlite":
        return _dump_sqlite(target)
    with transaction.atomic(), connection.cursor() as cursor:
        # pg_dump then sees what this transaction sees.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}")
        return count_rows()


def _dump_sqlite(target: Path) -> dict[str, int]:
    with (
        sqlite3.connect(connection.settings_dict["NAME"]) as source,
        sqlite3.connect(target) as copy,
    ):
        source.backup(copy)
        names = [
            name
            for (name,) in copy.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table'"
            )
        ]
        return {
            name: copy.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for name in names
        }


def load(folder: Path) -> None:
    """Load what ``dump`` wrote into the empty database that the settings name."""
    source = folder / FILE_NAMES[connection.vendor]
    if not source.exists():
        kinds = " or ".join(
            kind for kind, name in FILE_NAMES.items() if (folder / name).exists()
        )
        raise BackupError(
            f"This backup is of {kinds}; DATABASE_URL names a database of {connection.vendor}."
        )
    if connection.vendor == "sqlite":
        with (
            sqlite3.connect(source) as copy,
            sqlite3.connect(connection.settings_dict["NAME"]) as target,
        ):
            copy.backup(target)
        return
    # A comment on an extension may be set only by who made it.
    name = connection.settings_dict["NAME"]
    _run(
        "pg_restore",
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        f"--dbname={name}",
        str(source),
    )


def is_empty() -> bool:
    with connection.cursor() as cursor:
        return not connection.introspection.table_names(cursor)


def count_rows() -> dict[str, int]:
    with connection.cursor() as cursor:
        found = {}
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(name)}")  # noqa: S608
            found[name] = cursor.fetchone()[0]
        return found


def _run(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL with the database of the settings, whose password is in no command line."""
    path = shutil.which(program) or next(
        map(
            str,
            sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{program}"), reverse=True),
        ),
        "",
    )
    if not path:
        raise BackupError(
            f"The program {program} is missing. On Debian: apt-get install postgresql-client"
        )
    settings = connection.settings_dict
    variables = {
        "PGHOST": settings["HOST"],
        "PGPORT": str(settings["PORT"]),
        "PGUSER": settings["USER"],
        "PGPASSWORD": settings["PASSWORD"],
        "PGDATABASE": settings["NAME"],
    }
    environment = {
        **os.environ,
        **{name: value for name, value in variables.items() if value},
    }
    result = subprocess.run(  # noqa: S603
        [path, *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if result.returncode:
        raise BackupError(f"{program} failed: {result.stderr.strip()}")


def copy_uploads(target: Path) -> None:
    """Add the uploads that the folder ``target`` does not have yet.

    No upload is ever changed.
    """
    target.mkdir(exist_ok=True)
    for name in upload_names():
        copy = target / name
        if copy.exists():
            continue
        copy.parent.mkdir(parents=True, exist_ok=True)
        try:
            _copy_out(name, copy)
        except FileNotFoundError:
            continue  # it was deleted in this moment


def restore_uploads(source: Path) -> None:
    """Store all files of the folder ``source`` as uploads, under the names that they have there."""
    for path in source.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                default_storage.save(str(path.relative_to(source)), File(file))


def upload_names(folder: str = "") -> Iterator[str]:
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:  # nothing was ever uploaded
        return
    for name in files:
        yield f"{folder}{name}"
    for name in folders:
        yield from upload_names(f"{folder}{name}/")


def _copy_out(name: str, copy: Path) -> None:
    if isinstance(default_storage, FileSystemStorage):
        try:
            os.link(default_storage.path(name), copy)
        except FileNotFoundError:
            raise
        except OSError:  # the folder of backups is on another disk
            shutil.copy2(default_storage.path(name), copy)
        return
    with default_storage.open(name) as file, copy.open("wb") as out:
        shutil.copyfileobj(file, out)
