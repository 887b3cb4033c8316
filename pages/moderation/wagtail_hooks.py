"""Where Wagtail shows what moderation adds: screens, menus, buttons and who can approve."""

from django.contrib import messages
from django.http import Http404
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import DraftStateMixin
from wagtail.permissions import page_permission_policy, register_permission_policy

from .admin.accounts import after_bulk_change, before_editing, tell_of_open_work
from .admin.failing_purges import addresses_of_failing_purges, failing_purges_menu_item
from .admin.holds import HoldViewSet
from .admin.log import DecisionReport, may_read_log
from .admin.menus import MenuItemFor
from .admin.panels import UnfinishedPanel
from .admin.pending_roles import PendingRolesView
from .admin.redaction import RedactionView
from .admin.reviews import OverrideView, SecondReviewView
from .admin.stale_approvals import refuse_unseen_approval
from .admin.take_down import TakeDownView
from .admin.visible_pages import refuse_move
from .files.bulk_actions import keep_approved_files, tell_of_moved_files
from .log.administration import log_active_state
from .publishing.holds import waits_for
from .records.hold import Hold
from .records.version import PublishedVersion
from .rules import approvers, roles
from .rules.permissions import PolicyWithLimits

# A hold is ended, never deleted.
register_permission_policy(Hold, PolicyWithLimits(Hold, {"delete"}))

SCREENS = [
    path("take-down/<str:label>/<str:pk>/", TakeDownView.as_view(), name="take_down"),
    path("redact/<str:label>/<str:pk>/", RedactionView.as_view(), name="redact"),
    path("second-review/<int:pk>/", SecondReviewView.as_view(), name="second_review"),
    path("publish-in-spite-of-hold/<int:pk>/", OverrideView.as_view(), name="override"),
    path("roles/", PendingRolesView.as_view(), name="pending_roles"),
    path("log/", DecisionReport.as_view(), name="log"),
    path("log/results/", DecisionReport.as_view(results_only=True), name="log_results"),
]

hooks.register("register_admin_urls", lambda: [path("moderation/", include((SCREENS, "moderation")))])
hooks.register("register_admin_urls", addresses_of_failing_purges)
hooks.register("register_reports_menu_item", failing_purges_menu_item)
hooks.register("register_admin_viewset", HoldViewSet)
hooks.register("before_bulk_action", keep_approved_files)
hooks.register("after_bulk_action", tell_of_moved_files)
hooks.register("before_edit_page", refuse_unseen_approval)
hooks.register("before_edit_snippet", refuse_unseen_approval)
hooks.register("before_move_page", refuse_move)
hooks.register("after_bulk_action", log_active_state)
hooks.register("after_bulk_action", after_bulk_change)
hooks.register("before_edit_user", before_editing)
hooks.register("after_edit_user", tell_of_open_work)
hooks.register("after_create_user", tell_of_open_work)
hooks.register("construct_homepage_panels", lambda request, panels: panels.append(UnfinishedPanel()))
hooks.register(
    "register_reports_menu_item",
    lambda: MenuItemFor(
        may_read_log, "Log of decisions", reverse("moderation:log"), icon_name="history", order=50
    ),
)
hooks.register(
    "register_settings_menu_item",
    lambda: MenuItemFor(
        roles.may_confirm_roles, "Roles to confirm", reverse("moderation:pending_roles"), icon_name="user"
    ),
)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_snippet_listing_buttons")
def take_down_button(page, user, *context, **options):
    """Offer to take down a page or a snippet, be it open or in a list."""
    if (
        isinstance(page, DraftStateMixin)
        and roles.may_take_down(user)
        and (page.live or page.approved_schedule)
    ):
        address = reverse("moderation:take_down", args=[page._meta.label_lower, page.pk])
        yield Button("Take down", address, icon_name="download", priority=60)


@hooks.register("register_page_header_buttons")
def redact_in_the_header(page, user, view_name, next_url=None):
    """Offer to redact what was published of the page that is open."""
    if roles.may_take_down(user) and PublishedVersion.objects.of(page).exists():
        address = reverse("moderation:redact", args=[page._meta.label_lower, page.pk])
        yield Button("Redact published versions", address, icon_name="cut", priority=70)


def say_who_can_approve(request, obj) -> None:
    """Tell who can approve ``obj`` while it is in review, and warn where nobody can."""
    obj = getattr(obj, "specific", obj)
    if obj.workflow_in_progress:
        text, is_possible = approvers.in_words(obj)
        add = messages.info if is_possible else messages.warning
        add(request, f"Who can approve: {text}")


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def in_the_editor(request, obj):
    """Say it where it is looked at."""
    is_for_scripts = "application/json" in request.headers.get("accept", "")
    if request.method == "GET" and hasattr(obj, "workflow_in_progress") and not is_for_scripts:
        say_who_can_approve(request, obj)
        say_what_is_open(request, obj)


def say_what_is_open(request, obj) -> None:
    """Tell what waits for a hold, and what is public without its second review."""
    version = PublishedVersion.objects.of(obj).awaiting_review().first()
    if version:
        awaited = ", ".join(version.awaited_roles)
        messages.warning(request, f"Published urgently, and awaiting a second review by: {awaited}.")
    scheduled = obj.scheduled_revision
    if scheduled and (hold := waits_for(scheduled)):
        messages.warning(request, f"Approved, and waiting for a hold to end: {hold}. {hold.reason}")


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def after_submission(request, obj):
    """Say it after what was sent was submitted, below Wagtail's own word of it."""
    if {"action-submit", "action-restart-workflow"} & request.POST.keys():
        # As stored: the editor read the states of the page's workflows before this one began.
        say_who_can_approve(request, type(obj)._default_manager.get(pk=obj.pk))


@hooks.register("construct_page_chooser_queryset")
def offer_visible_pages(pages, request):
    """Offer the pages that the person may see; Wagtail offers all, drafts included."""
    visible = page_permission_policy.explorable_instances(request.user)
    parent = request.resolver_match.kwargs.get("parent_page_id")
    if parent and not visible.filter(pk=parent).exists():
        raise Http404
    return pages.filter(pk__in=visible.order_by().values("pk"))
