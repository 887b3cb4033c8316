"""What happened beside the publications of a history: dates that passed, and actions that were completed.

Events are derived on reading, from what published versions that may be read say, and are never stored.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models.fields.json import KeyTransform

from complaints.states.facts import parse_stored_date
from complaints.vocabulary import ActionStatus, State
from pages.core.days import start_of_day
from pages.core.names import NOT_NAMED, join_as_in_a_sentence
from pages.core.partial_dates import PartialDate
from pages.core.stored_content import list_of

from .published_versions import AnnotatedVersion, readable_versions, versions_of_page_and_below
from .recorded_states import RECORDS, passed_dates

WHAT_WAS_TOLD = {
    State.OVERDUE: ", and the work is not finished",
    State.DEADLINE_PASSED: " without an update",
}
"""What is said of a date that passed, by the state that began then."""


@dataclass(unsafe_hash=True)
class Event:
    """Something that happened to a page on a day, of which perhaps only the month or the year is known."""

    object_id: str
    day: PartialDate
    words: str
    state: str = ""
    """The state that began on that day; empty for a completion."""
    page: Any = field(default=None, compare=False)

    @property
    def at(self) -> datetime:
        """By what events stand among publications; what was told of a month stands at its end."""
        return start_of_day(self.day.latest)


def find_events(page: Any, organisations: dict[str, str]) -> list[Event]:
    """Return what happened to ``page`` and to the public pages below it, in a fixed number of queries.

    ``organisations`` are the names of those that are public, by key.
    """
    found = versions_of_page_and_below(page)
    published_at: dict[str, list[datetime]] = defaultdict(list)
    for key, at in found.order_by("pk").values_list("object_id", "published_at"):
        published_at[key].append(at)
    readable = readable_versions(found).defer("snapshot").prefetch_related(RECORDS)
    versions = list(readable.annotate(actions=KeyTransform("actions", "snapshot")).order_by("pk"))
    newest = {version.object_id: version for version in versions}
    events = {
        event
        for version in versions
        for event in _passed(version, _next_moment(published_at[version.object_id], version), organisations)
    }
    completed = {event for version in newest.values() for event in _completed(version)}
    return [*events, *completed]


def _next_moment(moments: Iterable[datetime], version: AnnotatedVersion) -> datetime | None:
    return next((each for each in moments if each > version.published_at), None)


def _passed(
    version: AnnotatedVersion, until: datetime | None, organisations: dict[str, str]
) -> Iterable[Event]:
    for passed in passed_dates(version, until):
        told = join_as_in_a_sentence([organisations.get(str(key), NOT_NAMED) for key in passed.respondents])
        due = PartialDate.of_day(passed.day - timedelta(days=1)).words
        words = f"The date {due} has passed{WHAT_WAS_TOLD.get(passed.state, '')}"
        yield Event(
            version.object_id,
            PartialDate.of_day(passed.day),
            f"{words}: {told}" if told else words,
            str(passed.state),
        )


def _completed(version: AnnotatedVersion) -> Iterable[Event]:
    for action in list_of(version.actions):
        day = parse_stored_date(action.get("completed"))
        if day and action.get("status") == ActionStatus.COMPLETE:
            yield Event(version.object_id, day, f"Completed: {action.get('title') or 'an action'}")
