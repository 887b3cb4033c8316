"""What a person chose: the same in a screen's row of the database and in a file for ``import_plan``."""

import json
from dataclasses import dataclass, field

from django.db.models import TextChoices


class ImportStep(TextChoices):
    """The steps of an import, in their order."""

    TABLES = "tables"
    TEXT = "text"
    COLUMNS = "columns"
    NUMBERS = "numbers"
    WHOSE = "whose", "Organisations"
    WORDS = "words", "Words and colours"
    DATES = "dates"
    PREVIEW = "preview"


class UnreadableChoicesError(ValueError):
    """A file is not one of choices; the message says why."""


@dataclass
class ImportChoices:
    """The answers to all questions so far, and the rows that were typed beside a text."""

    answers: dict[str, dict[str, str]] = field(default_factory=dict)
    """By step, and then by the key of the question."""
    typed: list[dict[str, str]] = field(default_factory=list)
    """Rows that a person typed, each by the meanings of its cells."""

    def store(self, step: str, answers: dict[str, str]) -> bool:
        """Add the ``answers`` of a step, and return True if one is new.

        Those to questions that are no longer asked stay for later.
        """
        before = self.answers.get(step, {})
        self.answers[step] = before | answers
        return self.answers[step] != before

    def to_json(self) -> str:
        """Return the contents of a file, which people can read and change."""
        return json.dumps(vars(self), ensure_ascii=False, indent=2)

    @classmethod
    def from_json(cls, text: str) -> "ImportChoices":
        """Return the choices in a file; raise ``UnreadableChoicesError`` if it holds anything else."""
        try:
            choices = cls(**json.loads(text))
            for texts in (*choices.answers.values(), *choices.typed):
                "".join(texts.values())  # which takes texts alone
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise UnreadableChoicesError(
                f"This is not a file of choices: {error}."
            ) from error
        return choices
