"""The locks on what is in review, what is approved and waits for a hold, and what a person has locked."""

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.locks import BasicLock, ScheduledForPublishLock, WorkflowLock
from wagtail.models import DraftStateMixin

from pages.core.moments import moment_in_words

from . import roles
from .hold import Hold

BUTTON = ' <span class="buttons"><a class="button button-small button-secondary" href="{}">{}</a></span>'
FOR_REVIEWERS = (
    "<b>This is in review.</b> Read it, comment on it and decide on the review screen. To change it "
    f"yourself, choose “Edit it myself” there: then somebody else has to approve it.{BUTTON}"
)
FOR_OTHERS = (
    "<b>This is in review</b>, so it can’t be changed here. To change it, choose “Take back from approval”, "
    f"or use what the reviewers suggest.{BUTTON}"
)


class ReviewLock(WorkflowLock):
    """Wagtail's lock, which leads those who can decide to the review screen.

    It comes before the lock that a person puts on a page: whoever holds that one could edit, and autosave
    would make a reviewer an author.
    """

    def get_message(self, user: User) -> SafeString | None:
        if not self.for_user(user):
            return None
        state = self.object.current_workflow_task_state
        if state and self.task.get_actions(self.object, user):
            return format_html(FOR_REVIEWERS, reverse("moderation:review", args=[state.pk]), "Review it")
        remarks = reverse("moderation:remarks", args=[self.object._meta.label_lower, self.object.pk])
        return format_html(FOR_OTHERS, remarks, "Comments and suggested wording")

    def get_locked_by(self, user: User, can_lock: bool = False) -> str:
        return "In review"

    def get_description(self, user: User, can_lock: bool = False) -> str:
        return "Reviewers decide on the review screen. Authors can withdraw it to change it."


class HeldLock(ScheduledForPublishLock):
    """Wagtail's lock on what is approved, which says that it waits for a hold and not for a time."""

    def __init__(self, obj: DraftStateMixin, hold: Hold) -> None:
        super().__init__(obj)
        self.hold = hold

    def get_message(self, user: User) -> SafeString:
        return format_html(
            "<b>Approved, and waiting for a hold to end:</b> {}. {}", self.hold, self.hold.reason
        )

    def get_locked_by(self, user: User) -> str:
        return "On hold"

    def get_description(self, user: User) -> str:
        return "Approved, and published when the hold ends."


class PersonalLock(BasicLock):
    """Wagtail's lock by one person, which tells others who it was and what they can do."""

    def get_message(self, user: User) -> SafeString:
        if not self.for_user(user):
            message: SafeString = super().get_message(user)
            return message
        when = self.object.locked_at
        on = f" on {moment_in_words(when, ' at ')}" if when else ""
        return format_html(
            "<b>{} locked this{}</b>, so it can’t be changed here. Ask them, or a Site administrator, to "
            "unlock it.",
            self._name(),
            on,
        )

    def get_locked_by(self, user: User) -> str:
        return f"Locked by {self._name()}" if self.for_user(user) else super().get_locked_by(user)

    def _name(self) -> str:
        return roles.display_name(self.object.locked_by) if self.object.locked_by else "Somebody"
