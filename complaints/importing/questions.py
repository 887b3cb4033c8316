"""What is asked about a table, and which of it is answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pages.core.partial_dates import UnreadableDateError, read_date

from .choices import Choices, Step
from .numbers import read_numbers

Options = tuple[tuple[str, str], ...]
"""The possible answers, each with its label."""
CHOOSE = ("", "Choose")


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    TEXT = "text"


@dataclass
class Question:
    """One question, which is asked once however often its subject comes up."""

    step: Step
    key: str
    """What it is about, unique in its step: a heading, a word, a date as written."""
    label: str
    kind: Kind = Kind.CHOICE
    options: Options = ()
    initial: str = ""
    """What the screen suggests, until the person has answered."""
    known: str | None = None
    """The answer, if nobody needs to be asked; ``None`` otherwise."""
    help: str = ""
    colour: str = ""
    """The colour that it is about."""
    is_required: bool = False
    is_saved: bool = False
    """Whether the answer is kept for the next table of this force."""
    places: list[str] = field(default_factory=list)
    """Where its subject comes up."""

    @property
    def count(self) -> int:
        return len(self.places)

    def accepts(self, answer: str) -> bool:
        """Return True if ``answer`` is a possible one."""
        if not answer and self.is_required:
            return False
        if self.kind == Kind.CHOICE:
            return answer in dict(self.options)
        if not answer:
            return True
        if self.kind == Kind.NUMBER:
            return bool(read_numbers(answer))
        if self.kind == Kind.DATE:
            try:
                read_date(answer)
            except UnreadableDateError:
                return False
        return True


class Questions:
    """All questions that came up, with the answers of a person and those saved before."""

    def __init__(self, choices: Choices, saved: Mapping[tuple[str, str], str]) -> None:
        self.choices = choices
        self.saved = saved
        self.asked: dict[tuple[str, str], Question] = {}

    def ask(self, question: Question, place: str = "") -> str | None:
        """Return the answer to ``question``; ``None`` if a person has to give it first."""
        name = (question.step, question.key)
        if name not in self.asked:
            self.asked[name] = question
            if question.is_saved and question.known is None:
                question.known = self.saved.get(name)
            if question.known is not None and not question.accepts(question.known):
                question.known = None
        asked = self.asked[name]
        if place and place not in asked.places:
            asked.places.append(place)
        return self.answer_to(asked)

    def answer_to(self, question: Question) -> str | None:
        answer = self.choices.answer(question.step, question.key)
        if answer is not None and question.accepts(answer):
            return answer
        return question.known

    def of_step(self, step: str) -> list[Question]:
        return [question for question in self.asked.values() if question.step == step]

    @property
    def unanswered(self) -> list[Question]:
        return [question for question in self.asked.values() if self.answer_to(question) is None]

    @property
    def answered(self) -> list[tuple[Question, str]]:
        """The questions with answers, as people read them."""
        found = []
        for question in self.asked.values():
            answer = self.answer_to(question)
            if answer is not None:
                found.append((question, dict(question.options).get(answer, answer)))
        return found

    def answers_to_save(self) -> dict[tuple[str, str], str]:
        """Return the answers that the next table of this force need not ask for."""
        found = {}
        for name, question in self.asked.items():
            answer = self.choices.answer(*name)
            if question.is_saved and answer is not None and question.accepts(answer):
                found[name] = answer
        return found
