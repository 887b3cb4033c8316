"""Finds names of other bodies than a police force in what a force writes."""

import re

BODY_OR_LEVEL = re.compile(
    r"\b(?:op?f?cc|p?f?cc|npcc|apcc|commissioners?|national(?:ly)?|regional(?:ly)?|home office|ministry|"
    r"government|college|council|chiefs|hmicfrs|inspectorate|iopc|independent office|cps|prosecution|"
    r"probation|hmpps|nhs|agency|agencies|partners?|partnership|all forces|other forces)\b",
    re.IGNORECASE,
)
"""A word of another body, or of a level above a force, anywhere in a text."""

REFERENCE = re.compile(
    r"\W*(?:please )?(?:see|refer to)\b[^.\n]{1,80}\W*", re.IGNORECASE
)
"""A text that only points to another one, such as “See NPCC response”."""


def only_refers_elsewhere(text: str) -> bool:
    """Return True if ``text`` points to another text and says no more: a person has to say what it is."""
    return bool(REFERENCE.fullmatch(text.strip()))


def may_name_other_body(text: str) -> bool:
    """Return True if ``text`` has a word of another body or level: then a person has to say whose it is."""
    return bool(BODY_OR_LEVEL.search(text))
