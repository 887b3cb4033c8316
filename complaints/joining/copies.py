"""Reads whose data is joined, gets it, and keeps the last copy that was good beside the pages."""

import json
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.text import slugify

from complaints.catalogue.reader import FaultsError, build, read_toml
from pages.core.fetching import MAX_BYTES, Fetched, FetchError, fetch
from pages.core.partial_dates import PartialDate

from .reading import Answer, Entry, read_entries


@dataclass(frozen=True)
class Source:
    """The data of a force, or a CSV file with the rows of several."""

    name: str
    data: str
    """The https address of a ``recommendations.json``, or the path of a JSON or CSV file beside the list."""

    @property
    def slug(self) -> str:
        return slugify(self.name)

    @property
    def host(self) -> str:
        """The host of its address, with the port if one is named; empty for a file."""
        return urlsplit(self.data).netloc


@dataclass(frozen=True)
class SourceList:
    """Who publishes the joined pages, and from what."""

    publisher: str
    sources: tuple[Source, ...]


def read_sources(path: Path) -> SourceList:
    """Return the list in the TOML file at ``path``. Raises ``FaultsError``."""
    faults: list[str] = []
    values = read_toml(path, faults)
    found: SourceList | None = None if faults else build(SourceList, values, path.name, faults)
    if found:
        faults += _faults(found, path.parent)
    if faults or not found:
        raise FaultsError(faults)
    return found


def _faults(found: SourceList, folder: Path) -> Iterator[str]:
    slugs: set[str] = set()
    for each in found.sources:
        if not each.slug or each.slug in slugs:
            yield f"{each.name}: give each source a name of its own, in letters."
        slugs.add(each.slug)
        if not each.host and not (folder / each.data).is_file():
            yield f"{each.name}: “{each.data}” is neither an https address nor a file beside the list."
        elif each.host and not each.data.startswith("https://"):
            yield f"{each.name}: “{each.data}” does not start with https://."
    if not found.sources:
        yield "sources: name at least one."


AT_ONCE = 4


@dataclass
class Copy:
    """The data of a source: that of today, or the last that was good, or none."""

    source: Source
    day: str = ""
    """The day on which the data last changed, as far as its host says so; or else that of reading."""
    read_on: str = ""
    entries: list[Entry] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    """Why today's data could not be used."""

    @property
    def forces(self) -> list[str]:
        return list(dict.fromkeys(each.force for each in self.entries)) or [self.source.name]

    @property
    def words_of_day(self) -> str:
        return PartialDate.parse(self.day).words if self.day else ""

    @property
    def last_read(self) -> date | None:
        return date.fromisoformat(self.read_on) if self.read_on else None


def get_copies(sources: Sequence[Source], folder: Path, kept: Path, today: date) -> list[Copy]:
    """Return a copy of the data of each of ``sources``; files are beside the list in ``folder``.

    ``kept`` holds the last good copies. A source whose data cannot be used changes nothing there.
    """
    hosts = {each.host for each in sources if each.host}
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(partial(_get_copy, hosts=hosts, folder=folder, kept=kept, today=today), sources))


def _get_copy(source: Source, hosts: set[str], folder: Path, kept: Path, today: date) -> Copy:
    last = _read_kept(kept / f"{source.slug}.json", source)
    try:
        found = fetch(source.data, hosts) if source.host else _read_file(folder / source.data)
        entries = read_entries(found.content, source.name, source.data.endswith(".csv"))
        _refuse_lost_identifiers(last.entries, entries)
    except (FetchError, FaultsError) as error:
        last.problems = str(error).splitlines()
        return last
    return Copy(source, str(found.changed or today), str(today), entries)


def _read_file(path: Path) -> Fetched:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise FetchError(f"It is larger than {MAX_BYTES // 1_000_000} MB.")
        return Fetched(path.read_bytes(), datetime.fromtimestamp(path.stat().st_mtime, UTC).date())
    except OSError as error:
        raise FetchError(f"It cannot be read: {error.strerror}.") from error


def _refuse_lost_identifiers(before: list[Entry], now: list[Entry]) -> None:
    """Refuse data in which identifiers changed: they are there for good, even of what was taken down."""
    kept = {(each.force, each.identifier) for each in now}
    lost = [each.identifier for each in before if (each.force, each.identifier) not in kept]
    if lost:
        raise FaultsError([f"Identifiers that it had are gone: {', '.join(lost[:5])}."])


def _read_kept(path: Path, source: Source) -> Copy:
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
        entries = [
            Entry(**{**each, "answers": [Answer(**answer) for answer in each["answers"]]})
            for each in values["entries"]
        ]
        return Copy(source, values["day"], values["read_on"], entries)
    except (OSError, ValueError, KeyError, TypeError):
        return Copy(source)  # there is none, or it is from another version of this program


def kept_values(copy: Copy) -> dict[str, object]:
    return {
        "source": copy.source.name,
        "data": copy.source.data,
        "day": copy.day,
        "read_on": copy.read_on,
        "entries": [asdict(each) for each in copy.entries],
    }
