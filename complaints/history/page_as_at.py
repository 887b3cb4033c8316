"""Pages as they stood at the end of a day, made from their published versions alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from complaints.models import RecommendationResponsePage
from complaints.states import published_states
from complaints.states.standing import Standing
from complaints.vocabulary import State
from pages.core import stored_links
from pages.http_cache.clock import end_of_day

from .names import Names
from .rebuilt import Organisations, rebuild
from .versions import latest, of_pages, with_withdrawal, withdrawal_reason


@dataclass
class Past:
    """A page as it stood, the version that says so, and where a recommendation stood then."""

    page: Any
    version: Any
    standings: list[Standing] = field(default_factory=list)
    # Of a super-complaint in the register.
    total: int = 0
    hidden: int = 0
    counts: list[tuple[State, int]] = field(default_factory=list)

    @property
    def state(self) -> State:
        """The state of a recommendation as a whole."""
        return published_states.overall_state(self.standings)


@dataclass
class Found:
    """What stood on a day, and how much of it can no longer be shown."""

    shown: list[Past]
    hidden_pages: list[Any] = field(default_factory=list)
    why: str = ""

    @property
    def hidden(self) -> int:
        """How many can no longer be shown."""
        return len(self.hidden_pages)


def find(pages: QuerySet, day: date, *, known: Any = None, with_texts: bool = False) -> Found:
    """Return ``pages``, public now and of one type, as they stood at the end of ``day``.

    Pass them in ``known`` if all have been read already. Only ``with_texts`` do their texts lead anywhere and
    show documents: a list does not need them.
    Takes a fixed number of queries, however many there are.
    """
    model = pages.model
    versions = list(latest(with_withdrawal(of_pages(pages)), end_of_day(day)))
    readable = [version for version in versions if not withdrawal_reason(version)]
    hidden = [version for version in versions if withdrawal_reason(version)]
    organisations = Organisations(model, [each.snapshot for each in readable], end_of_day(day))
    now = known or model.objects.filter(pk__in=[each.object_id for each in versions])
    found = {str(page.pk): page for page in now}
    names = Names() if with_texts else None
    if names:
        for version in readable:
            names.expect(stored_links.link_targets_in_snapshot(model, version.snapshot))
    past = [
        Past(rebuild(version, found[version.object_id], organisations, names), version)
        for version in readable
        if version.object_id in found
    ]
    if model is RecommendationResponsePage:
        _add_standings(past, day, organisations)
        past.sort(key=lambda each: (each.page.sort_key, each.page.path))
    gone = [found[version.object_id] for version in hidden if version.object_id in found]
    return Found(past, gone, withdrawal_reason(hidden[0]) if hidden else "")


def _add_standings(found: Iterable[Past], day: date, organisations: Organisations) -> None:
    found = list(found)
    earlier = earlier_snapshots((each.version for each in found), day)
    for each in found:
        before = earlier.get(each.version.object_id, ())
        each.standings = published_states.standings(each.version.snapshot, before, day, organisations)


def earlier_snapshots(versions: Iterable[Any], day: date) -> dict[str, list[dict]]:
    """Return what was published before each of ``versions`` whose state depends on it, the oldest first.

    ``versions`` are of recommendations, the last by the end of ``day``.
    """
    needing = {
        each.object_id for each in versions if published_states.needs_earlier(each.snapshot, each.number)
    }
    pages = RecommendationResponsePage.objects.filter(pk__in=needing)
    # Of those whose words are hidden, too: the page itself tells that it was complete once.
    found = snapshots_by_object(of_pages(pages).filter(published_at__lt=end_of_day(day)))
    return {key: snapshots[:-1] for key, snapshots in found.items()}


def snapshots_by_object(versions: QuerySet) -> dict[str, list[dict]]:
    """Return the snapshots of ``versions`` (newest first), by object, the oldest first."""
    found: dict[str, list[dict]] = defaultdict(list)
    for version in reversed(list(versions.only("object_id", "snapshot"))):
        found[version.object_id].append(version.snapshot)
    return found
