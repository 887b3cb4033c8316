"""Words that readers type for a status, and the filter of the list of recommendations that they mean."""

import re

FILTER_WORDS = {
    ("progress", "overdue"): (
        "overdue",
        "late",
        "past deadline",
        "past deadlines",
        "missed deadline",
        "missed deadlines",
        "deadline passed",
        "deadlines passed",
        "deadline missed",
        "passed deadline",
        "past due",
    ),
    ("progress", "unfinished"): (
        "not done",
        "not complete",
        "not completed",
        "incomplete",
        "unfinished",
        "not finished",
        "not marked complete",
    ),
    ("position", "response_missing"): (
        "not answered",
        "unanswered",
        "no answer",
        "no answers",
        "no response",
        "no responses",
        "no reply",
        "not responded",
        "response missing",
        "missing response",
        "missing responses",
    ),
    ("position", "not_accepted"): (
        "not accepted",
        "rejected",
        "refused",
        "declined",
        "not accept",
    ),
    ("status", "marked_complete"): (
        "done",
        "complete",
        "completed",
        "finished",
        "marked complete",
    ),
    ("status", "in_progress"): ("in progress", "under way", "underway"),
    ("status", "not_started"): ("not started",),
    ("status", "closed"): ("closed",),
}
"""The words for each filter and its value.

The search of the whole site leads to the same lists.
"""
NEEDLESS_WORDS = {
    "the",
    "a",
    "an",
    "its",
    "is",
    "are",
    "recommendation",
    "recommendations",
}
FILTERS_BY_WORDS: dict[str, tuple[str, str]] = {}
for _filter, _phrases in FILTER_WORDS.items():
    FILTERS_BY_WORDS |= dict.fromkeys(_phrases, _filter)


def filter_meant_by(text: str) -> tuple[str, str] | None:
    """Return the filter and its value that ``text`` as a whole means, such as “past the deadline”."""
    text_words = re.findall(r"\w+", text.casefold())
    return FILTERS_BY_WORDS.get(
        " ".join(word for word in text_words if word not in NEEDLESS_WORDS)
    )
