"""What is asked about a table, and which of it is answered."""

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms

from pages.core.names import join_as_in_a_sentence
from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput
from pages.core.partial_dates import PartialDate

from .choices import ImportChoices, ImportStep
from .numbers import EXAMPLES, read_numbers
from .options import WHOSE_WAYS_OUT, Options

MAX_LETTERS = 255


@dataclass
class AnswerKnown:
    """What is known beside the document."""

    today: datetime.date
    organisations: Sequence[str] = ()
    """The names of organisations that can be chosen."""
    our_force: str = ""
    recommendations: Options = ()
    """The names of the recommendations that are here already, each with its title."""
    report: PartialDate | None = None
    """When the report was published."""
    saved: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Answers given at earlier tables."""


@dataclass
class ImportQuestion:
    """One question, which is asked once however often its subject comes up: a choice of one option."""

    step: ImportStep
    key: str
    """What it is about, unique in its step: a heading, a word, a date as written."""
    label: str
    options: Options = ()
    initial: str = ""
    """What the screen suggests, until the person has answered."""
    known: str | None = None
    """The answer, if nobody needs to be asked; ``None`` otherwise."""
    help: str = ""
    colour: str = ""
    """The colour that it is about."""
    about: str = ""
    """The recommendation in the preview that it is about."""
    is_required: bool = False
    is_saved: bool = False
    """Whether the answer is kept for the next table of this force."""
    answer: str | None = None
    """The answer of the person, or the one that is known; ``None`` if there is none yet."""
    places: list[str] = field(default_factory=list)
    """Where its subject comes up."""

    def field(self) -> forms.Field:
        """Return the field of a form in which it is answered."""
        initial = self.initial if self.answer is None else self.answer
        return self.make_field(
            label=self.label,
            help_text=self.help,
            required=self.is_required,
            error_messages={"required": "Answer this question."},
            initial=initial,
        )

    def make_field(self, **options: Any) -> forms.Field:
        return forms.ChoiceField(choices=self.options, **options)

    def accepts(self, answer: str | None) -> bool:
        """Return True if ``answer`` is a possible one."""
        if answer is None:
            return False
        try:
            self.field().clean(answer)
        except forms.ValidationError:
            return False
        return True

    @property
    def answer_words(self) -> str:
        """The answer as people read it."""
        answer = self.answer or ""
        return dict(self.options).get(answer, answer)


class TextQuestion(ImportQuestion):
    """A question that is answered by a text."""

    def make_field(self, **options: Any) -> forms.Field:
        return forms.CharField(max_length=MAX_LETTERS, **options)


class NumberQuestion(ImportQuestion):
    """A question that is answered by numbers, or by the name of a recommendation among the options."""

    def make_field(self, **options: Any) -> forms.Field:
        box = forms.TextInput(attrs={"list": "recommendations"})
        return forms.CharField(
            max_length=MAX_LETTERS, widget=box, validators=[self.check], **options
        )

    def check(self, answer: str) -> None:
        if answer not in dict(self.options) and not read_numbers(answer):
            raise forms.ValidationError(
                f"Choose a recommendation, or enter a number in one of these forms: {EXAMPLES}."
            )


class DateQuestion(ImportQuestion):
    """A question that is answered by a day, a month or a year, as the person types it."""

    def make_field(self, **options: Any) -> forms.Field:
        return forms.CharField(
            max_length=MAX_LETTERS,
            widget=PartialDateInput,
            validators=[check_date],
            **options,
        )


def check_date(answer: str) -> None:
    PartialDateFormField().clean(answer)


class OrganisationsQuestion(ImportQuestion):
    """A question that is answered by organisations, each on a line of the answer, or by one way out."""

    ways_out = WHOSE_WAYS_OUT

    def make_field(self, **options: Any) -> forms.Field:
        return OrganisationsField(choices=WHOSE_WAYS_OUT + self.options, **options)

    @property
    def answer_words(self) -> str:
        labels = dict(WHOSE_WAYS_OUT)
        answers = (self.answer or "").splitlines()
        return join_as_in_a_sentence([labels.get(answer, answer) for answer in answers])


class OrganisationsField(forms.MultipleChoiceField):
    """Tick boxes, whose value has one choice on each line."""

    widget = forms.CheckboxSelectMultiple

    def prepare_value(self, value: Any) -> Any:
        return value.splitlines() if isinstance(value, str) else value

    def clean(self, value: Any) -> str:
        chosen = super().clean(self.prepare_value(value))
        if len(chosen) > 1 and not set(chosen).isdisjoint(dict(WHOSE_WAYS_OUT)):
            raise forms.ValidationError(
                "Choose one or more organisations, or one of the first two answers on its own."
            )
        return "\n".join(chosen)


class ImportQuestions:
    """All questions that came up, with the answers of a person and those saved before."""

    def __init__(self, choices: ImportChoices, known: AnswerKnown) -> None:
        self.choices = choices
        self.known = known
        self.asked: dict[tuple[str, str], ImportQuestion] = {}

    def ask(self, question: ImportQuestion, place: str = "") -> str | None:
        """Return the answer to ``question``; ``None`` if a person has to give it first."""
        name = (question.step, question.key)
        if name not in self.asked:
            self.asked[name] = question
            if question.is_saved and question.known is None:
                question.known = self.known.saved.get(name)
            if not question.accepts(question.known):
                question.known = None
            chosen = self.choices.answers.get(question.step, {}).get(question.key)
            question.answer = chosen if question.accepts(chosen) else question.known
        asked = self.asked[name]
        if place and place not in asked.places:
            asked.places.append(place)
        return asked.answer

    def of_step(self, step: str) -> list[ImportQuestion]:
        return [question for question in self.asked.values() if question.step == step]

    @property
    def unanswered(self) -> list[ImportQuestion]:
        return [question for question in self.asked.values() if question.answer is None]

    def answers_to_save(self) -> dict[tuple[str, str], Any]:
        """Return what the person answered that the next table of this force need not ask for."""
        asked = self.asked.items()
        answers = {}
        for name, question in asked:
            if question.is_saved and question.answer != question.known:
                answers[name] = question.answer
        return answers
