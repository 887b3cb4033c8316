"""What sample content says, chosen by number: the same number always says the same."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

WORDS = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def chosen[Word](words: Sequence[Word], number: int) -> Word:
    """Return one of ``words``, in turn."""
    return words[number % len(words)]


def subject(number: int) -> str:
    """Return what the sample super-complaint of ``number`` is about."""
    return chosen(WORDS["subjects"], number)


def request(number: int) -> str:
    """Return what a sample recommendation asks for."""
    place = number // len(WORDS["verbs"]) + number
    return f"{chosen(WORDS['verbs'], number)} {chosen(WORDS['objects'], place)}"


def paragraph(number: int) -> str:
    """Return a paragraph of running text."""
    return (
        f"<p>This is sample text about {subject(number)}. Nobody wrote it for readers, and nothing in it "
        f"happened. It stands for a paragraph that says how the force means to "
        f"{request(number)[0].lower()}{request(number)[1:]}, who looks after it and what has been found "
        "so far.</p>"
    )
