"""What a page is, in the words of schema.org, for those who collect pages by machine.

Nothing is said here that the page does not say, and nothing that would have to be guessed.
"""

from typing import Any

from django.utils.html import json_script
from django.utils.safestring import SafeString, mark_safe

from . import licence

CONTEXT = "https://schema.org"


def script(data: dict[str, Any]) -> SafeString:
    """Return ``data`` as a block that no browser runs and no text in it can end."""
    # Django escapes it; only the type is another. What is in quotation marks holds no “<”, so that the
    # first type is the script's own.
    block = json_script(data).replace("application/json", "application/ld+json", 1)
    return mark_safe(block)  # noqa: S308


def of_page(page: Any, publisher: str) -> dict[str, Any]:
    """Return what ``page``, of whichever type of the section, is; ``publisher`` is the force's name."""
    told = {
        "@context": CONTEXT,
        "@type": "WebPage",
        "@id": page.full_url,
        "url": page.full_url,
        "name": page.seo_title or page.title,
        "description": page.search_description or getattr(page, "summary", ""),
        "inLanguage": "en-GB",
        "datePublished": _moment(page.first_published_at),
        "dateModified": _moment(page.last_published_at),
        "license": licence.ADDRESS,
        "publisher": {"@type": "GovernmentOrganization", "name": publisher},
    }
    describe = DESCRIBED.get(page._meta.model_name)
    return _known({**told, **(describe(page) if describe else {})})


def _of_register(page: Any) -> dict[str, Any]:
    return {"@type": "CollectionPage"}


def _of_super_complaint(page: Any) -> dict[str, Any]:
    return {
        "identifier": page.identifier,
        "isPartOf": _part_of(page, "CollectionPage"),
        "about": _report(page),
    }


def _of_recommendation(page: Any) -> dict[str, Any]:
    recommendation = {
        "@type": "CreativeWork",
        "name": page.heading,
        "text": page.wording,
        "isPartOf": _report(page.super_complaint),
    }
    return {
        "name": f"{page.heading}: {page.title}",
        "identifier": page.identifier,
        "isPartOf": _part_of(page, "WebPage"),
        "about": _known(recommendation),
    }


DESCRIBED = {
    "supercomplaintindexpage": _of_register,
    "supercomplaintpage": _of_super_complaint,
    "recommendationresponsepage": _of_recommendation,
}
"""How a page of each type says what is particular to it."""


def _report(super_complaint: Any) -> dict[str, Any]:
    """Return the report that the super-complaint led to; without one, what the super-complaint is called."""
    if not super_complaint.report_published:
        return {"@type": "Thing", "name": super_complaint.title}
    report = {
        "@type": "Report",
        "name": super_complaint.official_title or super_complaint.title,
        "datePublished": str(super_complaint.report_published),
    }
    return _known(report)


def _part_of(page: Any, kind: str) -> dict[str, str]:
    return {"@type": kind, "@id": page.full_url.rstrip("/").rpartition("/")[0] + "/"}


def _moment(moment: Any) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def _known(told: dict[str, Any]) -> dict[str, Any]:
    """Leave out what is empty: nothing is said of it."""
    return {name: value for name, value in told.items() if value}
