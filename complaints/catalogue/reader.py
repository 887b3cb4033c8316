"""Reads the catalogue, and names every fault in it at once."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from complaints.vocabulary import STAGES_AFTER_REPORT, ItemKind, OrganisationKind, Position, Stage, Theme

from .records import LOCAL_ADDRESSEES, NATIONS, SEEN, Body, Catalogue, Item, Report, Service, Source
from .schema import build, build_all, read_toml

FOLDER = Path(__file__).parent
VERSION = "2026-11-29"
"""The day of the last change of the catalogue: every change of its files changes it."""
IDENTIFIER = re.compile(r"[a-z0-9]+([.-][a-z0-9]+)*")


class CatalogueError(Exception):
    """The files contradict the schema; ``faults`` has a sentence for each place."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@cache
def read_catalogue() -> Catalogue:
    """Return the catalogue of this release. Raises ``CatalogueError`` with all that is wrong in its files."""
    return read_folder(FOLDER)


def read_folder(folder: Path) -> Catalogue:
    """Return the catalogue in ``folder``. Raises ``CatalogueError``."""
    faults: list[str] = []
    files = {path.stem: read_toml(path, faults) for path in sorted((folder / "reports").glob("*.toml"))}
    others = {
        name: read_toml(folder / f"{name}.toml", faults)
        for name in ("organisations", "support_services", "sources")
    }
    reports = [build(Report, {"identifier": name, **values}, name, faults) for name, values in files.items()]
    bodies = build_all(Body, others["organisations"].get("organisations", []), "organisations", faults)
    services = build_all(Service, others["support_services"].get("services", []), "services", faults)
    sources = {
        key: build(Source, values, f"sources, {key}", faults) for key, values in others["sources"].items()
    }
    if not faults:
        for report in reports:
            faults += _faults_of_report(report, bodies, services, set(sources))
        faults += [
            f"services, {service.name}: “{nation}” is no nation here."
            for service in services
            for nation in service.nations
            if nation not in NATIONS
        ]
        faults += [
            f"services, {service.name}: its number has no official page, or no day on which that was checked."
            for service in services
            if service.telephone and not (service.source and service.checked)
        ]
        faults += [
            f"organisations, {body.name}: “{body.kind}” is no kind."
            for body in bodies
            if body.kind not in OrganisationKind.values
        ]
    if faults:
        raise CatalogueError(faults)
    in_order = sorted(reports, key=lambda each: str(each.submitted))
    return Catalogue(VERSION, tuple(in_order), tuple(bodies), tuple(services))


# What fits together


def _faults_of_report(
    report: Report, bodies: list[Body], services: list[Service], sources: set[str]
) -> Iterator[str]:
    names = {each.name for each in bodies}
    helplines = {each.name for each in services}
    place = report.identifier
    yield from _unknown(place, (report.stage,), Stage.values, "stage")
    yield from _unknown(place, (*report.lead_bodies, *report.supporting_bodies), names, "organisation")
    yield from _unknown(place, report.support_services, helplines, "support service")
    yield from _wrong_addresses(place, (report.report_link, *(link.url for link in report.links)))
    if (report.stage in STAGES_AFTER_REPORT) != bool(report.report_published):
        yield f"{place}: stage and date of the report do not fit together."
    if report.sensitive and not report.support_services:
        yield f"{place}: it is sensitive and names no support service."
    if report.not_seen is not None and report.not_seen < 0:
        yield f"{place}: there are more recommendations than recommendations_made says."
    seen: set[str] = set()
    for item in report.recommendations:
        here = f"{place}/{item.identifier}"
        if item.identifier in seen:
            yield f"{here}: the identifier stands twice."
        seen.add(item.identifier)
        yield from _faults_of_item(item, here, names, sources)
        if (above := item.number_of_whole) and f"{item.kind}-{above}" not in seen:
            yield f"{here}: number {above}, of which it is a part, does not stand before it."


def _faults_of_item(item: Item, place: str, names: set[str], sources: set[str]) -> Iterator[str]:
    if not IDENTIFIER.fullmatch(item.identifier):
        yield f"{place}: an identifier has small letters, digits, full stops and hyphens."
    elif item.number and item.identifier != f"{item.kind}-{item.number}":
        yield f"{place}: its number makes the identifier “{item.kind}-{item.number}”."
    yield from _unknown(place, (item.kind,), ItemKind.values, "kind")
    yield from _unknown(place, (item.theme,), Theme.values, "theme")
    yield from _unknown(place, (item.seen,), SEEN, "way to have seen it")
    yield from _unknown(place, item.sources, sources, "source")
    if not item.sources or not item.addressees:
        yield f"{place}: it needs a source and an addressee."
    for reply in item.replies:
        yield from _unknown(place, (reply.by,), names, "organisation")
        yield from _unknown(place, (reply.for_all,), LOCAL_ADDRESSEES, "addressee at each force")
        yield from _unknown(place, (reply.position or Position.ACCEPTED,), Position.values, "position")
        yield from _wrong_addresses(place, (reply.link,))


def _unknown(place: str, values: tuple[str, ...], known: Any, what: str) -> Iterator[str]:
    return (f"{place}: “{value}” is no {what}." for value in values if value not in known)


def _wrong_addresses(place: str, addresses: tuple[str, ...]) -> Iterator[str]:
    given = (each for each in addresses if each)
    return (
        f"{place}: “{each}” does not start with https://."
        for each in given
        if not each.startswith("https://")
    )
