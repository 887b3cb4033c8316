"""The screen of one entry: what the reader sent, and the form for the team's decisions."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from pages.feedback import alerts
from pages.feedback.models import FeedbackEntry, Improvement

from . import entry_changes
from .entry_list import PersonField, page_links


def _describe_decisions(entry: FeedbackEntry) -> str:
    """Return the team's decisions on ``entry`` in one line, because a hidden field loses line breaks."""
    person = entry.assigned_to.get_username() if entry.assigned_to else "nobody"
    note = " ".join(entry.note.split())
    return f"{entry.get_state_display()}, assigned to {person}, {'noted: ' + note if note else 'no note'}."


class EntryForm(WagtailAdminModelForm):
    """State, colleague and note, but nothing that the reader sent."""

    assigned_to = PersonField(queryset=None, required=False, empty_label="Nobody", label="Assigned to")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FeedbackEntry
        fields = ["state", "assigned_to", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current_decisions = _describe_decisions(self.instance)
        members = alerts.team_members()
        people = members.model.objects.filter(Q(pk__in=members) | Q(pk=self.instance.assigned_to_id))
        self.fields["assigned_to"].queryset = people.order_by("username")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("seen") and data["seen"] != self.current_decisions:
            raise forms.ValidationError(
                f"Somebody changed this in the meantime. It is now: {self.current_decisions} "
                "Check what you entered and save again."
            )
        return data


class EntryView(generic.EditView):
    """Shows an entry and saves the team's decisions."""

    model = FeedbackEntry
    form_class = EntryForm
    template_name = "feedback/admin/entry.html"
    success_message = "Saved."

    def get_queryset(self) -> QuerySet[FeedbackEntry]:
        return super().get_queryset().select_related("page", "assigned_to")

    def save_instance(self) -> FeedbackEntry:
        form = self.form
        values = {name: form.cleaned_data[name] for name in form._meta.fields if name in form.changed_data}
        entry_changes.change_entry(self.object.pk, self.request.user, **values)
        return form.instance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page, the improvements that this entry led to, and the addresses of further screens."""
        context = super().get_context_data(**kwargs)
        new_line = reverse("wagtailsnippets_feedback_improvement:add")
        improvements = policy_registry.get_by_type(Improvement)
        return {
            **context,
            **page_links(self.object, self.request),
            "improvements": Improvement.objects.filter(entry=self.object),
            "may_improve": improvements.user_has_permission(self.request.user, "add"),
            "new_improvement_address": f"{new_line}?entry={self.object.pk}",
            "redact_address": reverse("feedback:redact", args=[self.object.pk]),
        }
