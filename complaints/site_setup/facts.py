"""What a force decides before its site starts, read from a file such as ``docs/section.toml``."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.html import urlize
from django.utils.safestring import SafeString, mark_safe

from complaints.catalogue.reader import FaultsError, build, read_catalogue, read_toml
from complaints.catalogue.records import (
    CHIEF_CONSTABLES,
    COMMISSIONERS,
    NATIONS,
    CatalogueRecommendation,
    HelpService,
)
from complaints.models import Organisation
from complaints.models.respondents import our_force
from complaints.vocabulary import OrganisationKind
from pages.content.brand import validate_brand_colour
from pages.content.models import SafetyPage
from pages.quick_exit.exit import (
    DEFAULT_ADDRESS,
    host_of,
    refuse_own_site,
    validate_destination,
)

NAME_LENGTH = 80
"""The longest name of a force: it is a part of titles, which have limits of their own."""
WALES = "Wales"


@dataclass(frozen=True)
class LocalBodies:
    """The names of the force, of its commissioner, if it has one, and of the helplines that serve its area."""

    force: str
    commissioner: str = ""
    helplines: frozenset[str] = frozenset()

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
        helplines=helplines_of_site(),
    )


def helplines_of_site() -> frozenset[str]:
    """Return the names of the helplines on the page about safety, which has those of the force's nations."""
    names = set()
    for page in SafetyPage.objects.all():
        for block in page.get_latest_revision_as_object().body:
            if block.block_type == "support_services":
                names |= {service["name"] for service in block.value["services"]}
    return frozenset(names)


@dataclass(frozen=True)
class SectionFacts:
    """The keys of the file. Addresses in a contact become links."""

    name: str
    website: str
    colour: str
    controller: str
    data_protection_officer: str
    accessibility_contact: str
    short_name: str = ""
    commissioner: str = ""
    commissioner_website: str = ""
    controller_contact: str = ""
    data_protection_complaints: str = ""
    recipients: str = ""
    local_help: str = ""
    nations: tuple[str, ...] = ("England",)
    exit_address: str = DEFAULT_ADDRESS

    @property
    def bodies(self) -> LocalBodies:
        names = frozenset(service.name for service in self.helplines)
        return LocalBodies(self.name, self.commissioner, names)

    @property
    def host(self) -> str:
        host = urlsplit(self.website).hostname or ""
        return host.removeprefix("www.")

    @property
    def helplines(self) -> list[HelpService]:
        """The helplines of the catalogue that serve the nations of the force."""
        return read_catalogue().services_for((), self.nations)


def contact_html(contact: str) -> SafeString:
    """Return how to reach somebody as HTML, with links to the addresses in it."""
    return mark_safe(urlize(contact, autoescape=True))  # noqa: S308 - it is escaped


def read_facts(path: Path) -> SectionFacts:
    """Return what is in the file ``path``.

    Raises ``FaultsError`` with everything that is wrong in it.
    """
    return check_facts(read_toml(path))


def check_facts(values: dict[str, Any]) -> SectionFacts:
    """Return ``values`` as facts. Raises ``FaultsError`` with everything that is wrong."""
    faults: list[str] = []
    facts: SectionFacts | None = build(SectionFacts, values, "section.toml", faults)
    if facts:
        faults += _faults_of(facts)
    if faults or not facts:
        raise FaultsError(faults)
    return facts


def _faults_of(facts: SectionFacts) -> Iterator[str]:
    for key, check in _checks(facts):
        value = getattr(facts, key)
        if not value:
            continue
        try:
            check(value)
        except ValidationError as error:
            yield f"section.toml, {key}: {' '.join(error.messages)}"
    if not facts.nations:
        yield f"section.toml, nations: name one or both of these: {', '.join(NATIONS)}."
    if bool(facts.commissioner) != bool(facts.commissioner_website):
        yield "section.toml, commissioner: give its name and its website, or neither."


def _checks(facts: SectionFacts) -> Iterator[tuple[str, Callable[[Any], None]]]:
    """Yield each key that is checked, with the validator of its value."""

    def refuse_own_website(address: str) -> None:
        refuse_own_site(address, own_hosts=[host_of(facts.website)])

    def refuse_name_of_force(name: str) -> None:
        if name == facts.name:
            raise ValidationError("This is the name of the force.")

    yield "name", validate_name
    yield "name", refuse_national_body
    yield "short_name", validate_name
    yield "website", validate_website
    yield "colour", validate_brand_colour
    yield "commissioner", validate_name
    yield "commissioner", refuse_name_of_force
    yield "commissioner_website", validate_website
    yield "nations", validate_nations
    yield "exit_address", validate_destination
    yield "exit_address", refuse_own_website


def validate_name(value: str) -> None:
    if "\N{NO-BREAK SPACE}" in value:
        raise ValidationError(
            "Type the spaces of the name: one that was pasted is of another kind."
        )
    if not value.strip() or not value.isprintable() or "<" in value or ">" in value:
        raise ValidationError("Give the name as readers know it, such as Kent Police.")
    MaxLengthValidator(NAME_LENGTH)(value)


def refuse_national_body(name: str) -> None:
    if name in {body.name for body in read_catalogue().organisations}:
        raise ValidationError("This is the name of a national body.")


def validate_website(value: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(value)
    except ValidationError as error:
        raise ValidationError(
            "Give a whole address, such as https://www.kent.police.uk/."
        ) from error


def validate_nations(nations: tuple[str, ...]) -> None:
    for nation in nations:
        if nation not in NATIONS:
            raise ValidationError(f"“{nation}” is none of these: {', '.join(NATIONS)}.")
