"""The screen for removing personal data from what a reader wrote."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.core.plain_text_field import PlainTextField
from pages.feedback.models import TEXT_LIMIT, FeedbackEntry

from . import entry_changes

REMOVAL_MARK = "[removed]"


class RedactionForm(forms.Form):
    """The text, from which parts can be deleted, but which cannot be changed otherwise."""

    text = PlainTextField(
        required=False,
        label="What happened, or what could be better?",
        # Every letter may be replaced by a mark.
        max_length=TEXT_LIMIT * len(REMOVAL_MARK),
        strip=False,
        help_text="Delete what could tell who wrote it or whom it is about, "
        f"or write {REMOVAL_MARK} in its place. Nothing can be added.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args: Any, entry: FeedbackEntry, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean_text(self) -> str:
        """Refuse a text that is not the reader's text with parts taken out."""
        text = self.cleaned_data["text"]
        if text == self.entry.text:
            raise forms.ValidationError("Nothing was removed. Delete the personal details, then save.")
        # Each ``in`` continues after the last character found, so this checks for a subsequence.
        original = iter(self.entry.text)
        if not all(character in original for character in text.replace(REMOVAL_MARK, "")):
            raise forms.ValidationError(
                f"Words can only be deleted, or replaced by {REMOVAL_MARK}. "
                "Something else was changed or added."
            )
        return text


class RedactionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Shows the text and stores what is left of it. The original is deleted for good."""

    model = FeedbackEntry
    permission_required = "change"
    form_class = RedactionForm
    template_name = "feedback/admin/redact.html"
    page_title = "Remove personal data"
    header_icon = "comment"

    @transaction.atomic
    def dispatch(self, request: HttpRequest, *args: Any, pk: int, **kwargs: Any) -> HttpResponseBase:
        """Lock the entry, so that two people do not redact it at once."""
        self.entry = get_object_or_404(FeedbackEntry.objects.select_for_update(), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "entry": self.entry, "initial": {"text": self.entry.text}}

    def form_valid(self, form: RedactionForm) -> HttpResponse:
        entry_changes.redact_entry(self.entry, form.cleaned_data["text"], self.request.user)
        messages.success(self.request, "The personal data was removed for good.")
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
        return {**super().get_context_data(**kwargs), "entry_address": self._entry_address()}
