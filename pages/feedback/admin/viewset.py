"""Puts the screens of the feedback inbox together, and its numbers on the dashboard."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.models import Permission
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import pluralize
from django.urls import path, reverse
from django.views.generic import FormView
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views import generic
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permissions import policy_registry

from pages.core.grouping import index_by_text_key
from pages.core.text import PlainTextField
from pages.feedback import concern_rules
from pages.feedback.entries import TEXT_LIMIT
from pages.feedback.models import FeedbackEntry, Improvement

from . import entry_list
from .entry_list import EntryListView, PersonField, page_links, start_of_text

LEAVE_AS_IT_IS = [("", "Do not change")]
NOBODY = "nobody"


class BulkChangeForm(forms.Form):
    """The status and colleague to set on the selected entries."""

    state = forms.ChoiceField(
        choices=[*LEAVE_AS_IT_IS, *FeedbackEntry.State.choices],
        label="Status",
        required=False,
    )

    def __init__(self, *args: Any, people: Iterable[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = index_by_text_key(people)
        names = [
            (pk, get_user_display_name(person)) for pk, person in self.people.items()
        ]
        self.fields["assigned_to"] = forms.ChoiceField(
            choices=[*LEAVE_AS_IT_IS, (NOBODY, "No one"), *names], required=False
        )

    def clean(self) -> dict[str, Any] | None:
        data = super().clean()
        if not self.errors and not self.values():
            raise forms.ValidationError(
                "Choose a status, or a person to assign them to."
            )
        return data

    def values(self) -> dict[str, Any]:
        data = self.cleaned_data
        values = {"state": data["state"]} if data["state"] else {}
        if data["assigned_to"]:
            values["assigned_to"] = self.people.get(data["assigned_to"])
        return values


class ChangeEntriesAction(BulkAction):
    """Sets state and colleague of the entries that were selected on the screen, and of no others."""

    display_name = "Change status or assign"
    action_type = "change"
    aria_label = "Change the status of the selected entries, or assign them"
    template_name = "feedback/admin/bulk_change.html"
    form_class = BulkChangeForm
    models = [FeedbackEntry]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not policy_registry.get_by_type(FeedbackEntry).user_has_permission(
            request.user, "change"
        ):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "people": concern_rules.team_members().order_by("username"),
        }

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
        return sum(
            entry_list.change_entry(entry.pk, user, **(values or {}))
            for entry in objects
        ), 0

    def get_success_message(
        self, num_parent_objects: int, num_child_objects: int
    ) -> str:
        noun = pluralize(num_parent_objects, "entry,entries")
        return f"{num_parent_objects} {noun} changed."


def _describe_decisions(entry: FeedbackEntry) -> str:
    """Return the team's decisions on ``entry`` in one line, because a hidden field loses line breaks."""
    person = entry.assigned_to.get_username() if entry.assigned_to else "no one"
    note = " ".join(entry.note.split())
    note = f"noted: {note}" if note else "no note"
    return f"{entry.get_state_display()}, assigned to {person}, {note}."


