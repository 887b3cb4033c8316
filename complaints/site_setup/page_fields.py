"""The fields of the first pages: from the facts of a force, its texts and the catalogue.

A file of ``texts/`` has the fields of a model by name, a block of a stream as ``kind =
value``. Its texts are templates. What the force has to decide stands in square brackets
where ``ask`` is set, and keeps the page from being published until somebody has decided
it.
"""

from collections.abc import Container, Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone
from django.utils.text import slugify

from complaints.catalogue.reader import (
    change_texts,
    join_lines,
    read_catalogue,
    read_toml,
)
from complaints.catalogue.records import (
    CatalogueRecommendation,
    CatalogueReport,
    CatalogueResponse,
    HelpService,
)
from complaints.vocabulary import Position
from pages.feedback.models import SPAM_RETENTION_DAYS

from .facts import LocalBodies, SectionFacts, contact_html

FOLDER = Path(__file__).parent / "texts"
DAYS_OF_A_YEAR = 365
GENERAL_SERVICES = (
    "Victim Support",
    "National Domestic Abuse Helpline",
    "Live Fear Free",
    "National Stalking Helpline",
    "Rape and Sexual Abuse Support Line",
    "Modern Slavery & Exploitation Helpline",
    "Samaritans",
)
"""The helplines on sensitive pages that name none of their own."""


def read_text(name: str, facts: SectionFacts, *, ask: bool = False) -> dict[str, Any]:
    """Return the fields of the page ``name`` for a force; with ``ask``, they say what it has to confirm."""
    context = _context(facts, ask)

    def fill_in(text: str) -> str:
        template = Engine().from_string(text)
        return join_lines(template.render(Context(context, autoescape="</" in text)))

    return change_texts(read_toml(FOLDER / f"{name}.toml"), fill_in)


def _context(facts: SectionFacts, ask: bool) -> dict[str, Any]:
    return {
        "name": facts.name,
        "short_name": facts.short_name or facts.name,
        "slug": slugify(facts.name) or "home",
        "website": facts.website,
        "host": facts.host,
        "colour": facts.colour,
        "exit_address": facts.exit_address,
        "commissioner": facts.commissioner,
        "controller": facts.controller,
        "controller_contact": contact_html(facts.controller_contact),
        "recipients": facts.recipients,
        "officer": contact_html(facts.data_protection_officer),
        "complaints_contact": contact_html(facts.data_protection_complaints),
        "local_help": contact_html(facts.local_help),
        "accessibility_contact": contact_html(facts.accessibility_contact),
        "feedback_kept": _time_in_words(settings.FEEDBACK_DAYS),
        "spam_days": SPAM_RETENTION_DAYS,
        "today": timezone.localdate().isoformat(),
        "ask": ask,
    }


def _time_in_words(days: int) -> str:
    if days == DAYS_OF_A_YEAR:
        return "12 months"
    return f"{days} days"


# With the helplines


def wording_fields(facts: SectionFacts) -> dict[str, Any]:
    services = read_catalogue().services_for(GENERAL_SERVICES, facts.nations)
    fields = read_text("wording", facts)
    fields["support_services"] = service_blocks(services)
    return fields


def safety_blocks(
    services: Iterable[HelpService], *, are_first: bool
) -> list[dict[str, str]]:
    """Return those of ``services`` that are to be called at once, or else the others."""
    return [
        service_block(service)
        for service in services
        if service.stands_first == are_first
    ]


def page_fields(name: str, facts: SectionFacts, *, ask: bool = False) -> dict[str, Any]:
    """Return the fields of the page ``name``; that on safety has the helplines of the force's nations."""
    fields = read_text(name, facts, ask=ask)
    for block in fields.get("body", []):
        if "support_services" in block:
            listed = block["support_services"]
            are_first = listed["services"] == "first"
            listed["services"] = safety_blocks(facts.helplines, are_first=are_first)
    return fields


FIELDS_OF_SERVICES = {
    "name": "name",
    "for_whom": "for_whom",
    "telephone": "telephone",
    "hours": "hours",
    "web": "web",
    "note": "safe_to_call",
}
"""The fields of a helpline in the catalogue, each with its name in the block."""


def service_block(service: HelpService) -> dict[str, str]:
    block = {}
    for field, name in FIELDS_OF_SERVICES.items():
        value = getattr(service, field)
        if value:
            block[name] = value
    return block


def service_blocks(services: Iterable[HelpService]) -> list[dict[str, Any]]:
    """Return the entries of a list of ``services``."""
    return [{"service": service_block(service)} for service in services]


ALL_REPORTS = {
    "text": "All police super-complaints on GOV.UK",
    "url": "https://www.gov.uk/government/collections/police-super-complaints",
}

