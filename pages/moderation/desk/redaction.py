"""The screen that redacts published versions."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from wagtail.models import DraftStateMixin

from pages.core.moments import moment_in_words
from pages.moderation.gate import roles
from pages.moderation.gate.decision import DeletedObject
from pages.moderation.gate.versions import REDACTION_REASONS, PublishedVersion
from pages.moderation.takedown.redaction import redact, redactable_versions

from .decision_view import DecisionView, because_field, find_moderated_object, reason_field

LONGEST_NOTE = 60


class RedactionForm(forms.Form):
    """Asks which versions, which kind of reason readers see, and for the reason itself."""

    version = forms.TypedChoiceField(
        coerce=int,
        widget=forms.RadioSelect,
        label="Version",
        error_messages={"required": "Choose a version."},
    )
    extent = forms.ChoiceField(
        choices=[("this", "This version only"), ("earlier", "This and every earlier one")],
        widget=forms.RadioSelect,
        label="How much",
        error_messages={"required": "Choose how much."},
        help_text="An error in one version is often in earlier versions, too.",
    )
    addresses = forms.BooleanField(
        required=False,
        label="Its old addresses, too",
        help_text=(
            "Tick this only if an old address holds what has to go. Links to it and to pages below it then "
            "lead nowhere, and an identifier in the data that was made from it changes. The current address "
            "stays: change it first, with a corrected version."
        ),
    )
    because = because_field(
        REDACTION_REASONS, "Readers see the date and this reason in place of the version."
    )
    reason = reason_field("What had to go", "Say what had to go.")

    def __init__(
        self, *args: Any, versions: QuerySet[PublishedVersion] | tuple[()] = (), **kwargs: Any
    ) -> None:
        """Offer ``versions``, and the question about addresses if any of them has one."""
        super().__init__(*args, **kwargs)
        version_field: Any = self.fields["version"]
        version_field.choices = [(version.number, _version_label(version)) for version in versions]
        if not any(version.path for version in versions):
            del self.fields["addresses"]


def _version_label(version: PublishedVersion) -> str:
    day = moment_in_words(version.published_at)
    return f"{version.number}, {day}: {Truncator(version.change_note).chars(LONGEST_NOTE)}"


class RedactionView(DecisionView):
    """Redacts published versions of a page or a snippet."""

    page_title = "Redact published versions"
    header_icon = "cut"
    button = "Redact for good"
    template_name = "moderation/redact.html"
    form_class = RedactionForm

    def get_object(self) -> DraftStateMixin | DeletedObject:
        return find_moderated_object(self.kwargs["label"], self.kwargs["pk"], include_deleted=True)

    def edit_address(self) -> str:
        return reverse("moderation:log") if isinstance(self.object, DeletedObject) else super().edit_address()

    def may_decide(self) -> bool:
        return roles.may_take_down(self.request.user)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "versions": redactable_versions(self.object)}

    def decide(self, chosen: dict[str, Any]) -> str:
        numbers = redact(
            self.object,
            chosen["version"],
            self.request.user,
            chosen["because"],
            chosen["reason"],
            and_earlier=chosen["extent"] == "earlier",
            addresses=chosen.get("addresses", False),
        )
        return f"Redacted: {', '.join(f'version {number}' for number in numbers)}."

    def public_version(self) -> PublishedVersion | None:
        return PublishedVersion.objects.for_object(self.object).first() if self.object.live else None
