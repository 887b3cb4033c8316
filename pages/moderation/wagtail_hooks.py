"""The screens, menu items, buttons and messages that moderation adds to Wagtail's admin."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import DraftStateMixin, Page, RevisionMixin
from wagtail.permissions import register_permission_policy

from pages.moderation.approval import review_policy, roles
from pages.moderation.approval.permissions import RestrictedModelPolicy, may_edit
from pages.moderation.approval.publishing_pause import may_start_pause
from pages.moderation.approval.removals import with_last_appearance
from pages.moderation.approval.versions import PublishedVersion
from pages.moderation.files import refuse_bulk_change_of_approved_files
from pages.moderation.views import (
    agreements,
    base,
    bulk_actions,
    comments,
    decisions,
    editor,
    my_work,
    page_moves,
    page_reviews,
    page_viewset,
    people,
    publishing_pause,
    put_back,
    reports,
    sets,
)
from pages.moderation.views.base import add_menu_item, register_report
from pages.moderation.views.open_reviews import preview_review
from pages.moderation.views.review import ReviewView

# ``manage.py administer`` deletes accounts.
register_permission_policy(User, RestrictedModelPolicy(User, {"delete"}))

SCREENS = [
    path(
        "take-down/<str:label>/<str:pk>/",
        decisions.TakeDownView.as_view(),
        name="take_down",
    ),
    path(
        "ask-to-take-down/<str:label>/<str:pk>/",
        decisions.AskToTakeDownView.as_view(),
        name="ask_to_take_down",
    ),
    path("put-back/<int:pk>/", put_back.PutBackView.as_view(), name="put_back"),
    path(
        "take-down-file/<str:label>/<int:pk>/",
        decisions.TakeDownFileView.as_view(),
        name="take_down_file",
    ),
    path(
        "redact/<str:label>/<str:pk>/", decisions.RedactionView.as_view(), name="redact"
    ),
    path(
        "publishing-pause/",
        publishing_pause.PublishingPauseView.as_view(),
        name="publishing_pause",
    ),
    path("review/<int:pk>/", ReviewView.as_view(), name="review"),
    path("review/<int:pk>/preview/", preview_review, name="review_preview"),
    path(
        "review/<int:pk>/agreement/",
        agreements.AgreementView.as_view(),
        name="agreement",
    ),
    path(
        "agreements/<int:pk>/document/",
        agreements.serve_agreement_document,
        name="agreement_document",
    ),
    path("my-work/<slug:key>/", my_work.MyWorkView.as_view(), name="my_work"),
    path("sets/", sets.SetListView.as_view(), name="sets"),
    path("sets/<int:pk>/", sets.SetView.as_view(), name="set"),
    path(
        "page-reviews/<int:pk>/",
        page_reviews.PageReviewView.as_view(),
        name="page_review",
    ),
    path("comments/<int:pk>/", comments.CommentsView.as_view(), name="comments"),
    path("second-person/", people.SecondPersonView.as_view(), name="second_person"),
]

hooks.register(
    "register_admin_urls",
    lambda: [path("moderation/", include((SCREENS, "moderation")))],
)
hooks.register("register_admin_viewset", page_viewset.ModeratedPageViewSet)
# After Wagtail's own, which these replace.
hooks.register("register_bulk_action", bulk_actions.DeleteSnippetsAction, order=1)
hooks.register("register_bulk_action", bulk_actions.GiveRoleAction, order=1)
hooks.register("register_bulk_action", bulk_actions.SetActiveStateAction, order=1)
hooks.register("register_bulk_action", bulk_actions.MoveAction, order=1)
hooks.register("register_bulk_action", bulk_actions.PutIntoSetAction)
hooks.register("before_bulk_action", refuse_bulk_change_of_approved_files)
hooks.register("before_move_page", page_moves.move_or_ask)
hooks.register("after_bulk_action", people.show_open_work_after_bulk_change)
hooks.register("before_edit_user", people.show_open_work_on_opening)
hooks.register("after_edit_user", people.show_open_work)
hooks.register("after_create_user", people.show_open_work)
hooks.register("construct_homepage_panels", my_work.arrange_dashboard)
hooks.register("construct_settings_menu", base.leave_out_what_commands_do)
# After Wagtail's own numbers of pages, images and documents: what one has to do comes
# first.
hooks.register(
    "construct_homepage_summary_items", lambda request, items: items.clear(), order=1
)
hooks.register("register_account_settings_panel", my_work.DigestPanel)
hooks.register("construct_page_action_menu", editor.arrange_action_menu)
hooks.register("construct_snippet_action_menu", editor.arrange_action_menu)
hooks.register("after_edit_page", editor.open_set_after_saving)
hooks.register("after_edit_snippet", editor.open_set_after_saving)
register_report(reports.PdfReport, "reports/pdfs/")
register_report(reports.AuditLogReport, "moderation/log/")
register_report(page_reviews.PageReviewReport, "moderation/page-reviews/")
add_menu_item(
    "admin",
    roles.may_see_sets,
    "Publication sets",
    "moderation:sets",
    icon_name="folder-open-1",
    order=255,
)
add_menu_item(
    "admin",
    may_start_pause,
    "Publishing pause",
    publishing_pause.SCREEN,
    icon_name="lock",
    order=260,
)
add_menu_item(
    "settings",
    roles.may_look_after_people,
    "Confirmations needed",
    "moderation:second_person",
    icon_name="user",
)


@hooks.register("register_page_header_buttons")
@hooks.register("register_page_listing_more_buttons")
@hooks.register("register_snippet_listing_buttons")
def offer_decisions(
    page: Any, user: User, *args: Any, **kwargs: Any
) -> Iterator[Button]:
    """Lead from a page or snippet, here and in lists, to what is decided about it without a draft."""
    if not isinstance(page, DraftStateMixin):
        return
    if roles.may_take_down(user) and (page.live or page.approved_schedule):
        address = reverse(
            "moderation:take_down", args=[page._meta.label_lower, page.pk]
        )
        yield Button("Take down", address, icon_name="download", priority=60)
    if isinstance(page, Page) and page.live and roles.may_see_sets(user):
        address = reverse("moderation:page_review", args=[page.pk])
        yield Button("Review date", address, icon_name="calendar-check", priority=55)


@hooks.register("register_page_header_buttons")
def offer_versions(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from an open page to what its draft changes, and to its published versions."""
    if view_name == "edit" and page.live and page.has_unpublished_changes:
        address = reverse(
            "wagtailadmin_pages:revisions_compare", args=[page.pk, "live", "latest"]
        )
        yield Button(
            "Compare with what is live", address, icon_name="draft", priority=20
        )
    if page.live and not roles.may_take_down(user) and may_edit(page, user):
        # Wagtail's editors look for "Unpublish" and "Delete" here.
        address = reverse(
            "moderation:ask_to_take_down", args=[page._meta.label_lower, page.pk]
        )
        yield Button("Ask to take down", address, icon_name="download", priority=60)
    if roles.may_take_down(user) and PublishedVersion.objects.for_object(page).exists():
        address = reverse("moderation:redact", args=[page._meta.label_lower, page.pk])
        yield Button("Redact published versions", address, icon_name="cut", priority=70)


