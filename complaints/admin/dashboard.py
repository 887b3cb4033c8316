"""The dashboard's panel of dates: what needs attention, what falls due when, and the update rounds."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from wagtail.admin.ui.components import Component

from complaints.models import (
    RecommendationState,
    SuperComplaintIndexPage,
)
from complaints.models.recommendation_state import DUE_DAY
from complaints.reminders.due import (
    ATTENTION_KINDS,
    next_updates_to_mind,
    recommendations_seen_by,
    super_complaints_seen_by,
)
from complaints.reminders.due_months import count_due_months
from complaints.vocabulary import Status
from pages.moderation.approval import roles
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.views.my_work import annotate_work_state
from pages.moderation.views.page_reviews import number_to_review, waiting_for

from .recommendation_filters import RecommendationFilterSet, visible_super_complaints
from .recommendation_lists import may_list_recommendations

MOST_ROUNDS = 12
PRESSING_STATUSES = (Status.PAST_DEADLINE, Status.RESPONSE_MISSING)
"""Statuses that are counted as on the public pages."""
PRESSING_KINDS = ("soon", "silent")
"""What else needs attention and is counted."""


class RecommendationCountsPanel(Component):
    """Says how many recommendations and pages need attention, and leads to them and to the update rounds."""

    name = "recommendation_counts"
    template_name = "complaints/admin/dashboard.html"
    order = 130

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        request = parent_context["request"]
        if not may_list_recommendations(request.user):
            return {}
        address = reverse("recommendations:index")
        seen = recommendations_seen_by(request.user)
        reviews = reverse("page_reviews")
        waiting = waiting_for(request.user)
        if roles.has_role(request.user, *roles.APPROVING_ROLES):
            to_confirm = waiting
        else:
            to_confirm = waiting.none()
        rows = RecommendationState.objects.counted().filter(
            page__in=seen.live().values("pk")
        )
        counts = []
        for status in PRESSING_STATUSES:
            number = rows.in_statuses([status]).count()
            counts.append((number, status.counted_words, f"{address}?status={status}"))
        for kind in PRESSING_KINDS:
            label, narrow = ATTENTION_KINDS[kind]
            counts.append(
                (narrow(rows).count(), label.lower(), f"{address}?attention={kind}")
            )
        counts += [
            (number_to_review(request.user), "to review", f"{reviews}?review=due"),
            (
                to_confirm.count(),
                "to confirm as still correct",
                f"{reviews}?review=waiting",
            ),
            (_at_work(request, "work=draft"), "with a draft", f"{address}?work=draft"),
            (
                _at_work(request, "work=review"),
                "in moderation",
                f"{address}?work=review",
            ),
        ]
        due = rows.unfinished().annotate(due_on=DUE_DAY).filter(due_on__isnull=False)
        section = SuperComplaintIndexPage.objects.first()
        return {
            "address": address,
            "counts": [count for count in counts if count[0]],
            "new_response": _address_of_new_response(section, request.user),
            "prepared_sets": _prepared_sets(),
            "due_months": count_due_months(due.values_list("due_on", flat=True)),
            "next_updates": next_updates_to_mind(
                super_complaints_seen_by(request.user)
            ),
            "super_complaints": visible_super_complaints(request)[:MOST_ROUNDS],
        }


def _prepared_sets() -> list[tuple[PublicationSet, int]]:
    """Return the unpublished sets that a command has made, with the number of their pages.

    They hold the first drafts of the site, and those of each report.
    """
    sets = PublicationSet.objects.filter(made_by=None).exclude(
        state=PublicationSet.State.PUBLISHED
    )
    prepared = []
    for publication_set in sets:
        if number := publication_set.items.count():
            prepared.append((publication_set, number))
    return prepared


def _address_of_new_response(
    section: SuperComplaintIndexPage | None, user: User | AnonymousUser
) -> str:
    """Return the address of the form for a new super-complaint; empty if ``user`` may not use it."""
    if not section or not section.permissions_for_user(user).can_add_subpage():
        return ""
    return reverse("new_response", args=[section.pk])


def _at_work(request: HttpRequest, query: str) -> int:
    pages = annotate_work_state(recommendations_seen_by(request.user))
    return RecommendationFilterSet(QueryDict(query), pages, request=request).qs.count()


def add_recommendation_counts(request: HttpRequest, panels: list[Component]) -> None:
    panels.append(RecommendationCountsPanel())
