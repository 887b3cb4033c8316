"""The recorded states that published versions showed, and what follows from them day by day."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models.fields.json import KeyTransform
from django.utils import timezone

from complaints.models import Organisation, RecommendationState
from complaints.models.recommendation_state import StateRecord
from complaints.status.recorded_facts import parse_stored_date
from complaints.status.respondent_states import (
    RespondentState,
    detail_of_the_whole,
    list_respondent_states,
    respondent_state,
    rows_of_respondents,
    state_of_a_part,
    those_asked,
)
from complaints.status.sentences import Deadline, asked_without_status, describe
from complaints.vocabulary import (
    NO_STATUS_CODES,
    ActionStatus,
    DeadlineKind,
    ItemKind,
    OrganisationKind,
)
from pages.core.grouping import index_by
from pages.core.moments import start_of_day
from pages.core.names import NOT_NAMED, join_as_in_a_sentence
from pages.core.partial_dates import PartialDate
from pages.core.stored_content import list_of

from .published_versions import (
    AnnotatedVersion,
    OrganisationsAsAt,
    readable_versions,
    versions_below,
)
from .version_texts import ReferencedNames, VersionField, date_in_words

RECORDS = "state_records"
"""What to prefetch of versions of which states are shown."""


def states_on_day(
    record: StateRecord, day: date, organisations: OrganisationsAsAt
) -> list[RespondentState]:
    """Return what ``record`` says of each respondent on ``day``, with their names among ``organisations``."""
    rows = record.states
    for row in rows:
        if row.respondent_id:
            # One that was deleted since has no name here.
            deleted = Organisation(
                pk=row.respondent_id, live=False, kind=OrganisationKind.POLICE_FORCE
            )
            row.respondent = organisations.by_key.get(row.respondent_id, deleted)
    states = list_respondent_states(rows, day)
    return sorted(states, key=lambda state: (not state.is_local, state.name))


def with_status_of_a_part(
    states: list[RespondentState], record: StateRecord, day: date
) -> list[RespondentState]:
    """Return ``states``, after the status of the whole if a part such as 7.1 alone decides that."""
    of_part = state_of_a_part(record.states, day)
    return [of_part, *states] if of_part else states


# In words


def status_in_words(version: AnnotatedVersion, names: Mapping[str, str]) -> str:
    """Return the status that ``version`` showed as a whole when it was published; empty if it had none.

    ``names`` are those of organisations, by key.
    """
    record = next(iter(version.state_records.all()), None)
    if not record:
        return ""
    day = timezone.localdate(version.published_at)
    rows = record.states
    _leave_out_names(rows)
    return words_for_whole(rows, day, names)


def _leave_out_names(rows: Iterable[RecommendationState]) -> None:
    """Give ``rows`` respondents without a name: what is told of a row needs none, and would read it."""
    for row in rows:
        if row.respondent_id:
            row.respondent = Organisation(pk=row.respondent_id)


def state_fields(
    version: AnnotatedVersion, names: ReferencedNames
) -> list[VersionField]:
    """Return what ``version`` showed as its status when it was published, as fields."""
    record = next(iter(version.state_records.all()), None)
    if not record:
        return []
    day = timezone.localdate(version.published_at)
    rows = record.states
    _leave_out_names(rows)
    of_organisations = _statuses_by_name(rows, day, names)
    texts = ""
    codes = ""
    if len(of_organisations) > 1:
        texts = "\n".join(f"{name}: {told}" for name, told, _ in of_organisations)
        codes = "\n".join(code for _, _, code in of_organisations)
    reported = rows[-1].last_reported
    return [
        VersionField(
            "status",
            "Status",
            words_for_whole(rows, day, names.organisations),
            status_code(rows[-1], day),
        ),
        VersionField("statuses", "Status of each organisation", texts, codes),
        VersionField(
            "last_reported", "Last update", date_in_words(reported), str(reported or "")
        ),
    ]


def _statuses_by_name(
    rows: Iterable[RecommendationState], day: date, names: ReferencedNames
) -> list[tuple[str, str, str]]:
    """Return the name, the status in words and its code of each organisation, as the data orders them."""
    statuses = []
    for row in rows:
        if row.respondent_id:
            name = names.name_of("organisation", row.respondent_id) or NOT_NAMED
            position = row.get_position_display()
            status = words_for_row(row, day)
            if position:
                status = f"{position}, {status}"
            statuses.append((name, status, status_code(row, day)))
    return sorted(statuses)


def sentences_in_version(
    version: AnnotatedVersion, organisations: OrganisationsAsAt
) -> str:
    """Return the sentences on the page when ``version`` was published; empty for a super-complaint."""
    record = next(iter(version.state_records.all()), None)
    if not record:
        return ""
    day = timezone.localdate(version.published_at)
    stored = version.snapshot
    deadline = Deadline(
        parse_stored_date(stored.get("deadline")),
        str(stored.get("deadline_printed") or ""),
        str(stored.get("deadline_note") or ""),
        bool(stored.get("no_deadline")),
        bool(stored.get("deadline_over")),
    )
    states = states_on_day(record, day, organisations)
    kind = str(stored.get("kind") or ItemKind.RECOMMENDATION)
    addressees = organisations.with_keys(stored.get("addressees"))
    also_asked = asked_without_status(addressees, states)
    of_part = state_of_a_part(record.states, day)
    return describe(
        states, deadline, day, kind=kind, also_asked=also_asked, of_part=of_part
    )


def status_code(row: RecommendationState, day: date) -> str:
    """Return the code of the status of ``row`` on ``day``, or of why it has none."""
    return row.status_on(day) or NO_STATUS_CODES[row.who_is_asked]


def words_for_whole(
    rows: list[RecommendationState], day: date, names: Mapping[str, str]
) -> str:
    """Return the status of the whole among ``rows`` on ``day`` with its detail, and with whose it is."""

    def name_of(row: RecommendationState) -> str:
        return names.get(str(row.respondent_id), NOT_NAMED)

    label = respondent_state(rows[-1], day).status_label
    detail = detail_of_the_whole(rows, day, name_of)
    return f"{label} ({detail})" if detail else label


def words_for_row(row: RecommendationState, day: date) -> str:
    """Return the status of ``row`` on ``day`` with its detail."""
    state = respondent_state(row, day)
    if state.detail:
        return f"{state.status_label} ({state.detail})"
    return state.status_label


# Day by day


class StatesFromDay(NamedTuple):
    """What was shown from a day on."""

    day: date
    states: list[RespondentState]

    @property
    def words(self) -> str:
        """The status of each respondent within a sentence; the force alone and the whole are not named."""
        return ". ".join(map(self._words_of, self.states))

    def _words_of(self, state: RespondentState) -> str:
        position = state.position_label[:1].lower() + state.position_label[1:]
        beside = ", ".join(filter(None, [position, state.detail]))
        told = f"{state.status_label} ({beside})" if beside else state.status_label
        is_named = bool(state.name) and (len(self.states) > 1 or not state.is_local)
        return f"{state.name}: {told}" if is_named else told


def states_while_public(
    version: AnnotatedVersion, until: datetime | None, organisations: OrganisationsAsAt
) -> list[StatesFromDay]:
    """Return what ``version`` showed from its publication on, and each change until it was replaced."""
    changes: list[StatesFromDay] = []
    for record, begins, ends in record_periods(version, until):
        days: set[date] = set()
        for row in record.states:
            days.update(_days_of_passing(row))
        inside = sorted(day for day in days if begins < start_of_day(day) < ends)
        for day in [timezone.localdate(begins), *inside]:
            of_respondents = those_asked(states_on_day(record, day, organisations))
            shown = StatesFromDay(
                day, with_status_of_a_part(of_respondents, record, day)
            )
            # The names are in the words; states alone are equal whosever they are.
            before = changes[-1] if changes else None
            if not before or (before.words, before.states) != (
                shown.words,
                shown.states,
            ):
                changes.append(shown)
    return changes


def record_periods(
    version: AnnotatedVersion, until: datetime | None
) -> Iterator[tuple[StateRecord, datetime, datetime]]:
    """Yield each record of ``version`` with when it begins and ends.

    ``until`` is when the version was replaced: ``None`` while it is public, also if it
    was published at this very moment.
    """
    records = [
        record
        for record in version.state_records.all()
        if not until or record.since < until
    ]
    begins = [version.published_at, *(record.since for record in records[1:])]
    end = until or timezone.now()
    yield from zip(records, begins, [*begins[1:], end], strict=False)


def _days_of_passing(
    row: RecommendationState,
) -> dict[date, tuple[DeadlineKind, PartialDate]]:
    """Return the days on which a date of ``row`` has passed, each with the date; the report's goes first."""
    days: dict[date, tuple[DeadlineKind, PartialDate]] = {}
    limits = (
        (DeadlineKind.DEADLINE, row.deadline),
        (DeadlineKind.DUE_DATE, row.due),
        (DeadlineKind.RESPOND_BY, row.respond_by),
    )
    for limit, partial_date in limits:
        if partial_date:
            days.setdefault(
                partial_date.latest + timedelta(days=1), (limit, partial_date)
            )
    return days


