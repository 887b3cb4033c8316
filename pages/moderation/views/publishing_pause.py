"""The publishing pause on the dashboard and its screen, and the screen for publishing during it."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import AdminDateTimeInput

from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import (
    AuditLogEntry,
    LogDetails,
    record_decision,
)
from pages.moderation.approval.publication_set import due_revisions, waiting_set
from pages.moderation.approval.publishing_pause import (
    PublishingPause,
    current_pause,
    describe_who_can_end_it,
    end_pause,
    may_publish_during_pause,
    may_start_pause,
    paused_revisions,
)
from pages.moderation.scheduled_work import publish_during_pause

from .base import AdminView
from .decisions import DecisionView, reason_field

SCREEN = "moderation:publishing_pause"


def warn_publishing_is_paused(request: HttpRequest) -> None:
    """Show above an editor that what is approved there will not be published yet."""
    if pause := current_pause():
        messages.warning(
            request,
            f"{pause}. You can save and submit drafts. Approved and scheduled content will be published "
            f"when the pause ends. Reason: {pause.reason}",
        )


class PublishingPausePanel(Component):
    """Says on the dashboard that publishing is paused, until when and why."""

    name = "publishing_pause"
    template_name = "moderation/publishing_pause_panel.html"
    order = 90

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        user = parent_context["request"].user
        pause = current_pause() if roles.has_any_role(user) else None
        return {"pause": pause, "can_open": may_start_pause(user)}


class PublishingPauseForm(forms.ModelForm):
    """The reason for a pause, and its end."""

    class Meta:
        model = PublishingPause
        fields = ["reason", "until"]
        widgets = {
            "reason": forms.Textarea(attrs={"rows": 3}),
            "until": AdminDateTimeInput,
        }
        error_messages = {"reason": {"required": "Enter a reason."}}


class PublishingPauseView(AdminView, FormView):
    """Starts a publishing pause, or shows the current one, which approving officers change and end."""

    template_name = "moderation/publishing_pause.html"
    page_title = "Publishing pause"
    header_icon = "lock"
    form_class = PublishingPauseForm
    opens_to = staticmethod(may_start_pause)

    @property
    def may_change(self) -> bool:
        """Return True if the user may start a pause, or change and end the current one."""
        return not current_pause() or may_publish_during_pause(self.request.user)

    def who_can_end_it(self) -> str:
        """Return whom to ask; empty if the user can change and end a pause."""
        if may_publish_during_pause(self.request.user):
            return ""
        return describe_who_can_end_it()

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "instance": current_pause()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            pause=current_pause(), paused=len(paused_revisions()), **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.may_change:
            messages.error(request, describe_who_can_end_it())
            return redirect(SCREEN)
        if "end" in request.POST:
            return self._end()
        return super().post(request, *args, **kwargs)

    def _end(self) -> HttpResponse:
        if end_pause():
            self._record("Publishing pause ended")
        messages.success(
            self.request,
            "The publishing pause has ended. Paused content is being published.",
        )
        return redirect(SCREEN)

    def form_valid(self, form: PublishingPauseForm) -> HttpResponse:
        what = "changed" if form.instance.pk else "started"
        pause = form.save()
        self._record(f"Publishing pause {what}: {pause.end_in_words}", pause.reason)
        messages.success(self.request, f"{pause}. {self.who_can_end_it()}".strip())
        return redirect(SCREEN)

    def _record(self, what: str, reason: str = "") -> None:
        details = LogDetails(what=what)
        record_decision(
            AuditLogEntry.Action.PAUSED,
            user=self.request.user,
            reason=reason,
            data=details,
        )


class PublishDuringPauseView(DecisionView):
    """Publishes approved content during a pause."""

    page_title = "Publish during the pause"
    header_icon = "warning"
    button = "Publish now"
    template_name = "moderation/publish_during_pause.html"
    opens_to = staticmethod(may_publish_during_pause)
    questions = {
        "reason": reason_field(
            "Reason", "Enter a reason.", "This will be recorded in the audit log."
        )
    }

    def get_object(self) -> Any:
        self.revision = get_object_or_404(due_revisions(), pk=self.kwargs["pk"])
        self.pause = current_pause()
        self.decided_set = waiting_set(self.revision)
        return self.revision.as_object()

    def decide(self, chosen: dict[str, Any]) -> str:
        publish_during_pause(self.revision, self.request.user, chosen["reason"])
        return f"Published: {self.subject_name()}."
