"""Takes personal data out of what a reader wrote."""

from django import forms
from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView
from wagtail.admin.views.generic import PermissionCheckedMixin
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pages.core.readable_text import ReadableField
from pages.feedback.models import TEXT_LIMIT, FeedbackEntry

from . import changes

MARK = "[removed]"


class RedactionForm(forms.Form):
    """The text, of which parts can be deleted and nothing else be done."""

    text = ReadableField(
        required=False,
        label="What happened, or what could be better?",
        # Each mark may take the place of a single letter.
        max_length=TEXT_LIMIT * len(MARK),
        strip=False,
        help_text=f"Delete what could tell who wrote it or whom it is about, or write {MARK} in its place. "
        "Nothing can be added.",
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args, entry: FeedbackEntry, **kwargs):
        """Remember the entry."""
        super().__init__(*args, **kwargs)
        self.entry = entry

    def clean_text(self) -> str:
        """Refuse a text that is anything but the reader's with parts taken out."""
        text = self.cleaned_data["text"]
        if text == self.entry.text:
            raise forms.ValidationError("Nothing was removed. Delete the personal details, then save.")
        rest = iter(self.entry.text)
        if not all(character in rest for character in text.replace(MARK, "")):
            raise forms.ValidationError(
                f"Words can only be deleted, or replaced by {MARK}. Something else was changed or added."
            )
        return text


class RedactionView(PermissionCheckedMixin, WagtailAdminTemplateMixin, FormView):
    """Shows the text and stores what is left of it; the original is nowhere afterwards."""

    model = FeedbackEntry
    permission_required = "change"
    form_class = RedactionForm
    template_name = "feedback/admin/redact.html"
    page_title = "Remove personal data"
    header_icon = "comment"

    @transaction.atomic
    def dispatch(self, request, *args, pk, **kwargs):
        """Hold the entry, so that two people do not redact it at once."""
        self.entry = get_object_or_404(FeedbackEntry.objects.select_for_update(), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self):
        """Start from the text as it is."""
        return {**super().get_form_kwargs(), "entry": self.entry, "initial": {"text": self.entry.text}}

    def form_valid(self, form):
        """Store what is left."""
        changes.redact(self.entry, form.cleaned_data["text"], self.request.user)
        messages.success(self.request, "The personal data was removed for good.")
        return redirect(self._entry_address())

    def _entry_address(self) -> str:
        return reverse("feedback:edit", args=[self.entry.pk])

    def get_breadcrumbs_items(self):
        """Lead back to the entry and the list."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse("feedback:index"), "label": "Feedback"},
            {"url": self._entry_address(), "label": str(self.entry)},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs):
        """Add the way back."""
        return {**super().get_context_data(**kwargs), "entry_address": self._entry_address()}
