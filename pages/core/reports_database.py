"""Where the reports of the CMS read: a replica, if there is one, so that long counts delay nobody else."""

from django.conf import settings
from django.db.models import Model, QuerySet

REPORTS = "reports"


def read_for_report[Row: Model](queryset: QuerySet[Row]) -> QuerySet[Row]:
    """Return ``queryset`` as read from the replica that DATABASE_URL_REPORTS names, or as it is without one.

    For reports alone: a replica may lag, and a public page that is made from it would be kept with words that
    are no longer public.
    """
    return queryset.using(REPORTS) if REPORTS in settings.DATABASES else queryset
