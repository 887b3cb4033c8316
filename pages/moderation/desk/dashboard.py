"""The panels of the dashboard, and the choice of a daily digest on the screen of one's own account."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel
from wagtail.admin.widgets import SwitchInput

from pages.moderation.gate import roles
from pages.moderation.mails.mail import DigestChoice
from pages.moderation.people.second_person import SCREEN, PendingChange

from .my_work import MyWorkPanel


class DigestForm(forms.ModelForm):
    """Asks whether somebody wants one e-mail a day, and one a week about dates."""

    class Meta:
        model = DigestChoice
        fields = ["daily_digest", "weekly_dates"]
        widgets = {"daily_digest": SwitchInput, "weekly_dates": SwitchInput}


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
        choice = DigestChoice.objects.filter(person=self.user).first() or DigestChoice(person=self.user)
        sent = self.request.POST if self.request.method == "POST" else None
        return DigestForm(sent, instance=choice, prefix=self.name)


REPLACED_PANELS = (UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel)
"""Wagtail's, with buttons to decide about what nobody has looked at, and titles without numbers."""


def arrange_dashboard(request: HttpRequest, panels: list[Component]) -> None:
    """Put our panels in the place of Wagtail's."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED_PANELS)]
    panels += [MyWorkPanel(), AdministrationPanel()]


def leave_out_summary(request: HttpRequest, items: list[Any]) -> None:
    """Leave out Wagtail's numbers of pages, images and documents: what one has to do comes first."""
    items.clear()


class AdministrationPanel(Component):
    """Counts what waits for somebody who looks after roles and accounts; nothing if nothing does."""

    name = "administration"
    template_name = "moderation/administration.html"
    order = 125

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {"counts": list(_counts_of_administration(parent_context["request"].user))}


def _counts_of_administration(user: User) -> Iterator[tuple[int, str, str]]:
    """Return numbers that are not zero, each with words and an address."""
    if number := sum(change.may_be_confirmed_by(user) for change in PendingChange.objects.all()):
        yield number, "Changes to confirm as a second person", reverse(SCREEN)
    if roles.is_site_administrator(user):
        without_role = User.objects.filter(
            groups=None, pending_changes=None, is_active=True, is_superuser=False
        ).count()
        if without_role:
            yield without_role, "Accounts without a role", reverse("wagtailusers_users:index")
