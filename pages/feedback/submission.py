"""Stores what a reader sent, before anything else is done with it."""

import hashlib
import uuid

from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page

from .forms import FeedbackForm
from .models import FeedbackEntry

LONG_TEXT_LENGTH = 40
"""From this length on, the same text on the same day counts as the same submission."""


def store_feedback(request: HttpRequest, form: FeedbackForm) -> FeedbackEntry:
    """Store the valid ``form`` and return the entry. A repeated submission is stored once.

    Spam is stored as spam, and the response does not reveal that to its sender. Raises ``DatabaseError`` if
    the entry cannot be stored.
    """
    data = form.cleaned_data
    path = data["page_path"]
    entry, _ = FeedbackEntry.objects.get_or_create(
        digest=_submission_digest(form),
        defaults={
            "page": Page.find_for_request(request, path) if path else None,
            "page_path": path,
            "about": data["about"],
            "useful": data["useful"],
            "text": data["text"],
            "state": FeedbackEntry.State.SPAM if data["subject"] else FeedbackEntry.State.NEW,
        },
    )
    return entry


def _submission_digest(form: FeedbackForm) -> uuid.UUID:
    data = form.cleaned_data
    if form.is_one_press:
        return uuid.uuid4()  # nothing tells one reader's from another's
    # Two readers may both write "Good."; nobody writes the same long text on the same day by chance.
    is_long = len(data["text"]) >= LONG_TEXT_LENGTH
    occasion = str(timezone.localdate()) if is_long else form.data["opened"]
    parts = [occasion, data["page_path"], data["about"], data["useful"], data["text"]]
    return uuid.UUID(bytes=hashlib.sha256("\0".join(parts).encode()).digest()[:16])
