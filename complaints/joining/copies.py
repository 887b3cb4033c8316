"""Reads whose data is joined, gets it, and keeps the last copy that was good beside the pages.

A file of another host comes by https from a named, public host, within limits of size and time.
"""

import ipaddress
import json
import socket
import ssl
import threading
from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from http.client import HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.utils.text import slugify

from complaints.catalogue.reader import FaultsError, build, read_toml
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


MAX_BYTES = 10_000_000
SECONDS_FOR_A_STEP = 10
SECONDS_FOR_ALL = 30
"""From the first connection to the last byte of one address, however slowly it sends."""
MAX_REDIRECTS = 3
MOVED = {301, 302, 303, 307, 308}


class FetchError(Exception):
    """The file was not got; the message says why, to whoever looks after the joined pages."""


class Fetched(NamedTuple):
    """A file, and the day on which it last changed, if its host says so."""

    content: bytes
    changed: date | None


class _Connection(HTTPSConnection):
    """Connects to the very address that was checked, so that a second answer of the name changes nothing."""

    connected: socket.socket | None = None
    """Its socket, which it lets go of as soon as it hands out the answer."""

    was_cut = False

    def connect(self) -> None:
        plain = socket.create_connection((_public_address(self.host, self.port), self.port), self.timeout)
        self.sock = ssl.create_default_context().wrap_socket(plain, server_hostname=self.host)
        self.connected = self.sock

    def cut(self) -> None:
        """Wake whoever waits for another byte."""
        self.was_cut = True
        if self.connected:
            self.connected.shutdown(socket.SHUT_RDWR)


def fetch(address: str, hosts: Collection[str]) -> Fetched:
    """Return the file at ``address``; redirects are followed to ``hosts`` alone. Raises ``FetchError``."""
    for _ in range(MAX_REDIRECTS + 1):
        parts = urlsplit(address)
        if parts.scheme != "https" or parts.netloc not in hosts:
            raise FetchError(f"“{address}” is not by https on a host that the list names.")
        connection = _Connection(parts.netloc, timeout=SECONDS_FOR_A_STEP)
        watch = threading.Timer(SECONDS_FOR_ALL, connection.cut)
        watch.daemon = True
        watch.start()
        try:
            connection.request("GET", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}")
            response = connection.getresponse()
            if response.status not in MOVED:
                found = _read_answer(response)
                if connection.was_cut:  # what has no length looks whole
                    raise TimeoutError
                return found
            address = urljoin(address, response.headers.get("Location", ""))
        except TimeoutError as error:
            raise FetchError("It takes too long.") from error
        except (OSError, HTTPException, ValueError) as error:
            raise FetchError(f"It cannot be read: {error}.") from error
        finally:
            watch.cancel()
            connection.close()
    raise FetchError(f"It redirects more than {MAX_REDIRECTS} times.")


def _read_answer(response: HTTPResponse) -> Fetched:
    if response.status != 200:
        raise FetchError(f"It answers {response.status}.")
    content = response.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise FetchError(f"It is larger than {MAX_BYTES // 1_000_000} MB.")
    if response.length:
        raise FetchError("It ends too early.")
    try:
        return Fetched(content, parsedate_to_datetime(response.headers["Last-Modified"]).date())
    except (TypeError, ValueError):
        return Fetched(content, None)


def _public_address(host: str, port: int) -> str:
    """Return an address of ``host``. Raises ``FetchError`` if one of them is not public."""
    found = {str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    for each in found:
        if not ipaddress.ip_address(each.partition("%")[0]).is_global:
            raise FetchError(f"“{host}” leads to {each}, which is not a public address.")
    return min(found)


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
        """The day on which it was last read without a fault."""
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
