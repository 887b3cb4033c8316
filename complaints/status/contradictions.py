"""Rules that find contradictions in the text of a recommendation, from its content and its surroundings.

Each rule yields sentences with a key. The author sees them at submission, and every
approver must tick them, so a rule should rather miss something than warn wrongly: it
warns of words that claim something, not of words that announce it.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import NamedTuple

from django.utils.text import capfirst

from complaints.other_bodies import only_refers_elsewhere, other_body_in
from complaints.stated_none import STATED_NONE
from complaints.stated_positions import stated_position
from complaints.vocabulary import (
    FINISHED_ACTIONS,
    FINISHED_STATES,
    POSITION_LABELS,
    POSITION_NOT_ENTERED,
    STAGES_AFTER_REPORT,
    STATES_OF_PASSED_DATES,
    STATES_OF_UNKNOWN_WORK,
    STATES_WITHOUT_RESPONSE,
    UNKNOWN_ACTION_STATUSES,
    ActionStatus,
    DetailedStatus,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate

from .claims import (
    ACCEPTING,
    ACTION_ENDED_OTHERWISE,
    BY_A_DATE,
    CLOSED_IN_ITS_WORDS,
    COLOUR_OR_HABIT,
    DONE,
    ENDED_OTHERWISE,
    FOLLOWING,
    HEDGES,
    NOT_APPLYING,
    NOT_BY_THEN,
    NOT_DONE,
    NOT_SAID_OF_NOW,
    REASONING,
    REFUSING,
    SAID_TO_BE_DONE,
    SAYS_COMPLETE,
    SAYS_OPEN,
    SPEAKS_OF_COMPLETION,
    TO_BE_DONE_BY,
    WITHIN_A_TIME,
    claim,
    dates_in,
    plain,
)
from .recorded_facts import Content, children, days_in, parse_stored_date

ABOUT_ALL = re.compile(
    r"\b(?:recommendation|all(?: of)?(?: the| our)? actions|all work)\b", re.IGNORECASE
)
PROMISING = re.compile(r"\b(?:by|before|due|until|deadline)\b", re.IGNORECASE)
UPDATING = re.compile(
    r"\b(?:update|updated|reported)\b|\bas (?:at|of)\b", re.IGNORECASE
)
SILENT_STATES = (
    STATES_WITHOUT_RESPONSE | STATES_OF_UNKNOWN_WORK | {DetailedStatus.DEADLINE_PASSED}
)
"""States that tell readers that nothing is known to be done."""

CLAIMS_AGAINST_POSITIONS = {
    Position.ACCEPTED: (REFUSING, NOT_APPLYING),
    Position.NOT_ACCEPTED: (FOLLOWING,),
    Position.NOT_APPLICABLE: (FOLLOWING,),
    Position.AWAITING: (REFUSING, ACCEPTING, NOT_APPLYING),
    Position.NOTHING_TO_ADD: (REFUSING, ACCEPTING, NOT_APPLYING),
    Position.NOT_STATED: (REFUSING, ACCEPTING, NOT_APPLYING),
    POSITION_NOT_ENTERED: (REFUSING, ACCEPTING, NOT_APPLYING),
}
"""The claims that a text cannot make together with each position.

