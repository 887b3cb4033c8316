"""Packs a folder into one file, encrypted where a key is given, and unpacks it once every checksum fits.

Encryption is that of ``age``, a small program that Debian has: what a public key closed, only its identity
opens, which need not be on the machine that makes backups.
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, cast

MANIFEST = "manifest.json"
ENCRYPTED = ".age"
CHUNK = 2**20


class BackupError(Exception):
    """A backup that cannot be made or used. The message says what to do."""


def pack(folder: Path, target: Path, recipient: str, facts: dict[str, Any]) -> None:
    """Write ``folder`` to ``target``, with ``facts`` and the checksum of each file.

    The file is not there under its name before it is whole. Encrypted if ``recipient`` is given.
    """
    digests = {
        str(path.relative_to(folder)): digest(path) for path in sorted(folder.rglob("*")) if path.is_file()
    }
    (folder / MANIFEST).write_text(json.dumps({**facts, "sha256": digests}, indent=1))
    unfinished = target.with_name(f".{target.name}.unfinished")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            with _encrypting(file, recipient) as stream, tarfile.open(fileobj=stream, mode="w|") as archive:
                archive.add(folder, arcname=".")
            file.flush()
            os.fsync(file.fileno())
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def unpack(source: Path, folder: Path, identity: Path | None) -> dict[str, Any]:
    """Unpack ``source`` into the empty ``folder`` and return its manifest, if all is as it was packed."""
    is_encrypted = source.name.endswith(ENCRYPTED)
    if is_encrypted and not identity:
        raise BackupError("This backup is encrypted: name the file of its identity with --identity.")
    command = (
        [_age(), "--decrypt", "--identity", str(identity), str(source)]
        if is_encrypted
        else ["cat", str(source)]
    )
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as reader:  # noqa: S603
        try:
            with tarfile.open(fileobj=reader.stdout, mode="r|") as archive:
                archive.extractall(folder, filter="data")
        except (tarfile.TarError, EOFError) as error:
            reader.kill()
            said = reader.stderr.read().decode().strip() if reader.stderr else ""
            raise BackupError(f"{source} cannot be read: {said or error}. Take another backup.") from error
    return _checked_manifest(folder)


def _checked_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError("There is no manifest in it: the backup is not whole. Take another one.") from error
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
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=file, stderr=subprocess.PIPE) as writer:  # noqa: S603
        try:
            yield cast(IO[bytes], writer.stdin)
            cast(IO[bytes], writer.stdin).close()
        except BrokenPipeError:
            pass
        said = cast(IO[bytes], writer.stderr).read().decode().strip()
    if writer.returncode:
        raise BackupError(f"The backup could not be encrypted: {said}. Look at BACKUP_KEY.")


def _age() -> str:
    program = shutil.which("age")
    if not program:
        raise BackupError("The program age is missing. On Debian: apt-get install age")
    return program


def digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()
