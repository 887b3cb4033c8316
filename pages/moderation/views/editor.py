"""What moderation adds to the editor: the ways to a review and to a set, and the screens of snippets."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.defaultfilters import pluralize
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem, WorkflowMenuItem
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, Revision
from wagtail.permissions import register_permission_policy
from wagtail.snippets.action_menu import WorkflowMenuItem as SnippetWorkflowMenuItem
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from pages.core.moments import moment_in_words
from pages.moderation.approval import roles
from pages.moderation.approval.permissions import RestrictedModelPolicy
from pages.moderation.approval.publication_set import set_holding
from pages.moderation.approval.removals import (
    describe_removal,
    removal_of,
    removed_together,
    with_last_appearance,
)
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.personal_details import find_personal_details

from .open_reviews import review_address


def parent_titles(keys: Iterable[Any]) -> dict[str, str]:
    """Return the title above each page that is named with it, by the key of the page as text."""
    paths = {
        str(page.pk): page.path[: -Page.steplen]
        for page in Page.objects.filter(pk__in=set(keys))
        if getattr(
            page.cached_content_type.model_class(), "is_named_with_parent", False
        )
    }
    titles = dict(
        Page.objects.filter(path__in=paths.values()).values_list("path", "draft_title")
    )
    return {key: titles[path] for key, path in paths.items() if path in titles}


DECISIONS = (WorkflowMenuItem, SnippetWorkflowMenuItem)
SUBMISSIONS = {"action-submit", "action-restart-workflow"}
"""The names of Wagtail’s buttons."""


class ReviewMenuItem(ActionMenuItem):
    """Leads to the review screen."""

    name = "action-review"
    label = "Review"
    icon_name = "glasses"
    address = ""

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return self.address


class PutBackMenuItem(ActionMenuItem):
    """Saves the draft and leads to the screen that puts it back with what went with it."""

    name = "action-put-back"
    label = "Save and put back"
    icon_name = "upload"


class SetMenuItem(ActionMenuItem):
    """Saves the draft and leads to its set, where all of it is submitted."""

    name = "action-open-set"
    label = "Save and go to its publication set"
    icon_name = "folder-open-1"


def arrange_action_menu(
    menu_items: list[Any], request: StaffRequest, context: dict[str, Any]
) -> None:
    """Lead to the review screen in the place of Wagtail's decisions, and to the set of what is a part of one.

    Beside an open form one stray key would make the reviewer an author, and a decision
    there would not say which revision it is about. Neither a part of a set nor one of
    several pages that were taken down together is submitted by itself.
    """
    obj = context.get("page") or context.get("instance")
    publication_set = set_holding(obj) if obj and obj.pk else None
    is_part = publication_set and publication_set.is_open
    went_with_others = bool(
        obj and obj.pk and not publication_set and removed_together(obj)
    )
    left_out = SUBMISSIONS if is_part or went_with_others else set()
    menu_items[:] = [
        item
        for item in menu_items
        if not isinstance(item, DECISIONS) and item.name not in left_out
    ]
    if obj and (address := review_address(obj, request.user)):
        item = ReviewMenuItem()
        item.address = address
        menu_items.insert(0, item)
    if is_part:
        menu_items.append(SetMenuItem(order=0))
    if went_with_others:
        menu_items.append(PutBackMenuItem(order=0))


def open_set_after_saving(request: HttpRequest, obj: Any) -> HttpResponse | None:
    publication_set = set_holding(obj)
    if publication_set and SetMenuItem.name in request.POST:
        return redirect("moderation:set", publication_set.pk)
    if PutBackMenuItem.name in request.POST:
        return redirect("moderation:put_back", obj.pk)
    return None


def add_taken_down_message(request: HttpRequest, obj: Any) -> None:
    """Say who took ``obj`` down, when and why, or when it expired, and how it is put back."""
    removal = removal_of(obj)
    if not removal:
        return
    lines = [describe_removal(removal)]
    if removal.reason:
        lines.append(f"What happened: {removal.reason}")
    buttons = []
    if together := removed_together(obj):
        others = len(together) - 1
        lines.append(
            f"{others} other {pluralize(others, 'page was,pages were')} taken down at the same time."
        )
        if not set_holding(obj):
            lines.append("When they are all correct, put them back together.")
            buttons.append(
                messages.button(
                    reverse("moderation:put_back", args=[obj.pk]), "Put back"
                )
            )
    elif not obj.workflow_in_progress:
        lines.append("To republish it, correct it and submit it for moderation.")
    messages.warning(request, " ".join(lines), buttons=buttons)


def add_set_message(request: HttpRequest, obj: Any) -> None:
    publication_set = set_holding(obj)
    if publication_set and roles.may_see_sets(request.user):
        address = reverse("moderation:set", args=[publication_set.pk])
        text = f"In the publication set “{publication_set}”: {publication_set.get_state_display().lower()}."
        messages.info(request, text, buttons=[messages.button(address, "Open set")])


def add_personal_details_message(request: HttpRequest, draft: Any) -> None:
    """Name what may be personal data in ``draft``."""
    details = find_personal_details(draft)
    if not details:
        return
    names = [f"{kind.lower()} {words} ({field})" for kind, words, field in details]
    messages.warning(
        request, f"Check that readers may see these details: {'; '.join(names)}."
    )


def version_of(revision: Revision) -> str:
    """Return what names ``revision`` as it is now: one that a form saves by itself again has a new time."""
    return f"{revision.pk} {revision.created_at.isoformat()}"


def newest_version(obj: Any) -> Revision | None:
    """Return the latest revision of ``obj`` as the database has it now."""
    stored = type(obj)._base_manager.select_related("latest_revision").get(pk=obj.pk)
    newest: Revision | None = stored.latest_revision
    return newest


def describe_compared_version(obj: Any, key: str) -> str:
    """Return which version of ``obj`` it is that Wagtail compares as ``key``, who saved it and when.

    ``key`` is the number of a revision, or "live", "latest" or "earliest".
    """
    revisions = obj.revisions.select_related("user").order_by("created_at", "pk")
    if key == "live":
        revision = obj.live_revision
    elif key == "latest":
        revision = revisions.last()
    elif key == "earliest":
        revision = revisions.first()
    else:
        revision = revisions.filter(pk=key).first()
    if key == "live" or (revision and obj.live and revision.pk == obj.live_revision_id):
        kind = "Live version"
    elif revision and revision.pk == obj.latest_revision_id:
        kind = "Latest draft"
    else:
        kind = "Earlier version"
    if not revision:
        return kind
    who = roles.display_name(revision.user)
    by = f" by {who}" if who else ""
    return f"{kind}, saved{by} on {moment_in_words(revision.created_at, ' at ')}"


def describe_newer_version(revision: Revision, user: Any) -> str:
    """Return who saved ``revision`` and when, as ``user`` reads it."""
    moment = moment_in_words(revision.created_at, " at ")
    if revision.user_id == user.pk:
        return f"You saved a newer version in another window on {moment}"
    return f"{roles.display_name(revision.user) or 'Someone'} saved a newer version on {moment}"


def warn_of_newer_draft(request: HttpRequest, obj: Any, known: str) -> bool:
    """Tell of a newer version than the form knows, unless it may be replaced; return whether there is one.

    The answer holds what the form knows, so that neither it nor a second press replaces
    the newer version.
    """
    newest = newest_version(obj)
    if not newest or version_of(newest) in {known, request.POST.get("replace_newer")}:
        return False
    form = "page-edit-form" if isinstance(obj, Page) else "w-editor-form"
    text = format_html(
        "{}. If you save yours, it will overwrite this newer version, which then stays in the history only. "
        "What you typed is still below. "
        '<a class="button button-small button-secondary" target="_blank" href="{}">See the newer version '
        '(opens in a new tab)</a> <button class="button button-small button-secondary" form="{form}" '
        'name="replace_newer" value="{}">Overwrite it with mine</button>'
        '<input type="hidden" form="{form}" name="known_version" value="{}">',
        describe_newer_version(newest, request.user),
        AdminURLFinder(request.user).get_edit_url(obj),
        version_of(newest),
        known,
        form=form,
    )
    messages.warning(request, text)
    return True


def _describe_public_state(snippet: Any) -> str:
    if snippet.is_taken_down:
        return "Taken down"
    if snippet.workflow_in_progress:
        if snippet.live:
            return "Public, with a newer draft in moderation"
        return "In moderation"
    newer = ", with a newer draft" if snippet.has_unpublished_changes else ""
    return f"Public{newer}" if snippet.live else "Not public"


PUBLIC_STATE = Column(
    "public_state", label="State", accessor=_describe_public_state, sort_key="live"
)


class _HeadedTemplateMixin(WagtailAdminTemplateMixin):
    """Adds the heading that Wagtail's own templates of snippets omit."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "title": self.get_header_title()}


