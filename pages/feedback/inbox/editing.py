"""One entry: what the reader sent, to be read, and what the team says of it, to be changed."""

from django import forms
from django.db.models import Q
from django.urls import reverse
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views import generic
from wagtail.permissions import policy_registry

from pages.feedback import team
from pages.feedback.models import FeedbackEntry, Improvement

from . import changes
from .filters import PersonField
from .listing import page_links


def _as_text(entry: FeedbackEntry) -> str:
    """Say what the team has said of ``entry``, in one line: a hidden field loses line breaks."""
    person = entry.assigned_to.get_username() if entry.assigned_to else "nobody"
    note = " ".join(entry.note.split())
    return f"{entry.get_state_display()}, assigned to {person}, {'noted: ' + note if note else 'no note'}."


class EntryForm(WagtailAdminModelForm):
    """State, colleague and note; nothing that the reader sent."""

    assigned_to = PersonField(queryset=None, required=False, empty_label="Nobody", label="Assigned to")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FeedbackEntry
        fields = ["state", "assigned_to", "note"]
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args, **kwargs):
        """Offer the members of the team, and whoever has it already."""
        super().__init__(*args, **kwargs)
        self.now = _as_text(self.instance)
        members = team.members()
        people = members.model.objects.filter(Q(pk__in=members) | Q(pk=self.instance.assigned_to_id))
        self.fields["assigned_to"].queryset = people.order_by("username")

    def clean(self):
        """Stop whoever would undo a colleague's decision without having seen it."""
        data = super().clean()
        if data.get("seen") and data["seen"] != self.now:
            raise forms.ValidationError(
                f"Somebody changed this in the meantime. It is now: {self.now} "
                "Check what you entered and save again."
            )
        return data


class EntryView(generic.EditView):
    """Shows an entry and takes what the team decides."""

    model = FeedbackEntry
    form_class = EntryForm
    template_name = "feedback/admin/entry.html"
    success_message = "Saved."

    def get_queryset(self):
        """Fetch what is shown at once."""
        return super().get_queryset().select_related("page", "assigned_to")

    def save_instance(self):
        """Write what the form changed, and log it."""
        form = self.form
        values = {name: form.cleaned_data[name] for name in form._meta.fields if name in form.changed_data}
        changes.change(self.object.pk, self.request.user, **values)
        return form.instance

    def get_context_data(self, **kwargs):
        """Add the page, what comes next, and the lines that this entry led to."""
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
