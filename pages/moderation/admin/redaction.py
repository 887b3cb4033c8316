"""The screen that takes the words of published versions away for good."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from pages.moderation.publishing.redaction import can_be_redacted, redact
from pages.moderation.records.decision import Deleted
from pages.moderation.records.version import REDACTIONS, PublishedVersion
from pages.moderation.rules import roles

from .objects import DecisionView, find, reason_field

LONGEST_NOTE = 60


class RedactionForm(forms.Form):
    """Which version, which kind of reason readers are told, and the reason itself."""

    version = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label="Version",
        error_messages={"required": "Choose a version."},
    )
    which = forms.ChoiceField(
        choices=[("this", "This version only"), ("earlier", "This and every earlier one")],
        widget=forms.RadioSelect,
        label="How much",
        error_messages={"required": "Choose how much."},
        help_text="What is wrong in a version often stands in those before it, too.",
    )
    addresses = forms.BooleanField(
        required=False,
        label="Its old addresses, too",
        help_text=(
            "Tick this only if an old address holds what has to go. Links to it and to pages below it then "
            "lead nowhere, and an identifier in the data that was made from it changes. The address of now "
            "stays: change it first, with a corrected version."
        ),
    )
    because = forms.ChoiceField(
        choices=REDACTIONS,
        widget=forms.RadioSelect,
        label="Why",
        error_messages={"required": "Choose why."},
        help_text="Readers see the date and this in place of the version.",
    )
    reason = reason_field("What had to go", "Say what had to go.")

    def __init__(self, *args, versions=(), **options):
        """Offer ``versions``."""
        super().__init__(*args, **options)
        version_field: Any = self.fields["version"]
        version_field.choices = [(version.number, _words(version)) for version in versions]
        if not any(version.path for version in versions):
            del self.fields["addresses"]


def _words(version: PublishedVersion) -> str:
    day = f"{timezone.localtime(version.published_at):%-d %B %Y, %H:%M}"
    return f"{version.number}, {day}: {Truncator(version.change_note).chars(LONGEST_NOTE)}"


class RedactionView(DecisionView):
    """Redact published versions of a page or a snippet."""

    page_title = "Redact published versions"
    header_icon = "cut"
    button = "Redact for good"
    template_name = "moderation/redact.html"
    form_class = RedactionForm

    def get_object(self):
        """Return what is redacted, be it deleted by now."""
        return find(self.kwargs["label"], self.kwargs["pk"], deleted=True)

    def edit_address(self):
        """Lead back to the log where there is no editor any more."""
        return reverse("moderation:log") if isinstance(self.object, Deleted) else super().edit_address()

    def may_decide(self):
        """Let moderators and approving officers."""
        return roles.may_take_down(self.request.user)

    def get_form_kwargs(self):
        """Offer what can be redacted."""
        return {**super().get_form_kwargs(), "versions": can_be_redacted(self.object)}

    def decide(self, chosen):
        """Redact it."""
        numbers = redact(
            self.object,
            chosen["version"],
            self.request.user,
            chosen["because"],
            chosen["reason"],
            and_earlier=chosen["which"] == "earlier",
            addresses=chosen.get("addresses", False),
        )
        return f"Redacted: {', '.join(f'version {number}' for number in numbers)}."

    def public_version(self):
        """Return the version that is public now."""
        return PublishedVersion.objects.of(self.object).first() if self.object.live else None
