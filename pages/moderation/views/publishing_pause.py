"""The publishing pause: its screen, and what the dashboard says of it."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
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
from pages.moderation.approval.publishing_pause import (
    PublishingPause,
    current_pause,
    end_pause,
    may_end_pause,
    may_start_pause,
)

from .base import AdminView

SCREEN = "moderation:publishing_pause"


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
        error_messages = {
            "reason": {"required": "Enter a reason."},
            "until": {"required": "Enter when the pause ends."},
        }


class PublishingPauseView(AdminView, FormView):
    """Starts a publishing pause, or shows the one in force, which approving officers end early."""

    template_name = "moderation/publishing_pause.html"
    page_title = "Publishing pause"
    header_icon = "lock"
    form_class = PublishingPauseForm
    opens_to = staticmethod(may_start_pause)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may_end = may_end_pause(self.request.user)
        return super().get_context_data(
            pause=current_pause(), may_end=may_end, **kwargs
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "end" in request.POST:
            return self._end()
        if current_pause():
            messages.error(request, "Publishing is already paused.")
            return redirect(SCREEN)
        return super().post(request, *args, **kwargs)

    def _end(self) -> HttpResponse:
        if not may_end_pause(self.request.user):
            raise PermissionDenied
        if end_pause():
            self._record("Publishing pause ended")
        messages.success(self.request, "The publishing pause has ended.")
        return redirect(SCREEN)

    def form_valid(self, form: PublishingPauseForm) -> HttpResponse:
        pause = form.save()
        self._record(f"{pause}", pause.reason)
        messages.success(self.request, f"{pause}.")
        return redirect(SCREEN)

    def _record(self, what: str, reason: str = "") -> None:
        details = LogDetails(what=what)
        record_decision(
            AuditLogEntry.Action.PAUSED,
            user=self.request.user,
            reason=reason,
            data=details,
        )
