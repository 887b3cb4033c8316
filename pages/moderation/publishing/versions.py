"""Writing published versions, and marking them as withdrawn."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from wagtail.models import DraftStateMixin, Page, Revision

from pages.moderation.records.decision import object_key
from pages.moderation.records.publication_set import PublicationSet
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.records.snapshot import SCHEMA_VERSION


def add_version(  # noqa: PLR0913
    obj: DraftStateMixin,
    draft: DraftStateMixin,
    public_fields: dict[str, Any],
    revision: Revision,
    clearance: dict[str, Any],
    *,
    publication_set: PublicationSet | None = None,
) -> PublishedVersion:
    """Store ``revision`` of ``obj``, whose object was ``draft``, as the version that is public now.

    ``clearance`` holds the ``approvals`` and the ``awaited`` roles, see ``clear_for_publication``.
    """
    versions = PublishedVersion.objects.for_object(obj)
    number = (versions.aggregate(last=Max("number"))["last"] or 0) + 1
    is_first = number == 1
    address = obj.get_url_parts() if isinstance(obj, Page) else None
    return PublishedVersion.objects.create(
        **object_key(obj),
        title=str(obj)[:255],
        path=address[2] if address else "",
        identifier=getattr(obj, "identifier", ""),
        schema_version=SCHEMA_VERSION,
        number=number,
        revision_id=revision.pk,
        snapshot=public_fields,
        change_note=draft.change_note.strip()
        or ("First published on this site." if is_first else "Minor correction."),
        minor_correction=draft.minor_correction and not is_first,
        approvals=clearance.get("approvals", []),
        awaited_roles=clearance.get("awaited", []),
        published_at=obj.last_published_at,
        publication_set=publication_set,
    )


def withdraw(obj: DraftStateMixin, because: PublishedVersion.WithdrawalReason) -> None:
    """Mark the public version of ``obj`` as withdrawn from now on."""
    if version := PublishedVersion.objects.for_object(obj).first():
        version.withdrawn_at, version.withdrawn_because = timezone.now(), because
        version.save()
