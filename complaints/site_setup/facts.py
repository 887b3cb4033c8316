"""What a force decides before its site starts, read from a file such as ``section.toml``."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import (
    MaxLengthValidator,
    RegexValidator,
    URLValidator,
    validate_email,
)
from django.utils.html import format_html
from django.utils.safestring import SafeString

from complaints.catalogue.reader import FaultsError, build, read_catalogue, read_toml
from complaints.catalogue.records import (
    CHIEF_CONSTABLES,
    COMMISSIONERS,
    NATIONS,
    CatalogueRecommendation,
    HelpService,
)
from complaints.models import CatalogueRecord, Organisation, SuperComplaintIndexPage
from complaints.models.respondents import our_force
from complaints.vocabulary import OrganisationKind
from pages.content.brand import make_svg_safe, validate_brand_colour
from pages.quick_exit.exit import (
    DEFAULT_ADDRESS,
    host_of,
    refuse_own_site,
    validate_destination,
)


@dataclass(frozen=True)
class LocalBodies:
    """The names of the force and of its commissioner, if it has one, and whose helplines its site shows."""

    force: str
    commissioner: str = ""
    nations: tuple[str, ...] = NATIONS

    def name_of(self, addressee: str) -> str:
        """Return the name of the organisation that is ``addressee`` here; empty if it is none of the two."""
        if addressee == CHIEF_CONSTABLES:
            return self.force
        if addressee == COMMISSIONERS:
            return self.commissioner
        return ""

    def asked_by(self, item: CatalogueRecommendation) -> list[str]:
        """Return the names of the force and its commissioner, as far as ``item`` asks them."""
        names = []
        for addressee in (CHIEF_CONSTABLES, COMMISSIONERS):
            name = self.name_of(addressee)
            if name and addressee in item.addressees:
                names.append(name)
        return names


def local_bodies_of_site() -> LocalBodies:
    force = our_force()
    commissioners = Organisation.objects.filter(
        live=True, kind=OrganisationKind.COMMISSIONER
    )
    commissioner = commissioners.first()
    return LocalBodies(
        force=getattr(force, "name", ""),
        commissioner=getattr(commissioner, "name", ""),
        nations=nations_of_site(),
    )


def nations_of_site() -> tuple[str, ...]:
    """Return the nations that the force named when its site started; all nations if it named none."""
    return nations_named_by_force() or NATIONS


def nations_named_by_force() -> tuple[str, ...]:
    """Return the nations that the force named when its site started, if it named any."""
    section = SuperComplaintIndexPage.objects.first()
    if not section:
        return ()
    return tuple(CatalogueRecord.values_for(section).get("nations", []))


BRITISH_TRANSPORT_POLICE = "British Transport Police"
WALES = "Wales"
SCOTLAND = "Scotland"
"""Super-complaints are about forces in England and Wales, and one of those also works in Scotland."""
NAME_LENGTH = 80
"""The longest name of a force: it is a part of titles, which have limits of their own."""
CONTROLLERS = {
    "chief constable": "The Chief Constable of {name}",
    "metropolis": "The Commissioner of Police of the Metropolis",
    "city": "The Commissioner of Police for the City of London",
    "commissioner": "The {commissioner}",
}
"""Who answers for personal data, by the word in the file."""


@dataclass(frozen=True)
class Commissioner:
    """The police and crime commissioner, mayor or board of the area."""

    name: str
    website: str


@dataclass(frozen=True)
class Contact:
    """How to reach somebody: words, with an address of a website or ``mailto:`` if there is one."""

    contact: str
    link: str = ""


@dataclass(frozen=True)
class AccessibilityContact(Contact):
    """Whom to ask for another format; ``tested`` says when, how and by whom the site was tested."""

    days_to_answer: int | None = None
    tested: str = ""


def contact_html(contact: Contact | None) -> SafeString | str:
    """Return how to reach somebody, as HTML; empty if it is not known."""
    if not contact:
        return ""
    if not contact.link:
        return format_html("{}", contact.contact)
    return format_html('<a href="{}">{}</a>', contact.link, contact.contact)


@dataclass(frozen=True)
class Logo:
    """A picture for the header: a file beside ``section.toml``, and the words for those who do not see it."""

    file: str
    alternative: str


@dataclass(frozen=True)
class SectionFacts:
    """All of it."""

    name: str
    website: str
    colour: str
    controller: str
    data_protection_officer: Contact
    accessibility: AccessibilityContact
    controller_contact: Contact | None = None
    recipients: tuple[str, ...] = ()
    data_protection_complaints: Contact | None = None
    short_name: str = ""
    nations: tuple[str, ...] = ("England",)
    commissioner: Commissioner | None = None
    exit_address: str = DEFAULT_ADDRESS
    services: tuple[HelpService, ...] = ()
    local_help: Contact | None = None
    """The page that describes services for victims in the area."""
    logo: Logo | None = None
    feedback_days: int | None = None
    logo_svg: str = ""

    @property
    def commissioner_name(self) -> str:
        """The name of the commissioner; empty for a force without one."""
        if not self.commissioner:
            return ""
        return self.commissioner.name

    @property
    def controller_name(self) -> str:
        template = CONTROLLERS[self.controller]
        return template.format(name=self.name, commissioner=self.commissioner_name)

    @property
    def bodies(self) -> LocalBodies:
        return LocalBodies(self.name, self.commissioner_name, self.nations)

    @property
    def host(self) -> str:
        host = urlsplit(self.website).hostname or ""
        return host.removeprefix("www.")

    @property
    def offered_services(self) -> list[HelpService]:
        """The helplines of its nations, after those that the force adds."""
        return [*self.services, *read_catalogue().services_for((), self.nations)]


def read_facts(path: Path) -> SectionFacts:
    """Return what is in the file ``path``.

    Raises ``FaultsError`` with everything that is wrong in it.
    """
    values = read_toml(path)
    try:
        return check_facts(values, path.parent)
    except FaultsError as error:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
        faults = []
        for fault in error.faults:
            where = _line_of(fault, lines)
            told = fault.removeprefix("section")
            faults.append(f"{path.name}{where}{told}")
        raise FaultsError(faults) from error


def _line_of(fault: str, lines: list[str]) -> str:
    """Return where in ``lines`` stands what ``fault`` is about; empty where it stands nowhere."""
    place = fault.partition(":")[0]
    wanted = place.split(", ")[1:]
    table = []
    for number, line in enumerate(lines, 1):
        key = []
        if header := re.match(r"\s*\[+\s*(\w+)", line):
            table = [header[1]]
        elif entry := re.match(r'\s*(\w+)\s*=\s*"?([^"]*)', line):
            key = [entry[1]]
            if [*table, *key] == ["services", "name"]:
                table = ["services", entry[2]]
        if wanted and [*table, *key] == wanted:
            return f", line {number}"
    return ""


def check_facts(values: dict[str, Any], folder: Path) -> SectionFacts:
    """Return ``values`` as facts; files are looked for in ``folder``.

    Raises ``FaultsError``.
    """
    faults: list[str] = []
    values = {name: value for name, value in values.items() if name != "logo_svg"}
    facts = build(SectionFacts, values, "section", faults)
    if facts:
        faults += _faults_of(facts)
        try:
            facts = replace(facts, logo_svg=_read_logo(facts, folder))
        except ValidationError as error:
            faults.append(f"section, logo: {' '.join(error.messages)}")
    if faults:
        raise FaultsError(faults)
    return facts


def _faults_of(facts: SectionFacts) -> Iterator[str]:
    for name, check, value in _checks_of_texts(facts):
        try:
            check(value)
        except ValidationError as error:
            yield f"section, {name}: {' '.join(error.messages)}"
    yield from _faults_of_names(facts)
    yield from _faults_of_choices(facts)


def _checks_of_texts(
    facts: SectionFacts,
) -> Iterator[tuple[str, Callable[[str], None], str]]:
    yield "name", validate_name, facts.name
    yield "short_name", validate_name, facts.short_name or facts.name
    yield "website", validate_website, facts.website
    yield "colour", validate_brand_colour, facts.colour
    yield "exit_address", validate_destination, facts.exit_address
    yield (
        "exit_address",
        partial(refuse_own_site, own_hosts=[host_of(facts.website)]),
        facts.exit_address,
    )
    if facts.commissioner:
        yield "commissioner, name", validate_name, facts.commissioner.name
        yield "commissioner, website", validate_website, facts.commissioner.website
    contacts = (
        "controller_contact",
        "data_protection_officer",
        "data_protection_complaints",
        "accessibility",
        "local_help",
    )
    for name in contacts:
        contact = getattr(facts, name)
        if contact and contact.link:
            yield f"{name}, link", validate_link, contact.link
    for service in facts.services:
        yield f"services, {service.name}, web", validate_website, service.web
        if service.telephone:
            yield (
                f"services, {service.name}, telephone",
                validate_telephone,
                service.telephone,
            )


def _faults_of_names(facts: SectionFacts) -> Iterator[str]:
    """Each organisation has a name of its own."""
    if facts.name in {body.name for body in read_catalogue().organisations}:
        yield "section, name: is that of a national body."
    if facts.commissioner and facts.commissioner.name == facts.name:
        yield "section, commissioner, name: is that of the force."


def _faults_of_choices(facts: SectionFacts) -> Iterator[str]:
    if facts.controller not in CONTROLLERS:
        yield f"section, controller: is none of these: {', '.join(CONTROLLERS)}."
    elif facts.controller == "commissioner" and not facts.commissioner:
        yield "section, controller: the commissioner is missing."
    if not facts.nations:
        yield f"section, nations: name one or both of these: {', '.join(NATIONS)}."
    yield from _faults_of_nations(facts)
    if facts.accessibility.days_to_answer not in {None, *range(1, 366)}:
        yield "section, accessibility, days_to_answer: give days from 1 to 365, or leave it out."
    if facts.feedback_days not in {None, settings.FEEDBACK_DAYS}:
        yield (
            f"section, feedback_days: the setting FEEDBACK_DAYS is {settings.FEEDBACK_DAYS}. "
            "Change that first: the pages promise what the site does."
        )


def _faults_of_nations(facts: SectionFacts) -> Iterator[str]:
    """Yield a fault for each nation that the force does not serve, or for which there is no helpline."""
    allowed: tuple[str, ...] = NATIONS
    if facts.name == BRITISH_TRANSPORT_POLICE:
        allowed = (*NATIONS, SCOTLAND)
    served = [("nations", facts.nations)]
    served += [
        (f"services, {service.name}, nations", service.nations)
        for service in facts.services
    ]
    for place, nations in served:
        for nation in set(nations) - set(allowed):
            yield f"section, {place}: “{nation}” is none of these: {', '.join(allowed)}."
    has_scottish_service = any(
        SCOTLAND in service.nations for service in facts.services
    )
    if SCOTLAND in facts.nations and SCOTLAND in allowed and not has_scottish_service:
        yield "section, nations: the catalogue has no helplines for Scotland. Add yours under [[services]]."


def _read_logo(facts: SectionFacts, folder: Path) -> str:
    if not facts.logo:
        return ""
    try:
        return make_svg_safe((folder / facts.logo.file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise ValidationError(f"{facts.logo.file} cannot be read.") from error


validate_telephone = RegexValidator(
    r"\A\+?[0-9 ()-]{3,30}\Z", "Give the number in digits, such as 0800 000 000."
)


def validate_name(value: str) -> None:
    if "\N{NO-BREAK SPACE}" in value:
        raise ValidationError(
            "Type the spaces of the name: one that was pasted is of another kind."
        )
    if not value.strip() or not value.isprintable() or "<" in value or ">" in value:
        raise ValidationError("Give the name as readers know it, such as Kent Police.")
    MaxLengthValidator(NAME_LENGTH)(value)


def validate_website(value: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(value)
    except ValidationError as error:
        raise ValidationError(
            "Give a whole address, such as https://www.kent.police.uk/."
        ) from error


def validate_link(value: str) -> None:
    """Refuse what is neither an address of a website nor one for mail."""
    kind, _, address = value.partition(":")
    if kind == "mailto":
        validate_email(address.partition("?")[0])
    elif "@" in value and "/" not in value:
        raise ValidationError(f"Write it as mailto:{value}.")
    else:
        validate_website(value)
