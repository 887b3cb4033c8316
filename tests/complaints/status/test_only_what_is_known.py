"""Whatever is entered, no sentence, detail or status claims more than that.

The rules read the words that readers are shown, and what was entered. They do not ask
the code that chose the words.
"""

import re
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from itertools import combinations, product

import pytest

from complaints.vocabulary import Position, Status
from tests.effort import by_effort

from . import facts_to_try as facts
from .facts_to_try import DEADLINES, FORCE, SUPERSEDED, TODAY, VALUES, Case

STEP = by_effort(1847, 97)
"""Every so manieth of some nine million combinations; a prime number, so that all values meet."""
MOST_WORDS = 20
DATE = re.compile(r"(?:\d{1,2} )?[A-Z][a-z]{2,8} \d{4}")
SAYS_TOO_MUCH = re.compile(
    r"\b(?:nothing(?! to add)|not known|unknown|nobody|somebody|no date is|answer\w*|lists? no|done|finished|"
    r"since|overdue|late(?!r|:)|promise\w*|while|yet|work\w*|none(?! is marked complete))\b|[;{}\[\]]|  ",
    re.IGNORECASE,
)
"""Words that say more than is recorded, and what no sentence holds."""
MARKED_COMPLETE = r"(?<!actions )(?<!None )(?:is|was|marked (?:it|this recommendation)) (?:marked )?complete(?! before)"
"""Words that say that the recommendation is marked complete, not some of its actions."""


@pytest.fixture(autouse=True)
def on_the_day(time_machine):
    time_machine.move_to(
        datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC), tick=False
    )


def sentences_in(text: str) -> list[str]:
    return re.findall(r"[^.]+(?:\.|$)", text)


@cache
def style_faults(text: str) -> list[str]:
    return list(_style_faults(text))


def _style_faults(text: str):
    for sentence in map(str.strip, sentences_in(text)):
        if not re.fullmatch(r"[A-Z0-9“].*\.", sentence):
            yield f"not a sentence: {sentence}"
        if len(sentence.split()) > MOST_WORDS:
            yield f"{len(sentence.split())} words: {sentence}"
    if found := SAYS_TOO_MUCH.search(text):
        yield f"says “{found[0]}”"
    first_it = re.search(r"\b[Ii]t\b(?! (?:accepts|will|has|gave))", text)
    named = re.search(r"asked for this|[Tt]his recommendation", text)
    if first_it and not (named and named.start() < first_it.start()):
        yield "“it” before anything that it can mean"


def dates_of(case: Case) -> set[str]:
    dates = {facts.EARLY, facts.LATE} if case.completions else set()
    dates |= {facts.PAST_DEADLINE} if case.deadline == "past" else set()
    dates |= {facts.DEADLINE_TO_COME} if case.deadline == "to come" else set()
    dates |= case.open_due_dates
    if case.due == "past":
        dates.add(facts.PAST_DUE_DATE)  # a completed action may have missed it
    if case.due in {"to come", "moved"}:
        dates.add(facts.DUE_DATE_TO_COME)
    dates |= {case.respond_by} - {None}
    return {date.words for date in dates}


def is_response_not_published(case: Case) -> bool:
    return case.position == facts.NO_RESPONSE and case.is_response_missing


