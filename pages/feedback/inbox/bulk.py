"""Changes several entries at once."""

from django import forms
from django.core.exceptions import PermissionDenied
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.permissions import policy_registry

from pages.feedback import team
from pages.feedback.models import FeedbackEntry

from . import changes
from .listing import start_of_text

KEEP = [("", "Leave as it is")]
NOBODY = "nobody"


class BulkForm(forms.Form):
    """What the chosen entries are to have in common."""

    state = forms.ChoiceField(choices=[*KEEP, *FeedbackEntry.State.choices], required=False)

    def __init__(self, *args, people=(), **kwargs):
        """Offer ``people``, the members of the team."""
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [(pk, get_user_display_name(person)) for pk, person in self.people.items()]
        self.fields["assigned_to"] = forms.ChoiceField(
            choices=[*KEEP, (NOBODY, "Nobody"), *names], required=False
        )

    def clean(self):
        """Ask for something to do."""
        data = super().clean()
        if not self.errors and not self.values():
            raise forms.ValidationError("Choose a state, or whom to assign them to.")
        return data

    def values(self) -> dict:
        """Return the fields to set."""
        data = self.cleaned_data
        values = {"state": data["state"]} if data["state"] else {}
        if data["assigned_to"]:
            values["assigned_to"] = self.people.get(data["assigned_to"])
        return values


class ChangeAction(BulkAction):
    """Sets state and colleague of the entries that were ticked on the screen, and of no others."""

    display_name = "Change state or assign"
    action_type = "change"
    aria_label = "Change the state of the selected entries, or assign them"
    template_name = "feedback/admin/bulk_change.html"
    form_class = BulkForm
    models = [FeedbackEntry]

    def dispatch(self, request, *args, **kwargs):
        """Refuse those who may not change entries."""
        if not policy_registry.get_by_type(FeedbackEntry).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Offer the members of the team."""
        return {**super().get_form_kwargs(), "people": team.members().order_by("username")}

    def get_all_objects_in_listing_query(self, parent_id):
        """Return none: what nobody has seen is not to be closed, and new entries come in all the time."""
        return []

    def object_context(self, obj):
        """Show what it is about and how it starts."""
        return {"item": obj, "start": start_of_text(obj)}

    def get_execution_context(self):
        """Hand over who does it, and what."""
        return {"user": self.request.user, "values": self.cleaned_form.values()}

    @classmethod
    def execute_action(cls, objects, user=None, values=None, **kwargs):
        """Change each and return how many changed."""
        return sum(changes.change(entry.pk, user, **values) for entry in objects), 0

    def get_success_message(self, num_parent_objects, num_child_objects):
        """Say how many were changed."""
        noun = "entry" if num_parent_objects == 1 else "entries"
        return f"{num_parent_objects} {noun} changed."
