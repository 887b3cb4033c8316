"""``Moderated``, the base of every page and snippet whose publication needs approval, and its locks."""

from collections.abc import Sequence
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any, ClassVar

from django.contrib.auth.models import User
from django.db import models, transaction
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import get_text_list
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.locks import BaseLock, BasicLock, ScheduledForPublishLock, WorkflowLock
from wagtail.models import (
    COMMENTS_RELATION_NAME,
    DraftStateMixin,
    Page,
    Revision,
    WorkflowState,
)

from pages.core.moments import moment_in_words
from pages.moderation.approval import roles
from pages.moderation.approval.approval_task import IndependentApprovalTask
from pages.moderation.approval.authors import add_authors, authors_of_restored_text
from pages.moderation.approval.locks import lock_stored_rows
from pages.moderation.approval.public_content import fingerprint
from pages.moderation.approval.publishing import publish
from pages.moderation.approval.removals import is_taken_down
from pages.moderation.approval.review_policy import describe_approvers
from pages.moderation.approval.set_actions import reopen_set_of

BUTTON = ' <span class="buttons"><a class="button button-small button-secondary" href="{}">{}</a></span>'
FOR_REVIEWERS = (
    "<b>In moderation.</b> {} Review it on the review screen. If you take over editing there, someone else "
    f"must approve it.{BUTTON}"
)
FOR_OTHERS = (
    "<b>In moderation.</b> {} To change it, select “Withdraw submission”, or ask someone who wrote or "
    "submitted it to do so."
)


class ReviewLock(WorkflowLock):
    """Wagtail's lock, which leads those who can decide to the review screen.

    It comes before the lock that a person puts on a page: whoever holds that one could
    edit, and autosave would make a reviewer an author.
    """

    def get_message(self, user: User) -> SafeString | None:
        if not self.for_user(user):
            return None
        state = self.object.current_workflow_task_state
        who, _ = describe_approvers(self.object)
        if state and self.task.get_actions(self.object, user):
            return format_html(
                FOR_REVIEWERS,
                who,
                reverse("moderation:review", args=[state.pk]),
                "Review",
            )
        if not isinstance(self.object, Page):  # Wagtail has comments on pages alone.
            return format_html(FOR_OTHERS, who)
        comments = reverse("moderation:comments", args=[self.object.pk])
        return format_html(FOR_OTHERS + BUTTON, who, comments, "Comments")

    def get_locked_by(self, user: User, can_lock: bool = False) -> str:
        return "In moderation"

    def get_description(self, user: User, can_lock: bool = False) -> str:
        return "Reviewers decide on the review screen. Authors can withdraw the submission to change it."


class ScheduledLock(ScheduledForPublishLock):
    """Wagtail's lock on what is scheduled, which tells editors who can cancel its publication."""

    def get_message(self, user: User) -> SafeString:
        reason = super().get_message(user)
        return format_html("{}. {}", reason, self.get_who_can_cancel(user))

    def get_who_can_cancel(self, user: User) -> str:
        """Return whom to ask, unless ``user`` can cancel it, or nobody can."""
        people = roles.users_with_role(*roles.cancelling_roles(self.object))
        if roles.may_cancel_schedule(user, self.object) or not people:
            return ""
        names = get_text_list(sorted(map(roles.display_name, people)), "or")
        return f"To change it before then, ask someone who can cancel its publication: {names}."


class PersonalLock(BasicLock):
    """Wagtail's lock by one person, which tells others who it was and what they can do."""

    def get_message(self, user: User) -> SafeString:
        if not self.for_user(user):
            message: SafeString = super().get_message(user)
            return message
        when = self.object.locked_at
        on = f" on {moment_in_words(when, ' at ')}" if when else ""
        return format_html(
            "<b>{} locked this{}</b>, so you cannot edit it. Ask them or a site administrator to unlock it.",
            self._name(),
            on,
        )

    def get_locked_by(self, user: User) -> str:
        if self.for_user(user):
            return f"Locked by {self._name()}"
        return super().get_locked_by(user)

    def _name(self) -> str:
        return roles.display_name(self.object.locked_by) or "Someone"


def change_note_field() -> models.TextField:
    return models.TextField(
        blank=True,
        default="",
        help_text="For the public: what you changed, and why. You need this to submit a change of something that "
        "has been published.",
    )


CHANGE_PANEL = MultiFieldPanel([FieldPanel("change_note")], heading="About this change")


if TYPE_CHECKING:
    Mixin = Any  # Wagtail, whose classes it is mixed into, has no types
else:
    Mixin = object


