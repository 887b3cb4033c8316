"""The sentences about a recommendation: who was asked by when, who responded, what is marked complete.

They follow the rules in ``docs/how-it-works/statuses.md``. Each has one fact, says what
this site has published or recorded, and claims nothing that follows from an empty
field.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.template.defaultfilters import pluralize
from django.utils import timezone

from complaints.vocabulary import (
    POSITION_NOT_ENTERED,
    DetailedStatus,
    ItemKind,
    Knowledge,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.names import join_as_in_a_sentence, join_names
from pages.core.partial_dates import PartialDate

from .respondent_states import (
    RespondentState,
    is_unfinished,
    names_by_equal_state,
    state_of_a_part,
    with_article,
)
from .truth_table import REFUSALS

DEADLINE_NOT_RECORDED = "We have not recorded a deadline."
NO_DEADLINE = "The report gives no deadline."
THIS: dict[str, str] = {
    ItemKind.ACTION: "this action",
    ItemKind.PART: "this part of the recommendation",
}
"""What an item that is no recommendation is called where a sentence first names it."""
WITHOUT_STATUS: dict[str, str] = {
    Knowledge.STATED: "[This] is for other organisations.",
    Knowledge.NONE: "The report does not say who is asked.",
    Knowledge.NOT_ENTERED: "We have not recorded who is asked.",
}
"""What is said where nobody here is known to be asked and nobody has responded, by what is known of that."""
COUNTS_WITHOUT_STATUS: dict[str, str] = {
    Knowledge.STATED: "{} more {} for other organisations.",
    Knowledge.NONE: "In {} more, the report does not say who is asked.",
    Knowledge.NOT_ENTERED: "In {} more, we have not recorded who is asked.",
}
"""The same of several, beside the numbers of those with a status."""
ONLY_ONE: dict[str, str] = {
    OrganisationKind.POLICE_FORCE: "the force",
    OrganisationKind.COMMISSIONER: "the commissioner",
}
"""What an organisation is called where it is the only one of its kind: the site says which force it is."""
MOST_GROUPS_IN_SENTENCES = 2
MOST_COUNTS_IN_A_SENTENCE = 5
MOST_WORDS = 20
MOST_NAMES_IN_A_SENTENCE = 2
MOST_NAMES_PAST_THE_DEADLINE = 2
MOST_WORDS_OF_A_SHORT_NAME = 4
REASONS: dict[str, str] = {
    Knowledge.STATED: "The response gives the reason.",
    Knowledge.NONE: "The response gives no reason.",
    Knowledge.NOT_ENTERED: "We have not recorded the reason.",
}
"""What is said of the reason of a refusal, by what is known of it."""
PARTS_THAT_DECIDE: dict[str, str] = {
    Status.PAST_DEADLINE: "A part of [it] is past {limit}.",
    Status.RESPONSE_MISSING: "A response to a part of [it] is missing.",
    Status.RESPONSE_PUBLISHED: "A part of [it] is not marked complete.",
    Status.NOT_STARTED: "No action for a part of [it] is marked as started.",
    Status.IN_PROGRESS: "A part of [it] has the status “In progress”.",
    Status.CLOSED: "A part of [it] is closed, not marked complete.",
}
"""What is said of a recommendation whose status is that of one of its parts."""
RESPONDED = "{who} responded."
RESPONSES: dict[str, list[str]] = {
    Position.AWAITING: ["{who} {says} {pronoun} will respond later."],
    Position.ACCEPTED: ["{who} accepted [it]."],
    Position.ACCEPTED_IN_PART: ["{who} accepted part of [it]."],
    Position.NOT_ACCEPTED: ["{who} did not accept [it]."],
    Position.NOT_APPLICABLE: ["{who} {says} [it] does not apply here."],
    Position.NOTHING_TO_ADD: ["{who} said {pronoun} {has} nothing to add."],
    POSITION_NOT_ENTERED: [
        RESPONDED,
        "We have not recorded whether {pronoun} {accepts}.",
    ],
}
"""What an organisation responded, by position. “[it]” is what the report asks for."""
RESPONDED_ON_BEHALF = "{by} responded on behalf of {whom}."
RESPONSES_ON_BEHALF: dict[str, list[str]] = {
    Position.AWAITING: ["{by} says it will respond on behalf of {whom} later."],
    Position.ACCEPTED: ["{by} responded on behalf of {whom} and accepted [it]."],
    Position.ACCEPTED_IN_PART: [
        "{by} responded on behalf of {whom} and accepted part of [it]."
    ],
    Position.NOT_ACCEPTED: [
        "{by} responded on behalf of {whom} and did not accept [it]."
    ],
    Position.NOT_APPLICABLE: [
        "{by} says on behalf of {whom} that [it] does not apply."
    ],
    Position.NOTHING_TO_ADD: [
        "{by} responded on behalf of {whom} and had nothing to add."
    ],
    POSITION_NOT_ENTERED: [
        RESPONDED_ON_BEHALF,
        "We have not recorded whether it accepts.",
    ],
}
"""The same where another body responded on its behalf."""


@dataclass(frozen=True)
class Deadline:
    """What a report says of the deadline of a recommendation, and what is recorded of it."""

    day: PartialDate | None = None
    printed: str = ""
    note: str = ""
    none_given: bool = False
    """Whether the report gives no deadline."""
    is_over: bool = False
    """Whether a deadline in words has passed however it is counted."""

    @classmethod
    def of(cls, item: Any) -> "Deadline":
        return cls(
            item.deadline,
            item.deadline_printed,
            item.deadline_note,
            item.no_deadline,
            item.deadline_over,
        )


@dataclass(frozen=True)
class NamedRespondents:
    """One organisation, or several that differ in nothing, as sentences name them."""

    names: list[str]
    is_beside_others: bool = False
    """Whether sentences about others stand beside theirs."""

    @property
    def is_several(self) -> bool:
        return len(self.names) > 1

    @property
    def name(self) -> str:
        if len(self.names) > MOST_NAMES_IN_A_SENTENCE:
            return f"{len(self.names)} organisations"  # their cards name them
        return join_as_in_a_sentence(self.names)

    @property
    def any_of_them(self) -> str:
        """The names in a sentence that denies something of each of them."""
        return " or ".join(self.names) if len(self.names) == 2 else self.name

    @property
    def possessive(self) -> str:
        return f"{self.name}’" if self.name.endswith("s") else f"{self.name}’s"

    @property
    def their(self) -> str:
        return "their" if self.is_several else "its"

    @property
    def part(self) -> str:
        """What they were asked, at the start of a sentence: “It”, or “The force’s part” beside others."""
        if self.is_beside_others:
            return f"{_capitalised(self.possessive)} part"
        return "[It]"

    def words(self) -> dict[str, str]:
        """Return what stands in the places of ``RESPONSES``."""
        singular = {"says": "says", "has": "has", "accepts": "accepts", "pronoun": "it"}
        plural = {"says": "say", "has": "have", "accepts": "accept", "pronoun": "they"}
        verbs = plural if self.is_several else singular
        return {"who": _capitalised(self.name), "whom": self.name, **verbs}


def sentences_about(item: Any) -> str:
    """Return the sentences about ``item``, a recommendation, as it is today."""
    states = item.respondent_states
    also_asked = asked_without_status(item.addressees.all(), states)
    of_part = state_of_a_part(item.state_rows)
    return describe(
        states,
        Deadline.of(item),
        kind=item.kind,
        also_asked=also_asked,
        of_part=of_part,
    )


def asked_without_status(
    addressees: Iterable[Any], states: Iterable[RespondentState]
) -> list[str]:
    """Return the names of those ``addressees`` that have none of ``states``, nor have their successors."""
    with_status = {state.name for state in states}
    names = []
    for addressee in addressees:
        if addressee.successor_id:
            bodies = [addressee, addressee.latest_successor]
        else:
            bodies = [addressee]
        if not with_status.intersection(join_names([body]) for body in bodies):
            names.append(join_names([addressee]))
    return names


def describe(  # noqa: PLR0913
    states: Sequence[RespondentState],
    deadline: Deadline,
    day: date | None = None,
    *,
    kind: str = ItemKind.RECOMMENDATION,
    also_asked: Sequence[str] = (),
    of_part: RespondentState | None = None,
) -> str:
    """Return the sentences for ``states``: for those of ours alone, if there are any.

    ``states`` are those on ``day``, or else today. ``also_asked`` are the names of
    those who were asked and have no status. ``of_part`` is the status of the whole, if
    a part such as 7.1 alone decides it.
    """
    ours = [state for state in states if state.is_local] or list(states)
    day = day or timezone.localdate()
    sentences = _deadline_sentences(deadline, ours, day)
    if _responded_without_being_asked(ours):
        sentences.append(WITHOUT_STATUS[Knowledge.STATED])
    sentences += _response_sentences(ours)
    if any(state.status for state in ours):
        sentences += _without_status(also_asked)
    if of_part:
        sentences += _about_a_part(of_part)
    return _name_at_first_mention(
        " ".join(sentences), THIS.get(kind, "this recommendation")
    )


def _responded_without_being_asked(states: Sequence[RespondentState]) -> bool:
    """Return True if all of ``states`` are of organisations that were not asked, and one says something."""
    has_spoken = any(state.status for state in states)
    return has_spoken and not any(state.is_asked for state in states)


def _name_at_first_mention(text: str, this: str) -> str:
    """Return ``text`` with “it” for each “[it]”, and ``this`` for the first if nothing before explains it."""
    is_named = "asked for this" in text or "[This]" in text
    text = text.replace("[This]", _capitalised(this))
    found = re.search(r"\[it\]", text, re.IGNORECASE)
    if found and not is_named:
        first = _capitalised(this) if found[0] == "[It]" else this
        text = text[: found.start()] + first + text[found.end() :]
    return text.replace("[it]", "it").replace("[It]", "It")


def _with_full_stop(words: str) -> str:
    return words if words.endswith((".", "!", "?")) else f"{words}."


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def sentences_about_others(
    for_others: int, total: int, without_status: Mapping[str, int]
) -> str:
    """Return how many of ``total`` are for other organisations, and how many more have no status.

    ``for_others`` have a status, since somebody responded. The others are counted by
    what is known of who is asked.
    """
    sentences = []
    if for_others:
        is_or_are = pluralize(for_others, "is,are")
        whose = f"{for_others} of the {total} {is_or_are} for other organisations"
        sentences.append(f"{whose}, with a response or update here.")
    for knowledge, words in COUNTS_WITHOUT_STATUS.items():
        if number := without_status.get(knowledge, 0):
            is_or_are = pluralize(number, "is,are")
            sentences.append(words.format(number, is_or_are))
    return " ".join(sentences)


def _deadline_sentences(
    deadline: Deadline, states: Sequence[RespondentState], day: date
) -> list[str]:
    note = [_with_full_stop(deadline.note)] if deadline.note else []
    if deadline.day:
        words = deadline.day.words
        if not deadline.day.day:
            words = f"the end of {words}"
        if not deadline.day.is_past(day):
            return [f"The deadline is {words}.", *note]
        if note:  # it may say that the date is not from the report
            return [f"The deadline was {words}.", *note]
        return [f"The report asked for this by {words}."]
    if deadline.printed:
        return _sentences_of_printed_deadline(deadline, states, note)
    if deadline.none_given:
        return [NO_DEADLINE]
    return [DEADLINE_NOT_RECORDED]


def _sentences_of_printed_deadline(
    deadline: Deadline, states: Sequence[RespondentState], note: list[str]
) -> list[str]:
    """Return what the report says of a deadline that is not a date."""
    if note:  # it may say that the words are not the report's
        sentences = [f"The deadline given is “{deadline.printed}”."]
    else:
        sentences = [f"The report asked for this “{deadline.printed}”."]
    if any(map(is_unfinished, states)):
        sentences += note
        says_so = re.search(r"\b(over|passed)\b", deadline.note)
        if deadline.is_over and not says_so:
            sentences.append("That deadline has passed.")
    return sentences


def _response_sentences(states: Sequence[RespondentState]) -> list[str]:
    if all(state.status is None for state in states):
        return [WITHOUT_STATUS[states[0].who_is_asked]]
    named = _with_short_names(states)
    groups = names_by_equal_state(named)
    if len(groups) > MOST_GROUPS_IN_SENTENCES:
        return _counts(named)
    sentences = []
    for state, names in groups.items():
        sentences += _sentences_of(state, NamedRespondents(names, len(groups) > 1))
    return _say_once_that_no_part_is_complete(sentences)


def _without_status(names: Sequence[str]) -> list[str]:
    """Return that those with ``names`` were asked and have no status."""
    if not names:
        return []
    who = join_as_in_a_sentence(list(map(with_article, names)))
    verbs = pluralize(names, "was asked and has,were asked and have")
    named = f"{_capitalised(who)} {verbs} no status here."
    if len(names) > MOST_NAMES_IN_A_SENTENCE or len(named.split()) > MOST_WORDS:
        return [f"{len(names)} other organisations were asked and have no status here."]
    return [named]


def _about_a_part(whole: RespondentState) -> list[str]:
    """Return that a part decides the status of the ``whole``, and which of its dates has passed."""
    words = PARTS_THAT_DECIDE.get(whole.status or "", "")
    limit = "its deadline"
    if whole.deadline:
        limit = f"its deadline of {whole.deadline.words}"
    elif whole.due and whole.due_has_passed and not whole.deadline_over:
        limit = f"its due date of {whole.due.words}"
    sentences = [words.format(limit=limit)]
    if whole.status == Status.RESPONSE_MISSING:
        sentences += _deadline_to_respond(whole)
    return sentences


def _say_once_that_no_part_is_complete(sentences: list[str]) -> list[str]:
    """Return ``sentences`` with one in place of two that say it of the parts of two organisations."""
    of_parts = [
        sentence
        for sentence in sentences
        if sentence.endswith(" part is not marked complete.")
    ]
    if len(of_parts) < 2:
        return sentences
    others = [sentence for sentence in sentences if sentence not in of_parts]
    return [*others, "Neither part is marked complete."]


def _with_short_names(states: Sequence[RespondentState]) -> list[RespondentState]:
    """Return ``states`` with “the force” and “the commissioner” where there is one of each."""
    kinds = [state.kind for state in states]
    named = []
    for state in states:
        is_only_one = kinds.count(state.kind) == 1
        name = ONLY_ONE.get(state.kind) if is_only_one else None
        named.append(replace(state, name=name or in_a_sentence(state.name)))
    return named


def in_a_sentence(name: str) -> str:
    return re.sub(r"^The ", "the ", name)


def _counts(states: Sequence[RespondentState]) -> list[str]:
    statuses = [state.status for state in states]
    counted = [
        f"{statuses.count(s)} {s.short_label.lower()}" for s in Status if s in statuses
    ]
    if None in statuses:
        counted.append(f"{statuses.count(None)} for other organisations")
    first, others = (
        counted[:MOST_COUNTS_IN_A_SENTENCE],
        counted[MOST_COUNTS_IN_A_SENTENCE:],
    )
    sentences = [f"{len(states)} organisations: {', '.join(first)}."]
    if others:
        sentences.append(f"The others: {', '.join(others)}.")
    late = [state.name for state in states if state.status == Status.PAST_DEADLINE]
    if 0 < len(late) <= MOST_NAMES_PAST_THE_DEADLINE:
        sentences.append(f"Past the deadline: {join_as_in_a_sentence(late)}.")
    return sentences


def _sentences_of(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return what one organisation, or several that differ in nothing, responded and did."""
    if not who.name:  # nobody is named: its parts were answered, or nobody has responded and nobody is known
        return _sentences_without_name(state)
    if state.open_detailed_status == DetailedStatus.NOT_ANSWERED:
        told = [f"No response from {who.any_of_them} is on this site."]
        if state.plan_announced:
            told.append(state.plan_announced)
        told += _deadline_to_respond(state)
        if not state.position:  # no action or update is published either
            return told
        return [*told, *_response(state, who), *_results(state, who)]
    if state.status == Status.MARKED_COMPLETE:
        return _completion(state, who)
    return [*_response(state, who), *_results(state, who)]