What is accepted in part may say anything."""
NO_STATUS = "No status"


class FoundWords(NamedTuple):
    """Something that does not fit: by which rule and where, and in plain sentences."""

    key: str
    text: str


@dataclass(frozen=True)
class TextAround:
    """What the rules look at beside the content."""

    today: date
    """The day from which on readers see it."""
    states: tuple[tuple[int | None, DetailedStatus], ...] = ()
    """The state on that day of each respondent, and at last as a whole, without a key."""
    report: PartialDate | None = None
    submitted: PartialDate | None = None
    published: Content | None = None
    """What readers see now, if it was published."""
    our_force: int | None = None
    """Whose action or update it is where nobody is named."""
    statuses: tuple[tuple[int | None, Status | None], ...] = ()
    """The status that readers are shown on that day, in the same way as the states."""

    @property
    def overall(self) -> DetailedStatus | None:
        return self.states[-1][1] if self.states else None

    def status_shown(self, key: int | None = None) -> str:
        """Return the words of the status that readers are shown of a respondent, or of the whole."""
        status = dict(self.statuses).get(key)
        return status.label if status else NO_STATUS


class Passage(NamedTuple):
    """A text of a recommendation, and what people call it."""

    place: str
    name: str
    text: str


def find_contradictions(content: Content, around: TextAround) -> list[FoundWords]:
    """Return all that does not fit together in ``content``, a recommendation."""
    return list(chain.from_iterable(rule(content, around) for rule in RULES))


def find_contradictions_of_super_complaint(
    content: Content, today: date
) -> list[FoundWords]:
    """Return all that does not fit together in ``content``, a super-complaint, seen from ``today`` on."""
    report = parse_stored_date(content.get("report_published"))
    found = []
    if (
        report
        and report.earliest > today
        and content.get("stage") in STAGES_AFTER_REPORT
    ):
        text = f"The stage says that the report is published, and its date, {report.words}, is in the future."
        found.append(FoundWords("report-in-future", text))
    # It holds the responses to several recommendations.
    around = TextAround(
        today, report=report, submitted=parse_stored_date(content.get("submitted"))
    )
    for rule in (
        _position_against_words,
        _refusal_against_position,
        _reference_to_another_response,
        _reason_against_words,
        _empty_responses,
        _dates_in_future,
        _years_that_are_off,
    ):
        found += rule(content, around)
    return found


# Statuses against words


def _status_against_words(content: Content, around: TextAround) -> Iterator[FoundWords]:
    for index, name, action in _named_actions(content):
        status = str(action.get("status") or "")
        text = _text_of_action(action)
        label = "not given"
        if status in ActionStatus.values:
            label = f"“{ActionStatus(status).label}”"
        claims = DONE if status else SAID_TO_BE_DONE
        if status not in FINISHED_ACTIONS and (words := claim(text, claims, HEDGES)):
            yield FoundWords(
                f"action-done-in-words:{index}",
                f"The text of {name} says “{words}”, and its status is {label}.",
            )
        if status == ActionStatus.COMPLETE and (
            words := claim(text, NOT_DONE, NOT_SAID_OF_NOW)
        ):
            yield FoundWords(
                f"action-not-done-in-words:{index}",
                f"The status of {name} is {label}, and its text says “{words}”.",
            )


def _words_without_status(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn where a response or update says that it is done, and readers are told that nothing is known."""
    for passage, key, state in _passages_with_states(content, around):
        claims = SAID_TO_BE_DONE if state in SILENT_STATES else DONE
        words = claim(passage.text, claims, HEDGES)
        rule = more = ""
        if words and state in SILENT_STATES:
            rule, more = (
                "done-without-status",
                " If it is done, enter an action with its status.",
            )
        elif (
            words and state in STATES_OF_PASSED_DATES and ABOUT_ALL.search(passage.text)
        ):
            rule = "done-and-overdue"
        elif state in FINISHED_STATES and (
            words := claim(passage.text, NOT_DONE, NOT_SAID_OF_NOW)
        ):
            rule = "finished-and-not-done"
        if rule:
            text = f"{passage.name} says “{words}”, and readers are shown “{around.status_shown(key)}”.{more}"
            yield FoundWords(f"{rule}:{passage.place}", text)


