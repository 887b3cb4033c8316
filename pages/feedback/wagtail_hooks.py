"""Adds the screens of entries, improvements and the report to the admin."""

from django.urls import path
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from pages.moderation.approval.permissions import RestrictedModelPolicy
from pages.moderation.views.base import add_menu_item
from pages.moderation.views.editor import register_moderated

from .admin import entry_list, report
from .admin.report import ImprovementViewSet
from .admin.viewset import ChangeEntriesAction, FeedbackCountsPanel, FeedbackViewSet
from .models import FeedbackEntry

# Entries come from readers and expire: nobody adds or deletes one.
register_permission_policy(
    FeedbackEntry, RestrictedModelPolicy(FeedbackEntry, {"add", "delete"})
)
register_moderated(ImprovementViewSet)

hooks.register("register_log_actions", entry_list.register_log_actions)
hooks.register("register_bulk_action", ChangeEntriesAction)
hooks.register(
    "register_admin_urls",
    lambda: [
        path(
            "reports/what-readers-say/",
            report.FeedbackReportView.as_view(),
            name="feedback_report",
        )
    ],
)
add_menu_item(
    "reports",
    report.may_see_report,
    report.REPORT_TITLE,
    "feedback_report",
    icon_name="comment",
    order=900,
)
hooks.register("register_admin_viewset", FeedbackViewSet)
hooks.register(
    "construct_homepage_panels",
    lambda request, panels: panels.append(FeedbackCountsPanel()),
)
