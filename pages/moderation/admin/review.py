"""The review screen: what is to be published, what it changes, who wrote it, and the decision about it.

It is read-only, so nobody becomes an author by looking. A decision names the revision that was shown; if
there is a newer one by then, nothing is decided and the screen shows that one.
"""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, TaskState

from pages.moderation.reviews.approval_task import URGENT, IndependentApprovalTask
from pages.moderation.rules import approvers, roles
from pages.moderation.rules.authors import authors_since_publication
from pages.moderation.types import StaffRequest

TAKE_OVER = "take_over"
"""Sends the draft back, so that the reviewer can edit it: from then on somebody else has to approve it."""
NEEDS_REASON = {"reject", URGENT}


def open_task_state(pk: int) -> TaskState:
    """Return the step of a review with this key.

    Raises ``Http404`` if there is none, and ``PermissionDenied`` if it is of a type that we do not decide at.
    """
    states = TaskState.objects.select_related("revision", "workflow_state__requested_by", "task")
    state = get_object_or_404(states, pk=pk)
    if not isinstance(state.task.specific, IndependentApprovalTask):
        raise PermissionDenied
    return state


def reviewed_object(state: TaskState) -> Any:
    """Return the page or snippet in review, as its own type; None if it is gone."""
    obj = state.workflow_state.content_object
    return getattr(obj, "specific", obj)


def may_review(state: TaskState, user: User) -> bool:
    """Tell whether ``user`` has the role of the step, or can publish urgently from it."""
    task, obj = state.task.specific, reviewed_object(state)
    return bool(obj) and (task.user_has_role(user) or bool(task.get_actions(obj, user)))


def submitter_name(state: TaskState) -> str:
    """Return the name of whoever submitted what is in review; empty if nobody did."""
    submitter = state.workflow_state.requested_by
    return roles.display_name(submitter) if submitter else ""


def reviews_for(user: User) -> list[TaskState]:
    """Return the steps at which ``user`` can decide about something now, the oldest first."""
    waiting = TaskState.objects.reviewable_by(user).select_related("revision", "workflow_state__requested_by")
    found = []
    for state in waiting.order_by("started_at", "pk"):
        obj = reviewed_object(state)
        if obj and any(name != "reject" for name, *_ in state.task.specific.get_actions(obj, user)):
            state.obj = obj
            state.submitter = submitter_name(state)
            found.append(state)
    return found