CLAIMS = [
    # The report
    (r"asked for this by", lambda case: case.deadline == "past"),
    (r"The deadline is", lambda case: case.deadline == "to come"),
    (r"gives no deadline", lambda case: case.deadline == "none"),
    (r"have not recorded a deadline", lambda case: case.deadline == "not entered"),
    (r"“within six months”", lambda case: case.deadline == "in words, over"),
    (r"“as soon as possible”", lambda case: case.deadline == "in words"),
    (
        r"That deadline has passed",
        lambda case: case.deadline == "in words, over" and not case.is_finished,
    ),
    (
        r"does not say who is asked",
        lambda case: case.asked == "none" and not case.has_spoken,
    ),
    (
        r"have not recorded who is asked",
        lambda case: case.asked == "not entered" and not case.has_spoken,
    ),
    (r"is for other organisations", lambda case: case.asked == "others"),
    (
        r"deadline to respond was 22 November 2024",
        lambda case: (
            case.respond_by == facts.PAST_RESPOND_BY and case.is_response_missing
        ),
    ),
    # The response
    (r"responded|responded on behalf", lambda case: case.has_spoken),
    (
        r"(?<!not )accepted\b",
        lambda case: case.position in {"accepted", "accepted_in_part"},
    ),
    (r"accepted part", lambda case: case.position == Position.ACCEPTED_IN_PART),
    (r"\baccepted (?!part)", lambda case: case.position == Position.ACCEPTED),
    (r"not accept", lambda case: case.position == Position.NOT_ACCEPTED),
    (
        r"does not apply|said not to apply",
        lambda case: case.position == Position.NOT_APPLICABLE,
    ),
    (r"gives the reason", lambda case: case.is_refused and case.reason == "stated"),
    (r"gives no reason", lambda case: case.needs_reason and case.reason == "none"),
    (
        r"recorded the reason",
        lambda case: case.is_refused and case.reason == "not entered",
    ),
    (r"nothing to add", lambda case: case.position == Position.NOTHING_TO_ADD),
    (
        r"will respond",
        lambda case: case.position == Position.AWAITING and not case.has_told_more,
    ),
    (
        r"recorded whether",
        lambda case: case.has_spoken and case.position in {"", facts.NO_RESPONSE},
    ),
    (r"behalf|Council", lambda case: bool(case.by)),
    (r"[Nn]o response", is_response_not_published),
    # The actions
    (
        r"[Nn]o actions published|No actions",
        lambda case: not case.actions and not case.has_update,
    ),
    (MARKED_COMPLETE, lambda case: case.is_complete),
    (
        r"marked (?:it|this recommendation) complete",
        lambda case: case.is_complete and not case.by,
    ),
    (
        r"marked complete before",
        lambda case: case.was_complete and not case.is_complete,
    ),
    (
        r"[Nn]o action (?:is )?marked as started",
        lambda case: not facts.BEGUN & set(case.actions),
    ),
    (r"in progress", lambda case: facts.IN_PROGRESS in case.actions),
    (r"replaced", lambda case: set(case.actions) == {SUPERSEDED}),
    (
        r"closed",
        lambda case: (
            set(case.current) <= {facts.CLOSED, facts.COMPLETE}
            and facts.CLOSED in case.current
        ),
    ),
    (
        r"None is marked complete|not said to be complete",
        lambda case: not case.number_complete,
    ),
    (
        r"The other action is closed|the rest closed",
        lambda case: case.current.count(facts.CLOSED) == 1,
    ),
    # Dates of the actions
    (r"due date", lambda case: case.due not in {"not entered", "in words"}),
    (
        r"next due date is 1 September 2026",
        lambda case: facts.DUE_DATE_TO_COME in case.open_due_dates,
    ),
    (
        r"(?:own due date was|The due date was|gave a due date of) 1 May 2025",
        lambda case: facts.PAST_DUE_DATE in case.open_due_dates,
    ),
    (
        r"No completion date is given",
        lambda case: (
            case.is_complete and case.completion == "none" and case.number_complete == 1
        ),
    ),
    (
        r"have not recorded when",
        lambda case: case.is_complete and case.completion == "not entered",
    ),
    (
        r"complete (?:on|in) 20 May 2025",
        lambda case: case.is_complete and facts.LATE in case.completions,
    ),
    (
        r"complete (?:on|in) 1 March 2025",
        lambda case: case.is_complete and {*case.completions} == {facts.EARLY},
    ),
    (
        r"after the deadline of 27 March 2025",
        lambda case: case.deadline == "past" and facts.LATE in case.completions,
    ),
    (
        r"after (?:its|their) own due date of 1 May 2025|was late: its due date was 1 May 2025|"
        r"an action after its due date",
        lambda case: (
            case.due == "past"
            and facts.LATE in case.completions
            and case.deadline != "past"
        ),
    ),
]
"""Words, and what must have been entered where they are said."""


NEEDED_WORDS = [
    ("The report gives no deadline.", lambda case: case.deadline == "none"),
    ("We have not recorded a deadline.", lambda case: case.deadline == "not entered"),
    (
        "That deadline has passed.",
        lambda case: (
            case.deadline == "in words, over"
            and (case.is_asked or case.has_spoken)
            and not case.is_finished
        ),
    ),
    (
        "We have not recorded whether it accepts.",
        lambda case: (
            case.has_spoken
            and case.position in {facts.NOT_ENTERED, facts.NO_RESPONSE}
            and not case.is_complete
        ),
    ),
    (
        "The response gives no reason.",
        lambda case: case.needs_reason and case.reason == "none",
    ),
    (
        "We have not recorded the reason.",
        lambda case: case.is_refused and case.reason == "not entered",
    ),
    (
        "This recommendation is for other organisations.",
        lambda case: case.asked == "others",
    ),
    (
        "We have not recorded when.",
        lambda case: case.is_complete and case.completion == "not entered",
    ),
    (
        "No completion date is given.",
        lambda case: (
            case.is_complete and case.completion == "none" and case.number_complete == 1
        ),
    ),
]
"""What is said wherever it is so: that something is not recorded, and that a source does not give it."""


