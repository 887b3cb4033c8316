"""Due revisions: approved for a time that has come, or waiting for a hold to end."""

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.models import Revision


def due_revisions() -> QuerySet[Revision]:
    """Return the approved revisions whose time of publication has come, earliest first."""
    return Revision.objects.filter(approved_go_live_at__lte=timezone.now()).order_by("approved_go_live_at")


def is_due(revision: Revision) -> bool:
    """Tell whether ``revision`` is due now, according to the database."""
    return due_revisions().filter(pk=revision.pk).exists()
