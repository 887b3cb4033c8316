"""Changes several entries at once."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.permissions import policy_registry

from pages.feedback import alerts
from pages.feedback.models import FeedbackEntry

from . import entry_changes
from .entry_list import start_of_text

LEAVE_AS_IT_IS = [("", "Leave as it is")]
NOBODY = "nobody"


class BulkChangeForm(forms.Form):
    """The state and colleague to set on the selected entries."""

    state = forms.ChoiceField(choices=[*LEAVE_AS_IT_IS, *FeedbackEntry.State.choices], required=False)

    def __init__(self, *args: Any, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {str(person.pk): person for person in people}
        names = [(pk, get_user_display_name(person)) for pk, person in self.people.items()]
        self.fields["assigned_to"] = forms.ChoiceField(
            choices=[*LEAVE_AS_IT_IS, (NOBODY, "Nobody"), *names], required=False
        )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not self.errors and not self.values():
            raise forms.ValidationError("Choose a state, or whom to assign them to.")
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        values = {"state": data["state"]} if data["state"] else {}
        if data["assigned_to"]:
            values["assigned_to"] = self.people.get(data["assigned_to"])
        return values


class ChangeEntriesAction(BulkAction):
    """Sets state and colleague of the entries that were selected on the screen, and of no others."""

    display_name = "Change state or assign"
    action_type = "change"
    aria_label = "Change the state of the selected entries, or assign them"
    template_name = "feedback/admin/bulk_change.html"
    form_class = BulkChangeForm
    models = [FeedbackEntry]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy_registry.get_by_type(FeedbackEntry).user_has_permission(request.user, "change"):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": alerts.team_members().order_by("username")}

    def get_all_objects_in_listing_query(self, parent_id: Any) -> list[Any]:
        """Return none: new entries come in all the time, and unseen entries must not be changed."""
        return []

    def object_context(self, obj: FeedbackEntry) -> dict[str, Any]:
        return {"item": obj, "start": start_of_text(obj)}

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user, "values": self.cleaned_form.values()}

    @classmethod
    def execute_action(
        cls,
        objects: Sequence[FeedbackEntry],
        user: Any = None,
        values: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> tuple[int, int]:
        return sum(entry_changes.change_entry(entry.pk, user, **(values or {})) for entry in objects), 0

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        noun = "entry" if num_parent_objects == 1 else "entries"
        return f"{num_parent_objects} {noun} changed."
