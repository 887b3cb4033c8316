"""What the CMS shows of feedback: the inbox, the lines that come of it, and what readers say."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from pages.moderation.permissions import ModeratedSnippetPermissionPolicy

from .inbox import log, report
from .inbox.bulk import ChangeAction
from .inbox.improvements import ImprovementViewSet
from .inbox.permissions import InboxPermissionPolicy
from .inbox.viewset import FeedbackViewSet
from .models import FeedbackEntry, Improvement

register_permission_policy(FeedbackEntry, InboxPermissionPolicy(FeedbackEntry))
register_permission_policy(Improvement, ModeratedSnippetPermissionPolicy(Improvement))
register_snippet(ImprovementViewSet)

hooks.register("register_log_actions", log.register)
hooks.register("register_bulk_action", ChangeAction)
hooks.register("register_admin_urls", report.addresses)
hooks.register("register_reports_menu_item", report.menu_item)


@hooks.register("register_admin_viewset")
def inbox():
    """Add the inbox to the menu of those who may see it."""
    return FeedbackViewSet()
