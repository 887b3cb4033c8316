"""How a published version comes to be written down, and how it is marked as gone."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from wagtail.models import Page

from pages.moderation.records.decision import key_of
from pages.moderation.records.snapshot import SCHEMA_VERSION
from pages.moderation.records.version import PublishedVersion


def add_version(
    obj: Any, version: Any, says: dict[str, Any], revision, facts: dict[str, Any]
) -> PublishedVersion:
    """Write down that ``revision`` of ``obj``, which made ``version``, is public now, and what it ``says``.

    ``facts`` come from the decision that cleared it: ``approvals`` and the roles that are ``awaited``.
    """
    number = (PublishedVersion.objects.of(obj).aggregate(last=Max("number"))["last"] or 0) + 1
    first = number == 1
    address = obj.get_url_parts() if isinstance(obj, Page) else None
    return PublishedVersion.objects.create(
        **key_of(obj),
        title=str(obj)[:255],
        path=address[2] if address else "",
        identifier=getattr(obj, "identifier", ""),
        schema_version=SCHEMA_VERSION,
        number=number,
        revision_id=revision.pk,
        snapshot=says,
        change_note=version.change_note.strip() or ("First published." if first else "Minor correction."),
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
