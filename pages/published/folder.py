"""The folder of the published files, which nginx reads: one folder an edition, and a link to the current one.

An edition's folder holds its ``files``, and beside them what only the application reads: the ``headers`` of
each file. No file in it changes once it is there. ``known`` holds the last version of every file, by which
one that is the same in a later edition is known again.
"""

import fcntl
import gzip
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from filecmp import cmp
from functools import lru_cache
from pathlib import Path

import brotli
from django.conf import settings

from pages.core.outages import PUBLISHED_DISK

from .models import Edition

SUFFIXES = {"": "", "br": ".br", "gzip": ".gz"}
"""What the name of a file ends with in each encoding."""
PREFERRED = ("br", "gzip")
REFUSED_WEIGHT = re.compile(r"q=0(\.0*)?")


@lru_cache(maxsize=256)
def accepted_encodings(accept_encoding: str) -> tuple[str, ...]:
    """Return the encodings that ``accept_encoding`` allows (RFC 9110, 12.5.3), the best first, none last."""
    accepted: set[str] = set()
    refused: set[str] = set()
    for item in accept_encoding.lower().replace(" ", "").split(","):
        name, _, weight = item.partition(";")
        (refused if REFUSED_WEIGHT.fullmatch(weight) else accepted).add(name)
    allowed = set(PREFERRED) - refused if "*" in accepted else accepted.intersection(PREFERRED) - refused
    return (*(name for name in PREFERRED if name in allowed), "")


Headers = list[tuple[str, str]]
CURRENT, KNOWN, FILES, HEADERS = "current", "known", "files", "headers"
POLICY = "Content-Security-Policy"
LOOKED = ".looked"
"""The file whose time says when this host last knew the current edition."""
PROGRESS = "progress"
"""The file in an edition's folder that says how many files are made, and how many are to be."""
EDITIONS_KEPT = 2
SMALLEST_COMPRESSED = 200
"""Bytes below which compressing a file is not worth it."""


def is_used() -> bool:
    """Return whether files are published; with an empty ``PUBLISHED_DIR`` every answer is made anew."""
    return bool(settings.PUBLISHED_DIR)


def root() -> Path:
    return Path(settings.PUBLISHED_DIR)


def current_link() -> Path:
    return Path(settings.PUBLISHED_LINK or root() / CURRENT)


def file_path(edition: Path, name: str) -> Path:
    return edition / FILES / (f"{name}index.html" if name.endswith("/") else name).lstrip("/")


def headers_path(edition: Path, name: str) -> Path:
    return edition / HEADERS / file_path(edition, name).relative_to(edition / FILES)


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
    link, target = current_link(), root() / str(edition)
    shown = link.readlink() if link.is_symlink() else None
    if shown == target:
        return
    beside = link.with_name(f".{secrets.token_hex(8)}")
    try:
        target.mkdir(parents=True, exist_ok=True)
        link.parent.mkdir(parents=True, exist_ok=True)
        beside.symlink_to(target)
        beside.replace(link)
    except OSError as error:
        beside.unlink(missing_ok=True)
        hide()
        PUBLISHED_DISK.note_failure(error)
        return
    PUBLISHED_DISK.note_success()
    _delete_old_editions(target)


def is_from_another_release(edition: Edition) -> bool:
    """Return whether the link leads to what another release made of the content of ``edition``."""
    link = current_link()
    release, _, rest = (link.readlink().name if link.is_symlink() else "").partition("-")
    return release != edition.release and rest.startswith(f"{edition.number}-")


def sends_same_policy(edition: Edition) -> bool:
    """Return whether the files that are shown have the content policy of ``edition``, as far as is known yet.

    A web server sends the headers of the new release with the files of the one before: with another policy
    their scripts, the exit among them, would not run.
    """
    policies = {
        json.dumps([value for name, value in json.loads(path.read_text()) if name == POLICY])
        for path in (headers_path(each, "/") for each in (current_link(), root() / str(edition)))
        if path.exists()
    }
    return len(policies) < 2


def note_progress(folder: Path, made: int, all_files: int) -> None:
    """Store how many files of an edition are made, and how many are to be."""
    with suppress(OSError):  # the disk is full, which ``making`` has told
        (folder / PROGRESS).write_text(f"{made} {all_files}")


