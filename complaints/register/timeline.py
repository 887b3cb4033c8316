"""What happened when: the dates that the page of a recommendation puts in order."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from complaints.models.actions import Action
from complaints.vocabulary import FINISHED_ACTIONS, FINISHED_STATES, ActionStatus
from pages.core.names import join_names
from pages.core.partial_dates import PartialDate

NO_DATE = "No date recorded here"


@dataclass(frozen=True)
class Event:
    """Something with a date, or with words in place of one."""

    what: str
    date: PartialDate | None = None
    words: str = ""
    note: str = ""
    is_known: bool = True

    @property
    def is_open(self) -> bool:
        """Whether it is still to come, or when it happened is not known."""
        return not self.date or not self.is_known or not self.date.is_past(timezone.localdate())


def list_events(page: RecommendationResponsePage, super_complaint: SuperComplaintPage) -> list[Event]:
    """Return the events of a recommendation in the order of their dates, those without one last."""
    events = [
        *_events_of_report(page, super_complaint),
        *_responses(page),
        *_updates(page),
        *_actions(page.actions.all()),
    ]
    for entry in page.assurances.all():
        events.append(Event(f"{entry.body}: {entry.get_verdict_display()}".removesuffix(": "), entry.date))
    dated = sorted((event for event in events if event.date), key=lambda event: str(event.date))
    undated = [event for event in events if not event.date]
    return [*dated, *undated, *_what_is_not_published(page)]


def _events_of_report(page: RecommendationResponsePage, above: SuperComplaintPage) -> Iterator[Event]:
    if above.report_published:
        yield Event("Report published", above.report_published)
    if above.respond_by:
        yield Event("Deadline to respond", above.respond_by)
    if page.deadline:
        words = page.deadline_printed if page.shows_printed_deadline else ""
        yield Event("Deadline", page.deadline, note=f"In the report’s words: “{words}”" if words else "")
    elif page.deadline_printed:
        yield Event("Deadline", words=f"“{page.deadline_printed}”")


def _responses(page: RecommendationResponsePage) -> Iterator[Event]:
    for response in page.all_responses:
        by = response.answered_by or join_names(response.respondents.all())
        date = response.date or response.source_date
        yield Event(f"Response by {by}", date, _words_for_date(date, response.date_words))


def _updates(page: RecommendationResponsePage) -> Iterator[Event]:
    for update in page.progress_updates.all():
        by = f" by {names}" if (names := join_names(update.respondents.all())) else ""
        yield Event(f"Update{by}", update.as_at, _words_for_date(update.as_at, update.as_at_words))


def _words_for_date(date: PartialDate | None, words: str) -> str:
    if date:
        return ""
    return f"“{words}”" if words else NO_DATE


def _actions(actions: Iterable[Action]) -> Iterator[Event]:
    """Return one event for all actions that were marked complete, or are due, on the same date."""
    completed = Counter[PartialDate]()
    due = Counter[PartialDate]()
    for action in actions:
        if action.status == ActionStatus.COMPLETE and action.completed:
            completed[action.completed] += 1
        current = action.current_due_date
        if action.status not in FINISHED_ACTIONS and current and current.due:
            due[current.due] += 1
    for date, number in completed.items():
        yield Event(f"{_count_of_actions(number)} marked complete", date)
    for date, number in due.items():
        yield Event(f"{_count_of_actions(number)} due", date)


def _count_of_actions(number: int) -> str:
    return "Action" if number == 1 else f"{number} actions"


def _what_is_not_published(page: RecommendationResponsePage) -> Iterator[Event]:
    overall = next(row for row in page.state_rows if not row.respondent_id)
    is_unfinished = bool(overall.status) and overall.state not in FINISHED_STATES
    if is_unfinished and not page.progress_updates.all():
        yield Event("None published here", words="Updates")
