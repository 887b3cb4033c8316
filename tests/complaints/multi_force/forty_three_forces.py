"""The data of the 43 forces of England and Wales, made up, with every status and what may be missing."""

import json

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import CHIEF_CONSTABLES, COMMISSIONERS
from complaints.vocabulary import Status

FORCES = (
    "Avon and Somerset Police",
    "Bedfordshire Police",
    "Cambridgeshire Constabulary",
    "Cheshire Constabulary",
    "City of London Police",
    "Cleveland Police",
    "Cumbria Constabulary",
    "Derbyshire Constabulary",
    "Devon and Cornwall Police",
    "Dorset Police",
    "Durham Constabulary",
    "Dyfed-Powys Police",
    "Essex Police",
    "Gloucestershire Constabulary",
    "Greater Manchester Police",
    "Gwent Police",
    "Hampshire and Isle of Wight Constabulary",
    "Hertfordshire Constabulary",
    "Humberside Police",
    "Kent Police",
    "Lancashire Constabulary",
    "Leicestershire Police",
    "Lincolnshire Police",
    "Merseyside Police",
    "Metropolitan Police Service",
    "Norfolk Constabulary",
    "North Wales Police",
    "North Yorkshire Police",
    "Northamptonshire Police",
    "Northumbria Police",
    "Nottinghamshire Police",
    "South Wales Police",
    "South Yorkshire Police",
    "Staffordshire Police",
    "Suffolk Constabulary",
    "Surrey Police",
    "Sussex Police",
    "Thames Valley Police",
    "Warwickshire Police",
    "West Mercia Police",
    "West Midlands Police",
    "West Yorkshire Police",
    "Wiltshire Police",
)
WITHOUT_COMMISSIONER = "City of London Police"
STATUSES = tuple(Status)
WORDS = "We accept this recommendation. Staff are trained in each district. Our lead reports to the board."


def status_of(force_number: int, item_number: int) -> str:
    """Return a status for the force and the item; an empty text where the force has no entry."""
    place = (force_number * 3 + item_number) % (len(STATUSES) + 1)
    return STATUSES[place].value if place < len(STATUSES) else ""


def data_of(force_number: int) -> bytes:
    """Return what the installation of a force publishes."""
    force = FORCES[force_number]
    recommendations = []
    item_number = 0
    for report in read_catalogue().reports:
        for item in report.recommendations:
            item_number += 1
            status = status_of(force_number, item_number)
            if not status:
                continue
            respondents = []
            if CHIEF_CONSTABLES in item.addressees:
                respondents.append(_respondent(force, "police_force", status))
            if COMMISSIONERS in item.addressees and force != WITHOUT_COMMISSIONER:
                name = f"Police, Fire and Crime Commissioner for {force}"
                respondents.append(_respondent(name, "commissioner", status))
            recommendations.append(
                {
                    "id": report.identifier_of(item),
                    "url": f"https://force-{force_number}.example/{item.identifier}/",
                    "last_published": "2026-11-30T10:00:00+00:00",
                    "respondents": respondents,
                }
            )
    return json.dumps({"recommendations": recommendations}).encode()


def _respondent(name: str, kind: str, status: str) -> dict:
    respondent = {"name": name, "kind": kind, "status": status}
    if status == Status.RESPONSE_MISSING:
        return {**respondent, "position": "no_response"}
    responses = [{"position": "accepted", "date": "2024-11", "text": WORDS}]
    return {**respondent, "position": "accepted", "responses": responses}


def write_sources(folder) -> None:
    """Write the data of all forces, and the list of these sources, into ``folder``."""
    lines = ['publisher = "A charity"']
    for number, force in enumerate(FORCES):
        (folder / f"{number}.json").write_bytes(data_of(number))
        lines.append(f'[[sources]]\nname = "{force}"\ndata = "{number}.json"')
    (folder / "sources.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
