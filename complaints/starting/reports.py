"""Makes pages of the reports in the catalogue, for one force."""

from collections.abc import Container
from typing import Any

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Item, Reply, Report
from complaints.vocabulary import Position

from .local_bodies import LocalBodies
from .texts import service_block

ALL_REPORTS = {
    "text": "All police super-complaints on GOV.UK",
    "url": "https://www.gov.uk/government/collections/police-super-complaints",
}


def super_complaint_fields(report: Report, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of the page of ``report``, with a list of what is asked of others alone."""
    dates = {
        name: str(value)
        for name in ("submitted", "found_eligible", "report_published", "respond_by")
        if (value := getattr(report, name))
    }
    names = report.support_services
    services = read_catalogue().services_for(names, bodies.nations) if names else []
    others = [item for item in report.recommendations if not bodies.asked_by(item)]
    return {
        "slug": report.identifier,
        "identifier": report.identifier,
        "title": report.title,
        "official_title": report.official_title,
        "summary": report.summary,
        "body": [{"text": report.about}] if report.about else [],
        "lead_bodies": report.lead_bodies,
        "on_behalf_of": report.on_behalf_of,
        "supporting_bodies": report.supporting_bodies,
        "stage": report.stage,
        "report_link": report.report_link,
        "respond_by_printed": report.respond_by_printed,
        "recommendations_made": report.recommendations_made,
        "sensitive": report.sensitive,
        "support_services": [{"service": service_block(each)} for each in services],
        "links": [
            *({"link": {"text": link.text, "url": link.url}} for link in report.links),
            {"link": ALL_REPORTS},
        ],
        "other_recommendations": [{"recommendation": _other_block(item)} for item in others],
        **dates,
    }


def items_with_pages(report: Report, bodies: LocalBodies) -> list[Item]:
    """Return what the report asks of the force or its commissioner."""
    return [item for item in report.recommendations if bodies.asked_by(item)]


def item_fields(item: Item, bodies: LocalBodies) -> dict[str, Any]:
    """Return the fields of the page of ``item``, with what national bodies replied."""
    return {
        **({} if item.number else {"slug": f"recommendation-{item.identifier}"}),
        "item_identifier": item.identifier,
        "kind": item.kind,
        "number": item.number,
        "title": item.title,
        "summary": item.summary,
        "theme": item.theme,
        "addressees": bodies.asked_by(item),
        "addressees_printed": item.addressees_in_words,
        "deadline_printed": item.deadline_printed,
        **({"deadline": str(item.deadline)} if item.deadline else {}),
        "deadline_note": item.deadline_note,
        "responses": [response for reply in item.replies for response in reply_fields(reply, bodies)],
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


def reply_fields(reply: Reply, bodies: LocalBodies) -> list[dict[str, Any]]:
    """Return the fields of the response by the national body, after that of those who all accept by it."""
    dates = {"date": str(reply.date), "source_date": str(reply.date)} if reply.date else {}
    common = {"source_link": reply.link, **dates}
    national = {
        **common,
        "respondents": [reply.by],
        "position": reply.position or Position.NOT_STATED,
        "narrative": [{"text": f"<p>{reply.text}</p>"}],
    }
    local = bodies.name_of(reply.for_all) if reply.all_accept else ""
    if not local:
        return [national]
    by_other = {
        "respondents": [local],
        "position": Position.ANSWERED_BY_OTHER,
        "answered_by": reply.by,
        **common,
    }
    return [by_other, national]


def _other_block(item: Item) -> dict[str, str]:
    return {
        "kind": item.kind,
        "number": item.number,
        "identifier": item.identifier,
        "title": item.title,
        "summary": item.summary,
        "addressees": item.addressees_in_words,
        "deadline": item.deadline_printed,
        "outcome": item.outcome,
    }
