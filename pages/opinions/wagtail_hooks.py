"""Adds the screen that asks people without an account to the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.urls import include, path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import DraftStateMixin

from .admin.ask_screen import AskView
from .asking import may_show

SCREENS = [path("ask/<str:label>/<str:pk>/", AskView.as_view(), name="ask")]

hooks.register("register_admin_urls", lambda: [path("opinions/", include((SCREENS, "opinions_admin")))])


@hooks.register("register_page_header_buttons")
@hooks.register("register_snippet_listing_buttons")
def ask_button(page: Any, user: User, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """Lead from a page or a snippet to the screen that asks about it."""
    if isinstance(page, DraftStateMixin) and page.latest_revision_id and may_show(page, user):
        address = reverse("opinions_admin:ask", args=[page._meta.label_lower, page.pk])
        yield Button("Ask somebody without an account", address, icon_name="mail", priority=80)