def silence_faults(case: Case, text: str):
    for words, is_needed in NEEDED_WORDS:
        if is_needed(case) and words not in text:
            yield f"does not say “{words}”"


@cache
def claims_in(text: str):
    """Return the words in ``text`` that claim something, each with what must have been entered."""
    found = [(re.search(words, text), is_supported) for words, is_supported in CLAIMS]
    return [(match[0], is_supported) for match, is_supported in found if match]


def claim_faults(case: Case, text: str):
    for words, is_supported in claims_in(text):
        if not is_supported(case):
            yield f"claims “{words}”"
    for date in DATE.findall(text):
        if date not in dates_of(case):
            yield f"names {date}"
    for number, of in re.findall(r"(\d+) of (\d+) actions", text):
        if (int(number), int(of)) != (case.number_complete, len(case.current)):
            yield f"counts {number} of {of}"


NOT_COMPLETE = re.compile(
    r"not marked complete|\d actions (?:is|are) marked|No action|None is|No (?:response|actions)|later"
)
NEEDED = {
    Status.PAST_DEADLINE: re.compile(
        r"asked for this by 27 March 2025|That deadline has passed|due date (?:was|of) 1 May 2025"
    ),
    Status.RESPONSE_MISSING: re.compile(
        r"No response (?:from .*)?is on|respond (?:later|on behalf)"
    ),
    Status.RESPONSE_PUBLISHED: re.compile(
        r"responded|accepted|nothing to add|(?:An|\d) (?:action|update).* on this site"
    ),
    Status.NOT_STARTED: re.compile(r"No action is marked as started"),
    Status.IN_PROGRESS: re.compile(r"marked as in progress|\d of \d actions"),
    Status.CLOSED: re.compile(r"closed[.,]|replaced|did not accept|does not apply"),
    Status.MARKED_COMPLETE: re.compile(MARKED_COMPLETE),
}
"""What the sentences say at every status."""


def status_faults(case: Case, status: Status | None, text: str, detail: str):
    """Yield where the status and the sentences contradict each other."""
    if status and not NEEDED[status].search(text):
        yield "the sentences do not give the status"
    is_complete = status == Status.MARKED_COMPLETE
    if is_complete and NOT_COMPLETE.search(text):
        yield "the sentences say that it is not complete"
    if not is_complete and re.search(MARKED_COMPLETE, text):
        yield "the sentences say that it is complete"
    if (
        status != Status.RESPONSE_MISSING
        and "response missing" in (text + detail).lower()
    ):
        yield "a response is missing and the status is another"


def expected_status(case: Case) -> Status | None:
    """Return the status of what was entered, in the words of the table of the seven statuses."""
    if not case.is_asked and not case.has_spoken:
        return None
    if case.is_finished:
        return Status.MARKED_COMPLETE if case.is_complete else Status.CLOSED
    if (
        case.deadline in {"past", "in words, over"}
        or facts.PAST_DUE_DATE in case.open_due_dates
    ):
        return Status.PAST_DEADLINE
    if case.is_response_missing:
        return Status.RESPONSE_MISSING
    if {facts.NOT_STARTED, facts.IN_PROGRESS} & set(case.current):
        return (
            Status.IN_PROGRESS
            if facts.BEGUN & set(case.current)
            else Status.NOT_STARTED
        )
    return Status.RESPONSE_PUBLISHED


def faults_in(case: Case):
    rows = facts.rows_of_case(case)
    [state], text = facts.told(rows, case.deadline)
    yield from style_faults(text)
    yield from claim_faults(case, text)
    yield from silence_faults(case, text)
    yield from claim_faults(case, state.detail)
    yield from status_faults(case, state.status, text, state.detail)
    if state.status != expected_status(case):
        yield f"the status is {state.status}"
    if (
        len({(row.status_on(TODAY), row.detailed_status_on(TODAY)) for row in rows})
        != 1
    ):
        yield "the status of the whole is not that of the only respondent"
    if state.detail and (
        "“" in state.detail
        or state.detail.endswith(".")
        or SAYS_TOO_MUCH.search(state.detail)
    ):
        yield f"detail: {state.detail}"


def test_every_value_is_tried_with_every_other():
    tried = list(facts.cases(STEP))

    for (one, its_values), (other, other_values) in combinations(VALUES.items(), 2):
        met = {(getattr(case, one), getattr(case, other)) for case in tried}
        wanted = set(product(its_values, other_values))
        if (one, other) == ("position", "by"):
            wanted -= {(facts.NO_RESPONSE, by) for by in facts.SPOKESPEOPLE if by}
        assert wanted <= met, (one, other)
    assert len(tried) > 4_500


