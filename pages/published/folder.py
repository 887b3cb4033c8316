"""The folder of the published files, which nginx reads: one folder an edition, and a link to the current one.

An edition's folder holds its ``files``, and beside them what only the application reads: the ``headers`` of
each file. No file in it changes once it is there. ``known`` holds the last version of every file, by which
one that is the same in a later edition is known again.
"""

import fcntl
import gzip
import json
import os
import shutil
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
SUFFIXES = {"br": ".br", "gzip": ".gz"}
CURRENT, KNOWN, FILES, HEADERS = "current", "known", "files", "headers"
LOOKED = ".looked"
"""The file whose time says when this host last knew the current edition."""
PROGRESS = "progress"
"""The file in an edition's folder that says how many files are made, and how many are to be."""
EDITIONS_KEPT = 2
PART_BYTES = 2**20
WORTH_COMPRESSING = 0.95


def root() -> Path:
    return Path(settings.PUBLISHED_DIR)


def current_link() -> Path:
    return Path(settings.PUBLISHED_LINK or root() / CURRENT)


def shown() -> str:
    """Return the name of the edition to which the link leads."""
    return current_link().readlink().name if current_link().is_symlink() else ""


def file_path(edition: Path, name: str) -> Path:
    return edition / FILES / (f"{name}index.html" if name.endswith("/") else name).lstrip("/")


def headers_path(edition: Path, name: str) -> Path:
    return edition / HEADERS / file_path(edition, name).relative_to(edition / FILES)


def content_policy(edition: str) -> str:
    """Return the content policy of the home page of ``edition``; an empty one where there is no such file."""
    try:
        return dict(json.loads(headers_path(root() / edition, "/").read_bytes()))["Content-Security-Policy"]
    except OSError:
        return ""


@contextmanager
def only_one(name: str) -> Iterator[None]:
    """Let no other process of this host do ``name`` meanwhile. Where the lock has no room, do not wait."""
    with ExitStack() as stack:
        with suppress(OSError):
            root().mkdir(parents=True, exist_ok=True)
            lock = stack.enter_context((root() / f".{name}.lock").open("w"))
            fcntl.flock(lock, fcntl.LOCK_EX)  # until it is closed, however the process ends
        yield


def show(edition: Edition) -> None:
    """Let the link lead to ``edition``; where that is impossible nowhere, so that nothing old is shown."""
    if shown() == str(edition):
        return
    link, target = current_link(), root() / str(edition)
    beside = link.with_suffix(".new")
    try:
        target.mkdir(parents=True, exist_ok=True)
        link.parent.mkdir(parents=True, exist_ok=True)
        beside.unlink(missing_ok=True)
        beside.symlink_to(target)
        beside.replace(link)
    except OSError as error:
        hide()
        PUBLISHED_DISK.note_failure(error)
        return
    PUBLISHED_DISK.note_success()
    # The last editions stay, for those who are just reading from one of them.
    others = sorted({*root().glob("*-*-*")} - {target}, key=lambda path: path.stat().st_ctime_ns)
    for path in others[: 1 - EDITIONS_KEPT]:
        shutil.rmtree(path, ignore_errors=True)


def hide() -> None:
    """Show no file any more: every answer is made anew."""
    current_link().unlink(missing_ok=True)


def note_progress(folder: Path, made: int, all_files: int) -> None:
    with suppress(OSError):  # the disk is full, which ``making`` has told
        (folder / PROGRESS).write_text(f"{made} {all_files}")


def progress(folder: Path) -> tuple[int, int]:
    """Return how many files of an edition are made, and how many there are to be."""
    try:
        made, all_files = (folder / PROGRESS).read_text().split()
    except (OSError, ValueError):
        return 0, 0
    return int(made), int(all_files)


def last_look() -> float:
    """Return when this host last knew the current edition, in seconds since 1970."""
    try:
        return (root() / LOOKED).stat().st_mtime
    except OSError:
        return 0.0


@contextmanager
def written(folder: Path, parts: Iterable[bytes]) -> Iterator[Path]:
    """Write a file beside those of an edition; it goes again afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder, prefix=".") as beside:
        written = Path(beside, "file")
        with written.open("wb") as file:
            file.writelines(parts)
        yield written


def place(folder: Path, name: str, written: Path, headers: Headers, second: int) -> None:
    """Let the file for ``name`` be what was written, with ``second`` as its time.

    A file that is the same as when it was last made keeps its time: who knows it need not load it again.
    """
    known = file_path(root() / KNOWN, name)
    if not known.exists() or not cmp(known, written, shallow=False):
        _compress(written)
        for encoded in written.parent.iterdir():
            os.utime(encoded, (second, second))
        _link(written, known)
    of_it, beside = headers_path(folder, name), written.with_name(HEADERS)
    of_it.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(json.dumps(headers))
    beside.replace(of_it)
    _link(known, file_path(folder, name))


def _compress(plain: Path) -> None:
    """Compress ``plain`` beside it where that makes it smaller, in parts: a data file may be large."""
    compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=7)
    br, gz = (plain.with_name(plain.name + suffix) for suffix in SUFFIXES.values())
    with plain.open("rb") as file, br.open("wb") as to_br, gz.open("wb") as raw:
        # Without a time, so that the same bytes always give the same result.
        with gzip.GzipFile("", "wb", 9, raw, mtime=0) as to_gz:
            while part := file.read(PART_BYTES):
                to_br.write(compressor.process(part))
                to_gz.write(part)
        to_br.write(compressor.finish())
    # A version is named by its time and size, which must tell the encodings apart.
    if gz.stat().st_size == br.stat().st_size:
        gz.unlink()
    for encoded in (br, gz):
        if encoded.exists() and encoded.stat().st_size > plain.stat().st_size * WORTH_COMPRESSING:
            encoded.unlink()


def _link(source: Path, target: Path) -> None:
    """Give a file and its encodings another name.

    The plain one goes first and comes last: where it is, the others belong to it, even after a kill.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    for suffix in ("", *SUFFIXES.values()):
        target.with_name(target.name + suffix).unlink(missing_ok=True)
    for suffix in (*SUFFIXES.values(), ""):
        encoded = source.with_name(source.name + suffix)
        if encoded.exists():
            target.with_name(target.name + suffix).hardlink_to(encoded)


def forget_withdrawn() -> None:
    """Delete what is known of files that no edition has any more."""
    for path in (root() / KNOWN).rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1:
            path.unlink(missing_ok=True)
