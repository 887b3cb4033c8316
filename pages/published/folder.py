"""The folder of the published files, which nginx reads: one folder an edition, and a link to the current one.

Beside each file stand its encodings and its headers, which the application alone reads.
No file changes once it is there. ``known`` holds the last version of each, by which one
that is the same in a later edition is known again.
"""

import fcntl
import gzip
import json
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from filecmp import cmp
from pathlib import Path
from tempfile import TemporaryDirectory

import brotli
from django.conf import settings

from pages.core.outages import PUBLISHED_DISK

from .models import Edition

Headers = list[tuple[str, str]]
ENCODINGS = {"br": ".br", "gzip": ".gz"}
HEADERS = ".headers"
BESIDE = (*ENCODINGS.values(), HEADERS)
FILES = "files"
KNOWN = "known"
LOOKED = ".looked"
EDITIONS_KEPT = 2
LOCKED_SECONDS = 5
SECONDS_BETWEEN_TRIES = 0.02
PART_BYTES = 2**20
WORTH_COMPRESSING = 0.95
BEGINNING_BYTES = 700
"""A browser can unpack the beginning alone, in which a page starts to hear the Escape key."""


def root() -> Path:
    return Path(settings.PUBLISHED_DIR)


def current_link() -> Path:
    return Path(settings.PUBLISHED_LINK or root() / "current")


def active_name() -> str:
    """Return the name of the edition to which the link leads."""
    return current_link().readlink().name if current_link().is_symlink() else ""


def file_path(edition: Path, name: str) -> Path:
    if name.endswith("/"):
        name += "index.html"
    return edition / FILES / name.lstrip("/")


def read_headers(edition: Path, name: str) -> dict[str, str]:
    return dict(json.loads(beside(file_path(edition, name), HEADERS).read_bytes()))


def beside(file: Path, suffix: str) -> Path:
    return file.with_name(file.name + suffix)


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Let no other process of this host do ``name`` meanwhile, unless one has for long: it may be frozen.

    Where the lock has no room, do not wait.
    """
    with ExitStack() as stack:
        with suppress(OSError):
            root().mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((root() / f".{name}.lock").open("w"))
            give_up = time.monotonic() + LOCKED_SECONDS
            while time.monotonic() < give_up:
                with suppress(BlockingIOError):
                    fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break  # it is ours until it is closed, however the process ends
                time.sleep(SECONDS_BETWEEN_TRIES)
        yield


def show(edition: Edition) -> None:
    """Let the link lead to ``edition``; where that is impossible nowhere, so that nothing old is shown."""
    if active_name() == str(edition):
        return
    link = current_link()
    target = root() / str(edition)
    new = link.with_suffix(".new")
    try:
        target.mkdir(parents=True, exist_ok=True)
        # nginx must read it, even after a command run by hand under another umask.
        target.chmod(0o755)
        link.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        new.symlink_to(target)
        new.replace(link)
    except OSError:
        hide()
        raise
    PUBLISHED_DISK.note_success()


def forget_old_editions(edition: Edition) -> None:
    """Delete all but ``edition``, what is shown and the one before it, which somebody may just be reading."""
    others = {*root().glob("*-*-*")} - {root() / str(edition), root() / active_name()}
    for path in sorted(others, key=lambda path: path.stat().st_ctime_ns)[
        : 1 - EDITIONS_KEPT
    ]:
        shutil.rmtree(path, ignore_errors=True)


def hide() -> None:
    """Show no file any more: every answer is made anew."""
    current_link().unlink(missing_ok=True)


def count_files(edition: Path) -> int:
    return sum(1 for _ in edition.rglob(f"*{HEADERS}"))


def last_seen_current() -> float:
    """Return when this host last knew the current edition, in seconds since 1970."""
    try:
        return (root() / LOOKED).stat().st_mtime
    except OSError:
        return 0.0


@contextmanager
def written(edition: Path, parts: Iterable[bytes]) -> Iterator[Path]:
    """Write a file beside those of an edition; it goes again afterwards."""
    edition.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=edition, prefix=".") as folder:
        file = Path(folder, "file")
        with file.open("wb") as writing:
            writing.writelines(parts)
        yield file


def place(edition: Path, name: str, file: Path, headers: Headers, second: int) -> None:
    """Let the file for ``name`` be what was written, with ``second`` as its time.

    A file that is the same as when it was last made keeps its time: who knows it need
    not load it again.
    """
    known = file_path(root() / KNOWN, name)
    beside(file, HEADERS).write_text(json.dumps(headers))
    if not all(
        beside(known, suffix).exists()
        and cmp(beside(known, suffix), beside(file, suffix), shallow=False)
        for suffix in ("", HEADERS)
    ):
        _compress(file)
        for path in file.parent.iterdir():
            os.utime(path, (second, second))
        _link(file, known)
    _link(known, file_path(edition, name))


def _compress(plain: Path) -> None:
    """Compress ``plain`` beside it where that makes it smaller, in parts: a data file may be large."""
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=7)
    br, gz = (beside(plain, suffix) for suffix in ENCODINGS.values())
    with plain.open("rb") as file, br.open("wb") as to_br, gz.open("wb") as raw:
        # Without a time, so that the same bytes always give the same result.
        with gzip.GzipFile("", "wb", 9, raw, mtime=0) as to_gz:
            beginning = file.read(BEGINNING_BYTES)
            to_br.write(compressor.process(beginning) + compressor.flush())
            to_gz.write(beginning)
            to_gz.flush()
            while part := file.read(PART_BYTES):
                to_br.write(compressor.process(part))
                to_gz.write(part)
        to_br.write(compressor.finish())
    # A version is named by its time and size, which must tell the encodings apart.
    if gz.stat().st_size == br.stat().st_size:
        gz.unlink()
    for encoded in (br, gz):
        if (
            encoded.exists()
            and encoded.stat().st_size > plain.stat().st_size * WORTH_COMPRESSING
        ):
            encoded.unlink()


def _link(source: Path, target: Path) -> None:
    """Give a file and what stands beside it another name.

    The plain one goes first and comes last: where it is, the others belong to it, even
    after a kill.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", *BESIDE):
        beside(target, suffix).unlink(missing_ok=True)
    for suffix in (*BESIDE, ""):
        if beside(source, suffix).exists():
            beside(target, suffix).hardlink_to(beside(source, suffix))


def forget_withdrawn() -> None:
    """Delete what is known of files that no edition has any more."""
    for path in (root() / KNOWN).rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1:
            path.unlink(missing_ok=True)
