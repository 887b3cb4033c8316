"""What the CMS shows of feedback: the inbox, the lines that come of it, and what readers say."""

from django.urls import path, reverse
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from pages.moderation.admin.menus import RestrictedMenuItem
from pages.moderation.admin.snippets import register_moderated
from pages.moderation.rules.permissions import RestrictedModelPolicy

from .inbox import log, report
from .inbox.bulk import ChangeAction
from .inbox.improvements import ImprovementViewSet
from .inbox.viewset import FeedbackViewSet
from .models import FeedbackEntry

# Entries come from readers and go when their time of retention is over: nobody makes one up or deletes it.
register_permission_policy(FeedbackEntry, RestrictedModelPolicy(FeedbackEntry, {"add", "delete"}))
register_moderated(ImprovementViewSet)

hooks.register("register_log_actions", log.register)
hooks.register("register_bulk_action", ChangeAction)
hooks.register(
    "register_admin_urls",
    lambda: [path("reports/what-readers-say/", report.ReportView.as_view(), name=report.NAME)],
)
hooks.register(
    "register_reports_menu_item",
    lambda: RestrictedMenuItem(
        report.may_see, report.TITLE, reverse(report.NAME), icon_name="comment", order=900
    ),
)
hooks.register("register_admin_viewset", FeedbackViewSet)
