"""Emails about the steps of a review, in place of Wagtail's.

Wagtail writes to everybody in a step's groups, to superusers about every submission,
and to nobody but the submitter about the outcome. Here only those who can still approve
get an email, and then those whose work was decided, as long as they have a role. It
names the page and leads to the screen where something can be done; it holds no text of
the page.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.signals import task_submitted, workflow_approved, workflow_rejected
from wagtail.users.models import UserProfile

from pages.moderation.approval import roles
from pages.moderation.approval.authors import authors_since_publication, clearance_of
from pages.moderation.approval.permissions import may_edit
from pages.moderation.approval.publication_set import PublicationSet, set_in_review
from pages.moderation.approval.review_policy import eligible_approvers, review_of

from .mail import EmailKind, about, admin_link, collect, email_name, is_urgent

PLEASE_REVIEW = EmailKind(
    "moderation/emails/please_review", "who can still approve the step"
)
APPROVED = EmailKind(
    "moderation/emails/approved", "the submitter and the authors, if they have a role"
)
CHANGES_REQUESTED = EmailKind(
    "moderation/emails/changes_requested",
    "the submitter and the authors, if they have a role",
)
COMMENT = EmailKind("moderation/emails/comment", "the authors, and who else commented")


def _set_of(workflow_state: WorkflowState) -> PublicationSet | None:
    step = workflow_state.current_task_state
    revision = step.revision_id if step else 0
    published = PublicationSet.objects.filter(versions__revision_id=revision)
    return set_in_review(workflow_state.content_object) or published.first()


def _is_last_of_set(workflow_state: WorkflowState) -> bool:
    """Return True if all of its set has changed with this review, so that one email can tell of it."""
    publication_set = _set_of(workflow_state)
    obj = _specific(workflow_state.content_object)
    return not publication_set or publication_set.objects_in_order()[-1] == obj


def ask_for_decision(instance: TaskState, **kwargs: Any) -> None:
    """Tell those who may approve a step that it has started; of other types of steps they are unknown."""
    task = instance.task.specific
    workflow_state = instance.workflow_state
    if not hasattr(task, "users_with_role") or not _is_last_of_set(workflow_state):
        return
    obj = _specific(workflow_state.content_object)
    draft = instance.revision.as_object()
    context = {
        **about(obj, draft, _set_of(workflow_state)),
        "note": draft.change_note,
        "step": instance,
        "task": task,
        "address": admin_link("moderation:review", instance.pk),
    }
    people = eligible_approvers(task, review_of(obj))
    _send(PLEASE_REVIEW, people, "submitted", draft, context)


def email_approval(
    instance: WorkflowState, user: User | None = None, **kwargs: Any
) -> None:
    """Tell that the review ended with approval."""
    revision = instance.current_task_state.revision
    if _is_last_of_set(instance):
        # The log names the authors; the publication has forgotten them.
        authors = {*clearance_of(revision.pk).authors}
        _tell_of_outcome(APPROVED, "approved", instance, authors, user)


def email_rejection(
    instance: WorkflowState, user: User | None = None, **kwargs: Any
) -> None:
    if _is_last_of_set(instance):
        authors = review_of(_specific(instance.content_object)).authors
        _tell_of_outcome(CHANGES_REQUESTED, "rejected", instance, authors, user)


def _tell_of_outcome(
    mail: EmailKind,
    preference: str,
    workflow_state: WorkflowState,
    authors: set[int],
    user: User | None,
) -> None:
    """Tell the submitter and the authors, but not whoever decided, nor who has lost every role."""
    found = workflow_state.content_object
    # Read it as the publication left it.
    obj = _specific(type(found)._default_manager.get(pk=found.pk))
    step = workflow_state.current_task_state.specific
    draft = step.revision.as_object()
    context = {
        **about(obj, draft, _set_of(workflow_state)),
        "is_public": obj.live and obj.live_revision_id == step.revision_id,
        "task": step.task,
        "comment": step.get_comment(),
    }
    people = {*User.objects.filter(pk__in=authors), workflow_state.requested_by} - {
        user,
        None,
    }
    _send(
        mail,
        filter(roles.has_any_role, people),
        preference,
        draft,
        context,
    )


def _send(
    mail: EmailKind,
    people: Iterable[User],
    preference: str,
    draft: Any,
    context: dict[str, Any],
) -> None:
    """Send it to those who want such emails, or put a line into their digests if that comes in time."""
    wanting = []
    for person in people:
        if not person.is_active:
            continue
        if getattr(UserProfile.get_for_user(person), f"{preference}_notifications"):
            wanting.append(person)
    if not is_urgent(draft):
        wanting = collect(
            wanting, mail.render(context)[0], context["address"], context.get("step")
        )
    mail.send_together(
        wanting, greeted=sorted(wanting, key=roles.display_name), **context
    )


def _specific(obj: Any) -> Any:
    return getattr(obj, "specific", obj)


def connect() -> None:
    """Connect these by the names of Wagtail's receivers, which start later and are then ignored."""
    for signal, receiver, sender, event in (
        (task_submitted, ask_for_decision, TaskState, "group_approval_task_submitted"),
        (workflow_approved, email_approval, WorkflowState, "workflow_state_approved"),
        (
            workflow_rejected,
            email_rejection,
            WorkflowState,
            "workflow_state_rejected",
        ),
    ):
        signal.connect(
            receiver, sender=sender, dispatch_uid=f"{event}_email_notification"
        )


def comments_address(page: Page) -> str:
    return reverse("moderation:comments", args=[page.pk])


def comments_link(page: Page) -> str:
    return settings.WAGTAILADMIN_BASE_URL + comments_address(page)


def notify_of_comment(obj: Any, user: User, others: Iterable[int] = ()) -> None:
    """Tell the authors of ``obj``, and the ``others`` who take part, that ``user`` commented or replied."""
    keys = authors_since_publication(obj).union(others) - {user.pk}
    told = []
    for person in User.objects.filter(pk__in=keys, is_active=True):
        wants_it = UserProfile.get_for_user(person).updated_comments_notifications
        if wants_it and may_edit(obj, person):
            told.append(person)
    draft = obj.latest_revision.as_object() if obj.latest_revision else obj
    who = roles.display_name(user)
    COMMENT.send_or_collect(
        told, address=comments_link(obj), name=email_name(obj, draft), who=who
    )
