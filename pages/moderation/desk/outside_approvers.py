"""The screen on which Site administrators enter who approves or agrees."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.generic import FormView
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Task, Workflow

from pages.core.stored_links import parse_key
from pages.moderation.gate import roles
from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.outside_approver import OutsideApprover, purpose_key
from pages.moderation.people import outside_approvers
from pages.moderation.types import StaffRequest, Visitor


def may_look_after_entries(user: Visitor) -> bool:
    """Tell whether ``user`` may enter or confirm somebody."""
    return roles.is_site_administrator(user) or roles.may_confirm_roles(user)


def purposes() -> dict[str, Model]:
    """Return what somebody can be entered for, by the value in the form.

    That is a step of a workflow in use, or what apps above name by the hook ``people_agree_for``.
    """
    steps = IndependentApprovalTask.objects.filter(
        active=True, workflow_tasks__workflow__in=Workflow.objects.filter(active=True)
    )
    others = [each for find in hooks.get_hooks("people_agree_for") for each in find()]
    return {_value(purpose): purpose for purpose in [*steps.distinct(), *others]}


def describe_purpose(purpose: Model) -> str:
    """Say what somebody does who is entered for ``purpose``."""
    return f"Approve the step “{purpose}” by a link" if isinstance(purpose, Task) else f"Agree for {purpose}"


def _value(purpose: Model) -> str:
    return " ".join(purpose_key(purpose).values())


class EntryForm(forms.Form):
    """Somebody, and what they decide about."""

    post = forms.CharField(
        label="Post",
        max_length=100,
        help_text="Such as “Deputy Chief Constable”. The review screen and the log name it.",
        error_messages={"required": "Enter their post."},
    )
    name = forms.CharField(
        label="Name",
        max_length=100,
        help_text="First and last name. Only those who confirm it see it.",
        error_messages={"required": "Enter their name."},
    )
    address = forms.EmailField(
        label="E-mail address",
        help_text="A mailbox that only this person reads.",
        error_messages={
            "required": "Enter their e-mail address.",
            "invalid": "Enter an e-mail address, like name@example.org.",
        },
    )
    purpose = forms.ChoiceField(label="What they do", error_messages={"required": "Choose what they do."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purposes = purposes()
        choices = [(value, describe_purpose(purpose)) for value, purpose in self.purposes.items()]
        self.fields["purpose"].choices = [("", "Choose"), *choices]  # type: ignore[attr-defined]

    def clean_purpose(self) -> Model:
        return self.purposes[self.cleaned_data["purpose"]]


class OutsideApproversView(WagtailAdminTemplateMixin, FormView):
    """Lists the entries, with a button to remove each, and takes another one."""

    request: StaffRequest
    form_class = EntryForm
    page_title = "People who approve or agree"
    breadcrumbs_items = [*WagtailAdminTemplateMixin.breadcrumbs_items, {"url": "", "label": page_title}]
    header_icon = "mail"
    template_name = "moderation/outside_approvers.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_look_after_entries(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        rows = [
            (
                entry,
                describe_purpose(entry.purpose) if entry.purpose else "What this was for is gone",
                roles.display_name(entry.entered_by)
                if entry.entered_by
                else "somebody whose account is gone",
            )
            for entry in OutsideApprover.objects.present().select_related("entered_by")
        ]
        may_enter = roles.is_site_administrator(user)
        return super().get_context_data(**kwargs, rows=rows, may_enter=may_enter)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "remove" in request.POST:
            key = parse_key(request.POST["remove"]) or 0
            entry = get_object_or_404(OutsideApprover.objects.present(), pk=key)
            outside_approvers.remove(entry, self.request.user)
            messages.success(request, f"{entry}: removed.")
            return redirect(outside_approvers.SCREEN)
        if "dates" in request.POST:
            key = parse_key(request.POST["dates"]) or 0
            entry = get_object_or_404(OutsideApprover.objects.present(), pk=key)
            entry.weekly_dates = not entry.weekly_dates
            entry.save(update_fields=["weekly_dates"])
            messages.success(
                request, f"{entry}: {'gets' if entry.weekly_dates else 'gets no'} weekly e-mail about dates."
            )
            return redirect(outside_approvers.SCREEN)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: forms.Form) -> HttpResponse:
        try:
            entry = outside_approvers.enter(self.request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self.form_invalid(form)
        messages.success(self.request, f"The {entry} is entered. A second person has to confirm it.")
        return redirect(outside_approvers.SCREEN)
