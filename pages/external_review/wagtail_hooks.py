"""Adds the screen that asks people without an account to the admin."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.urls import include, path, reverse
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.widgets import Button
from wagtail.models import DraftStateMixin

from pages.moderation.approval.agreement import (
    agreements,
    check_that_all_can_agree,
    missing_agreements,
    names_of,
)
from pages.moderation.approval.roles import StaffRequest
from pages.moderation.views.reviewed_items import ReviewedItem

from .admin_views import AgreeView, AskView, person_of
from .models import OpinionRequest
from .requests_by_link import may_show

SCREENS = [
    path("ask/<str:label>/<str:pk>/", AskView.as_view(), name="ask"),
    path("agree/<str:label>/<str:pk>/", AgreeView.as_view(), name="agree"),
]

hooks.register(
    "register_admin_urls",
    lambda: [path("opinions/", include((SCREENS, "external_review_admin")))],
)


@hooks.register("show_in_review")
def show_opinions(request: StaffRequest, items: list[ReviewedItem]) -> SafeString:
    """Show on the review screen who was asked and what they said, and lead to where somebody is asked."""
    objects = [item.object for item in items]
    context = {
        "requests": OpinionRequest.objects.about(*objects),
        "agreements": [(item, agreements(item.draft)) for item in items],
    }
    if may_show(objects[0], request.user):
        context["ask_address"] = ask_address(objects[0])
    return render_to_string("external_review/admin/in_review.html", context, request)


def ask_address(obj: Any) -> str:
    return reverse("external_review_admin:ask", args=[obj._meta.label_lower, obj.pk])


@hooks.register("register_page_header_buttons")
@hooks.register("register_snippet_listing_buttons")
def ask_button(page: Any, user: User, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """Lead from a page or a snippet to the screen that asks about it."""
    if (
        isinstance(page, DraftStateMixin)
        and page.latest_revision_id
        and may_show(page, user)
    ):
        yield Button(
            "Ask for an opinion by email link",
            ask_address(page),
            icon_name="mail",
            priority=80,
        )


@hooks.register("register_page_header_buttons")
def agree_button(page: Any, user: User, *args: Any, **kwargs: Any) -> Iterator[Button]:
    """Lead those who were entered for a respondent to where they agree."""
    if isinstance(page, DraftStateMixin) and person_of(
        user, getattr(page, "specific", page)
    ):
        address = reverse(
            "external_review_admin:agree", args=[page._meta.label_lower, page.pk]
        )
        yield Button("Agree to the response", address, icon_name="check", priority=79)


@hooks.register("before_edit_page")
def add_agreement_message(request: StaffRequest, page: Any) -> None:
    """Say in the editor whose agreement a response lacks, and what to do about it."""
    page = page.specific
    if (
        request.method != "GET"
        or not page.latest_revision_id
        or not hasattr(page, "agreements_needed")
    ):
        return
    draft = page.get_latest_revision_as_object()
    missing = missing_agreements(draft)
    if not missing:
        return
    try:
        check_that_all_can_agree(draft)
    except ValidationError as error:
        messages.warning(request, " ".join(error.messages))
        return
    buttons = []
    if may_show(page, request.user):
        buttons = [messages.button(ask_address(page), "Ask them")]
    text = (
        f"Before this can be published, {names_of(missing)} must agree to the response."
    )
    messages.info(request, text, buttons=buttons)
