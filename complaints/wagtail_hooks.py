"""The screens of organisations, the lists of recommendations and the demonstration's emails in the admin."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail import hooks
from wagtail.admin.widgets import Button
from wagtail.models import Page

from pages.moderation.views.editor import (
    PUBLIC_STATE,
    ModeratedSnippetViewSet,
    register_moderated,
)

from .admin.dashboard import add_recommendation_counts
from .admin.new_response import NewResponseView
from .admin.plan_sheets.views import PlanDownloadView, PlanSheetView
from .admin.recommendation_lists import (
    AllRecommendationsViewSet,
    RecommendationPageViewSet,
)
from .admin.update_round.views import UpdateRoundView
from .demo.outgoing_mail import OutgoingMailView, add_mail_panel
from .home import super_complaints_section
from .models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from .register.register_page import search_answers


class OrganisationViewSet(ModeratedSnippetViewSet):
    """The screens of the organisations that pages can name."""

    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "kind", PUBLIC_STATE]
    list_filter = ["kind"]


register_moderated(OrganisationViewSet)
hooks.register("register_admin_viewset", AllRecommendationsViewSet)
hooks.register("register_admin_viewset", RecommendationPageViewSet)
hooks.register(
    "register_admin_urls",
    lambda: [
        path("demonstration/emails/", OutgoingMailView.as_view(), name="demo_mails"),
        path(
            "super-complaints/<int:pk>/update-round/",
            UpdateRoundView.as_view(),
            name="update_round",
        ),
        path(
            "super-complaints/<int:pk>/plan/",
            PlanDownloadView.as_view(),
            name="plan_download",
        ),
        path(
            "super-complaints/<int:pk>/plan-sheet/",
            PlanSheetView.as_view(),
            name="plan_sheet",
        ),
        path(
            "super-complaints/<int:pk>/new-response/",
            NewResponseView.as_view(),
            name="new_response",
        ),
    ],
)
hooks.register("construct_homepage_panels", add_recommendation_counts)
hooks.register("construct_homepage_panels", add_mail_panel)
hooks.register("home_page_section", super_complaints_section)
hooks.register("search_answers", search_answers)


@hooks.register("register_page_header_buttons")
def header_buttons(
    page: Page, user: User, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """Lead from a super-complaint to its recommendations, and from the section to a new one."""
    if isinstance(page, SuperComplaintPage) and view_name == "edit":
        address = reverse("wagtailadmin_explore", args=[page.pk])
        yield Button("Recommendations", address, icon_name="list-ol", priority=5)
    if isinstance(page, SuperComplaintPage) and view_name in {"edit", "index"}:
        yield from lead_to_round_from_lists(page, user)
    is_section = isinstance(page, SuperComplaintIndexPage) and view_name in {
        "edit",
        "index",
    }
    if is_section and page.permissions_for_user(user).can_add_subpage():
        yield Button(
            "New super-complaint",
            reverse("new_response", args=[page.pk]),
            icon_name="plus",
            priority=4,
        )


@hooks.register("register_page_listing_more_buttons")
def lead_to_round_from_lists(
    page: Page, user: User, next_url: str | None = None
) -> Iterator[Button]:
    """Lead to what is done for a whole super-complaint from its row in a list, too."""
    if isinstance(page, SuperComplaintPage):
        yield Button(
            "Update round",
            reverse("update_round", args=[page.pk]),
            icon_name="table",
            priority=1,
        )
        if page.permissions_for_user(user).can_edit():
            address = (
                reverse("wagtailadmin_pages:edit", args=[page.pk]) + "#tab-responses"
            )
            yield Button(
                "Response to several recommendations",
                address,
                icon_name="comment",
                priority=2,
            )
        yield Button(
            "Plan as a spreadsheet",
            reverse("plan_sheet", args=[page.pk]),
            icon_name="download",
            priority=3,
        )


def is_named_on_a_page(organisation: Organisation) -> bool:
    named_by_super_complaint = Q(lead_bodies=organisation) | Q(
        supporting_bodies=organisation
    )
    return (
        SuperComplaintPage.objects.filter(named_by_super_complaint).exists()
        or RecommendationResponsePage.objects.naming(organisation).exists()
    )


@hooks.register("before_delete_snippet")
def refuse_deleting_named_organisations(
    request: HttpRequest, instances: Iterable[Model]
) -> None:
    """Refuse, on the screen, to delete an organisation that a page names and would lose unnoticed."""
    if request.method != "POST":
        return
    for organisation in instances:
        if isinstance(organisation, Organisation) and is_named_on_a_page(organisation):
            raise ValidationError(
                f"{organisation} is named on a page. Give it an end date instead."
            )
