"""Describes a page in the words of schema.org (JSON-LD): what the page says, and nothing guessed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from . import field_descriptions

CONTEXT = "https://schema.org"


def json_ld_script(data: dict[str, object]) -> SafeString:
    """Return ``data`` as a script element that no browser runs and that no text in it can close."""
    # Django escapes the data; only the type differs. The first type is the script's
    # own.
    block = json_script(data).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308


def describe_page(
    page: Page, publisher: str, updated: datetime | None, sentences: str = ""
) -> dict[str, object]:
    """Return the description of ``page``, of any type of the section; ``publisher`` is the force's name.

    It was ``updated`` when something that it shows was. ``sentences`` are those at the
    head of the page.
    """
    description = {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.seo_title or page.title,
        "description": sentences
        or page.search_description
        or getattr(page, "summary", ""),
        "inLanguage": "en-GB",
        "datePublished": _format_moment(page.first_published_at),
        "dateModified": _format_moment(updated),
        "license": field_descriptions.LICENCE_ADDRESS,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }
    if describe := DESCRIBE_BY_MODEL.get(page._meta.model_name):
        description |= describe(page)
    return _without_empty_values(description)


def _describe_super_complaint(page: Page) -> dict[str, object]:
    return {
        "identifier": page.identifier,
        "isPartOf": _describe_parent(page, "CollectionPage"),
        "about": _describe_report(page),
    }


def _describe_recommendation(page: Page) -> dict[str, object]:
    recommendation = {
        "@type": "CreativeWork",
        "name": page.heading,
        "text": page.wording if page.wording_checked else "",
        "isPartOf": _describe_report(page.super_complaint),
    }
    return {
        "name": f"{page.heading}: {page.title}",
        "identifier": page.identifier,
        "isPartOf": _describe_parent(page, "WebPage"),
        "about": _without_empty_values(recommendation),
    }


DESCRIBE_BY_MODEL: dict[str | None, Callable[[Any], dict[str, object]]] = {
    "supercomplaintindexpage": lambda page: {"@type": "CollectionPage"},
    "supercomplaintpage": _describe_super_complaint,
    "recommendationresponsepage": _describe_recommendation,
}
"""The function that describes what is particular to each type of page, by model name."""


def _describe_report(super_complaint: Page) -> dict[str, object]:
    if not super_complaint.report_published:
        return {"@type": "Thing", "name": super_complaint.title}
    report = {
        "@type": "Report",
        "name": super_complaint.official_title or super_complaint.title,
        "datePublished": str(super_complaint.report_published),
    }
    return _without_empty_values(report)


def _describe_parent(page: Page, kind: str) -> dict[str, str]:
    return {"@type": kind, "@id": page.full_url.rstrip("/").rpartition("/")[0] + "/"}


def _format_moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _without_empty_values(description: dict[str, object]) -> dict[str, object]:
    """Return ``description`` without empty values: the page says nothing of them."""
    return {name: value for name, value in description.items() if value}