def _sentences_without_name(state: RespondentState) -> list[str]:
    if state.open_detailed_status == DetailedStatus.NOT_ANSWERED:
        return ["No response is on this site.", *_deadline_to_respond(state)]
    if state.status == Status.MARKED_COMPLETE:
        return ["[It] is marked complete."]
    if due := _own_due_date_that_passed(state):
        return [f"{state.status_label}.", f"The due date was {due}."]
    return [f"{state.status_label}."]


def _deadline_to_respond(state: RespondentState) -> list[str]:
    if state.respond_by:
        return [f"The deadline to respond was {state.respond_by.words}."]
    return []


def _own_due_date_that_passed(state: RespondentState) -> str:
    """Return the due date in words if it has passed and is not the report’s deadline; else nothing."""
    if not state.due or not state.due_has_passed or state.due == state.deadline:
        return ""
    return state.due.words


def _response(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return what they responded, and the due date that they gave if it has passed."""
    due = _own_due_date_that_passed(state)
    has_said_more = (
        state.position == Position.AWAITING
        and state.open_detailed_status != DetailedStatus.AWAITING
    )
    position = "" if has_said_more else state.position
    if state.answered_by:
        responded = RESPONSES_ON_BEHALF.get(position, [RESPONDED_ON_BEHALF])
        by = _capitalised(with_article(state.spokesperson))
        told = [sentence.format(by=by, **who.words()) for sentence in responded]
        told += _reason(state)
        if due:
            told.append(f"The due date was {due}.")
        return told
    responded = RESPONSES.get(position, [RESPONDED])
    if not state.has_response:
        responded = [_published_without_response(state), *responded[1:]]
    told = [sentence.format(**who.words()) for sentence in responded]
    told += _reason(state)
    if not due:
        return told
    if state.position == Position.ACCEPTED:
        return [f"{told[0].removesuffix('.')} and gave a due date of {due}."]
    return [*told, f"{_capitalised(who.their)} own due date was {due}."]


def _reason(state: RespondentState) -> list[str]:
    """Return whether a refusal gives its reason, and of what is accepted in part only that it gives none."""
    if state.position in REFUSALS:
        return [REASONS[state.reason_known]]
    if (
        state.position == Position.ACCEPTED_IN_PART
        and state.reason_known == Knowledge.NONE
    ):
        return [REASONS[Knowledge.NONE]]
    return []


def _published_without_response(state: RespondentState) -> str:
    """Return what is published of an organisation of which no response is entered."""
    if not state.actions:
        return "An update from {whom} is on this site."
    if state.actions == 1:
        return "An action by {whom} is on this site."
    return f"{state.actions} actions by {{whom}} are on this site."


def _results(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return what became of it, where the response does not say so already."""
    if state.open_detailed_status in {
        DetailedStatus.NOT_ACCEPTED,
        DetailedStatus.NOT_APPLICABLE,
    }:
        return []
    if state.open_detailed_status == DetailedStatus.AWAITING:
        return _deadline_to_respond(state)
    if state.open_detailed_status == DetailedStatus.NO_ACTIONS:
        return [f"No actions by {who.any_of_them} are on this site."]
    if state.open_detailed_status in {DetailedStatus.SUPERSEDED, DetailedStatus.CLOSED}:
        return _closed(state, who)
    results = []
    if state.open_detailed_status == DetailedStatus.REOPENED:
        results.append(f"{who.part} was marked complete before and is open again.")
    results += _progress(state, who)
    if state.due and not state.due_has_passed:
        results.append(f"The next due date is {state.due.words}.")
    return results


def _closed(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return how the actions ended that are not marked complete."""
    if state.open_detailed_status == DetailedStatus.SUPERSEDED:
        if state.answered_by:
            return [f"All {who.possessive} actions were replaced."]
        return [f"{_capitalised(who.name)} replaced all {who.their} actions."]
    if state.actions_complete:
        others = state.actions - state.actions_complete
        actions_are = pluralize(others, "action is,actions are")
        return [*_count_of_complete(state, who), f"The other {actions_are} closed."]
    actions_are = pluralize(state.actions, "action is,actions are")
    return [
        f"{_capitalised(who.possessive)} {actions_are} closed, not marked complete."
    ]


def _progress(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return how far the actions are by their statuses."""
    if state.actions_complete:
        return _count_of_complete(state, who)
    if state.open_status == Status.NOT_STARTED:
        by_whom = f" by {who.any_of_them}" if who.is_beside_others else ""
        return [f"No action{by_whom} is marked as started."]
    if state.status == Status.IN_PROGRESS:
        return [f"{who.part} is marked as in progress."]
    if state.position == Position.NOTHING_TO_ADD and not state.actions:
        return []
    if who.is_beside_others and not state.is_asked and not state.actions:
        # It has no part: it spoke beside those who were asked.
        return []
    return [f"{who.part} is not marked complete."]


def _count_of_complete(state: RespondentState, who: NamedRespondents) -> list[str]:
    is_or_are = pluralize(state.actions_complete, "is,are")
    if who.is_several:
        counted = f"For each, {state.actions_complete} of {state.actions} actions"
    elif who.is_beside_others:
        counted = (
            f"{state.actions_complete} of {who.possessive} {state.actions} actions"
        )
    else:
        counted = f"{state.actions_complete} of {state.actions} actions"
    return [f"{counted} {is_or_are} marked complete."]


def _completion(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return that it is marked complete, by whom, when, and after which limit."""
    told = []
    if state.answered_by or state.position == Position.ACCEPTED_IN_PART:
        told = _response(state, who)
    if state.completion_chosen_here and not state.answered_by:
        return [*told, *_completion_chosen_here(state, who)]
    when = ""
    if state.completed:
        when = f" {state.completed.words_with_preposition}"
    if state.answered_by:
        is_or_was = "was" if when or state.missed_limit else "is"
        marked = f"{who.part} {is_or_was} marked complete{when}"
    else:
        marked = f"{_capitalised(who.name)} marked [it] complete{when}"
    if state.missed_limit:
        return [*told, *_after_limit(marked, state, who, has_date=bool(when))]
    told.append(f"{marked}.")
    if not when:
        told += _unknown_completion(state, who)
    return told


def _completion_chosen_here(state: RespondentState, who: NamedRespondents) -> list[str]:
    """Return that we marked it complete where the response does not call it so itself."""
    part = f"{who.possessive} part" if who.is_beside_others else "[it]"
    told = [
        f"The force’s web editors marked {part} complete, going by what {who.name} reported."
    ]
    if not state.completed:
        return [*told, *_unknown_completion(state, who)]
    told.append(f"The date given is {state.completed.words}.")
    if state.missed_limit:
        which = _which_limit(state, who)
        told.append(f"That is after {which} of {state.missed_limit.words}.")
    return told


def _after_limit(
    marked: str, state: RespondentState, who: NamedRespondents, *, has_date: bool
) -> list[str]:
    """Return that it is ``marked`` complete, after which limit; in two sentences where one would be long."""
    limit = state.missed_limit.words if state.missed_limit else ""
    if not state.missed_deadline and state.actions > 1:
        # Of several actions it is one that was late, and not the last one for certain.
        return [
            f"{marked}.",
            f"At least one action was late: its due date was {limit}.",
        ]
    which = _which_limit(state, who)
    if has_date and len(who.name.split()) > MOST_WORDS_OF_A_SHORT_NAME:
        return [f"{marked}.", f"That was after {which} of {limit}."]
    if has_date:
        marked += ","
    return [f"{marked} after {which} of {limit}."]


def _which_limit(state: RespondentState, who: NamedRespondents) -> str:
    if state.missed_deadline:
        return "the deadline"
    return f"{who.their} own due date"


def _unknown_completion(state: RespondentState, who: NamedRespondents) -> list[str]:
    match state.completion_known:
        case Knowledge.NONE:
            if who.is_several:
                return ["No completion dates are given."]
            return ["No completion date is given."]
        case Knowledge.NOT_ENTERED:
            return ["We have not recorded when."]
    return []  # it is given in words, which the page shows