# Events


def respondent_keys(records: Iterable[Any]) -> set[int]:
    keys: set[int] = set()
    for record in records:
        keys.update(row["respondent_id"] for row in record.rows if row["respondent_id"])
    return keys


PASSED_WORDS = {
    DeadlineKind.DEADLINE: "The deadline, {date}, passed",
    DeadlineKind.DUE_DATE: "The organisation’s own due date, {date}, passed",
    DeadlineKind.RESPOND_BY: "The deadline to respond, {date}, passed",
}
"""What is said of a date that passed."""


ToldDate = tuple[str, date, int | None]
"""The object of a version, the day on which a date passed, and the respondent, or ``None`` for the whole."""


@dataclass(unsafe_hash=True)
class HistoryEvent:
    """Something that happened to a page on a day, of which perhaps only the month or the year is known."""

    object_id: str
    day: PartialDate
    words: str
    status: str = ""
    """The status that began on that day; empty for a completion."""
    page: Any = field(default=None, compare=False)

    @property
    def published_at(self) -> datetime:
        """By what events stand among publications; what was told of a month stands at its end."""
        return start_of_day(self.day.latest)


def find_events(page: Any, organisations: dict[str, str]) -> list[HistoryEvent]:
    """Return what happened to ``page`` and the public pages below it; ``organisations`` are names by key."""
    publications = versions_below(page, inclusive=True)
    published_at = defaultdict(list)
    for key, at in publications.order_by("pk").values_list("object_id", "published_at"):
        published_at[key].append(at)
    readable = (
        readable_versions(publications).defer("snapshot").prefetch_related(RECORDS)
    )
    versions = list(
        readable.annotate(actions=KeyTransform("actions", "snapshot")).order_by("pk")
    )
    newest = index_by(versions, "object_id")
    events: list[HistoryEvent] = []
    told: set[ToldDate] = set()
    for version in versions:
        later = (
            at for at in published_at[version.object_id] if at > version.published_at
        )
        events += _passed(version, next(later, None), organisations, told)
    for version in newest.values():
        events += _completed(version, organisations)
    # Actions may share a title; the order stays, so that a page is the same each time
    # it is made.
    return list(dict.fromkeys(events))


