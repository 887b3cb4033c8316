"""What needs attention, of the recommendations and super-complaints that a person may see."""

from collections.abc import Callable, Iterable
from datetime import timedelta

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.permissions import page_permission_policy

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.models.next_update import PromisedUpdate, open_promises
from complaints.models.recommendation_queryset import (
    DAYS_SOON,
    PROGRESS,
    RecommendationQuerySet,
)
from complaints.models.recommendation_state import RecommendationStateQuerySet
from complaints.vocabulary import LEADS, STATES_WITHOUT_RESPONSE, Status
from pages.core.grouping import keys_of
from pages.moderation.approval.page_review import pages_to_review

ATTENTION_KINDS: dict[
    str,
    tuple[str, Callable[[RecommendationStateQuerySet], RecommendationStateQuerySet]],
] = {
    "no_response": (
        "Past the deadline with no response",
        lambda rows: rows.past_any_deadline().filter(
            detailed_status__in=STATES_WITHOUT_RESPONSE
        ),
    ),
    "past_deadline": (
        Status.PAST_DEADLINE.label,
        lambda rows: rows.in_statuses([Status.PAST_DEADLINE]).exclude(
            detailed_status__in=STATES_WITHOUT_RESPONSE
        ),
    ),
    "soon": PROGRESS["soon"],
    "silent": PROGRESS["silent"],
}
"""The kinds of progress that need attention, the most pressing first: the words and the rows of each."""
TO_REVIEW = "review"
ATTENTION = {
    **{kind: label for kind, (label, _) in ATTENTION_KINDS.items()},
    TO_REVIEW: "Review due",
}
"""Everything that needs attention, with its words."""


def recommendations_seen_by(user: User | AnonymousUser) -> RecommendationQuerySet:
    visible = page_permission_policy.explorable_instances(user)
    return RecommendationResponsePage.objects.filter(
        pk__in=visible.order_by().values("pk")
    )


def super_complaints_seen_by(
    user: User | AnonymousUser,
) -> QuerySet[SuperComplaintPage]:
    visible = page_permission_policy.explorable_instances(user)
    return SuperComplaintPage.objects.filter(pk__in=visible.order_by().values("pk"))


def states_needing(kind: str) -> RecommendationStateQuerySet:
    """Return the overall states, of what is public, that need attention of this kind."""
    return ATTENTION_KINDS[kind][1](
        RecommendationState.objects.overall().filter(page__live=True)
    )


def needing(
    pages: RecommendationQuerySet, kinds: Iterable[str]
) -> RecommendationQuerySet:
    """Return those of ``pages`` that need attention of one of ``kinds``."""
    condition = Q(pk=None)
    for kind in kinds:
        if kind == TO_REVIEW:
            shown = RecommendationResponsePage.objects.all()
            condition |= Q(pk__in=pages_to_review(shown).values("pk"))
        else:
            condition |= Q(pk__in=states_needing(kind).values("page"))
    return pages.filter(condition)


def with_attention(pages: RecommendationQuerySet) -> RecommendationQuerySet:
    """Read with ``pages`` what ``attention_words`` tells."""
    of_page = {
        kind: states_needing(kind).filter(page=OuterRef("pk"))
        for kind in ATTENTION_KINDS
    }
    page = RecommendationResponsePage.objects.filter(pk=OuterRef("pk"))
    to_review = pages_to_review(page)
    return pages.annotate(
        **{f"needs_{kind}": Exists(rows) for kind, rows in of_page.items()},
        **{f"needs_{TO_REVIEW}": Exists(to_review)},
    )


def attention_words(page: RecommendationResponsePage) -> list[str]:
    """Return for what ``page`` needs attention, the most pressing first.

    ``with_attention`` has read it.
    """
    return [
        words for kind, words in ATTENTION.items() if getattr(page, f"needs_{kind}")
    ]


def led_by(
    pages: RecommendationQuerySet, posts: Iterable[str]
) -> RecommendationQuerySet:
    """Return those of ``pages`` that one of ``posts`` leads: themselves, or with the plan as a whole."""
    condition = Q(pk=None)
    for lead in LEADS:
        for post in posts:
            plans = SuperComplaintPage.objects.filter(**{f"{lead}__iexact": post})
            condition |= Q(**{f"{lead}__iexact": post})
            for path in plans.values_list("path", flat=True):
                condition |= Q(**{lead: ""}, path__startswith=path)
    return pages.filter(condition)


def need_attention(
    all_pages: RecommendationQuerySet,
) -> dict[str, list[RecommendationResponsePage]]:
    """Return the live ones of each kind by its words, each once, under the most pressing."""
    by_words = {}
    seen: set[int] = set()
    for kind, words in ATTENTION.items():
        pages = needing(all_pages, [kind]).exclude(pk__in=seen)
        if listed := list(pages.order_by("path")):
            by_words[words] = listed
            seen |= keys_of(listed)
    return by_words


# The next update of a super-complaint

TO_ENTER = "An update was published. Enter when, and when the next one is due."


def next_updates_to_mind(
    super_complaints: QuerySet[SuperComplaintPage],
) -> list[tuple[SuperComplaintPage, str]]:
    """Return the live ``super_complaints`` whose next update is due soon or was due, with what to say of it.

    Among them are those whose update was published and is not entered as that yet.
    """
    pages = list(
        super_complaints.filter(live=True)
        .order_by("title")
        .prefetch_related("next_updates")
    )
    awaited = open_promises(pages)
    reminders = []
    for page in pages:
        promise = awaited.get(page.pk)
        dates = page.next_updates_in_order()
        if promise and _is_pressing(promise):
            reminders.append((page, promise.sentences[0]))
        elif not promise and dates and not dates[-1].published:
            reminders.append((page, TO_ENTER))
    return reminders


def _is_pressing(promise: PromisedUpdate) -> bool:
    due = promise.current.due
    if not due:
        return False
    return due.latest <= timezone.localdate() + timedelta(days=DAYS_SOON)
