"""The reviews that wait, and who may open which."""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_sameorigin
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.ui.tables import Column
from wagtail.models import DraftStateMixin, Page, TaskState

from pages.core.moments import moment_in_words
from pages.moderation.approval import roles
from pages.moderation.approval.approval_task import IndependentApprovalTask
from pages.moderation.approval.audit_log import (
    DeletedObject,
    model_label,
)
from pages.moderation.approval.publication_set import PublicationSet, set_in_review
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.approval.versions import PublishedVersion


class TimeColumn(Column):
    """A moment in Europe/London; ``never`` stands where there is none."""

    def __init__(self, name: str, *, never: str = "–", **options: Any) -> None:
        super().__init__(name, **{"sort_key": name, **options})
        self.never = never

    def get_value(self, instance: Any) -> str:
        moment = super().get_value(instance)
        return moment_in_words(moment) if moment else self.never


def find_moderated_object(label: str, pk: str, include_deleted: bool = False) -> Any:
    """Return the page or snippet, or what is left if it was published and deleted; else raise ``Http404``."""
    try:
        model: Any = apps.get_model(label)
        if not issubclass(model, DraftStateMixin):
            raise Http404
        # Not by ``pk``: that of a page type is a foreign key, which fails on enormous
        # numbers.
        obj = model._base_manager.filter(id=pk).first()
    except (
        LookupError,
        ValueError,
    ) as error:  # unknown model, malformed label or invalid key
        raise Http404 from error
    if obj:
        return obj.specific if isinstance(obj, Page) else obj
    label = model_label(model())
    version = PublishedVersion.objects.filter(model=label, object_id=pk).first()
    if (
        not (include_deleted and version)
        or apps.get_model(label)._base_manager.filter(pk=pk).exists()
    ):
        raise Http404
    return DeletedObject(label, pk, version.title)


def open_task_state(pk: int) -> TaskState:
    """Return the step of a review; raise ``PermissionDenied`` if it is of a type that we do not decide at."""
    states = TaskState.objects.select_related(
        "revision", "workflow_state__requested_by", "task"
    )
    state = get_object_or_404(states, pk=pk)
    if not isinstance(state.task.specific, IndependentApprovalTask):
        raise PermissionDenied
    return state


def reviewed_object(state: TaskState) -> Any:
    obj = state.workflow_state.content_object
    return getattr(obj, "specific", obj)


def may_review(state: TaskState, user: User) -> bool:
    """Return True if ``user`` has the role of the step and what it is about still exists."""
    has_role: bool = state.task.specific.user_has_role(user)
    return has_role and reviewed_object(state) is not None


def name_and_address(
    obj: Any, publication_set: PublicationSet | None, user: User
) -> tuple[str, str]:
    """Return what screens call ``obj``, or its set, and where ``user`` changes it; empty if they may not."""
    if publication_set:
        return publication_set.title, reverse(
            "moderation:set", args=[publication_set.pk]
        )
    return obj.full_name, AdminURLFinder(user).get_edit_url(obj) or ""


def reviews_for(user: User) -> list[TaskState]:
    """Return the steps at which ``user`` can decide about something now, the oldest first; a set has one."""
    waiting = TaskState.objects.reviewable_by(user).select_related(
        "revision", "workflow_state__requested_by"
    )
    reviews = []
    sets = set()
    for state in waiting.order_by("started_at", "pk"):
        obj = reviewed_object(state)
        publication_set = set_in_review(obj) if obj else None
        if publication_set in sets:
            continue
        if obj and any(
            name != "reject" for name, *_ in state.task.specific.get_actions(obj, user)
        ):
            state.obj = obj
            state.name = publication_set.title if publication_set else obj.full_name
            state.submitter = roles.display_name(state.workflow_state.requested_by)
            reviews.append(state)
        if publication_set:
            sets.add(publication_set)
    return reviews


def review_address(obj: Any, user: User) -> str:
    """Return the address of the review screen of ``obj`` if ``user`` can decide about it; else empty."""
    state = getattr(obj, "current_workflow_task_state", None)
    if not state or not isinstance(state.task.specific, IndependentApprovalTask):
        return ""
    can_decide = (
        state.status == TaskState.STATUS_IN_PROGRESS
        and state.task.specific.get_actions(obj, user)
    )
    return reverse("moderation:review", args=[state.pk]) if can_decide else ""


@xframe_options_sameorigin
def preview_review(request: StaffRequest, pk: int) -> HttpResponse:
    state = open_task_state(pk)
    if not may_review(state, request.user):
        raise PermissionDenied
    draft = state.revision.as_object()
    return draft.make_preview_request(
        request, draft.default_preview_mode, {"is_review": True}
    )
