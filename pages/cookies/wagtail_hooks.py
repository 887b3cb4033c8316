"""Adds the report of cookie choices to the admin."""

from django.contrib.auth.models import Permission, User
from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncWeek
from wagtail import hooks
from wagtail.admin.ui.tables import Column

from pages.moderation.views.base import AdminReport, register_report

from .models import ConsentRecord

COUNTS = {
    "choices": Count("pk"),
    "preferences_accepted": Count("pk", filter=Q(preferences=True)),
    "preferences_rejected": Count("pk", filter=Q(preferences=False)),
    "statistics_accepted": Count("pk", filter=Q(statistics=True)),
    "statistics_rejected": Count("pk", filter=Q(statistics=False)),
}


class CookieChoicesReport(AdminReport):
    """How many readers accepted and rejected each group, by week (from Monday), the newest first."""

    page_title = "Cookie choices by week"
    header_icon = "clipboard-list"
    export_filename = "cookie-choices-by-week"
    index_url_name = "cookie_choices_report"
    columns = [
        Column("week", label="Week from"),
        *(Column(name, label=name.replace("_", " ").capitalize()) for name in COUNTS),
    ]

    @staticmethod
    def opens_to(user: User) -> bool:
        return user.has_perm("cookies.view_consentrecord")

    def get_queryset(self) -> QuerySet:
        weeks = ConsentRecord.objects.annotate(week=TruncWeek("date")).values("week")
        return weeks.annotate(**COUNTS).order_by("-week")


register_report(CookieChoicesReport, "reports/cookie-choices/")


@hooks.register("register_permissions")
def register_report_permission() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="cookies", codename="view_consentrecord"
    )