class ReviewView(WagtailAdminTemplateMixin, TemplateView):
    """Shows one step of a review and takes the decision."""

    request: StaffRequest
    template_name = "moderation/review.html"
    page_title = "Review"
    header_icon = "glasses"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Let in whoever may review it; lead on if the step is over."""
        self.state = open_task_state(self.kwargs["pk"])
        self.task = self.state.task.specific
        self.object = reviewed_object(self.state)
        if not may_review(self.state, self.request.user):
            raise PermissionDenied
        if self.state.status != TaskState.STATUS_IN_PROGRESS or not self.state.workflow_state.is_active:
            return self._lead_on(f"This has been decided, or withdrawn: {self.object.full_name}.")
        self.page_subtitle = self.object.full_name
        return super().dispatch(request, *args, **kwargs)

    def _lead_on(self, message: str) -> HttpResponse:
        """Go to the review that took this one's place if the user can decide at it, or to the dashboard."""
        messages.warning(self.request, message)
        return redirect(review_address(self.object, self.request.user) or "wagtailadmin_home")

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        """Lead back to the dashboard."""
        return [*super().get_breadcrumbs_items(), {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Gather what somebody who decides has to know."""
        draft = self.state.revision.as_object()
        changed, unchanged = self._compare(draft)
        authors = get_user_model().objects.filter(pk__in=authors_since_publication(self.object))
        return {
            **super().get_context_data(**kwargs),
            "draft": draft,
            "state": self.state,
            "submitter": submitter_name(self.state),
            "authors": [roles.display_name(author) for author in authors],
            "changed": changed,
            "unchanged": unchanged,
            "who_approves": approvers.describe_approvers(self.object)[0],
            "decisions": self._decisions(draft),
            "comment": kwargs.get("comment", ""),
        }

    def _compare(self, draft: Any) -> tuple[list[Any], list[str]]:
        """Return the fields that differ from what is live, and the names of the others."""
        if not self.object.live:
            return [], []
        owner = self.object if isinstance(self.object, Page) else type(self.object).snippet_viewset
        panel = owner.get_edit_handler().get_bound_panel(
            instance=self.object, request=self.request, form=None
        )
        comparisons = [compare(self.object, draft) for compare in panel.get_comparison()]
        changed = [each for each in comparisons if each.has_changed()]
        return changed, [str(each.field_label()) for each in comparisons if each not in changed]

    def _decisions(self, draft: Any) -> list[tuple[str, str]]:
        """Return the names and the labels of the decisions that the user can take."""
        words = {
            "approve": self._label_of_approval(draft),
            "reject": "Send back with a reason",
            URGENT: "Publish urgently with one approval",
        }
        names = dict.fromkeys(name for name, *_ in self.task.get_actions(self.object, self.request.user))
        found = [(name, words[name]) for name in ("approve", URGENT, "reject") if name in names]
        if "reject" in names and self.edit_address():
            found.append((TAKE_OVER, "Edit it myself"))
        return found

    def _label_of_approval(self, draft: Any) -> str:
        """Say what happens after the approval."""
        steps = [each for each in approvers.remaining_tasks(self.object) if each.pk != self.task.pk]
        if steps:
            return f"Approve and send to the {steps[0].name.lower()}"
        if draft.go_live_at and draft.go_live_at > timezone.now():
            return f"Approve for publication on {timezone.localtime(draft.go_live_at):%-d %B %Y at %H:%M}"
        return "Approve and publish now"

    def edit_address(self) -> str:
        """Return the address of the editor; empty if the user may not open it."""
        return AdminURLFinder(self.request.user).get_edit_url(self.object) or ""

    def post(self, request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take the decision, or show why it was not taken, with the comment that was typed."""
        decision, comment = request.POST.get("decision", ""), request.POST.get("comment", "").strip()
        if request.POST.get("revision") != str(self.state.revision_id):
            return self._again(comment, "Somebody saved a newer version since you opened this. Here it is.")
        if decision in NEEDS_REASON and not comment:
            return self._again(comment, "Write the reason in the comment.")
        action = decision
        if decision == TAKE_OVER:
            action, comment = "reject", comment or f"{roles.display_name(request.user)} edits this."
        try:
            self.task.decide(self.state, request.user, action, comment)
        except ValidationError as error:
            return self._again(comment, *error.messages)
        if decision == TAKE_OVER:
            messages.success(request, "You can edit it now. Somebody else has to approve it.")
            return redirect(self.edit_address() or "wagtailadmin_home")
        messages.success(request, self._outcome(decision))
        following = reviews_for(request.user)
        return redirect("moderation:review", following[0].pk) if following else redirect("wagtailadmin_home")

    def _again(self, comment: str, *problems: str) -> HttpResponse:
        for problem in problems:
            messages.error(self.request, problem)
        return self.render_to_response(self.get_context_data(comment=comment))

    def _outcome(self, decision: str) -> str:
        """Say what became of the object."""
        name = self.object.full_name
        if decision == "reject":
            return f"Sent back: {name}."
        obj = type(self.object)._default_manager.get(pk=self.object.pk)
        if obj.workflow_in_progress:
            return f"Approved: {name}. It went to the {obj.current_workflow_task.name.lower()}."
        if obj.live_revision_id == self.state.revision_id:
            return f"Published: {name}."
        return f"Approved: {name}. It is published when its time comes."


@xframe_options_sameorigin
def preview_review(request: StaffRequest, pk: int) -> HttpResponse:
    """Show the page as readers would see it once it is published."""
    state = open_task_state(pk)
    if not may_review(state, request.user):
        raise PermissionDenied
    draft = state.revision.as_object()
    return draft.make_preview_request(request, draft.default_preview_mode)


def review_address(obj: Any, user: User) -> str:
    """Return the address of the review screen of ``obj`` if ``user`` can decide about it; else empty."""
    state = getattr(obj, "current_workflow_task_state", None)
    if not state or not isinstance(state.task.specific, IndependentApprovalTask):
        return ""
    can_decide = state.status == TaskState.STATUS_IN_PROGRESS and state.task.specific.get_actions(obj, user)
    return reverse("moderation:review", args=[state.pk]) if can_decide else ""