class Moderated(Mixin):
    """Makes a page or snippet need approval before it is published; list it before Wagtail’s class."""

    internal_fields: ClassVar[frozenset[str]] = frozenset()

    is_named_with_parent: ClassVar[bool] = False
    """Whether a page is known only together with the page above it, as a recommendation is."""

    @property
    def full_name(self) -> str:
        """What lists, emails and screens of the CMS call it."""
        if isinstance(self, Page):
            return self.get_admin_display_title()
        return str(self)

    def name_with(self, title: str) -> str:
        """Return the full name with ``title``, an earlier one, in the place of the latest draft's."""
        return title

    def organisations_to_agree(self) -> Sequence[models.Model]:
        """Return the organisations in whose name this draft says something new; page types say so."""
        return []

    def get_lock(self) -> BaseLock | None:
        """Return the lock, and keep the open review: Wagtail's screens fail if it ends in between."""
        self.open_review = self._read_open_review()
        lock = super().get_lock()
        if isinstance(lock, ScheduledForPublishLock):
            return ScheduledLock(self)
        if self.open_review and self.workflow_in_progress:
            task = self.open_review.current_task_state.task.specific
            if isinstance(task, IndependentApprovalTask):
                return ReviewLock(self, task)
        return PersonalLock(self) if isinstance(lock, BasicLock) else lock

    @property
    def status_string(self) -> str:
        """The status in lists, which says that something was taken down."""
        status: str = super().status_string
        if not self.is_taken_down:
            return status
        return "taken down" if status == "draft" else f"taken down + {status}"

    @property
    def is_taken_down(self) -> bool:
        """Return True if somebody took it down and it has not been published since."""
        return is_taken_down(self)

    @property
    def current_workflow_state(self) -> WorkflowState | None:
        if not hasattr(self, "open_review"):
            return super().current_workflow_state
        return self.open_review

    @property
    def workflow_in_progress(self) -> bool:
        workflow_state = self.current_workflow_state
        return (
            workflow_state is not None
            and workflow_state.status == WorkflowState.STATUS_IN_PROGRESS
        )

    def with_content_json(self, content: dict[str, Any]) -> DraftStateMixin:
        """Keep the live revision: scheduling a draft from before it would else take down what is live."""
        draft = super().with_content_json(content)
        draft.live_revision_id = self.live_revision_id
        return draft

    def _read_open_review(self) -> WorkflowState | None:
        return (
            self.workflow_states.active()
            .select_related("current_task_state__task")
            .first()
        )

    def publish(
        self, revision: Revision, user: User | None = None, **options: Any
    ) -> None:
        """Publish or schedule ``revision`` if it may be now, or raise ``ValidationError``."""
        publish(revision, user=user, **options)

    def save_revision(
        self,
        user: User | None = None,
        clean: bool = True,
        overwrite_revision: Revision | None = None,
        is_locked: bool = False,
        **kwargs: Any,
    ) -> Revision:
        """Save a revision, unless nothing has changed.

        A form that saves by itself overwrites what it saved before, until that is
        submitted. What another window saved stays in the history. A change during a
        review restarts the review. Raises ``PermissionDenied`` if there is a newer
        revision than ``overwrite_revision``. What ``is_locked`` was read or added since
        its row was locked, and is in no review.
        """
        with nullcontext() if is_locked else transaction.atomic():
            stored: Any = self if is_locked else lock_stored_rows([self])[0]
            latest = stored.latest_revision
            self.latest_revision = latest
            if latest and fingerprint(latest.content) == fingerprint(
                self.serializable_data()
            ):
                _save_comments(self, latest)
                return latest
            if overwrite_revision and overwrite_revision == latest:
                is_own_draft = latest.pk != stored.live_revision_id and _is_own_draft(
                    latest, user
                )
                overwrite_revision = latest if is_own_draft else None
            revision = super().save_revision(
                user=user, clean=clean, overwrite_revision=overwrite_revision, **kwargs
            )
            authors = {user.pk} if user else set()
            if latest:
                authors |= authors_of_restored_text(
                    self, revision, kwargs.get("previous_revision")
                )
            add_authors(self, authors, revision)
            if latest and not is_locked:
                self._restart_review(user)
            return revision

    def _restart_review(self, user: User | None) -> None:
        if reopen_set_of(self, "Changed", user):
            return  # a set is submitted again as a whole
        workflow_state = self.workflow_states.filter(status="in_progress").first()
        if not workflow_state:
            return
        # Earlier approvals no longer count: they were for another revision.
        workflow_state.current_task_state.specific.cancel(user=user)
        if hasattr(self, "open_review"):
            self.open_review = self._read_open_review()


def _is_own_draft(revision: Revision, user: User | None) -> bool:
    """Return True if ``user`` alone wrote ``revision``, and it was neither submitted nor approved."""
    is_own = user is not None and revision.user_id == user.pk
    return (
        is_own
        and not revision.approved_go_live_at
        and not revision.task_states.exists()
    )


def _save_comments(obj: Any, latest: Revision) -> None:
    """Save new editors' comments, which readers never see, without a new revision."""
    if not isinstance(obj, Page):
        return
    for comment in getattr(obj, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
        comment.revision_created = latest
    obj.save(update_fields=[COMMENTS_RELATION_NAME], clean=False)
    comments = obj.serializable_data()[COMMENTS_RELATION_NAME]
    if latest.content.get(COMMENTS_RELATION_NAME) != comments:
        Revision.objects.filter(pk=latest.pk).update(
            content={**latest.content, COMMENTS_RELATION_NAME: comments}
        )
