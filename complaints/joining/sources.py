"""Reads whose data is joined, and names every fault of that list at once."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.text import slugify

from complaints.catalogue.schema import build, read_toml


class SourcesError(Exception):
    """The list cannot be used; ``faults`` has a sentence for each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Source:
    """The data of a force, or a CSV file with the rows of several."""

    name: str
    data: str
    """The https address of a ``recommendations.json``, or the path of a JSON or CSV file beside the list."""

    @property
    def slug(self) -> str:
        """What its copy is called."""
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
    """Return the list in the TOML file at ``path``. Raises ``SourcesError``."""
    faults: list[str] = []
    values = read_toml(path, faults)
    found: SourceList | None = None if faults else build(SourceList, values, path.name, faults)
    if found:
        faults += _faults(found, path.parent)
    if faults or not found:
        raise SourcesError(faults)
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
