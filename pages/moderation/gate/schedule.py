"""Whether something that is approved is for a later time: until then nobody else reads its title."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Revision

from .publication_set import PublicationSet, SetItem


def is_for_later(draft: Any) -> bool:
    """Tell whether the time of publication of ``draft``, a page, a snippet or a set, has not come."""
    return bool(draft.go_live_at and draft.go_live_at > timezone.now())


def due_revisions() -> QuerySet[Revision]:
    """Return the approved revisions whose time of publication has come, earliest first."""
    return Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at")


def is_due(revision: Revision) -> bool:
    """Tell whether ``revision`` is due now, according to the database."""
    return due_revisions().filter(pk=revision.pk).exists()


def waiting_set(revision: Revision) -> PublicationSet | None:
    """Return the approved set that ``revision`` is published with, if it belongs to one."""
    obj = revision.content_object
    item = SetItem.objects.of(obj).first() if obj else None
    is_part = item and item.publication_set.state == PublicationSet.State.WAITING
    return item.publication_set if item and is_part and item.revision_id == revision.pk else None


def published_with(revision: Revision) -> list[Revision]:
    """Return the revisions that are published together with ``revision``: its set's, or it alone."""
    publication_set = waiting_set(revision)
    return publication_set.revisions_in_order() if publication_set else [revision]


def first_due_revisions() -> list[Revision]:
    """Return the due revisions, and of each set only one."""
    return _one_of_each_set(due_revisions())


def scheduled_revisions() -> list[Revision]:
    """Return the approved revisions whose time has not come, the earliest first, and of each set only one."""
    later = Revision.objects.filter(approved_go_live_at__gt=timezone.now())
    return _one_of_each_set(later.order_by("approved_go_live_at", "pk"))


def _one_of_each_set(revisions: QuerySet[Revision]) -> list[Revision]:
    found: list[Revision] = []
    sets = set()
    for revision in revisions:
        publication_set = waiting_set(revision)
        if publication_set not in sets:
            found.append(revision)
        if publication_set:
            sets.add(publication_set)
    return found
