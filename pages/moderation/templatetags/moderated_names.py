"""The name of a page or snippet in templates that Wagtail gives the bare page."""

from collections.abc import Iterable
from typing import Any

from django import template
from wagtail.models import PageLogEntry

from pages.moderation.desk.editor import parent_titles, style_of_latest_draft
from pages.moderation.gate.draft_warnings import warnings_about_latest_draft
from pages.moderation.mails.emails import email_name
from pages.moderation.mails.workflow_emails import remarks_link

register = template.Library()
register.filter("email_name", email_name)
register.filter("remarks_link", remarks_link)
register.filter("draft_warnings", warnings_about_latest_draft)
register.filter("style_remarks", style_of_latest_draft)


@register.filter
def full_name(obj: Any) -> str:
    """Return what the CMS calls ``obj`` in lists and e-mails."""
    obj = getattr(obj, "specific", obj)
    return getattr(obj, "full_name", "") or str(obj)


@register.filter
def with_names(entries: Iterable[Any]) -> list[tuple[Any, str]]:
    """Return the entries of Wagtail's log, each with the full name of what it is about."""
    entries = list(entries)
    titles = parent_titles(entry.page_id for entry in entries if isinstance(entry, PageLogEntry))
    above = [titles.get(str(getattr(entry, "page_id", ""))) for entry in entries]
    return [
        (entry, f"{entry.label} ({title})" if title else entry.label)
        for entry, title in zip(entries, above, strict=True)
    ]
