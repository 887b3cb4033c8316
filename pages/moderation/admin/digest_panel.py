"""The choice of a daily digest, on the screen of one's own account."""

from typing import Any

from django import forms
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.widgets import SwitchInput

from pages.moderation.records.digest import DigestChoice
from pages.moderation.rules import roles


class DigestForm(forms.ModelForm):
    """Takes the choice."""

    class Meta:
        model = DigestChoice
        fields = ["daily_digest"]
        widgets = {"daily_digest": SwitchInput}


class DigestPanel(BaseSettingsPanel):
    """Lets everybody with a role choose one e-mail a day."""

    name = "digest"
    title = "How often"
    tab = notifications_tab
    order = 200
    form_class = DigestForm

    def is_active(self) -> bool:
        """Leave it out for people without a role, who get no e-mails."""
        return roles.has_any_role(self.user)

    def get_form(self) -> Any:
        """Return the form of this person's choice."""
        choice = DigestChoice.objects.filter(person=self.user).first() or DigestChoice(person=self.user)
        sent = self.request.POST if self.request.method == "POST" else None
        return DigestForm(sent, instance=choice, prefix=self.name)
