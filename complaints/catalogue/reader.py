"""Reads the catalogue, and names every fault in it at once."""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, fields, is_dataclass
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, get_type_hints

from complaints.vocabulary import (
    STAGES_AFTER_REPORT,
    ItemKind,
    OrganisationKind,
    Position,
    Stage,
    Theme,
)
from pages.core.partial_dates import PartialDate

from .records import (
    LOCAL_ADDRESSEES,
    NATIONS,
    SEEN,
    Catalogue,
    CatalogueRecommendation,
    CatalogueReport,
    CatalogueSource,
    HelpService,
    NationalBody,
)

NAMES_OF_TYPES = {str: "text", bool: "true or false", int: "whole number"}


class FaultsError(Exception):
    """What was read cannot be used; ``faults`` has a sentence for each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def read_toml(path: Path) -> dict[str, Any]:
    """Return what is in the file, lines of a text joined.

    Raises ``FaultsError`` if it cannot be read.
    """
    try:
        # Editors on Windows put a mark of its encoding in front.
        text = path.read_text(encoding="utf-8-sig")
        return change_texts(tomllib.loads(text), join_lines)
    except OSError as error:
        raise FaultsError([f"{path}: {error.strerror}."]) from error
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise FaultsError(
            [f"{path.name}, line {line}: save the file as UTF-8."]
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise FaultsError([f"{path.name}: {_explained(str(error), text)}"]) from error


def _explained(told: str, text: str) -> str:
    """Return ``told``, a message of the parser about ``text``, with the line that it means."""
    explained = told
    if number := re.search(r"at line (\d+)", told):
        lines = [*text.splitlines(), ""]
        explained += f": {lines[int(number[1]) - 1].strip()}"
    if told.startswith("Invalid value"):
        explained += ' A text stands in straight quotation marks, "like this".'
    return explained


def _read_each(paths: Iterable[Path], faults: list[str]) -> dict[str, dict[str, Any]]:
    """Return what is in each of the files, by its name; one that cannot be read is a fault."""
    contents = {}
    for path in paths:
        try:
            contents[path.stem] = read_toml(path)
        except FaultsError as error:
            contents[path.stem] = {}
            faults += error.faults
    return contents


def change_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return ``value``, what a file holds, with each text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [change_texts(item, change) for item in value]
    if isinstance(value, dict):
        return {name: change_texts(item, change) for name, item in value.items()}
    return value


def join_lines(text: str) -> str:
    """Return ``text`` with its lines joined: without a space between two tags, with one elsewhere."""
    return re.sub(r"(?<=>)\n(?=<)", "", text.strip()).replace("\n", " ")


def build_all(record: type, values: Any, place: str, faults: list[str]) -> list[Any]:
    """Return a ``record`` for each of ``values``; what does not fit is added to ``faults``."""
    if not isinstance(values, list):
        faults.append(f"{place}: is no list.")
        return []
    records = []
    for number, item in enumerate(values, 1):
        name: Any = number
        if isinstance(item, dict):
            name = item.get("identifier") or item.get("name") or number
        records.append(build(record, item, f"{place}, {name}", faults))
    return records


def build(record: type, values: Any, place: str, faults: list[str]) -> Any:
    """Return ``values`` as a ``record``; what does not fit is added to ``faults``, and then ``None``."""
    if not isinstance(values, dict):
        faults.append(f"{place}: is no table.")
        return None
    before = len(faults)
    hints = get_type_hints(record)
    faults += [
        f"{place}, {name}: there is no such field."
        for name in values
        if name not in hints
    ]
    read = {}
    for field in fields(record):
        if field.name in values:
            read[field.name] = _value(
                hints[field.name], values[field.name], f"{place}, {field.name}", faults
            )
        elif field.default is MISSING and field.default_factory is MISSING:
            faults.append(f"{place}: “{field.name}” is missing.")
    if len(faults) == before:
        return record(**read)
    return None


def _value(hint: Any, value: Any, place: str, faults: list[str]) -> Any:
    if hint == tuple[str, ...]:
        return _texts(value, place, faults)
    if records := types_in(hint):
        if records[-1] is Ellipsis:
            return tuple(build_all(records[0], value, place, faults))
        hint = records[0]  # it may be missing
    if hint is PartialDate:
        return _date(value, place, faults)
    if isinstance(hint, type) and is_dataclass(hint):
        return build(hint, value, place, faults)
    # A truth value is a number to Python.
    if value == "":
        faults.append(f"{place}: is empty.")
    elif not isinstance(value, hint) or (hint is int and isinstance(value, bool)):
        faults.append(f"{place}: is no {NAMES_OF_TYPES[hint]}.")
    return value


def types_in(hint: Any) -> list[Any]:
    """Return the types that the ``hint`` of a field is made of, without that of ``None``."""
    return [inner for inner in getattr(hint, "__args__", ()) if inner is not NoneType]


def _texts(value: Any, place: str, faults: list[str]) -> tuple[str, ...]:
    if isinstance(value, list) and all(
        isinstance(text, str) and text for text in value
    ):
        return tuple(value)
    faults.append(f"{place}: is no list of texts.")
    return ()


def _date(value: Any, place: str, faults: list[str]) -> PartialDate | None:
    try:
        return PartialDate.parse(value)
    except (TypeError, ValueError):
        faults.append(
            f"{place}: write the date in quotation marks, as “2024-09-27”, “2024-09” or “2024”."
        )
        return None


FOLDER = Path(__file__).parent
VERSION = "2026-12-02"
"""The day of the last change of the catalogue: every change of its files changes it."""
IDENTIFIER = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


@cache
def read_catalogue() -> Catalogue:
    """Return the catalogue of this release.

    Raises ``FaultsError`` with all that is wrong in its files.
    """
    return read_folder(FOLDER)


def read_folder(folder: Path) -> Catalogue:
    """Return the catalogue in ``folder``. Raises ``FaultsError``."""
    faults: list[str] = []
    files = _read_each(sorted((folder / "reports").glob("*.toml")), faults)
    names = ("organisations", "support_services", "sources")
    others = _read_each([folder / f"{name}.toml" for name in names], faults)
    reports = [
        build(CatalogueReport, {"identifier": name, **values}, name, faults)
        for name, values in files.items()
    ]
    bodies = build_all(
        NationalBody,
        others["organisations"].get("organisations", []),
        "organisations",
        faults,
    )
    services = build_all(
        HelpService, others["support_services"].get("services", []), "services", faults
    )
    sources = {
        key: build(CatalogueSource, source, f"sources, {key}", faults)
        for key, source in others["sources"].items()
    }
    if not faults:
        faults += _faults_of_names(reports)
        for report in reports:
            faults += _faults_of_report(report, bodies, services, set(sources))
        for service in services:
            faults += _faults_of_service(service)
        for body in bodies:
            place = f"organisations, {body.name}"
            faults += _unknown(place, (body.kind,), OrganisationKind.values, "kind")
    if faults:
        raise FaultsError(faults)
    in_order = sorted(reports, key=lambda report: str(report.submitted))
    return Catalogue(VERSION, tuple(in_order), tuple(bodies), tuple(services))


# What fits together


def _faults_of_service(service: HelpService) -> Iterator[str]:
    place = f"services, {service.name}"
    yield from _unknown(place, service.nations, NATIONS, "nation here")
    if service.telephone and not (service.source and service.checked):
        yield f"{place}: its number has no official page, or no day on which that was checked."


def _faults_of_report(
    report: CatalogueReport,
    bodies: list[NationalBody],
    services: list[HelpService],
    sources: set[str],
) -> Iterator[str]:
    names = {body.name for body in bodies}
    helplines = {service.name for service in services}
    place = report.identifier
    yield from _unknown(place, (report.stage,), Stage.values, "stage")
    yield from _unknown(
        place, (*report.lead_bodies, *report.supporting_bodies), names, "organisation"
    )
    yield from _unknown(place, report.support_services, helplines, "support service")
    yield from _wrong_addresses(
        place, (report.report_link, *(link.url for link in report.links))
    )
    if (report.stage in STAGES_AFTER_REPORT) != bool(report.report_published):
        yield f"{place}: stage and date of the report do not fit together."
    if report.sensitive and not report.support_services:
        yield f"{place}: it is sensitive and names no support service."
    if report.not_seen is not None and report.not_seen < 0:
        yield f"{place}: there are more recommendations than recommendations_made says."
    seen = set()
    for item in report.recommendations:
        here = f"{place}/{item.identifier}"
        if item.identifier in seen:
            yield f"{here}: the identifier stands twice."
        seen.add(item.identifier)
        yield from _faults_of_item(item, here, names, sources)
        if (above := item.number_of_whole) and f"{item.kind}-{above}" not in seen:
            yield f"{here}: number {above}, of which it is a part, does not stand before it."


def _faults_of_names(reports: list[CatalogueReport]) -> Iterator[str]:
    """Yield a fault for each identifier or alias that two items have."""
    owners: dict[str, str] = {}
    for report in reports:
        for item in report.recommendations:
            own = report.identifier_of(item)
            owners[own] = own
    for report in reports:
        for item in report.recommendations:
            own = report.identifier_of(item)
            for alias in report.aliases_of(item):
                if alias in owners:
                    yield f"{own}: the alias “{alias}” is already a name of “{owners[alias]}”."
                owners.setdefault(alias, own)


def _faults_of_item(
    item: CatalogueRecommendation, place: str, names: set[str], sources: set[str]
) -> Iterator[str]:
    if not IDENTIFIER.fullmatch(item.identifier):
        yield f"{place}: an identifier has small letters, digits, full stops and hyphens."
    for alias in item.aliases:
        if not all(IDENTIFIER.fullmatch(part) for part in alias.split("/", 1)):
            yield f"{place}: the alias “{alias}” is no identifier."
    numbered = f"{item.kind}-{item.number}"
    if item.number and numbered not in {item.identifier, *item.aliases}:
        # A force that met the item by its number has given it this identifier.
        yield f"{place}: its number makes “{numbered}” its identifier, or else an alias."
    yield from _unknown(place, (item.kind,), ItemKind.values, "kind")
    yield from _unknown(place, (item.theme,), Theme.values, "theme")
    yield from _unknown(place, (item.seen,), SEEN, "way to have seen it")
    yield from _unknown(place, item.sources, sources, "source")
    if not item.sources or not item.addressees:
        yield f"{place}: it needs a source and an addressee."
    for reply in item.replies:
        yield from _unknown(place, (reply.by,), names, "organisation")
        yield from _unknown(
            place, (reply.for_all,), LOCAL_ADDRESSEES, "addressee at each force"
        )
        yield from _unknown(
            place, (reply.position or Position.ACCEPTED,), Position.values, "position"
        )
        yield from _wrong_addresses(place, (reply.link,))


def _unknown(
    place: str, values: tuple[str, ...], known: Any, what: str
) -> Iterator[str]:
    for value in values:
        if value not in known:
            yield f"{place}: “{value}” is no {what}."


def _wrong_addresses(place: str, addresses: tuple[str, ...]) -> Iterator[str]:
    for address in addresses:
        if address and not address.startswith("https://"):
            yield f"{place}: “{address}” does not start with https://."
