"""The report of choices about cookies."""

from django.db.models import QuerySet
from wagtail.admin.ui.tables import Column
from wagtail.permission_policies import ModelPermissionPolicy

from pages.cookies.consent_records import choices_by_week
from pages.cookies.models import ConsentRecord
from pages.moderation.desk.menus import Report


class CookieChoicesReport(Report):
    """How many readers accepted and rejected each group, by week."""

    page_title = "Cookie choices by week"
    header_icon = "clipboard-list"
    index_url_name = "cookie_choices_report"
    index_results_url_name = "cookie_choices_report_results"
    permission_policy = ModelPermissionPolicy(ConsentRecord)
    columns = [
        Column("week", label="Week from"),
        Column("choices", label="Choices"),
        Column("preferences_accepted", label="Preferences accepted"),
        Column("preferences_rejected", label="Preferences rejected"),
        Column("statistics_accepted", label="Statistics accepted"),
        Column("statistics_rejected", label="Statistics rejected"),
    ]
    list_export = [column.name for column in columns]
    export_headings = {column.name: column.label for column in columns}

    def get_queryset(self) -> QuerySet:
        return choices_by_week()

    def get_filename(self) -> str:
        return "cookie-choices-by-week"
