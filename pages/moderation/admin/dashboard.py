"""The dashboard: first what somebody has to do, then what waits for those who look after accounts."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import UserObjectsInWorkflowModerationPanel, WorkflowObjectsToModeratePanel

from pages.moderation.people.second_person import SCREEN, PendingChange
from pages.moderation.rules import roles

from .my_work import MyWorkPanel

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
        """Count it."""
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