FIELDS_OF_REPORTS = (
    "title",
    "official_title",
    "summary",
    "lead_bodies",
    "on_behalf_of",
    "supporting_bodies",
    "stage",
    "report_link",
    "respond_by_printed",
    "recommendations_made",
    "sensitive",
)
"""Fields that a report of the catalogue and its page have under one name."""
DATES_OF_REPORTS = ("submitted", "found_eligible", "report_published", "respond_by")
FIELDS_OF_ITEMS = (
    "number",
    "title",
    "summary",
    "theme",
    "wording_note",
    "deadline_printed",
    "deadline_note",
    "deadline_over",
)
"""Fields that an item of the catalogue and its page have under one name."""
FIELDS_OF_LISTED_ITEMS = (
    "kind",
    "number",
    "identifier",
    "title",
    "summary",
    "wording_note",
    "outcome",
)
"""Fields that an item of the catalogue and its entry in the list without pages have under one name."""
ORGANISATION_FIELDS = ("lead_bodies", "supporting_bodies", "addressees")
"""Fields that name organisations."""


def super_complaint_fields(
    report: CatalogueReport, bodies: LocalBodies
) -> dict[str, Any]:
    """Return the fields of the page of ``report``, with a list of what is asked of others alone."""
    services = []
    if report.support_services:
        for service in read_catalogue().services_for(report.support_services):
            if service.name in bodies.helplines:
                services.append(service)
    fields = _fields_of(report, FIELDS_OF_REPORTS)
    fields |= _dates_of(report, DATES_OF_REPORTS)
    fields["identifier"] = report.identifier
    fields["slug"] = report.identifier
    fields["body"] = [{"text": report.about}] if report.about else []
    fields["support_services"] = service_blocks(services)
    links = [{"text": link.text, "url": link.url} for link in report.links]
    links.append(ALL_REPORTS)
    fields["links"] = [{"link": link} for link in links]
    fields["other_recommendations"] = []
    for item in report.recommendations:
        if not bodies.asked_by(item):
            fields["other_recommendations"].append(
                {"recommendation": _other_block(item)}
            )
    return fields


def _fields_of(
    record: CatalogueReport | CatalogueRecommendation, names: Iterable[str]
) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def _dates_of(
    record: CatalogueReport | CatalogueRecommendation, names: Iterable[str]
) -> dict[str, str]:
    """Return the dates of ``record`` that are known, as a file has them."""
    dates = {}
    for name in names:
        date = getattr(record, name)
        if date:
            dates[name] = str(date)
    return dates


def items_with_pages(
    report: CatalogueReport, bodies: LocalBodies
) -> list[CatalogueRecommendation]:
    """Return what the report asks of the force or its commissioner."""
    return list(filter(bodies.asked_by, report.recommendations))


def item_fields(item: CatalogueRecommendation, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of the page of ``item``, with what national bodies replied."""
    fields = _fields_of(item, FIELDS_OF_ITEMS)
    fields |= _dates_of(item, ["deadline"])
    if not item.number:
        fields["slug"] = f"recommendation-{item.identifier}"
    fields["kind"] = item.kind
    fields["item_identifier"] = item.identifier
    fields["addressees"] = bodies.asked_by(item)
    fields["addressees_printed"] = item.addressees_in_words
    fields["responses"] = [reply_fields(reply, bodies) for reply in item.replies]
    return fields


def with_known_names(fields: dict[str, Any], known: Container[str]) -> dict[str, Any]:
    """Return ``fields`` of a page without the organisations that are not ``known`` to the site."""
    fields = dict(fields)
    for name in ORGANISATION_FIELDS:
        if name in fields:
            fields[name] = [field for field in fields[name] if field in known]
    if "responses" in fields:
        responses = []
        for response in fields["responses"]:
            if all(name in known for name in response["respondents"]):
                responses.append(response)
        fields["responses"] = responses
    return fields


def reply_fields(reply: CatalogueResponse, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of a national response: that of the local body if it is on behalf of that."""
    local = ""
    if reply.on_behalf:
        local = bodies.name_of(reply.for_all)
    fields = {
        "respondents": [local or reply.by],
        "answered_by": reply.by if local else "",
        "position": reply.position or Position.NOT_STATED,
        "narrative": [{"text": f"<p>{reply.text}</p>"}],
        "source_link": reply.link,
    }
    if reply.date:
        fields["date"] = str(reply.date)
        fields["source_date"] = str(reply.date)
    return fields


def _other_block(item: CatalogueRecommendation) -> dict[str, str]:
    block = _fields_of(item, FIELDS_OF_LISTED_ITEMS)
    block["addressees"] = item.addressees_in_words
    block["deadline"] = item.deadline_printed
    return block