def test_no_sentence_detail_or_status_of_one_organisation_claims_more_than_was_entered():
    faults = Counter()
    example = {}
    for case in facts.cases(STEP):
        for fault in faults_in(case):
            faults[fault] += 1
            example.setdefault(
                fault, (case, facts.told(facts.rows_of_case(case), case.deadline)[1])
            )

    assert not faults, "\n".join(
        f"{number} times: {each}: {example[each]}" for each, number in faults.items()
    )


def of_one(
    position=Position.ACCEPTED,
    actions=(),
    due="not entered",
    completion="early",
    **fields,
):
    """Return what is entered of one organisation beside another."""
    case = Case(
        position,
        "",
        "stated",
        actions,
        due,
        completion,
        "not entered",
        None,
        "by name",
        False,
        False,
    )
    return replace(case, **fields)


OF_ONE = [
    of_one(facts.NO_RESPONSE),
    of_one(Position.AWAITING),
    of_one(Position.NOT_STATED),
    of_one(facts.NOT_ENTERED, has_update=True),
    of_one(),
    of_one(by="National Police Chiefs’ Council"),
    of_one(Position.NOT_ACCEPTED),
    of_one(Position.NOT_ACCEPTED, reason="none"),
    of_one(Position.NOTHING_TO_ADD),
    of_one(actions=(facts.NOT_STARTED,), due="past"),
    of_one(actions=(facts.NOT_STARTED,), was_complete=True),
    of_one(Position.ACCEPTED_IN_PART, (facts.IN_PROGRESS,), "to come"),
    of_one(actions=(facts.COMPLETE, facts.IN_PROGRESS), due="past"),
    of_one(actions=(facts.COMPLETE, facts.NOT_ENTERED)),
    of_one(actions=(facts.COMPLETE,)),
    of_one(actions=(facts.COMPLETE,), due="past", completion="late"),
    of_one(actions=(facts.COMPLETE,), completion="none"),
    of_one(actions=(SUPERSEDED,)),
    of_one(actions=(facts.CLOSED, facts.CLOSED)),
]
WHO_IS_ASKED = {
    "both by name": (
        {"addressees": [FORCE, facts.COMMISSIONER]},
        {FORCE, facts.COMMISSIONER},
    ),
    "both in words": (
        {"addressees_printed": "chief constables and police and crime commissioners"},
        {FORCE, facts.COMMISSIONER},
    ),
    "the force": ({"addressees": [FORCE]}, {FORCE}),
    "others": ({"addressees_printed": "the Home Office"}, set()),
}
NAMES = {FORCE: "the force", facts.COMMISSIONER: "the commissioner"}
SUBJECT = (
    r"\b([Tt]he force and the commissioner|[Tt]he force|[Tt]he commissioner)(?:’s)?"
)
CLAIMS_BY_NAME = [
    (
        rf"{SUBJECT} accepted\b",
        lambda case: case.position in {"accepted", "accepted_in_part"} and not case.by,
    ),
    (rf"on behalf of {SUBJECT}", lambda case: bool(case.by)),
    (rf"{SUBJECT} did not accept", lambda case: case.position == Position.NOT_ACCEPTED),
    (
        rf"{SUBJECT} says? (?:it|they) will respond later",
        lambda case: case.position == Position.AWAITING,
    ),
    (
        rf"{SUBJECT} said (?:it|they) ha",
        lambda case: case.position == Position.NOTHING_TO_ADD,
    ),
    (rf"{SUBJECT} responded", lambda case: case.has_spoken),
    (rf"{SUBJECT} marked", lambda case: case.is_complete),
    (rf"{SUBJECT} replaced all", lambda case: {*case.actions} == {SUPERSEDED}),
    (rf"{SUBJECT} actions are closed", lambda case: {*case.actions} == {facts.CLOSED}),
    (rf"{SUBJECT} part is not marked", lambda case: not case.is_complete),
    (rf"{SUBJECT} part was marked complete before", lambda case: case.was_complete),
    (
        rf"{SUBJECT} part is marked as in progress",
        lambda case: facts.IN_PROGRESS in case.actions,
    ),
    (
        r"1 of (the force|the commissioner)’s 2 actions",
        lambda case: case.number_complete == 1,
    ),
]
CLAIMS_THAT_DENY = [
    ("response from", lambda case: not case.has_spoken),
    ("actions by", lambda case: not case.actions),
    ("No action by", lambda case: not facts.BEGUN & {*case.actions}),
]
CLAIMS_ABOUT_BOTH = [
    (r"No action is marked as started", lambda case: not facts.BEGUN & {*case.actions}),
    (
        r"\b[Ii]t is not marked complete|ecommendation is not marked complete",
        lambda case: not case.is_complete,
    ),
    (
        r"For each, 1 of 2 actions is marked complete",
        lambda case: case.number_complete == 1,
    ),
    (
        r"(?<!For each, )1 of 2 actions is marked complete",
        lambda case: (case.number_complete, len(case.current)) == (1, 2),
    ),
    (r"None is marked complete", lambda case: not case.number_complete),
    (r"No completion dates are given", lambda case: case.completion == "none"),
]


