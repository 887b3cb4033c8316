"""The register as it stood at the end of a day.

Only the super-complaints on its page are built again; of the recommendations, hundreds maybe, only the states
are worked out.
"""

from collections import Counter, defaultdict
from datetime import date
from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.db.models.fields.json import KeyTransform
from wagtail.models import Page

from complaints.models import RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage
from complaints.states import published_states
from complaints.states.standing import counted
from complaints.vocabulary import State
from pages.core.page_visibility import public_descendants
from pages.http_cache.clock import end_of_day

from .page_as_at import Past, earlier_snapshots, find
from .versions import latest, of_pages, with_withdrawal, withdrawal_reason
from .views import PER_PAGE


def context(index_page: SuperComplaintIndexPage, day: date, number: Any) -> dict[str, Any]:
    """Return page ``number`` of the super-complaints, the newest first, with the states below them."""
    of_all = _versions(public_descendants(SuperComplaintPage.objects.all(), index_page), day).defer(
        "snapshot"
    )
    versions = list(of_all.annotate(submitted=KeyTransform("submitted", "snapshot")))
    readable = [version for version in versions if not withdrawal_reason(version)]
    readable.sort(key=lambda each: each.title)
    readable.sort(key=lambda each: str(each.submitted or ""), reverse=True)
    listed = Paginator(readable, PER_PAGE).get_page(number)
    keys = [version.object_id for version in listed]
    found = {
        str(each.page.pk): each for each in find(SuperComplaintPage.objects.filter(pk__in=keys), day).shown
    }
    # What was deleted meanwhile is left out.
    listed.object_list = [found[key] for key in keys if key in found]
    _add_states(listed.object_list, index_page, day)
    return {"listed": listed, "hidden": len(versions) - len(readable)}


def _versions(pages: QuerySet, day: date) -> QuerySet:
    return latest(with_withdrawal(of_pages(pages)), end_of_day(day))


def _add_states(listed: list[Past], index_page: SuperComplaintIndexPage, day: date) -> None:
    """Tell each of those ``listed`` how many recommendations were in which state, and cannot be shown."""
    places = (Q(path__startswith=each.page.path) for each in listed)
    below = public_descendants(
        RecommendationResponsePage.objects.filter(reduce(or_, places, Q(pk=None))), index_page
    )
    above = {str(key): path[: -Page.steplen] for key, path in below.values_list("pk", "path")}
    versions = [version for version in _versions(below, day) if version.object_id in above]
    readable = [version for version in versions if not withdrawal_reason(version)]
    earlier = earlier_snapshots(readable, day)
    states: dict[str, list[State]] = defaultdict(list)
    for version in readable:
        state = published_states.state_of_whole(version.snapshot, earlier.get(version.object_id, ()), day)
        states[above[version.object_id]].append(state)
    total = Counter(above[version.object_id] for version in versions)
    for each in listed:
        of_this = states[each.page.path]
        each.total, each.counts = len(of_this), counted(of_this)
        each.hidden = total[each.page.path] - each.total
