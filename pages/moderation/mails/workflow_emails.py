"""E-mails about the steps of a review, in place of Wagtail's.

Wagtail writes to everybody in a step's groups, to superusers about every submission, and to nobody but the
submitter about the outcome. Here only those who can still approve get an e-mail, and then those whose work
was decided, as long as they have a role. It names the page and leads to the screen where something can be
done; it holds no text of the page.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse
from wagtail.admin.mail import (
    BaseWorkflowStateEmailNotifier,
    GroupApprovalTaskStateSubmissionEmailNotifier,
    WorkflowStateApprovalEmailNotifier,
    WorkflowStateRejectionEmailNotifier,
)
from wagtail.models import DraftStateMixin, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected

from pages.moderation.gate import roles
from pages.moderation.gate.approval import eligible_approvers, review_of
from pages.moderation.gate.authors import authors_since_publication, clearance_of
from pages.moderation.gate.decision import Decision, decisions_that_count
from pages.moderation.gate.publication_set import PublicationSet, set_in_review

from .digests import collect, is_urgent
from .emails import admin_link, edit_link, email_name, set_link, set_name
from .mail import Mail

TEMPLATES = "moderation/emails/"
REMARK = Mail("moderation/emails/remark", "the authors, and who else commented")


def _is_last_of_set(workflow_state: WorkflowState) -> bool:
    """Tell whether this is the last review of its set to change; the review of one page is always the last.

    By then all of the set has changed, so one e-mail tells of it.
    """
    publication_set = _set_of(workflow_state)
    obj = workflow_state.content_object
    return not publication_set or publication_set.objects_in_order()[-1] == getattr(obj, "specific", obj)


def _set_of(workflow_state: WorkflowState) -> PublicationSet | None:
    """Return the set that is reviewed, or was just published, by a review that is a part of its own."""
    step = workflow_state.current_task_state
    published = PublicationSet.objects.filter(versions__revision_id=step.revision_id if step else 0)
    return set_in_review(workflow_state.content_object) or published.first()


def _about_set(workflow_state: WorkflowState) -> dict[str, Any]:
    """Return what an e-mail says of the set that is reviewed; nothing of a page that is in none."""
    publication_set = _set_of(workflow_state)
    if not publication_set:
        return {}
    objects = publication_set.objects_in_order()
    address = set_link(publication_set)
    return {
        "name": set_name(publication_set),
        "items": [email_name(obj) for obj in objects],
        "edit_address": address,
        "public_address": next((obj.full_url for obj in objects if getattr(obj, "full_url", "")), address),
    }


class DigestMixin:
    """Puts a line into the digests of those who chose one, unless the draft is to be published before."""

    def send_notifications(
        self, template_set: dict[str, str], context: dict[str, Any], recipients: set[User], **kwargs: Any
    ) -> bool:
        """Send the others an e-mail."""
        others = list(recipients)
        if not is_urgent(context["draft"]):
            subject = render_to_string(template_set["subject"], context).strip()
            others = collect(recipients, subject, context["link"], context.get("task_state"))
        send: Callable[..., bool] = super().send_notifications  # type: ignore[misc]
        return not others or send(template_set, context, others, **kwargs)


class StepStartedNotifier(DigestMixin, GroupApprovalTaskStateSubmissionEmailNotifier):
    """Tells those who may approve a step that it has started."""

    template_directory = TEMPLATES

    def get_context(self, task_state: TaskState, **kwargs: Any) -> dict[str, Any]:
        """Add what it is called, what readers will be told, and the step of the review."""
        obj = task_state.workflow_state.content_object
        draft = task_state.revision.as_object()
        return {
            **super().get_context(task_state, **kwargs),
            "name": email_name(obj, draft),
            "note": draft.change_note,
            "draft": draft,
            "task_state": task_state,
            "link": admin_link("moderation:review", task_state.pk),
            **_about_set(task_state.workflow_state),
        }

    def can_handle(self, instance: TaskState, **kwargs: Any) -> bool:
        """Return False for steps of other types, whose approvers are unknown."""
        return (
            super().can_handle(instance, **kwargs)
            and hasattr(instance.task.specific, "users_with_role")
            and _is_last_of_set(instance.workflow_state)
        )

    def get_recipient_users(self, task_state: TaskState, **kwargs: Any) -> set[User]:
        """Return those who may approve; authors and approvers of other steps may not."""
        obj = task_state.workflow_state.content_object
        obj = getattr(obj, "specific", obj)
        return eligible_approvers(task_state.task.specific, review_of(obj))


class OutcomeNotifier(DigestMixin, BaseWorkflowStateEmailNotifier):
    """Tells the submitter and the authors about the outcome, as long as they have a role."""

    template_directory = TEMPLATES

    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        """Write once about a set."""
        return super().can_handle(instance, **kwargs) and _is_last_of_set(instance)

    def get_context(self, workflow_state: WorkflowState, **kwargs: Any) -> dict[str, Any]:
        """Add what it is called, whether it is public, and where it can be read or edited."""
        found = workflow_state.content_object
        obj = type(found)._default_manager.get(pk=found.pk)  # as the publication left it
        obj = getattr(obj, "specific", obj)
        revision = workflow_state.current_task_state.revision
        draft = revision.as_object()
        context = {
            **super().get_context(workflow_state, **kwargs),
            "draft": draft,
            "name": email_name(obj, draft),
            "is_public": obj.live and obj.live_revision_id == revision.pk,
            "public_address": getattr(obj, "full_url", "") or admin_link(),
            "edit_address": edit_link(obj),
            **_about_set(workflow_state),
        }
        return {**context, "link": context["edit_address"]}

    def find_authors(self, workflow_state: WorkflowState) -> set[int]:
        """Return the ids of those whose work was decided."""
        raise NotImplementedError

    def get_recipient_users(self, workflow_state: WorkflowState, **kwargs: Any) -> set[User]:
        """Leave out whoever decided, and those who have lost every role."""
        authors = get_user_model().objects.filter(pk__in=self.find_authors(workflow_state))
        people = {*super().get_recipient_users(workflow_state, **kwargs), *authors} - {kwargs.get("user")}
        return {person for person in people if roles.has_any_role(person)}


class ApprovedNotifier(OutcomeNotifier, WorkflowStateApprovalEmailNotifier):
    """Tells that the review ended with approval, unless a hold came in the way: that has its own e-mail."""

    def can_handle(self, instance: WorkflowState, **kwargs: Any) -> bool:
        """Return False for what now waits for a hold."""
        return super().can_handle(instance, **kwargs) and not self._waits_for_hold(instance)

    def _waits_for_hold(self, workflow_state: WorkflowState) -> bool:
        """Tell whether a hold keeps back what was approved, or a part of its set."""
        revision = workflow_state.current_task_state.revision
        return decisions_that_count(workflow_state.content_object, revision, Decision.Action.WAITING).exists()

    def find_authors(self, workflow_state: WorkflowState) -> set[int]:
        """Return those whom the log names: the publication has forgotten them."""
        return {*clearance_of(workflow_state.current_task_state.revision_id).authors}


class RejectedNotifier(OutcomeNotifier, WorkflowStateRejectionEmailNotifier):
    """Tells that changes are requested."""

    def find_authors(self, workflow_state: WorkflowState) -> set[int]:
        """Return all authors since the last publication, of a set those of all its parts."""
        obj = workflow_state.content_object
        return review_of(getattr(obj, "specific", obj)).authors


# Django keeps only weak references to receivers.
STEP_STARTED, APPROVED, REJECTED = StepStartedNotifier(), ApprovedNotifier(), RejectedNotifier()


def connect() -> None:
    """Connect the notifiers under the names of Wagtail's.

    Wagtail's admin starts after this application, and a second receiver of the same name is ignored.
    """
    task_submitted.connect(
        STEP_STARTED, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification"
    )
    workflow_approved.connect(
        APPROVED, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification"
    )
    workflow_rejected.connect(
        REJECTED, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification"
    )


def remarks_address(obj: Any) -> str:
    """Return the address of the screen with the remarks on ``obj``."""
    return reverse("moderation:remarks", args=[obj._meta.label_lower, obj.pk])


def remarks_link(obj: Any) -> str:
    """Return the full address of that screen."""
    return settings.WAGTAILADMIN_BASE_URL + remarks_address(getattr(obj, "specific", obj))


def notify_of_remark(obj: DraftStateMixin, user: User, others: Iterable[int] = ()) -> None:
    """Tell the authors of ``obj``, and the ``others`` who take part, that ``user`` left a remark."""
    people = get_user_model().objects.filter(
        pk__in=authors_since_publication(obj).union(others) - {user.pk}, is_active=True
    )
    draft = obj.latest_revision.as_object() if obj.latest_revision else obj
    REMARK.send_or_collect(
        [person for person in people if roles.has_any_role(person)],
        remarks_link(obj),
        name=email_name(obj, draft),
        who=roles.display_name(user),
    )
