"""The fields of the first pages: from the facts of a force, its texts and the catalogue.

A file of ``texts/`` has the fields of a model by name, a block of a stream as ``kind = value``. Its texts
are templates. What the force has to decide stands in square brackets where ``ask`` is set, and keeps the page
from being published until somebody has decided it.
"""

from collections.abc import Container
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from complaints.catalogue.reader import change_texts, join_lines, read_catalogue, read_toml
from complaints.catalogue.records import Item, Reply, Report, Service
from complaints.vocabulary import Position
from pages.feedback.models import SPAM_RETENTION_DAYS

from .facts import LocalBodies, SectionFacts

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
    days = settings.FEEDBACK_DAYS
    complaints = facts.data_protection_complaints
    return {
        "name": facts.name,
        "short_name": facts.short_name or facts.name,
        "slug": slugify(facts.name) or "home",
        "website": facts.website,
        "host": facts.host,
        "colour": facts.colour,
        "exit_address": facts.exit_address,
        "commissioner": facts.commissioner.name if facts.commissioner else "",
        "controller": facts.controller_name,
        "officer": mark_safe(facts.data_protection_officer.html),  # noqa: S308 - made by format_html
        "complaints_contact": mark_safe(complaints.html) if complaints else "",  # noqa: S308 - made by format_html
        "accessibility_contact": mark_safe(facts.accessibility.html),  # noqa: S308 - made by format_html
        "days_to_answer": facts.accessibility.days_to_answer,
        "tested": facts.accessibility.tested,
        "feedback_kept": "12 months" if days == DAYS_OF_A_YEAR else f"{days} days",
        "spam_days": SPAM_RETENTION_DAYS,
        "today": timezone.localdate().isoformat(),
        "ask": ask,
    }


# With the helplines


def wording_fields(facts: SectionFacts) -> dict[str, Any]:
    own_services = [{"service": service_block(service)} for service in facts.services]
    general_services = catalogue_wording_fields(facts.nations)["support_services"]
    return {
        **read_text("wording", facts),
        "logo": facts.logo_svg,
        "logo_alternative": facts.logo.alternative if facts.logo else "",
        "support_services": [*own_services, *general_services],
    }


def catalogue_wording_fields(nations: tuple[str, ...]) -> dict[str, Any]:
    """Return the fields of the site wording that the catalogue fills."""
    services = read_catalogue().services_for(GENERAL_SERVICES, nations)
    return {"support_services": [{"service": service_block(service)} for service in services]}


def catalogue_safety_fields(nations: tuple[str, ...]) -> dict[str, Any]:
    """Return the helplines of the page about safety: those to call at once, and then the others."""
    services = read_catalogue().services_for((), nations)
    first = [service_block(service) for service in services if service.stands_first]
    others = [service_block(service) for service in services if not service.stands_first]
    return {"body": [{"support_services": {"services": each}} for each in (first, others)]}


def page_fields(name: str, facts: SectionFacts, *, ask: bool = False) -> dict[str, Any]:
    """Return the fields of the page ``name``; that on safety has the helplines of the force's nations."""
    fields = read_text(name, facts, ask=ask)
    for block in fields.get("body", []):
        if "support_services" in block:
            are_first = block["support_services"]["services"] == "first"
            block["support_services"]["services"] = [
                service_block(each) for each in facts.offered_services if each.stands_first == are_first
            ]
    return fields


def service_block(service: Service) -> dict[str, str]:
    names = {each: each for each in ("name", "for_whom", "telephone", "hours", "web")} | {
        "note": "safe_to_call"
    }
    return {block: value for field, block in names.items() if (value := getattr(service, field))}


ALL_REPORTS = {
    "text": "All police super-complaints on GOV.UK",
    "url": "https://www.gov.uk/government/collections/police-super-complaints",
}


NAMES_IN_REPORTS = (
    *("identifier", "title", "official_title", "summary", "lead_bodies", "on_behalf_of", "supporting_bodies"),
    *("stage", "report_link", "respond_by_printed", "recommendations_made", "sensitive"),
)
"""Fields that a report of the catalogue and its page have under one name."""
DATES_IN_REPORTS = ("submitted", "found_eligible", "report_published", "respond_by")


def super_complaint_fields(report: Report, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of the page of ``report``, with a list of what is asked of others alone."""
    names = report.support_services
    services = read_catalogue().services_for(names, bodies.nations) if names else []
    others = [item for item in report.recommendations if not bodies.asked_by(item)]
    links = [{"text": link.text, "url": link.url} for link in report.links]
    return {
        **_fields_of(report, *NAMES_IN_REPORTS),
        **{name: str(value) for name in DATES_IN_REPORTS if (value := getattr(report, name))},
        "slug": report.identifier,
        "body": [{"text": report.about}] if report.about else [],
        "support_services": [{"service": service_block(each)} for each in services],
        "links": [{"link": each} for each in (*links, ALL_REPORTS)],
        "other_recommendations": [{"recommendation": _other_block(item)} for item in others],
    }


def _fields_of(record: Report | Item, *names: str) -> dict[str, Any]:
    return {name: getattr(record, name) for name in names}


def items_with_pages(report: Report, bodies: LocalBodies) -> list[Item]:
    """Return what the report asks of the force or its commissioner."""
    return [item for item in report.recommendations if bodies.asked_by(item)]


def item_fields(item: Item, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of the page of ``item``, with what national bodies replied."""
    return {
        **({} if item.number else {"slug": f"recommendation-{item.identifier}"}),
        **_fields_of(
            item,
            "kind",
            "number",
            "title",
            "summary",
            "theme",
            *("wording_note", "deadline_printed", "deadline_note", "deadline_over"),
        ),
        "item_identifier": item.identifier,
        "addressees": bodies.asked_by(item),
        "addressees_printed": item.addressees_in_words,
        **({"deadline": str(item.deadline)} if item.deadline else {}),
        "responses": [reply_fields(reply, bodies) for reply in item.replies],
    }


def with_known_names(fields: dict[str, Any], known: Container[str]) -> dict[str, Any]:
    """Return ``fields`` of a page without the organisations that are not ``known`` to the site."""
    names = ("lead_bodies", "supporting_bodies", "addressees")
    fields = {
        name: [each for each in value if each in known] if name in names else value
        for name, value in fields.items()
    }
    if "responses" in fields:
        fields["responses"] = [
            each for each in fields["responses"] if all(name in known for name in each["respondents"])
        ]
    return fields


def reply_fields(reply: Reply, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of a national response: that of the local body if it is on behalf of that."""
    dates = {"date": str(reply.date), "source_date": str(reply.date)} if reply.date else {}
    local = bodies.name_of(reply.for_all) if reply.on_behalf else ""
    return {
        "respondents": [local or reply.by],
        "answered_by": reply.by if local else "",
        "position": reply.position or Position.NOT_STATED,
        "narrative": [{"text": f"<p>{reply.text}</p>"}],
        "source_link": reply.link,
        **dates,
    }


def _other_block(item: Item) -> dict[str, str]:
    return {
        **_fields_of(item, "kind", "number", "identifier", "title", "summary", "wording_note", "outcome"),
        "addressees": item.addressees_in_words,
        "deadline": item.deadline_printed,
    }