class AddSnippet(_HeadedTemplateMixin, CreateView):
    """Adds a snippet."""


class NamesNewerVersion:
    """Says whose version, and of when, a form would overwrite that can no longer save by itself."""

    def json_error_response(self, error_code: str, error_message: str) -> JsonResponse:
        obj = getattr(self, "page", None) or self.object  # type: ignore[attr-defined]
        newest = newest_version(obj) if error_code == "invalid_revision" else None
        if newest:
            newer = describe_newer_version(newest, self.request.user)  # type: ignore[attr-defined]
            error_message = (
                f"{newer}. If you save yours, it will overwrite this newer version."
            )
        return super().json_error_response(error_code, error_message)  # type: ignore[misc]


class EditSnippet(NamesNewerVersion, _HeadedTemplateMixin, EditView):
    """Edits a snippet."""


class ModeratedSnippetViewSet(SnippetViewSet):
    """The screens of a moderated snippet.

    Copying is off: Wagtail's screen for it writes to the original.
    """

    add_view_class = AddSnippet
    edit_view_class = EditSnippet
    copy_view_enabled = False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Return what the list shows, with what the column of states needs."""
        return with_last_appearance(self.model._default_manager.all())


def register_moderated(viewset: type[ModeratedSnippetViewSet]) -> None:
    """Register a snippet whose workflow publishes it, so that no permission can."""
    register_permission_policy(
        viewset.model, RestrictedModelPolicy(viewset.model, {"publish"})
    )
    register_snippet(viewset)
