"""The recorded states that published versions showed, and what follows from them day by day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from complaints.models import Organisation, RecommendationState
from complaints.models.recommendation_state import StateRecord
from complaints.states.facts import parse_stored_date
from complaints.states.respondent_states import RespondentState, list_respondent_states
from complaints.vocabulary import ActionStatus, OrganisationKind, State
from pages.core.moments import start_of_day
from pages.core.names import NOT_NAMED, join_as_in_a_sentence
from pages.core.partial_dates import PartialDate
from pages.core.stored_content import list_of

from .published_versions import AnnotatedVersion, OrganisationsAsAt, readable_versions, versions_below
from .version_texts import ReferencedNames, VersionField, date_in_words

RECORDS = "state_records"
"""What to prefetch of versions of which states are shown."""


def states_on_day(record: StateRecord, day: date, organisations: OrganisationsAsAt) -> list[RespondentState]:
    """Return what ``record`` says of each respondent on ``day``, with their names among ``organisations``."""
    rows = record.states
    for row in rows:
        if row.respondent_id:
            # One that was deleted since has no name here.
            deleted = Organisation(pk=row.respondent_id, live=False, kind=OrganisationKind.POLICE_FORCE)
            row.respondent = organisations.by_key.get(row.respondent_id, deleted)
    found = list_respondent_states(rows, day)
    return sorted(found, key=lambda state: (not state.is_local, state.name))


# In words


def status_in_words(version: AnnotatedVersion) -> str:
    """Return the status that ``version`` showed as a whole when it was published; empty if it had none."""
    record = next(iter(version.state_records.all()), None)
    return state_in_words(record.overall, timezone.localdate(version.published_at)) if record else ""


def state_fields(version: AnnotatedVersion, names: ReferencedNames) -> list[VersionField]:
    """Return what ``version`` showed as its status when it was published, as fields."""
    record = next(iter(version.state_records.all()), None)
    if not record:
        return []
    day = timezone.localdate(version.published_at)
    rows = record.states
    lines = [
        f"{names.name_of('organisation', row.respondent_id) or NOT_NAMED}: "
        + ", ".join(filter(None, [row.get_position_display(), state_in_words(row, day)]))
        for row in rows
        if row.respondent_id
    ]
    return [
        VersionField("state", "Status", state_in_words(rows[-1], day)),
        VersionField("states", "Status of each respondent", "\n".join(sorted(lines)) if lines[1:] else ""),
        VersionField("last_reported", "Last reported", date_in_words(rows[-1].last_reported)),
    ]


def state_in_words(row: RecommendationState, day: date) -> str:
    state, since = row.state_on(day), row.passed_since_on(day)
    if not since:
        return state.label
    passed = "" if state == State.OVERDUE else ", past its date"
    return f"{state.label}{passed} since {PartialDate.of_day(since).words}"


# Day by day


class StatesFromDay(NamedTuple):
    """What was shown from a day on."""

    day: date
    states: list[RespondentState]

    @property
    def words(self) -> str:
        """The status of each respondent within a sentence; the force alone is not named."""
        return "; ".join(map(self._words_of, self.states))

    def _words_of(self, each: RespondentState) -> str:
        told = ", ".join(filter(None, [each.position_label, each.state.label]))
        return f"{each.name}: {told}" if self.states[1:] or not each.is_local else told


def states_while_public(
    version: AnnotatedVersion, until: datetime | None, organisations: OrganisationsAsAt
) -> list[StatesFromDay]:
    """Return what ``version`` showed from its publication on, and each change until it was replaced."""
    end = until or timezone.now()
    found: list[StatesFromDay] = []
    for record, begins, ends in record_periods(version, end):
        days = {day for row in record.states for day in _days_of_passing(row)}
        inside = sorted(day for day in days if begins < start_of_day(day) < ends)
        for day in [timezone.localdate(begins), *inside]:
            shown = StatesFromDay(day, states_on_day(record, day, organisations))
            # The names are in the words; states alone are equal whosever they are.
            if not found or (found[-1].words, found[-1].states) != (shown.words, shown.states):
                found.append(shown)
    return found


def record_periods(
    version: AnnotatedVersion, end: datetime
) -> Iterator[tuple[StateRecord, datetime, datetime]]:
    """Yield each record of ``version``, which was public until ``end``, with when it begins and ends."""
    records = [each for each in version.state_records.all() if each.since < end]
    begins = [version.published_at, *(each.since for each in records[1:])]
    yield from zip(records, begins, [*begins[1:], end], strict=False)


def _days_of_passing(row: RecommendationState) -> list[date]:
    return [day + timedelta(days=1) for day in row.last_days if day]


# Events


def respondent_keys(records: Iterable[Any]) -> set[int]:
    return {row["respondent_id"] for record in records for row in record.rows if row["respondent_id"]}


WHAT_WAS_TOLD = {State.OVERDUE: ", and the work is not finished", State.DEADLINE_PASSED: " without an update"}
"""What is said of a date that passed, by the state that began then."""


ToldDate = tuple[str, date, int | None]
"""The object of a version, the day on which a date passed, and the respondent, or ``None`` for the whole."""


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
    """Return what happened to ``page`` and the public pages below it; ``organisations`` are names by key."""
    found = versions_below(page, inclusive=True)
    published_at: dict[str, list[datetime]] = defaultdict(list)
    for key, at in found.order_by("pk").values_list("object_id", "published_at"):
        published_at[key].append(at)
    readable = readable_versions(found).defer("snapshot").prefetch_related(RECORDS)
    versions = list(readable.annotate(actions=KeyTransform("actions", "snapshot")).order_by("pk"))
    newest = {version.object_id: version for version in versions}
    events: list[Event] = []
    told: set[ToldDate] = set()
    for version in versions:
        later = (at for at in published_at[version.object_id] if at > version.published_at)
        events += _passed(version, next(later, None), organisations, told)
    for version in newest.values():
        events += _completed(version)
    # Actions may share a title; the order stays, so that a page is the same each time it is made.
    return list(dict.fromkeys(events))


def _passed(
    version: AnnotatedVersion, until: datetime | None, names: dict[str, str], told: set[ToldDate]
) -> Iterator[Event]:
    """Yield the dates that had passed by the time at which ``version`` was replaced, or by now.

    Where there are several respondents, it names those for whom the date passed. What earlier versions
    ``told``, of them or without a name, is not told again: with another state it would look like a second
    event of that day.
    """
    found: dict[tuple[date, State], set[int]] = {}
    for record, _, ends in record_periods(version, until or timezone.now()):
        rows = record.states
        of_respondents = [row for row in rows if row.respondent_id]
        for row in of_respondents or rows:
            for day in _days_of_passing(row):
                date_of_whole: ToldDate = (version.object_id, day, None)
                date_of_respondent: ToldDate = (version.object_id, day, row.respondent_id)
                if start_of_day(day) < ends and not told & {date_of_whole, date_of_respondent}:
                    told.add(date_of_respondent)
                    keys = found.setdefault((day, row.state_on(day)), set())
                    if row.respondent_id and of_respondents[1:]:
                        keys.add(row.respondent_id)
                    else:
                        told.add(date_of_whole)
    for (day, state), keys in found.items():
        who = join_as_in_a_sentence([names.get(str(key), NOT_NAMED) for key in sorted(keys)])
        due = PartialDate.of_day(day - timedelta(days=1)).words
        words = f"The date {due} has passed{WHAT_WAS_TOLD.get(state, '')}"
        at = PartialDate.of_day(day)
        yield Event(version.object_id, at, f"{words}: {who}" if who else words, str(state))


def _completed(version: AnnotatedVersion) -> Iterator[Event]:
    for action in list_of(version.actions):
        day = parse_stored_date(action.get("completed"))
        if day and action.get("status") == ActionStatus.COMPLETE:
            yield Event(version.object_id, day, f"Completed: {action.get('title') or 'an action'}")
