"""What is asked about a table, and which of it is answered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pages.core.names import join_as_in_a_sentence
from pages.core.partial_dates import UnreadableDateError, read_date

from .choices import Choices, Step
from .numbers import read_numbers

Options = tuple[tuple[str, str], ...]
"""The possible answers, each with its label."""
CHOOSE = ("", "Choose")


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    SEVERAL = "several"
    """One choice or more, each on a line of the answer."""
    DATE = "date"
    NUMBER = "number"
    """Numbers, or the name of a recommendation among the options."""
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
    alone: Collection[str] = ()
    """The options that cannot be chosen together with another."""
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
        is_option = answer in dict(self.options)
        match self.kind:
            case Kind.CHOICE:
                return is_option
            case Kind.SEVERAL:
                return self.accepts_together(answer.splitlines())
            case Kind.NUMBER:
                return not answer or is_option or bool(read_numbers(answer))
            case Kind.DATE:
                return not answer or is_date(answer)
        return True

    def accepts_together(self, chosen: list[str]) -> bool:
        """Return True if ``chosen`` are options, and none of them has to be alone."""
        if len(chosen) > 1 and not set(chosen).isdisjoint(self.alone):
            return False
        return set(chosen) <= set(dict(self.options))

    def words_of(self, answer: str) -> str:
        """Return ``answer`` as people read it."""
        labels = dict(self.options)
        if answer in labels:
            return labels[answer]
        return join_as_in_a_sentence([labels.get(each, each) for each in answer.splitlines()])


def is_date(text: str) -> bool:
    try:
        read_date(text)
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
                found.append((question, question.words_of(answer)))
        return found

    def answers_to_save(self) -> dict[tuple[str, str], str]:
        """Return the answers that the next table of this force need not ask for."""
        found = {}
        for name, question in self.asked.items():
            answer = self.choices.answer(*name)
            if question.is_saved and answer is not None and question.accepts(answer):
                found[name] = answer
        return found
