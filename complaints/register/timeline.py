"""What happened when: the dates that the pages of a recommendation and a super-complaint put in order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.db.models import prefetch_related_objects
from django.utils import timezone

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.actions import Action
from complaints.models.next_update import PromisedUpdate, list_promises
from complaints.models.response import Answer
from complaints.vocabulary import (
    FINISHED_ACTIONS,
    FINISHED_STATES,
    LOCAL_KINDS,
    ActionStatus,
    ItemKind,
    Stage,
)
from pages.core.names import join_names
from pages.core.partial_dates import PartialDate

NO_DATE = "Date not recorded"


@dataclass(frozen=True)
class TimelineEvent:
    """Something with a date, or with words in place of one."""

    what: str
    date: PartialDate | None = None
    words: str = ""
    note: str = ""
    is_limit: bool = False
    """Whether it is a deadline or a due date, which passes at the end of its last day."""
    is_open: bool = False
    """Whether it is still to come, or nothing is known of it."""


def list_events(
    page: RecommendationResponsePage, super_complaint: SuperComplaintPage
) -> list[TimelineEvent]:
    """Return the events of a recommendation in the order of their dates, those without one last."""
    events = [
        *_events_of_report(page, super_complaint),
        *map(_response, page.all_responses),
        *_updates(page),
        *_actions(page.actions.all()),
    ]
    for entry in page.assurances.all():
        events.append(
            TimelineEvent(
                f"{entry.body}: {entry.get_verdict_display()}".removesuffix(": "),
                entry.date,
            )
        )
    return [*_in_order(events), *_what_is_not_published(page)]


def _events_of_report(
    page: RecommendationResponsePage, above: SuperComplaintPage
) -> Iterator[TimelineEvent]:
    if above.report_published:
        yield TimelineEvent("Report published", above.report_published)
    if above.respond_by:
        # The wording of this deadline is on the super-complaint's page.
        yield _limit("Deadline to respond", above.respond_by)
    printed = page.deadline_printed
    is_ours = page.deadline_worked_out
    is_over = page.deadline_over
    event = _deadline(
        "Deadline", page.deadline, printed, is_worked_out=is_ours, is_over=is_over
    )
    # It may say that the deadline is not from the report.
    note = page.deadline_note.removesuffix(".")
    yield replace(event, note=". ".join(filter(None, [note, event.note])))


def _limit(what: str, date: PartialDate, note: str = "") -> TimelineEvent:
    is_open = not date.is_past(timezone.localdate())
    return TimelineEvent(what, date, note=note, is_limit=True, is_open=is_open)


def _deadline(
    what: str,
    date: PartialDate | None,
    printed: str,
    *,
    is_worked_out: bool,
    is_over: bool = False,
) -> TimelineEvent:
    """Return a deadline of the report, with its words where they say more than the date.

    One in words is open unless it ``is_over``.
    """
    quoted = f"“{printed}”" if printed else ""
    if not date:
        return TimelineEvent(what, words=quoted, is_limit=True, is_open=not is_over)
    notes = []
    if printed and not date.is_all_that_is_said_by(printed):
        notes.append(f"In the report’s words: {quoted}")
    if is_worked_out:
        notes.append("We calculated this date")
    return _limit(what, date, ". ".join(notes))


def _response(response: Answer) -> TimelineEvent:
    by = response.answered_by or join_names(response.respondents.all())
    date = response.responded_on
    return TimelineEvent(
        f"Response by {by}", date, _words_for_date(date, response.date_words)
    )


def _updates(page: RecommendationResponsePage) -> Iterator[TimelineEvent]:
    for update in page.progress_updates.all():
        by = f" by {names}" if (names := join_names(update.respondents.all())) else ""
        yield TimelineEvent(
            f"Update{by}",
            update.as_at,
            _words_for_date(update.as_at, update.as_at_words),
        )


def _words_for_date(date: PartialDate | None, words: str) -> str:
    if date:
        return ""
    return f"“{words}”" if words else NO_DATE


def _actions(actions: Iterable[Action]) -> Iterator[TimelineEvent]:
    """Return one event for all actions by the same organisation with the same completion or due date."""
    completed = Counter[tuple[PartialDate, str]]()
    due = Counter[tuple[PartialDate, str]]()
    for action in actions:
        whose = join_names(action.respondents.all())
        by = f" by {whose}" if whose else ""
        if action.status == ActionStatus.COMPLETE and action.completed:
            completed[action.completed, by] += 1
        if due_date := _open_due_date(action):
            due[due_date, by] += 1
    for (date, by), number in completed.items():
        yield TimelineEvent(f"{_count_of_actions(number)}{by} marked complete", date)
    for (date, by), number in due.items():
        yield _limit(f"{_count_of_actions(number)}{by} due", date)


def _open_due_date(action: Action) -> PartialDate | None:
    """Return the due date that holds now, unless ``action`` is finished."""
    current = action.current_due_date
    if current and action.status not in FINISHED_ACTIONS:
        return current.due
    return None


def _count_of_actions(number: int) -> str:
    return "Action" if number == 1 else f"{number} actions"


def _what_is_not_published(page: RecommendationResponsePage) -> Iterator[TimelineEvent]:
    overall = page.overall_row
    is_unfinished = (
        bool(overall.status) and overall.detailed_status not in FINISHED_STATES
    )
    if is_unfinished and not page.progress_updates.all():
        yield TimelineEvent("None published here", words="Updates", is_open=True)


def list_events_of_report(
    page: SuperComplaintPage, items: Iterable[RecommendationResponsePage]
) -> list[TimelineEvent]:
    """Return the events of a super-complaint in the order of their dates, those without one last."""
    items = list(items)
    events = [TimelineEvent("Submitted", page.submitted), *_eligibility(page)]
    if page.report_published:
        events.append(TimelineEvent("Report published", page.report_published))
        printed = page.respond_by_printed
        is_ours = page.respond_by_worked_out
        what = "Deadline to respond"
        events.append(_deadline(what, page.respond_by, printed, is_worked_out=is_ours))
    elif page.stage != Stage.NOT_ELIGIBLE:
        events.append(TimelineEvent("Not published yet", words="Report", is_open=True))
    # A note may say that a date is not from the report: such a deadline is told apart.
    deadlines = Counter(
        (item.deadline, item.deadline_note) for item in items if item.deadline
    )
    all_items = _all_in_words(page, items)
    for (date, note), number in deadlines.items():
        what = f"Deadline for {number} of {all_items}"
        events.append(_limit(what, date, note.removesuffix(".")))
    for response in page.responses.all():
        events.append(_response(response))
    events += _responses_to_recommendations(items, all_items)
    events += map(_promised_update, list_promises(page.next_updates_in_order()))
    return _in_order(events)


def _all_in_words(
    page: SuperComplaintPage, items: list[RecommendationResponsePage]
) -> str:
    """Return the number of ``items``, and that they have a page here if they may not be all of the report."""
    recommendations = [item for item in items if item.kind == ItemKind.RECOMMENDATION]
    nouns = "recommendations"
    if any(item.is_part for item in items):
        nouns = "recommendations and parts of recommendations"
    made = page.recommendations_made
    if made and made <= len(recommendations):
        return f"{len(items)} {nouns}"
    return f"the {len(items)} {nouns} with a page here"


def _responses_to_recommendations(
    items: list[RecommendationResponsePage], all_items: str
) -> Iterator[TimelineEvent]:
    """Yield one event for all responses by the force or its commissioner with the same date.

    Those of national bodies are on the pages of the recommendations.
    """
    prefetch_related_objects(items, "responses__respondents")
    numbers = Counter[TimelineEvent]()
    for item in items:
        # An organisation may have responded twice to one recommendation on one day.
        events = set()
        for response in item.responses.all():
            kinds = {respondent.kind for respondent in response.respondents.all()}
            if not kinds.isdisjoint(LOCAL_KINDS):
                events.add(_response(response))
        numbers.update(events)
    for event, number in numbers.items():
        if event.date:
            what = f"{event.what} to {number} of {all_items}"
            yield replace(event, what=what)


def _promised_update(promise: PromisedUpdate) -> TimelineEvent:
    """Return the event of an update that was promised: its publication or, before that, its date."""
    now = promise.current
    notes = []
    if promise.has_moved and promise.first_date:
        notes.append(f"First due {promise.first_date.words}")
    if now.published:
        if now.due:
            notes.insert(0, f"Due {now.due.words}")
        return TimelineEvent(
            "Promised update published", now.published, note=". ".join(notes)
        )
    if not now.due:
        return TimelineEvent("No date can be given", words="Next update", is_open=True)
    notes.insert(0, now.get_certainty_display())
    return _limit("Update due", now.due, ". ".join(filter(None, notes)))


def _eligibility(page: SuperComplaintPage) -> Iterator[TimelineEvent]:
    if page.stage == Stage.NOT_ELIGIBLE:
        yield TimelineEvent("Found not eligible for investigation", words="Eligibility")
    elif page.stage in {Stage.RECEIVED, Stage.ELIGIBILITY}:
        yield TimelineEvent("Not decided yet", words="Eligibility", is_open=True)
    elif page.found_eligible:
        yield TimelineEvent("Found eligible for investigation", page.found_eligible)


def _in_order(events: Iterable[TimelineEvent]) -> list[TimelineEvent]:
    """Return the ``events`` that have a date, by it, and then those that have words in its place."""
    events = list(events)
    dated = [event for event in events if event.date]
    undated = [event for event in events if event.words and not event.date]
    return [*sorted(dated, key=_place_in_time), *undated]


def _place_in_time(event: TimelineEvent) -> tuple[str, bool]:
    """Return what orders the events: a limit, of a day or a month, comes after what happened in its time."""
    if event.is_limit and event.date:
        return event.date.latest.isoformat(), True
    return str(event.date), False
