"""The register as at the end of a day.

Only the super-complaints on the shown page are built again. Of their recommendations, which may be hundreds,
only the states are derived.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import reduce
from operator import or_

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.states import published_states
from complaints.states.published_states import ItemOnDay
from complaints.states.respondent_states import count_by_state
from pages.core.days import end_of_day
from pages.core.page_visibility import public_descendants

from .pages_as_at import PageAsAt, earlier_snapshots, find_pages_as_at, surroundings_by_path
from .published_versions import (
    AnnotatedVersion,
    annotate_withdrawal,
    last_versions_before,
    versions_of_pages,
    withdrawal_reason,
)
from .views import PAGE_SIZE


def register_as_at_context(
    index_page: SuperComplaintIndexPage, day: date, number: str | None
) -> dict[str, object]:
    """Return page ``number`` of the super-complaints, the newest first, with the states below them."""
    super_complaints = public_descendants(SuperComplaintPage.objects.all(), index_page)
    last_versions = _last_versions_on_day(super_complaints, day).defer("snapshot")
    versions = list(last_versions.annotate(submitted=KeyTransform("submitted", "snapshot")))
    readable = [version for version in versions if not withdrawal_reason(version)]
    readable.sort(key=lambda version: version.title)
    readable.sort(key=lambda version: str(version.submitted or ""), reverse=True)
    listed = Paginator(readable, PAGE_SIZE).get_page(number)
    keys = [version.object_id for version in listed]
    found = find_pages_as_at(SuperComplaintPage.objects.filter(pk__in=keys), day)
    by_key = {str(each.page.pk): each for each in found.readable}
    # A page may have been deleted since its versions were read.
    listed.object_list = [by_key[key] for key in keys if key in by_key]
    _add_state_counts(listed.object_list, index_page, day)
    return {"listed": listed, "hidden": len(versions) - len(readable)}


def _last_versions_on_day(pages: PageQuerySet, day: date) -> QuerySet[AnnotatedVersion]:
    return last_versions_before(annotate_withdrawal(versions_of_pages(pages)), end_of_day(day))


def _add_state_counts(listed: list[PageAsAt], index_page: SuperComplaintIndexPage, day: date) -> None:
    """Add to each super-complaint the number of its recommendations in each state, and of hidden ones."""
    is_below_listed = reduce(or_, (Q(path__startswith=each.page.path) for each in listed), Q(pk=None))
    recommendations = public_descendants(
        RecommendationResponsePage.objects.filter(is_below_listed), index_page
    )
    parent_paths = {
        str(key): path[: -Page.steplen] for key, path in recommendations.values_list("pk", "path")
    }
    versions = [
        version
        for version in _last_versions_on_day(recommendations, day)
        if version.object_id in parent_paths
    ]
    readable = [version for version in versions if not withdrawal_reason(version)]
    states_by_parent = published_states.counted_states(_items_on_day(readable, parent_paths, day))
    hidden = Counter(parent_paths[version.object_id] for version in versions if withdrawal_reason(version))
    for each in listed:
        states = states_by_parent[each.page.path]
        each.total, each.counts = len(states), count_by_state(states)
        each.hidden = hidden[each.page.path]


def _items_on_day(
    versions: list[AnnotatedVersion], parent_paths: dict[str, str], day: date
) -> Iterator[ItemOnDay]:
    """Yield the recommendations in ``versions`` with their states at the end of ``day``."""
    earlier = earlier_snapshots(versions, day)
    surroundings = surroundings_by_path(set(parent_paths.values()), day)
    for version in versions:
        path, snapshot = parent_paths[version.object_id], version.snapshot
        state = published_states.overall_state_on_day(
            snapshot, earlier.get(version.object_id, ()), day, surroundings[path]
        )
        yield ItemOnDay(
            path,
            str(snapshot.get("kind") or ""),
            str(snapshot.get("number") or ""),
            state,
            published_states.is_answered(snapshot),
        )
