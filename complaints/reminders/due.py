"""What needs somebody's attention, of those recommendations that they may see."""

from django.contrib.auth.models import AnonymousUser, User
from wagtail.permissions import page_permission_policy

from complaints.models import RecommendationResponsePage, RecommendationState
from complaints.models.recommendation_queryset import PROGRESS, RecommendationQuerySet

KINDS = ("overdue", "deadline_passed", "date_passed", "soon", "silent")
"""The kinds of progress that need attention, the most pressing first."""


def recommendations_seen_by(user: User | AnonymousUser) -> RecommendationQuerySet:
    visible = page_permission_policy.explorable_instances(user)
    return RecommendationResponsePage.objects.filter(pk__in=visible.order_by().values("pk"))


def need_attention(user: User) -> dict[str, list[RecommendationResponsePage]]:
    """Return the live recommendations of each kind by its words, each once, under the most pressing."""
    found: dict[str, list[RecommendationResponsePage]] = {}
    seen: set[int] = set()
    for kind in KINDS:
        words, select = PROGRESS[kind]
        rows = select(RecommendationState.objects.overall().filter(page__live=True))
        pages = recommendations_seen_by(user).filter(pk__in=rows.values("page")).exclude(pk__in=seen)
        if listed := list(pages.order_by("path")):
            found[words] = listed
            seen |= {page.pk for page in listed}
    return found