def is_locked_for(user: Any, obj: DraftStateMixin) -> bool:
    """Return True if the message about the lock of ``obj`` is shown to ``user``: it says who can approve."""
    lock = obj.get_lock()
    return bool(lock and lock.for_user(user))


def warn_if_nobody_can_approve(request: HttpRequest, obj: DraftStateMixin) -> None:
    obj = getattr(obj, "specific", obj)
    obj.get_lock()  # keeps the open review, should it end in between
    if obj.workflow_in_progress:
        text, is_possible = review_policy.describe_approvers(obj)
        add = messages.info if is_possible else messages.warning
        add(request, text)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def show_review_state_in_editor(request: HttpRequest, obj: DraftStateMixin) -> None:
    """Show who can approve the object, what it lacks and its open comments when the editor opens."""
    is_for_scripts = "application/json" in request.headers.get("accept", "")
    if (
        request.method == "GET"
        and hasattr(obj, "workflow_in_progress")
        and not is_for_scripts
    ):
        editor.add_taken_down_message(request, getattr(obj, "specific", obj))
        if not is_locked_for(request.user, obj):
            warn_if_nobody_can_approve(request, obj)
        add_requested_changes_message(request, obj)
        comments.add_open_comments_message(request, obj)
        editor.add_personal_details_message(request, obj)
        editor.add_set_message(request, obj)


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def overwrite_only_what_the_form_saved(
    request: HttpRequest, obj: DraftStateMixin
) -> None:
    """Let a form that saves by itself overwrite no draft that it was opened with.

    Wagtail takes a draft for the form's own once a save was answered with its number.
    One that changes nothing is answered with that of the draft that is there, which
    another window may have saved.
    """
    overwritten = request.POST.get("overwrite_revision_id")
    if overwritten and overwritten == request.POST.get("loaded_revision_id"):
        sent = request.POST.copy()
        del sent["overwrite_revision_id"]
        request.POST = sent  # type: ignore[assignment]


