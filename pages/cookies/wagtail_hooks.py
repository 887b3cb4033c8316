"""The report of choices about cookies."""

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from pages.moderation.admin.menus import RestrictedMenuItem, report_urls

from .models import ConsentRecord
from .records import by_week


class ChoicesReport(ReportView):
    """How many readers accepted and rejected each group, by week."""

    page_title = "Cookie choices by week"
    header_icon = "clipboard-list"
    index_url_name = "cookie_choices_report"
    index_results_url_name = "cookie_choices_report_results"
    # Without a policy Wagtail lets everybody in.
    permission_policy = ModelPermissionPolicy(ConsentRecord)
    permission_required = "view"
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

    def get_queryset(self):
        """Return one row a week."""
        return by_week()

    def get_filename(self):
        """Name the exported file."""
        return "cookie-choices-by-week"


@hooks.register("register_reports_menu_item")
def report_in_the_menu():
    """Add the report to the menu."""
    return RestrictedMenuItem(
        lambda user: user.has_perm("cookies.view_consentrecord"),
        "Cookie choices",
        reverse("cookie_choices_report"),
        icon_name="clipboard-list",
        order=1000,
    )


hooks.register("register_admin_urls", lambda: report_urls(ChoicesReport, "reports/cookie-choices/"))


@hooks.register("register_permissions")
def permission_of_the_report():
    """Let administrators grant it."""
    from django.contrib.auth.models import Permission

    return Permission.objects.filter(content_type__app_label="cookies", codename="view_consentrecord")
