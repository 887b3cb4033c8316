"""Lines in the log of decisions about links and opinions. They name posts, never an address."""

from typing import Any

from pages.moderation.log.decisions import record_decision

from .models import OpinionRequest


def record_in_log(request: OpinionRequest, action: str, **details: Any) -> None:
    """Write one line about each page or snippet that ``request`` shows, with its revision."""
    for item in request.items.select_related("revision"):
        obj = item.revision.content_object
        record_decision(action, obj=getattr(obj, "specific", obj), revision=item.revision_id, **details)
