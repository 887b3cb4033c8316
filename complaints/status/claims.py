"""Finds in a text the words that claim something of the work, and the days that it names."""

import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags

from pages.core.partial_dates import MONTHS, PartialDate, UnreadableDateError, read_date

PARTICIPLES = (
    "implemented|completed|complete|delivered|achieved|actioned|finished|fulfilled|sent out|rolled out|"
    "introduced|adopted|launched|issued|circulated|satisfied"
)
MONTH_NAMES = "|".join(f"{month}|{month[:3]}" for month in MONTHS if month)
DONE = re.compile(
    rf"\b(?:(?:has|have|had|was|were|is|are)\s+(?:now\s+|already\s+|all\s+|both\s+|since\s+|fully\s+|been\s+)*"
    rf"(?:{PARTICIPLES})|"
    r"(?:actions?|recommendations?|work)\s+(?:is\s+|are\s+)?(?:now\s+)?"
    r"(?:completed?|implemented|closed)|"
    r"(?:completed|implemented)(?=[.:;]?$)|"
    r"(?:went|gone|(?:is|are)(?: now)?) live|came into (?:force|effect)|"
    rf"^(?:completed?|done|closed|implemented)(?=[.:;]?$| [–—-] | (?:in )?(?:{MONTH_NAMES}) \d{{4}}))\b",
    re.IGNORECASE,
)
"""Words that claim that something is done."""
SAID_TO_BE_DONE = re.compile(
    rf"{DONE.pattern}|\b(?:implemented|introduced|completed|(?:is|are) (?:now |already )?in place)\b",
    re.IGNORECASE,
)
"""The same, and words that claim as much where no status says anything else: “The force implemented …”."""
NOT_DONE = re.compile(
    r"\b(?:not\s+(?:yet\s+)?(?:been\s+)?(?:completed?|implemented|started|begun|finished|achieved|"
    r"in place)|^incomplete(?=[.:;]?$)|(?:is|are)\s+incomplete|(?:been|is|are)\s+(?:paused|reopened|on hold)|"
    r"(?:this|the)\s+(?:action|recommendation|work)\s+will\s+be\s+"
    r"(?:completed|implemented|finished|delivered|started|closed)|"
    r"(?:remains?|still)\s+(?:outstanding|incomplete|unfinished|in progress|to be done)|"
    r"yet to\s+\w+)\b",
    re.IGNORECASE,
)
"""Words that say that something is not done."""
NOT_SAID_OF_NOW = re.compile(
    r"\b(?:nothing|none|no (?:\w+ )?(?:actions?|work|items?|recommendations?)|before|previously|who|whoever|"
    r"those|was not|were not|had not|until|if)\b",
    re.IGNORECASE,
)
"""Words beside which that is said of some, of the past or of nothing: “Nothing is still to be done”."""
HEDGES = re.compile(
    r"\b(?:will|would|to be|(?<!at )once|when|where|until|unless|if|not|never|should|must|shall|"
    r"expect\w*|(?-i:may)|can|part(?:ly|ially)?|phases?|stages?|some|most|first|aims?|plan(?:s|ned)?|"
    r"intend\w*|remain\w*|ongoing|continu\w*|currently|being|before|except|apart from|pilot|audit|review|"
    r"(?:one|two|three|four|five|\d+) of|npcc|hmicfrs|college|parliament|government|home office)\b|%",
    re.IGNORECASE,
)
"""Words beside which a claim is none: “will be completed”, “once it is in place”."""
WHO_DECIDES = (
    r"(?:we|it|(?:the )?(?:force|constabulary|chief constable|service)|"
    r"(?:[a-z]+ ){1,3}(?:police|constabulary))"
)
TO_FOLLOW = r"(?:follow|implement|adopt|accept|act on|carry out|take (?:this|it) forward|do (?:this|so))"
FOLLOWED = r"(?:followed|implemented|adopted|accepted|taken forward)"
THIS_ONE = r"(?:this|the) recommendation"
THIS = rf"(?:{THIS_ONE}|this(?= and\b|[.,;]|$))"
REFUSING = re.compile(
    rf"\b(?:{WHO_DECIDES} (?:(?:do|does|did) not (?:intend|plan|propose|wish) to|will not|"
    rf"(?:have|has) decided not to|(?:are|is) not (?:able|prepared|willing) to) (?:be )?{TO_FOLLOW}|"
    rf"{WHO_DECIDES} (?:(?:do|does) not|cannot|can not) (?:accept|agree (?:with|to)|support) {THIS_ONE}|"
    rf"{WHO_DECIDES} (?:(?:do|does) not (?:consider|believe|think)) (?:that )?{THIS_ONE} "
    rf"(?:should|needs to) be {FOLLOWED}|"
    rf"{THIS_ONE} (?:will not be|is not being|was not) {FOLLOWED}|"
    rf"no (?:further )?action will be taken (?:on|about|in response to) {THIS_ONE}|"
    r"(?:will not be|not(?: being)?|was not) taken forward)\b",
    re.IGNORECASE,
)
"""Words by which a response says that a recommendation is not followed."""
REASONING = re.compile(
    r"\b(?:because|owing to|on the grounds? (?:of|that)|for (?:this|these) reasons?|"
    r"(?:the|our) reasons? (?:is|are|for)|(?:is|are) therefore)\b",
    re.IGNORECASE,
)
"""Words by which a response gives a reason."""
NOT_APPLYING = re.compile(
    rf"\b{THIS_ONE} (?:does not apply|is not (?:applicable|relevant)) to (?:us|{WHO_DECIDES})\b",
    re.IGNORECASE,
)
"""Words by which a response says that a recommendation does not apply."""
ACCEPTING = re.compile(
    rf"\b{WHO_DECIDES} (?:(?:fully |wholly )?(?:accept|agree with|support)s?|"
    rf"(?:am|are|is) (?:happy|pleased|content) to (?:accept|support)) {THIS}",
    re.IGNORECASE,
)
"""Words by which a response says that a recommendation is accepted."""
FOLLOWING = re.compile(
    rf"{ACCEPTING.pattern}|"
    rf"\b{WHO_DECIDES} (?:(?:have|has) (?:fully )?implemented|will (?:fully )?implement) {THIS_ONE}\b",
    re.IGNORECASE,
)
"""The same, and words by which it says that a recommendation is followed."""
ENDED = (
    r"not (?:being )?taken forward|no longer (?:required|needed|relevant|pursued)|closed without|abandoned|"
    r"cancelled|discontinued|withdrawn|superseded|will not be (?:done|completed|implemented)"
)
ENDED_OTHERWISE = re.compile(
    rf"\b(?:{ENDED}|closed by|merged (?:into|with)|replaced by)\b", re.IGNORECASE
)
"""Words by which a status says that an action ended without being completed."""
ACTION_ENDED_OTHERWISE = re.compile(
    rf"(?:^|\b(?:this|the) (?:action|work|project|proposal) (?:(?:is|was|has been) )?)"
    rf"(?:{ENDED}|merged into)\b",
    re.IGNORECASE,
)
"""The same in a text, where it has to be said of the action: old forms may be withdrawn, too."""
CLOSED_IN_ITS_WORDS = re.compile(r"^(?:action )?closed\b", re.IGNORECASE)
"""The beginning of a status that says that the action is closed."""
SPEAKS_OF_COMPLETION = re.compile(
    rf"\b(?:{PARTICIPLES}|completion|done|embedded|in place|business as usual|bau)\b",
    re.IGNORECASE,
)
"""Words by which a status that begins with “closed” says that the action is complete, too."""
SAYS_COMPLETE = re.compile(
    r"^(?:action )?(?:completed?|done|implemented)\b", re.IGNORECASE
)
"""The beginning of a status that says that the action is complete, whoever closed it."""
SAYS_OPEN = re.compile(
    r"\b(?:re-?opened|in progress|on ?going|on hold|not (?:yet )?started|outstanding|[1-9]?\d ?%)",
    re.IGNORECASE,
)
"""Words by which a status says that the action is not complete."""
COLOUR_OR_HABIT = re.compile(
    r"^\W*(?:rag)?\W*(?:red|amber|green|blue|grey|gray|black|bau|business as usual)\W*$",
    re.IGNORECASE,
)
"""A status that is a colour or “business as usual”: what it means is our reading."""
NOT_BY_THEN = re.compile(
    r"\b(?:earliest|not before|after|from|onwards?|provisional(?:ly)?|estimated?|approx\w*|around|about|tbc|"
    r"spring|summer|autumn|winter|q[1-4]|quarter)\b|\bbau\b|business as usual|^c\.",
    re.IGNORECASE,
)
"""Words beside a date that do not say by when something is due."""
BY_A_DATE = re.compile(
    rf"\b(?:by|no later than|before)(?: the end of)? "
    rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?(?:{MONTH_NAMES}) \d{{4}}\b",
    re.IGNORECASE,
)
"""A deadline within the wording of a recommendation."""
TO_BE_DONE_BY = re.compile(
    r"\b(?:(?:to|will|should|must) be|due to be) (?:fully )?"
    rf"(?:{PARTICIPLES}|in place|done) {BY_A_DATE.pattern}",
    re.IGNORECASE,
)
"""A due date within the text of an action."""
WITHIN_A_TIME = re.compile(
    r"\bwithin \w+(?:[ -]\w+)? (?:days|weeks|months|years?) (?:of|from|after) "
    r"(?:(?:the )?(?:date of )?(?:the )?publication|(?:this|the) (?:report|super-complaint)|"
    r"receiving (?:this|the) report)\b",
    re.IGNORECASE,
)
"""A deadline in words within the wording of a recommendation."""
LETTERS_BESIDE = 20
"""How many letters after a claim can still take it back: “was completed by most”."""
DATE_IN_TEXT = re.compile(
    rf"\b(?:[^\W\d]+\s+){{0,2}}(?P<date>(?:\d{{1,2}}(?:st|nd|rd|th)?\s+)?(?:{MONTH_NAMES})\s+\d{{4}}|"
    r"\d{1,2}/\d{1,2}/\d{4})\b",
    re.IGNORECASE,
)