@hooks.register("before_edit_page")
@hooks.register("before_edit_snippet")
def refuse_to_replace_what_was_saved_meanwhile(
    request: HttpRequest, obj: DraftStateMixin
) -> None:
    """Put nobody's form in the place of a newer draft before they know of it.

    Wagtail compares the versions only when a form saves by itself. Of a button it warns
    once its script has asked, every ten seconds; whoever goes on then sends no version
    (``editor-session.js``). That script also says which version the form saved by
    itself: Wagtail's fields stay those of the opening.
    """
    if known := request.POST.get("known_version"):
        sent = request.POST.copy()
        sent["loaded_revision_id"], _, sent["loaded_revision_created_at"] = (
            known.partition(" ")
        )
        request.POST = sent  # type: ignore[assignment]
    fields = ("loaded_revision_id", "loaded_revision_created_at")
    known = " ".join(request.POST.get(field, "") for field in fields).strip()
    if known and isinstance(obj, RevisionMixin) and request.accepts("text/html"):
        # ``PublishableForm`` asks it, last of all.
        obj.say_if_newer = partial(editor.warn_of_newer_draft, request, obj, known)


def add_requested_changes_message(request: HttpRequest, obj: DraftStateMixin) -> None:
    """Say who sent ``obj`` back, until it is submitted again."""
    obj = getattr(obj, "specific", obj)
    if obj.current_workflow_state and not obj.workflow_in_progress:
        messages.warning(request, my_work.describe_open_work(obj)[1])


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def warn_if_nobody_can_approve_after_submission(
    request: HttpRequest, obj: DraftStateMixin
) -> None:
    """Say who can approve, below Wagtail's own message about the submission."""
    if editor.SUBMISSIONS & request.POST.keys():
        # Reloaded, because the editor read the page's workflow states before this
        # workflow started.
        stored = type(obj)._default_manager.get(pk=obj.pk)
        warn_if_nobody_can_approve(request, stored)
        editor.add_personal_details_message(
            request, stored.get_latest_revision_as_object()
        )


@hooks.register("construct_explorer_page_queryset")
def read_what_was_taken_down(
    parent: Page, pages: QuerySet[Page], request: HttpRequest
) -> QuerySet[Page]:
    """Let the lists of pages show it without asking for each page."""
    return with_last_appearance(pages)


@hooks.register("construct_page_chooser_queryset")
def read_what_was_taken_down_in_choosers(
    pages: QuerySet[Page], request: HttpRequest
) -> QuerySet[Page]:
    """Let the choosers of pages show it without asking for each page."""
    return with_last_appearance(pages)
