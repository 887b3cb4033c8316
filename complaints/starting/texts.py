"""The words of the pages that every site has, filled in for one force.

A file of ``texts/`` has the fields of a model by name, a block of a stream as ``kind = value``. Its texts
are templates. What the force has to decide stands in square brackets where ``ask`` is set, and keeps the page
from being published until somebody has decided it.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.template import Context, Engine
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import slugify

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Service
from complaints.catalogue.schema import join_lines, read_toml
from pages.feedback.retention import SPAM_RETENTION_DAYS

from .facts import SectionFacts

FOLDER = Path(__file__).parent / "texts"
DAYS_OF_A_YEAR = 365
GENERAL_SERVICES = (
    "National Domestic Abuse Helpline",
    "Live Fear Free",
    "National Stalking Helpline",
    "Rape and Sexual Abuse Support Line",
    "Modern Slavery & Exploitation Helpline",
    "Victim Support",
    "Samaritans",
)
"""The helplines on sensitive pages that name none of their own."""


def read_text(name: str, facts: SectionFacts, *, ask: bool = False) -> dict[str, Any]:
    """Return the fields of the page ``name`` for a force; with ``ask``, they say what it has to confirm."""
    faults: list[str] = []
    values = read_toml(FOLDER / f"{name}.toml", faults)
    if faults:
        raise ValueError(faults)
    return join_lines(_fill_in(values, _context(facts, ask)))


def _context(facts: SectionFacts, ask: bool) -> dict[str, Any]:
    days = settings.FEEDBACK_DAYS
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
        "accessibility_contact": mark_safe(facts.accessibility.html),  # noqa: S308 - made by format_html
        "days_to_answer": facts.accessibility.days_to_answer,
        "tested": facts.accessibility.tested,
        "feedback_kept": "12 months" if days == DAYS_OF_A_YEAR else f"{days} days",
        "spam_days": SPAM_RETENTION_DAYS,
        "today": timezone.localdate().isoformat(),
        "ask": ask,
    }


def _fill_in(value: Any, context: dict[str, Any]) -> Any:
    if isinstance(value, str):
        is_markup = "</" in value
        return Engine().from_string(value).render(Context(context, autoescape=is_markup))
    if isinstance(value, list):
        return [_fill_in(each, context) for each in value]
    if isinstance(value, dict):
        return {name: _fill_in(each, context) for name, each in value.items()}
    return value


# With the helplines


def wording_fields(facts: SectionFacts) -> dict[str, Any]:
    """Return the fields of the site wording."""
    services = [*facts.services, *read_catalogue().services_for(GENERAL_SERVICES, facts.nations)]
    return {
        **read_text("wording", facts),
        "logo": facts.logo_svg,
        "logo_alternative": facts.logo.alternative if facts.logo else "",
        "support_services": [{"service": service_block(service)} for service in services],
    }


def page_fields(name: str, facts: SectionFacts, *, ask: bool = False) -> dict[str, Any]:
    """Return the fields of the page ``name``; that on safety has the helplines of the force's nations."""
    fields = read_text(name, facts, ask=ask)
    for block in fields.get("body", []):
        if "support_services" in block:
            at_all_times = block["support_services"]["services"] == "day and night"
            block["support_services"]["services"] = [
                service_block(each)
                for each in facts.offered_services
                if each.answers_at_all_times == at_all_times
            ]
    return fields


def service_block(service: Service) -> dict[str, str]:
    """Return the helpline as the block of a page has it."""
    names = {each: each for each in ("name", "for_whom", "telephone", "hours", "web")} | {
        "note": "safe_to_call"
    }
    return {block: value for field, block in names.items() if (value := getattr(service, field))}