def plain(stored: Any) -> str:
    """Return the words of a stored text: HTML, or blocks as JSON. Addresses and keys are no words."""
    if isinstance(stored, str) and stored.startswith(("[", "{")):
        try:
            stored = json.loads(stored)
        except ValueError:
            return ""
    return "\n".join(filter(None, (line.strip() for line in _lines(stored))))


def _lines(stored: Any) -> Iterator[str]:
    if isinstance(stored, dict):
        for name, value in stored.items():
            if name not in {"id", "type", "link", "url", "address"}:
                yield from _lines(value)
    elif isinstance(stored, (list, tuple)):
        for item in stored:
            yield from _lines(item)
    elif isinstance(stored, str) and not stored.startswith(("http://", "https://")):
        yield from strip_tags(
            re.sub(r"</(?:p|li|h\d)>|<br/?>", "\n", stored)
        ).splitlines()


def claim(
    text: str, claims: re.Pattern[str], hedges: re.Pattern[str] | None = None
) -> str:
    """Return the first words by which ``text`` claims something, with no ``hedges`` before or just after."""
    for sentence in re.split(r"(?<=[.!?;:])\s+|\n", text):
        for match in claims.finditer(sentence):
            if not (hedges and hedges.search(sentence[: match.end() + LETTERS_BESIDE])):
                return " ".join(match.group().split())
    return ""


def dates_in(text: str) -> Iterator[tuple[PartialDate, str, str]]:
    """Yield each date in ``text`` with its words, and the words of the sentence that lead to it."""
    for sentence in re.split(r"(?<=[.!?;])\s+(?=[A-Z])|\n", text):
        for match in DATE_IN_TEXT.finditer(sentence):
            try:
                day = read_date(match["date"])
            except UnreadableDateError:
                continue
            lead = sentence[max(0, match.start("date") - 60) : match.start("date")]
            yield day, " ".join(match.group().split()), lead
