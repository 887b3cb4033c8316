"""Adds the screen that asks people without an account to the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import include, path, reverse
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import DraftStateMixin

from pages.moderation.admin.reviewed_items import ReviewedItem
from pages.moderation.types import StaffRequest

from .admin.ask_screen import AskView
from .asking import may_show
from .models import OpinionRequest

SCREENS = [path("ask/<str:label>/<str:pk>/", AskView.as_view(), name="ask")]

hooks.register("register_admin_urls", lambda: [path("opinions/", include((SCREENS, "opinions_admin")))])


@hooks.register("show_in_review")
def show_opinions(request: StaffRequest, items: list[ReviewedItem]) -> SafeString:
    """Show on the review screen who was asked and what they said, and lead to where somebody is asked."""
    objects = [item.object for item in items]
    context = {
        "requests": OpinionRequest.objects.about(*objects),
        "ask_address": ask_address(objects[0]) if may_show(objects[0], request.user) else "",
    }
    return render_to_string("opinions/admin/in_review.html", context, request)


def ask_address(obj: Any) -> str:
    """Return the address of the screen that asks about ``obj``."""
    return reverse("opinions_admin:ask", args=[obj._meta.label_lower, obj.pk])


@hooks.register("register_page_header_buttons")
@hooks.register("register_snippet_listing_buttons")
def ask_button(page: Any, user: User, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """Lead from a page or a snippet to the screen that asks about it."""
    if isinstance(page, DraftStateMixin) and page.latest_revision_id and may_show(page, user):
        yield Button("Ask somebody without an account", ask_address(page), icon_name="mail", priority=80)
