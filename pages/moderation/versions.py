"""How a published version comes to be written down, and how it is marked as gone."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from .change_notes import FIRST, note_of
from .models import PublishedVersion
from .models.decision import label_of
from .snapshot import SCHEMA_VERSION, snapshot


def add_version(
    obj: Any, version: Any, says: dict[str, Any], revision, facts: dict[str, Any]
) -> PublishedVersion:
    """Write down that ``revision`` of ``obj``, which made ``version``, is public now, and what it ``says``.

    ``facts`` come from the decision that cleared it: ``approvals`` and the roles that are ``awaited``.
    """
    number = (PublishedVersion.objects.of(obj).aggregate(last=Max("number"))["last"] or 0) + 1
    first = number == 1
    return PublishedVersion.objects.create(
        **_where(obj),
        number=number,
        revision_id=revision.pk,
        snapshot=says,
        change_note=note_of(version, first),
        minor_correction=version.minor_correction and not first,
        approvals=facts.get("approvals", []),
        awaited_roles=facts.get("awaited", []),
        published_at=obj.last_published_at,
    )


def withdraw(obj: Any, because: PublishedVersion.Withdrawal) -> None:
    """Mark what is public of ``obj`` as withdrawn from now on."""
    if version := PublishedVersion.objects.of(obj).first():
        version.withdrawn_at, version.withdrawn_because = timezone.now(), because
        version.save()


def _first_version(obj) -> PublishedVersion:
    return PublishedVersion(
        **_where(obj),
        number=1,
        revision_id=obj.live_revision_id or 0,
        snapshot=snapshot(obj),
        change_note=FIRST,
        published_at=obj.last_published_at or timezone.now(),
    )


def _where(obj) -> dict[str, Any]:
    """Return what a version says of which object and address it is about."""
    parts = obj.get_url_parts() if isinstance(obj, Page) else None
    return {
        "model": label_of(obj),
        "object_id": str(obj.pk),
        "title": str(obj)[:255],
        "path": parts[2] if parts else "",
        "identifier": getattr(obj, "identifier", ""),
        "schema_version": SCHEMA_VERSION,
    }
