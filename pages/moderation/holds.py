"""Publishing in spite of a hold."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.models import Revision

from . import log, teams
from .locks import lock
from .models import Decision, Hold
from .publishing import hold_on
from .roles import APPROVING_OFFICERS


def waiting() -> list[Revision]:
    """Return the approved revisions whose time has come and that a hold keeps waiting."""
    due = Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at")
    return [revision for revision in due if holding(revision)]


def holding(revision: Revision) -> Hold | None:
    """Return the hold that keeps ``revision`` waiting, if one does."""
    return hold_on(revision.content_object, revision)


def waits_for(revision: Revision) -> Hold | None:
    """Return the hold that keeps ``revision`` waiting now that its time has come, if one does."""
    is_due = revision.approved_go_live_at and revision.approved_go_live_at <= timezone.now()
    return holding(revision) if is_due else None


def may_override(obj, user) -> bool:
    """Tell whether ``user`` is an approving officer of the site."""
    return teams.holds_role(user, APPROVING_OFFICERS, teams.site_of(obj))


@transaction.atomic
def override(revision: Revision, user, reason: str) -> None:
    """Publish an approved ``revision`` whatever holds it, and log why.

    Raises ``PermissionDenied`` if ``user`` may not, and ``ValidationError`` if the revision was not approved
    or breaks a rule of publication by now.
    """
    obj = lock(revision.content_object)
    revision.refresh_from_db()
    due = revision.approved_go_live_at and revision.approved_go_live_at <= timezone.now()
    if not due or not may_override(obj, user):
        raise PermissionDenied
    while hold := hold_on(obj, revision):
        log.record(
            Decision.Action.OVERRIDDEN,
            obj=obj,
            user=user,
            reason=reason,
            revision=revision.pk,
            data={"hold": hold.pk},
        )
    revision.publish()
