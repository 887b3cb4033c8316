"""Stores what a reader sent, before anything else is done with it."""

import hashlib
import uuid

from django.utils import timezone
from wagtail.models import Page, Site

from .models import FeedbackEntry

LONG_TEXT = 40
"""Characters from which on the same text counts as the same piece of feedback."""


def store(request, form) -> FeedbackEntry:
    """Store the valid ``form`` and return the entry; what comes twice is stored once.

    Spam is stored as spam and nobody is told, so that its sender learns nothing. Raises
    ``DatabaseError`` if it cannot be stored.
    """
    data = form.cleaned_data
    path = data["page_path"]
    entry, _ = FeedbackEntry.objects.get_or_create(
        digest=_digest(form),
        defaults={
            "site": Site.find_for_request(request),
            "page": Page.find_for_request(request, path) if path else None,
            "page_path": path,
            "about": data["about"],
            "useful": data["useful"],
            "text": data["text"],
            "state": FeedbackEntry.State.SPAM if data["subject"] else FeedbackEntry.State.NEW,
        },
    )
    return entry


def _digest(form) -> uuid.UUID:
    data = form.cleaned_data
    # Two readers may well write "Good."; nobody writes the same long text on the same day by chance.
    occasion = str(timezone.localdate()) if len(data["text"]) >= LONG_TEXT else form.data["opened"]
    parts = [occasion, data["page_path"], data["about"], data["useful"], data["text"]]
    return uuid.UUID(bytes=hashlib.sha256("\0".join(parts).encode()).digest()[:16])
