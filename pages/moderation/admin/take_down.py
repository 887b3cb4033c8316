"""The screen that takes something down at once."""

from typing import Any

from django import forms
from wagtail.models import Page

from pages.moderation.publishing.take_down import take_down
from pages.moderation.records.published_version import PublishedVersion
from pages.moderation.rules import roles

from .decision_view import DecisionView, reason_field

REASONS = [
    choice
    for choice in PublishedVersion.WithdrawalReason.choices
    if choice[0] != PublishedVersion.WithdrawalReason.EXPIRED
]


class TakeDownForm(forms.Form):
    """Asks which kind of reason readers see, and for the reason itself."""

    because = forms.ChoiceField(
        choices=REASONS,
        widget=forms.RadioSelect,
        label="Why",
        error_messages={"required": "Choose why."},
        help_text="Readers who open the address see the date and this reason.",
    )
    reason = reason_field("What happened", "Say what happened.")


class TakeDownView(DecisionView):
    """Takes down a snippet, or a page and everything below it."""

    page_title = "Take down"
    header_icon = "download"
    button = "Take down now"
    template_name = "moderation/take_down.html"
    form_class = TakeDownForm

    def may_decide(self) -> bool:
        """Allow moderators and approving officers."""
        return roles.may_take_down(self.request.user)

    def decide(self, chosen: dict[str, Any]) -> str:
        """Take the object down."""
        because = PublishedVersion.WithdrawalReason(chosen["because"])
        names = take_down(self.object, self.request.user, because, chosen["reason"])
        return f"Taken down: {', '.join(names)}." if names else "Nothing of this was public any more."

    def affected_names(self) -> list[str]:
        """Return the names of what would be taken down, with the titles that readers see."""
        if isinstance(self.object, Page):
            affected = list(self.object.get_descendants(inclusive=True).live().specific())
        else:
            affected = [self.object] if self.object.live else []
        return [each.name_with(str(each)) for each in affected]