def progress(folder: Path) -> tuple[int, int]:
    """Return how many files of an edition are made, and how many there are to be."""
    try:
        made, all_files = (folder / PROGRESS).read_text().split()
    except (OSError, ValueError):
        return 0, 0
    return int(made), int(all_files)


def note_look() -> None:
    """Store that this host knows the current edition now."""
    (root() / LOOKED).touch()


def last_look() -> float:
    """Return when this host last knew the current edition, in seconds since 1970."""
    try:
        return (root() / LOOKED).stat().st_mtime
    except OSError:
        return 0.0


def hide() -> None:
    """Show no file any more: every answer is made anew."""
    current_link().unlink(missing_ok=True)


def _delete_old_editions(newest: Path) -> None:
    """Keep the last editions, for those who are just reading from one of them."""
    kept = {newest, root() / KNOWN}
    others = [
        path for path in root().iterdir() if path.is_dir() and not path.is_symlink() and path not in kept
    ]
    others.sort(key=lambda path: path.stat().st_ctime_ns, reverse=True)
    for path in others[EDITIONS_KEPT - 1 :]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def written(folder: Path, name: str, headers: Headers, parts: Iterable[bytes]) -> Iterator[Path]:
    """Write the file for ``name`` beside its place, in every encoding; what is not placed then goes."""
    target = file_path(folder, name)
    target.parent.mkdir(parents=True, exist_ok=True)
    headers_path(folder, name).parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{secrets.token_hex(8)}")
    try:
        compressor = brotli.Compressor(mode=brotli.MODE_TEXT, quality=7)
        with (
            beside.open("wb") as plain,
            _encoded(beside, "br").open("wb") as br,
            _encoded(beside, "gzip").open("wb") as raw,
            # Without a time, so that the same bytes always give the same result.
            gzip.GzipFile("", "wb", 9, raw, mtime=0) as gz,
        ):
            for part in parts:
                plain.write(part)
                br.write(compressor.process(part))
                gz.write(part)
            br.write(compressor.finish())
        _encoded(beside, "headers").write_text(json.dumps(headers))
        yield beside
    finally:
        for encoding in ("", "br", "gzip", "headers"):
            _encoded(beside, encoding).unlink(missing_ok=True)


def place(folder: Path, name: str, beside: Path, second: int) -> None:
    """Put what was written in its place, with ``second`` as its time.

    A file that is the same as when it was last made keeps its time: who knows it need not load it again.
    """
    target = file_path(folder, name)
    before = file_path(root() / KNOWN, name)
    before.parent.mkdir(parents=True, exist_ok=True)
    is_same = before.exists() and cmp(before, beside, shallow=False)
    if not is_same:
        before.unlink(missing_ok=True)  # first: a killed process must not leave a mixture behind
    plain_size = beside.stat().st_size
    _encoded(beside, "headers").replace(headers_path(folder, name))
    sizes = {plain_size}
    # The plain one comes last: where it is, all are.
    for encoding in ("br", "gzip", ""):
        source, place_of_it = _encoded(beside, encoding), _encoded(target, encoding)
        size = source.stat().st_size
        if encoding and (plain_size < SMALLEST_COMPRESSED or size > plain_size or size in sizes):
            continue  # the name of a version for caches has its time and size: it must tell encodings apart
        sizes.add(size)
        if is_same and _encoded(before, encoding).exists():
            source.unlink()
            source.hardlink_to(_encoded(before, encoding))
        else:
            os.utime(source, (second, second))
            _link(source, _encoded(before, encoding))
        source.replace(place_of_it)


def _link(source: Path, target: Path) -> None:
    beside = target.with_name(f".{secrets.token_hex(8)}")
    beside.hardlink_to(source)
    beside.replace(target)


def forget_withdrawn() -> None:
    """Delete what is known of files that no edition has any more."""
    for path in (root() / KNOWN).rglob("*"):
        if path.is_file() and path.stat().st_nlink == 1:
            path.unlink(missing_ok=True)


def _encoded(path: Path, encoding: str) -> Path:
    return path.with_name(path.name + SUFFIXES.get(encoding, f".{encoding}"))
