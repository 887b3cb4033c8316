"""What has to be decided before a site opens, on the dashboard until it has."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component

from pages.content.models import HomePage
from pages.content.to_confirm import open_questions


class OpeningPanel(Component):
    """Lists the drafts that have to be confirmed, with what has to be decided in each."""

    name = "opening"
    template_name = "content/admin/opening.html"
    order = 50

    def __init__(self, home: HomePage) -> None:
        super().__init__()
        self.home = home

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        drafts = [self.home, *self.home.get_children().filter(live=False).specific()]
        return {
            "pages": [
                (
                    page,
                    reverse("wagtailadmin_pages:edit", args=[page.pk]),
                    open_questions(page.get_latest_revision_as_object()),
                )
                for page in drafts
            ]
        }


def add_opening_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add the list until the home page is public."""
    home = HomePage.objects.filter(first_published_at=None, live=False).first()
    if home and home.permissions_for_user(request.user).can_edit():
        panels.append(OpeningPanel(home))
