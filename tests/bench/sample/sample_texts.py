"""The texts of sample content, chosen by number: the same number always gives the same text."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def choose_in_turn[Word](words: Sequence[Word], number: int) -> Word:
    """Return one of ``words`` in turn."""
    return words[number % len(words)]


def subject_text(number: int) -> str:
    """Return the subject of sample super-complaint ``number``."""
    return choose_in_turn(WORDS["subjects"], number)


def request_text(number: int) -> str:
    """Return the request of a sample recommendation."""
    place = number // len(WORDS["verbs"]) + number
    return f"{choose_in_turn(WORDS['verbs'], number)} {choose_in_turn(WORDS['objects'], place)}"


def paragraph_text(number: int) -> str:
    """Return a paragraph of running text."""
    request = request_text(number)
    return (
        f"<p>This is sample text about {subject_text(number)}. Nobody wrote it for readers, and nothing in "
        f"it happened. It stands for a paragraph that says how the force means to {request[0].lower()}"
        f"{request[1:]}, who looks after it and what has been found so far.</p>"
    )