def _position_against_words(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of an answer that begins with another position than the one that is entered."""
    for index, response in enumerate(children(content, "responses")):
        text = plain(response.get("narrative")) or plain(response.get("reason"))
        stated, position = (
            stated_position(text),
            response.get("position") or POSITION_NOT_ENTERED,
        )
        if stated and stated != position:
            yield FoundWords(
                f"position-against-words:{index}",
                f"Response {index + 1} begins “{text[:60]}”, and its position is "
                f"“{POSITION_LABELS.get(position, position)}”.",
            )


def _refusal_against_position(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of a text that says the opposite of the position, such as a refusal of what is accepted."""
    for index, response in enumerate(children(content, "responses")):
        position = response.get("position") or POSITION_NOT_ENTERED
        text = f"{plain(response.get('narrative'))}\n{plain(response.get('reason'))}".strip()
        stated = stated_position(text)
        if stated and stated != position:
            # The rule above says so already.
            continue
        against = (
            claim(text, claims) for claims in CLAIMS_AGAINST_POSITIONS.get(position, ())
        )
        if words := next(filter(None, against), ""):
            yield FoundWords(
                f"refusal-against-position:{index}",
                f"Response {index + 1} says “{words}”, and its position is “{POSITION_LABELS[position]}”.",
            )


def _reference_to_another_response(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of a text such as “See NPCC response”: readers are told that the organisation responded."""
    for index, response in enumerate(children(content, "responses")):
        text = plain(response.get("narrative"))
        if not only_refers_elsewhere(text):
            continue
        behalf = str(response.get("answered_by") or "")
        told = "the organisation responded"
        advice = (
            "If it has not responded itself, clear this text or delete the response."
        )
        if behalf:
            told = f"{behalf} responded on behalf of the organisation"
            advice = (
                "If that response does not say so, clear “Who responds on its behalf”."
            )
        yield FoundWords(
            f"reference-to-response:{index}",
            f"Response {index + 1} only says “{text}”, and readers are told that {told}. {advice}",
        )


def _reason_against_words(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn of a response that is said to give no reason, and whose text gives one."""
    for index, response in enumerate(children(content, "responses")):
        words = claim(plain(response.get("narrative")), REASONING)
        if response.get("no_reason") and words:
            yield FoundWords(
                f"reason-in-words:{index}",
                f"Response {index + 1} says “{words}”, and “{STATED_NONE['reason'].words_for_none}” is ticked.",
            )


def _completed_against_words(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of an action that is marked complete, and of which the words say that it ended otherwise."""
    for index, name, action in _named_actions(content):
        if action.get("status") != ActionStatus.COMPLETE:
            continue
        if words := _ended_otherwise(action):
            yield FoundWords(
                f"complete-and-ended-otherwise:{index}",
                f"{capfirst(name)} is marked complete, and its text says “{words}”. If it ended without "
                f"being completed, choose “{ActionStatus.CLOSED.label}” or "
                f"“{ActionStatus.SUPERSEDED.label}”.",
            )


def _ended_otherwise(action: Content) -> str:
    """Return the words by which an action ended without being completed."""
    for name in ("status_words", "completed_words"):
        own_words = str(action.get(name) or "")
        if not SAYS_COMPLETE.search(own_words) and (
            words := claim(own_words, ENDED_OTHERWISE)
        ):
            return words
    status_words = str(action.get("status_words") or "")
    if CLOSED_IN_ITS_WORDS.search(status_words) and not SPEAKS_OF_COMPLETION.search(
        status_words
    ):
        return status_words
    text = f"{plain(action.get('description'))}\n{plain(action.get('evidence'))}"
    return claim(text, ACTION_ENDED_OTHERWISE)


def _completed_and_open(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn of an action that is marked complete, and whose own status says that it is not."""
    for index, name, action in _named_actions(content):
        status_words = str(action.get("status_words") or "")
        if action.get("status") != ActionStatus.COMPLETE or SAYS_COMPLETE.search(
            status_words
        ):
            continue
        if SAYS_OPEN.search(status_words):
            yield FoundWords(
                f"complete-and-open:{index}",
                f"{capfirst(name)} is marked complete, and its status in the response’s own words is "
                f"“{status_words}”.",
            )


def _status_read_from_a_colour(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of a status that is our reading of a colour or “business as usual”, without the tick for that."""
    for index, name, action in _named_actions(content):
        status_words = str(action.get("status_words") or "")
        has_status = action.get("status") not in UNKNOWN_ACTION_STATUSES
        if (
            has_status
            and not action.get("status_chosen_here")
            and COLOUR_OR_HABIT.search(status_words)
        ):
            yield FoundWords(
                f"status-from-colour:{index}",
                f"The response says “{status_words}” of {name}. Tick that we chose this status, or choose "
                f"“{ActionStatus.NOT_STATED.label}”.",
            )


def _owners_of_other_bodies(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of an action of our force alone whose responsible post is one of another body."""
    for index, name, action in _named_actions(content):
        if (action.get("respondents") or []) != [around.our_force]:
            continue
        if post := other_body_in(str(action.get("owning_post") or "")):
            yield FoundWords(
                f"owner-of-other-body:{index}",
                f"{capfirst(name)} is shown as our force’s, and “{post}” is responsible for it. "
                "Choose the organisation that does it.",
            )


def _deadline_in_wording(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn of a date in the wording that is not entered as the deadline."""
    if content.get("deadline") or content.get("deadline_printed"):
        return
    if words := _deadline_words(plain(content.get("wording")), around.report):
        yield FoundWords(
            "deadline-in-wording",
            f"The wording says “{words}”, and no deadline is entered. Enter it, so that readers see it.",
        )


def _deadline_words(wording: str, report: PartialDate | None) -> str:
    """Return the words that name a deadline; a date before the ``report`` was published is none."""
    for found in BY_A_DATE.finditer(wording):
        for day, _, _ in dates_in(found.group()):
            if not report or not day.is_certainly_before(report):
                return found.group()
    found_in_words = WITHIN_A_TIME.search(wording)
    return found_in_words.group() if found_in_words else ""


def _due_dates_that_are_not_exact(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of a due date whose own words do not say by when: it would become overdue."""
    for index, name, action in _named_actions(content):
        for place, due_date in enumerate(children(action, "due_dates")):
            words, due = (
                str(due_date.get("due_words") or ""),
                parse_stored_date(due_date.get("due")),
            )
            # “End of quarter 3 (31 December 2026)” is exact.
            names_the_day = (
                due and due.day and any(day == due for day, _, _ in dates_in(words))
            )
            if due and not names_the_day and NOT_BY_THEN.search(words):
                yield FoundWords(
                    f"due-date-not-exact:{index}:{place}",
                    f"The due date of {name} is “{words}” in its own words. That does not say by when it is "
                    "due. Clear the date, or it will become overdue.",
                )


def _due_date_against_words(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of an action that is to be done by a date in its text, and by none such in its fields."""
    deadline = parse_stored_date(content.get("deadline"))
    for index, name, action in _named_actions(content):
        entered = days_in(action, "due_dates", "due")
        if not entered and not action.get("no_due_date"):
            continue
        stated = list(_due_dates_in(plain(action.get("description"))))
        if len(stated) != 1:
            # Of several dates only a person can tell which one counts.
            continue
        words, day = stated[0]
        known = list(filter(None, [*entered, deadline]))
        if not any(_may_be_the_same(day, date) for date in known):
            due = entered[-1].words if entered else "none"
            yield FoundWords(
                f"due-date-against-words:{index}",
                f"The text of {name} says “{words}”, and its due date is {due}.",
            )


def _due_dates_in(text: str) -> Iterator[tuple[str, PartialDate]]:
    """Yield the words of each due date in ``text`` with the date."""
    for found in TO_BE_DONE_BY.finditer(text):
        for day, _, _ in dates_in(found.group()):
            yield " ".join(found.group().split()), day


def _may_be_the_same(one: PartialDate, other: PartialDate) -> bool:
    """Return True unless one of the dates is certainly before the other."""
    return not one.is_certainly_before(other) and not other.is_certainly_before(one)


def _complete_and_overdue(content: Content, around: TextAround) -> Iterator[FoundWords]:
    # The action of another body in the plan of the force has no part in the status.
    with_status = {key for key, _ in around.states} | {None}
    current = []
    for action in children(content, "actions"):
        is_counted = bool(with_status.intersection(action.get("respondents") or [None]))
        if is_counted and action.get("status") != ActionStatus.SUPERSEDED:
            current.append(action)
    is_done = current and all(
        action.get("status") == ActionStatus.COMPLETE for action in current
    )
    if is_done and around.overall in STATES_OF_PASSED_DATES | SILENT_STATES:
        yield FoundWords(
            "all-complete-and-open",
            f"Every action is complete, and readers are shown “{around.status_shown()}”.",
        )


# Empty responses


def _empty_responses(content: Content, around: TextAround) -> Iterator[FoundWords]:
    spoken = children(content, "actions") + children(content, "progress_updates")
    acting = set().union(*(child.get("respondents") or [None] for child in spoken))
    for index, response in enumerate(children(content, "responses")):
        texts = [
            response.get("position"),
            response.get("reason"),
            response.get("source_link"),
        ]
        texts += [plain(response.get("narrative")), plain(response.get("documents"))]
        if not any(texts) and not acting & {*(response.get("respondents") or []), None}:
            yield FoundWords(
                f"empty-response:{index}",
                f"Response {index + 1} has neither a position nor a text. Readers see an empty answer.",
            )


# Dates


def _last_reported_before_update(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of a new update that is dated before what was reported already."""
    before = around.published or {}
    published = set(map(_update_key, children(before, "progress_updates")))
    known = days_in(content, "responses", "date") + days_in(
        before, "progress_updates", "as_at"
    )
    last = max(known, key=lambda date: date.latest, default=None)
    for index, update in enumerate(children(content, "progress_updates")):
        as_at = parse_stored_date(update.get("as_at"))
        is_new = _update_key(update) not in published
        if is_new and as_at and last and as_at.is_certainly_before(last):
            yield FoundWords(
                f"update-before-last-report:{index}",
                f"Update {index + 1} is as at {as_at.words}, and {last.words} was reported already. "
                "Is the date right?",
            )


def _update_key(update: Content) -> tuple[str, str]:
    return str(update.get("as_at")), plain(update.get("text"))


def _text_reports_later(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn of a text that names an update of a later day than the last one that is entered."""
    known = [*_days_reported(content), *days_in(content, "actions", "completed")]
    last = max(known, key=lambda date: date.latest, default=None)
    if not last:
        return
    for passage, day, words in _later_updates(content, last, around.today):
        yield FoundWords(
            f"text-reports-later:{passage.place}:{day}",
            f"{passage.name} speaks of {words}, and the last date that is entered is {last.words}. "
            "Readers are told that a text names this later update. Enter that update if you have it.",
        )


def find_later_update(
    content: Content, last: PartialDate, today: date
) -> PartialDate | None:
    """Return the latest update after ``last``, and not after ``today``, that a text in ``content`` names."""
    days = [day for _, day, _ in _later_updates(content, last, today)]
    return max(days, key=lambda day: day.latest, default=None)


def _later_updates(
    content: Content, last: PartialDate, today: date
) -> Iterator[tuple[Passage, PartialDate, str]]:
    """Yield where a text names an update after ``last``, with its day and the words for it."""
    for passage, day, words, lead in _dates_in_passages(content):
        is_later = last.is_certainly_before(day) and day.earliest <= today
        if is_later and UPDATING.search(lead):
            yield passage, day, words


def _dates_in_future(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn of what is said to have happened on a day that has not come."""
    for passage, day, words, lead in _dates_in_passages(content):
        if day.earliest > around.today and (DONE.search(lead) or UPDATING.search(lead)):
            yield FoundWords(
                f"happened-in-future:{passage.place}:{day}",
                f"{passage.name} says “{words}”, which is in the future.",
            )


def _dates_before_their_time(
    content: Content, around: TextAround
) -> Iterator[FoundWords]:
    """Warn of an action that is due before the report, or was complete before the super-complaint."""
    for index, name, action in _named_actions(content):
        for order, due_date in enumerate(children(action, "due_dates")):
            due = parse_stored_date(due_date.get("due"))
            if due and around.report and due.is_certainly_before(around.report):
                yield FoundWords(
                    f"due-before-report:{index}:{order}",
                    f"The due date of {name}, {due.words}, is before the report was published "
                    f"({around.report.words}). Is the year right?",
                )
        completed = parse_stored_date(action.get("completed"))
        if (
            completed
            and around.submitted
            and completed.is_certainly_before(around.submitted)
        ):
            yield FoundWords(
                f"completed-before-submission:{index}",
                f"The completion of {name}, {completed.words}, is before the super-complaint was submitted "
                f"({around.submitted.words}). Is the year right?",
            )


def _years_that_are_off(content: Content, around: TextAround) -> Iterator[FoundWords]:
    """Warn of a text with a promise for a day before the report, or with a known day in another year."""
    actions = children(content, "actions")
    known = {
        parse_stored_date(content.get("deadline")),
        around.report,
        around.submitted,
        *_days_reported(content),
        *days_in(content, "actions", "completed"),
    }
    for action in actions:
        known.update(days_in(action, "due_dates", "due"))
    known.discard(None)
    for passage, day, words, lead in _dates_in_passages(content):
        twin = next(
            (date for date in known if date and _differ_in_year_alone(date, day)), None
        )
        if twin and day not in known:
            yield FoundWords(
                f"other-year:{passage.place}:{day}",
                f"{passage.name} says “{words}”, and elsewhere it is {twin.words}. Is the year right?",
            )
        elif (
            around.report
            and day.is_certainly_before(around.report)
            and PROMISING.search(lead)
        ):
            yield FoundWords(
                f"promised-before-report:{passage.place}:{day}",
                f"{passage.name} says “{words}”, which was before the report was published "
                f"({around.report.words}). Is the year right?",
            )


def _days_reported(content: Content) -> list[PartialDate]:
    return days_in(content, "responses", "date") + days_in(
        content, "progress_updates", "as_at"
    )


def _differ_in_year_alone(one: PartialDate, other: PartialDate) -> bool:
    is_same_day = one.day and (one.day, one.month) == (other.day, other.month)
    return bool(is_same_day) and one.year != other.year


RULES: Sequence[Callable[[Content, TextAround], Iterator[FoundWords]]] = (
    _status_against_words,
    _words_without_status,
    _position_against_words,
    _refusal_against_position,
    _reference_to_another_response,
    _reason_against_words,
    _completed_against_words,
    _completed_and_open,
    _status_read_from_a_colour,
    _owners_of_other_bodies,
    _deadline_in_wording,
    _due_dates_that_are_not_exact,
    _due_date_against_words,
    _complete_and_overdue,
    _empty_responses,
    _last_reported_before_update,
    _text_reports_later,
    _dates_in_future,
    _dates_before_their_time,
    _years_that_are_off,
)


# The texts


def _passages(content: Content) -> Iterator[Passage]:
    """Yield the texts in which respondents speak."""
    for passage, _ in _spoken(content):
        yield passage
    for index, name, action in _named_actions(content):
        text = _text_of_action(action)
        yield Passage(f"action-{index}", capfirst(name), text)


def _dates_in_passages(
    content: Content,
) -> Iterator[tuple[Passage, PartialDate, str, str]]:
    for passage in _passages(content):
        for day, words, lead in dates_in(passage.text):
            yield passage, day, words, lead


def _named_actions(content: Content) -> Iterator[tuple[int, str, Content]]:
    """Yield each action with its place and what people call it."""
    for index, action in enumerate(children(content, "actions")):
        yield index, f"the action “{action.get('title') or index + 1}”", action


def _text_of_action(action: Content) -> str:
    return "\n".join(
        plain(action.get(name)) for name in ("status_words", "description", "evidence")
    )


def _spoken(content: Content) -> Iterator[tuple[Passage, list[int]]]:
    """Yield the responses and updates, each with the keys of those who speak."""
    for index, response in enumerate(children(content, "responses")):
        text = "\n".join(
            filter(
                None, [plain(response.get("narrative")), plain(response.get("reason"))]
            )
        )
        yield (
            Passage(f"response-{index}", f"Response {index + 1}", text),
            response.get("respondents") or [],
        )
    for index, update in enumerate(children(content, "progress_updates")):
        passage = Passage(
            f"update-{index}", f"Update {index + 1}", plain(update.get("text"))
        )
        yield passage, update.get("respondents") or []


def _passages_with_states(
    content: Content, around: TextAround
) -> Iterator[tuple[Passage, int | None, DetailedStatus]]:
    """Yield what respondents say with who they are and their state, or with that of the whole."""
    states = dict(around.states)
    for passage, keys in _spoken(content):
        key = next((key for key in [*keys, around.our_force] if key in states), None)
        if state := states.get(key, around.overall):
            yield passage, key, state