def cases_of_two():
    for ours, theirs, asked, deadline in product(
        OF_ONE, OF_ONE, WHO_IS_ASKED, DEADLINES
    ):
        yield {FORCE: ours, facts.COMMISSIONER: theirs}, asked, deadline


def rows_of_both(cases, asked, deadline, more_responses=()):
    """Return the rows of what was entered of both organisations."""
    contents = [case.content_of(key) for key, case in cases.items()]
    joined = {
        name: [each for content in contents for each in content[name]]
        for name in contents[0]
    }
    joined["responses"] += more_responses
    complete_before = {key for key, case in cases.items() if case.was_complete}
    given, _ = WHO_IS_ASKED[asked]
    return facts.rows_of(
        {**given, **DEADLINES[deadline], **joined}, complete_before=complete_before
    )


def faults_beside_each_other(cases, asked, deadline, more_responses=()):
    _, keys_asked = WHO_IS_ASKED[asked]
    rows = rows_of_both(cases, asked, deadline, more_responses)
    _, text = facts.told(rows, deadline)
    yield from style_faults(text)
    shown = {
        key: case for key, case in cases.items() if case.has_spoken or key in keys_asked
    }
    if not shown and not more_responses:
        yield from [] if "is for other organisations" in text else ["nobody is asked"]
        return
    yield from claims_by_name(text, {NAMES[key]: case for key, case in shown.items()})
    for words, is_supported in CLAIMS_ABOUT_BOTH if shown else []:
        if re.search(words, text) and not all(map(is_supported, shown.values())):
            yield f"claims “{words}” of both"
    if "No response" in text and not keys_asked.intersection(shown):
        yield "a response is missing of somebody who was not asked"
    yield from whole_faults(rows, shown, keys_asked)


def claims_by_name(text: str, by_name: dict[str, Case]):
    """Yield what is said of an organisation by name, and was not entered of it."""
    names = r"((?:the (?:force|commissioner)(?: or )?)+)"
    denied = [
        (rf"{words} {names}", is_supported) for words, is_supported in CLAIMS_THAT_DENY
    ]
    for words, is_supported in [*CLAIMS_BY_NAME, *denied]:
        for found in re.findall(words, text):
            for name in re.split(" and | or ", found.lower().strip()):
                if name not in by_name or not is_supported(by_name[name]):
                    yield f"claims “{words}” of {name}"


def whole_faults(rows, shown, keys_asked):
    """Yield where the status of the whole is another than that of all who were asked."""
    whole = rows[-1].status_on(TODAY)
    counted = [row for row in rows[:-1] if row.respondent_id in keys_asked] or rows[:-1]
    if whole != min((row.status_on(TODAY) for row in counted), key=list(Status).index):
        yield "the status of the whole is not the first of those who were asked"
    of_those_asked = [
        case.is_complete for key, case in shown.items() if key in keys_asked
    ]
    if (
        whole == Status.MARKED_COMPLETE
        and keys_asked
        and not (of_those_asked and all(of_those_asked))
    ):
        yield "the whole is marked complete before everyone asked is"


def test_nothing_is_said_of_both_or_of_one_that_was_entered_of_the_other():
    faults = Counter()
    example = {}
    number = 0
    for given in list(cases_of_two())[:: by_effort(5, 1)]:
        number += 1
        for fault in faults_beside_each_other(*given):
            faults[fault] += 1
            example.setdefault(fault, given)

    assert not faults, "\n".join(
        f"{count} times: {each}: {example[each]}" for each, count in faults.items()
    )
    assert number > 1_500


def test_a_reply_of_a_body_that_does_not_speak_for_the_force_changes_nothing_of_what_is_said_of_it():
    letter = {
        "respondents": [facts.ASSOCIATION],
        "position": Position.ACCEPTED,
        "answered_by": "",
    }
    for cases, asked, deadline in list(cases_of_two())[:: by_effort(29, 5)]:
        assert not list(faults_beside_each_other(cases, asked, deadline, [letter]))