def _passed(
    version: AnnotatedVersion,
    until: datetime | None,
    names: dict[str, str],
    told: set[ToldDate],
) -> Iterator[HistoryEvent]:
    """Yield the dates that had passed by the time at which ``version`` was replaced, or by now.

    Where there are several respondents, it names those for whom the date passed. What
    earlier versions ``told``, of them or without a name, is not told again: with
    another state it would look like a second event of that day.
    """
    respondents: dict[tuple[date, DeadlineKind, PartialDate, str], set[int]] = {}
    for record, _, ends in record_periods(version, until):
        rows = record.states
        of_respondents = rows_of_respondents(rows)
        for row in of_respondents or rows:
            for day, (limit, passed) in _days_of_passing(row).items():
                date_of_whole: ToldDate = (version.object_id, day, None)
                date_of_respondent: ToldDate = (
                    version.object_id,
                    day,
                    row.respondent_id,
                )
                if start_of_day(day) < ends and not told & {
                    date_of_whole,
                    date_of_respondent,
                }:
                    told.add(date_of_respondent)
                    key = (day, limit, passed, _status_label(row, day))
                    keys = respondents.setdefault(key, set())
                    if row.respondent_id and of_respondents[1:]:
                        keys.add(row.respondent_id)
                    else:
                        told.add(date_of_whole)
    for (day, limit, passed, status), keys in respondents.items():
        who = join_as_in_a_sentence(
            [names.get(str(key), NOT_NAMED) for key in sorted(keys)]
        )
        sentence = PASSED_WORDS[limit].format(date=passed.words)
        if who:
            sentence = f"{sentence} for {who}"
        at = PartialDate.of_day(day)
        yield HistoryEvent(version.object_id, at, sentence, status)


def _status_label(row: RecommendationState, day: date) -> str:
    """Return the status of ``row`` on ``day`` in words; empty if it is for others."""
    status = row.status_on(day)
    return status.label if status else ""


def _completed(
    version: AnnotatedVersion, names: dict[str, str]
) -> Iterator[HistoryEvent]:
    """Yield the completed actions of ``version``, each with who is responsible for it."""
    for action in list_of(version.actions):
        day = parse_stored_date(action.get("completed"))
        if day and action.get("status") == ActionStatus.COMPLETE:
            whose = [
                names.get(str(key), NOT_NAMED)
                for key in list_of(action.get("respondents"))
            ]
            by = f" by {join_as_in_a_sentence(whose)}" if whose else ""
            text = f"Action{by} marked complete"
            if title := action.get("title"):
                text += f": {title}"
            yield HistoryEvent(version.object_id, day, text)