class FeedbackEntryForm(WagtailAdminModelForm):
    """State, colleague and note, but nothing that the reader sent."""

    assigned_to = PersonField(
        queryset=None, required=False, empty_label="No one", label="Assigned to"
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = FeedbackEntry
        fields = ["state", "assigned_to", "note"]
        labels = {"state": "Status"}
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.current_decisions = _describe_decisions(self.instance)
        members = concern_rules.team_members()
        people = members.model.objects.filter(
            Q(pk__in=members) | Q(pk=self.instance.assigned_to_id)
        )
        self.fields["assigned_to"].queryset = people.order_by("username")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if data.get("seen") and data["seen"] != self.current_decisions:
            raise forms.ValidationError(
                f"Someone else has changed this. It is now: {self.current_decisions} "
                "Check what you entered and save again."
            )
        return data


class EntryView(generic.EditView):
    """Shows an entry and saves the team's decisions."""

    model = FeedbackEntry
    form_class = FeedbackEntryForm
    template_name = "feedback/admin/entry.html"
    success_message = "Saved."

    def get_queryset(self) -> QuerySet[FeedbackEntry]:
        return super().get_queryset().select_related("page", "assigned_to")

    def save_instance(self) -> FeedbackEntry:
        form = self.form
        values = {
            name: form.cleaned_data[name]
            for name in form._meta.fields
            if name in form.changed_data
        }
        entry_list.change_entry(self.object.pk, self.request.user, **values)
        return form.instance

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the page, the improvements that this entry led to, and the addresses of further screens."""
        context = super().get_context_data(**kwargs)
        new_line = reverse("wagtailsnippets_feedback_improvement:add")
        improvements = policy_registry.get_by_type(Improvement)
        return {
            **context,
            **page_links(self.object, self.request),
            "answers": [
                (label, getattr(self.object, f"get_{name}_display")())
                for name, label in entry_list.LABELS_OF_ANSWERS.items()
            ],
            "improvements": Improvement.objects.filter(entry=self.object),
            "may_improve": improvements.user_has_permission(self.request.user, "add"),
            "new_improvement_address": f"{new_line}?entry={self.object.pk}",
            "redact_address": reverse("feedback:redact", args=[self.object.pk]),
        }


REMOVAL_MARK = "[removed]"


class FeedbackRedactionForm(forms.Form):
    """The text, from which parts can be deleted, but which cannot be changed otherwise."""

    text = PlainTextField(
        required=False,
        label="What happened, or what could be better?",
        # Every letter may be replaced by a mark.
        max_length=TEXT_LIMIT * len(REMOVAL_MARK),
        strip=False,
        help_text="Delete anything that could identify the writer or other people, "
        f"or replace it with {REMOVAL_MARK}. You cannot add anything.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args: Any, entry: FeedbackEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean_text(self) -> str:
        """Refuse a text that is not the reader's text with parts taken out."""
        text = self.cleaned_data["text"]
        if text == self.entry.text:
            raise forms.ValidationError(
                "Nothing was removed. Delete the personal details, then save."
            )
        # Each ``in`` continues after the last character found, so this checks for a
        # subsequence.
        original = iter(self.entry.text)
        if not all(
            character in original for character in text.replace(REMOVAL_MARK, "")
        ):
            raise forms.ValidationError(
                f"You can only delete words or replace them with {REMOVAL_MARK}. "
                "Something else was changed or added."
            )
        return text


class FeedbackRedactionView(
    PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView
):
    """Shows the text and stores what is left of it.

    The original is deleted for good.
    """

    model = FeedbackEntry
    permission_required = "change"
    form_class = FeedbackRedactionForm
    template_name = "feedback/admin/redact.html"
    page_title = "Remove personal data"
    header_icon = "comment"

    @transaction.atomic
    def dispatch(
        self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any
    ) -> HttpResponseBase:
        """Lock the entry, so that two people do not redact it at once."""
        self.entry = get_object_or_404(FeedbackEntry.objects.select_for_update(), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {
            **super().get_form_kwargs(),
            "entry": self.entry,
            "initial": {"text": self.entry.text},
        }

    def form_valid(self, form: FeedbackRedactionForm) -> HttpResponse:
        entry_list.redact_entry(
            self.entry, form.cleaned_data["text"], self.request.user
        )
        messages.success(
            self.request, "The personal data has been permanently removed."
        )
        return redirect(self._entry_address())

    def _entry_address(self) -> str:
        return reverse("feedback:edit", args=[self.entry.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("feedback:index"), "label": "Feedback"},
            {"url": self._entry_address(), "label": str(self.entry)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {
            **super().get_context_data(**kwargs),
            "entry_address": self._entry_address(),
        }


class InboxMenuItem(MenuItem):
    """Shows how many safeguarding concerns wait."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(FeedbackEntry)
        return policy.user_has_any_permission(request.user, {"change", "view"})

    def render_component(self, request: HttpRequest) -> Any:
        """Render a copy of this item with the number in its label, because other requests share the item."""
        waiting = FeedbackEntry.objects.filter(
            state=FeedbackEntry.State.SAFEGUARDING
        ).count()
        label = f"{self.label} ({waiting})" if waiting else self.label
        item = MenuItem(
            label, self.url, name=self.name, icon_name=self.icon_name, order=self.order
        )
        return item.render_component(request)


class FeedbackViewSet(ModelViewSet):
    """The screens of entries.

    They are no snippets, whose chooser would show entries to every user.
    """

    name = "feedback"
    model = FeedbackEntry
    icon = "comment"
    menu_label = "Feedback"
    menu_name = "feedback"
    menu_order = 300
    menu_item_class = InboxMenuItem
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    index_view_class = EntryListView
    edit_view_class = EntryView
    index_template_name = "feedback/admin/list.html"
    index_results_template_name = "feedback/admin/list_results.html"
    edit_template_name = EntryView.template_name
    export_filename = "feedback"
    search_fields = ["text", "page_path"]
    search_backend_name = None

    def get_form_class(self, for_update: bool = False) -> type[FeedbackEntryForm]:
        return FeedbackEntryForm

    def get_urlpatterns(self) -> list[Any]:
        redact_view = self.construct_view(FeedbackRedactionView)
        return [
            *super().get_urlpatterns(),
            path("redact/<int:pk>/", redact_view, name="redact"),
        ]

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """Let administrators grant these permissions only.

        Nobody adds or deletes entries.
        """
        codenames = [
            f"{action}_feedbackentry" for action in ("view", "change", "export")
        ]
        return Permission.objects.filter(
            content_type__app_label="feedback", codename__in=codenames
        )


WAITING_STATES = [
    FeedbackEntry.State.SAFEGUARDING,
    FeedbackEntry.State.NEW,
    FeedbackEntry.State.IN_PROGRESS,
]


class FeedbackCountsPanel(Component):
    """Says how many entries the team has to deal with."""

    name = "feedback_counts"
    template_name = "feedback/admin/dashboard.html"
    order = 105

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        policy = policy_registry.get_by_type(FeedbackEntry)
        if not policy.user_has_any_permission(
            parent_context["request"].user, {"change", "view"}
        ):
            return {}
        address = reverse("feedback:index")
        counts = [
            (
                state.label,
                FeedbackEntry.objects.filter(state=state).count(),
                f"{address}?state={state}",
            )
            for state in WAITING_STATES
        ]
        return {
            "address": address,
            "counts": counts,
            "waiting": any(number for _, number, _ in counts),
        }
