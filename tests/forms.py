"""Fill in forms as a browser would send them, but for what is left empty."""

import datetime

import time_machine
from django.utils import timezone
from wagtail.test.utils.form_data import (
    inline_formset,
    nested_form_data,
    rich_text,
    streamfield,
)

from pages.feedback import forms


def _chosen(organisations) -> tuple:
    # A tuple: Wagtail's helper takes a list for nested fields.
    return tuple(organisation.pk for organisation in organisations)


def due_date(
    text: str = "", *, no_date: bool = False, reason: str = "", due_words: str = ""
) -> dict:
    """Return one due date of an action."""
    boxes = {"due": text, "reason": reason, "due_words": due_words}
    return {**boxes, "no_date": "on"} if no_date else boxes


def action(
    title: str = "Train every officer",
    due_dates: list | None = None,
    whose: tuple = (),
    **fields,
) -> dict:
    """Return one action, of the organisations ``whose``."""
    return {
        "title": title,
        "description": rich_text("<p>Every officer is trained.</p>"),
        "respondents": _chosen(whose),
        "status": "in_progress",
        "evidence": streamfield([]),
        "due_dates": inline_formset(due_dates or []),
        **fields,
    }


def response(respondents: list, position: str = "accepted", **fields) -> dict:
    """Return one response."""
    return {
        "respondents": _chosen(respondents),
        "position": position,
        "narrative": streamfield([]),
        "date": "2024-11",
        **fields,
    }


def progress_update(
    as_at: str,
    text: str = "<p>Half of the officers are trained.</p>",
    whose: tuple = (),
) -> dict:
    """Return one progress update, of the organisations ``whose``."""
    return {"as_at": as_at, "text": rich_text(text), "respondents": _chosen(whose)}


def assurance(
    body: str = "HMICFRS", verdict: str = "no_further_action", date: str = "2025-03"
) -> dict:
    """Return what somebody other than the respondents says."""
    return {"body": body, "verdict": verdict, "date": date, "words": "", "link": ""}


def recommendation_form(
    *, responses=(), actions=(), progress_updates=(), assurances=(), **fields
) -> dict:
    """Return the form of a recommendation response that could be published as it is."""
    return nested_form_data(
        {
            "title": "Train officers",
            "kind": "recommendation",
            "number": "7.1",
            "wording": "Chief constables should train officers.",
            "wording_checked": "on",
            "wording_source": "The report, page 9",
            "addressees_printed": "chief constables",
            "change_note": "We put it right.",
            "responses": inline_formset(list(responses)),
            "actions": inline_formset(list(actions)),
            "progress_updates": inline_formset(list(progress_updates)),
            "assurances": inline_formset(list(assurances)),
            "comments": inline_formset([]),
            **fields,
        }
    )


def super_complaint_form(lead_bodies: list, **fields) -> dict:
    """Return the form of a super-complaint that could be published as it is."""
    return nested_form_data(
        {
            "title": "The police response to stalking",
            "slug": "stalking",
            "summary": "How the police respond to stalking.",
            "lead_bodies": _chosen(lead_bodies),
            "stage": "report",
            "submitted": "2022-11",
            "found_eligible": "2023-01-26",
            "report_published": "2024-09-27",
            "respond_by": "2024-11-22",
            "respond_by_printed": "56 days from publication",
            "recommendations_made": "29",
            "body": streamfield([]),
            "next_updates": inline_formset([]),
            "responses": inline_formset([]),
            "support_services": streamfield([]),
            "other_recommendations": streamfield([]),
            "links": streamfield([]),
            "correspondence": streamfield([]),
            "documents": streamfield([]),
            "change_note": "We put it right.",
            "comments": inline_formset([]),
            **fields,
        }
    )


def opened(ago=datetime.timedelta(minutes=1)):
    """The token of a feedback form that was opened so long ago."""
    with time_machine.travel(timezone.now() - ago):
        return forms.new_token()
