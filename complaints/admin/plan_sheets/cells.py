"""How a cell of a plan sheet is read from the content of a draft, and written into a draft."""

import json
import re
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from wagtail.rich_text import RichText, get_text_for_indexing

from complaints.admin.update_round.rows import to_plain_text, to_rich_text
from complaints.models import Organisation
from complaints.models.identifiers import PRINTED_NUMBER
from complaints.status.recorded_facts import Content, children, parse_stored_date
from complaints.vocabulary import KIND_LABELS, ItemKind
from pages.core.partial_dates import PartialDate, UnreadableDateError, read_date
from pages.core.text import without_editor_keys

NUMBER = re.compile(
    rf"(?:(?P<kind>recommendation|action)\s+)?(?P<number>{PRINTED_NUMBER})",
    re.ASCII | re.IGNORECASE,
)

Names = dict[int, str]


def tidy(text: str) -> str:
    """Return the lines of ``text`` without empty ones and without spaces around them."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return "\n".join(filter(None, lines))


def numbered_name(text: str) -> str:
    """Return ``Recommendation 7`` for ``7``; a text that is no number stays as it is."""
    found = NUMBER.fullmatch(tidy(text))
    if not found:
        return tidy(text)
    kind = (found["kind"] or ItemKind.RECOMMENDATION).capitalize()
    return f"{kind} {found['number'].lower()}"


class TextCell:
    """A cell of plain text."""

    def __init__(self, field: str) -> None:
        self.field = field

    def text_of(self, content: Content, names: Names) -> str:
        """Return what a sheet says of the field, of which ``content`` has the value.

        ``names`` are those of the organisations, by their keys.
        """
        return str(content[self.field] or "")

    def is_same(self, text: str, other: str) -> bool:
        """Return True if two texts of this cell say the same."""
        return tidy(text) == tidy(other)

    def can_replace(self, content: Content) -> bool:
        """Return True if a sheet can hold everything that the field has now."""
        return True

    def write(self, part: Model, text: str) -> None:
        """Set the field of ``part``; raise ``ValidationError`` if ``text`` cannot be read."""
        setattr(part, self.field, text)


class NumberCell(TextCell):
    """The kind and number of a recommendation, which together no spreadsheet takes for a number."""

    def text_of(self, content: Content, names: Names) -> str:
        if not content["number"]:
            return ""
        return f"{KIND_LABELS[content['kind']]} {content['number']}"

    def is_same(self, text: str, other: str) -> bool:
        return numbered_name(text) == numbered_name(other)

    def write(self, part: Any, text: str) -> None:
        if text and not NUMBER.fullmatch(tidy(text)):
            raise ValidationError(
                "Enter a number such as 7, 7.1 or Recommendation 7, or leave it blank."
            )
        kind, _, number = numbered_name(text).rpartition(" ")
        part.kind = kind.lower() or part.kind
        part.number = number


class ChoiceCell(TextCell):
    """A cell for one of several labels."""

    def __init__(self, field: str, choices: Any) -> None:
        super().__init__(field)
        self.labels = dict(choices.choices)

    def text_of(self, content: Content, names: Names) -> str:
        code = content[self.field]
        return str(self.labels.get(code, code))

    def write(self, part: Model, text: str) -> None:
        codes = {label.casefold(): code for code, label in self.labels.items()}
        if text and text.casefold() not in codes:
            options = "; ".join(self.labels.values())
            raise ValidationError(
                f"“{text}” is not in the list. Enter one of these: {options}."
            )
        setattr(part, self.field, codes.get(text.casefold(), ""))


class DateCell(TextCell):
    """A cell for a date, which spreadsheets write in their own way."""

    def text_of(self, content: Content, names: Names) -> str:
        date = parse_stored_date(content[self.field])
        return date.words if date else ""

    def is_same(self, text: str, other: str) -> bool:
        if super().is_same(text, other):
            return True
        try:
            return read_date(text) == read_date(other)
        except UnreadableDateError:
            return False

    def write(self, part: Model, text: str) -> None:
        setattr(part, self.field, self.date_of(text))

    def date_of(self, text: str) -> PartialDate | None:
        try:
            return read_date(text) if text else None
        except UnreadableDateError as error:
            raise ValidationError(str(error)) from error


class DueDateCell(DateCell):
    """The due date of an action that counts now; earlier ones stay."""

    def text_of(self, content: Content, names: Names) -> str:
        due_dates = children(content, "due_dates")
        if not due_dates:
            return ""
        current = due_dates[-1]
        date = parse_stored_date(current["due"])
        return date.words if date else current["due_words"]

    def write(self, part: Any, text: str) -> None:
        date = self.date_of(text)
        if not date:
            raise ValidationError(
                "A sheet cannot clear a due date. Put it back, or edit the page."
            )
        part.set_due_date(date)


class RichTextCell(TextCell):
    """Paragraphs of rich text; text with links or lists is changed on the page."""

    def text_of(self, content: Content, names: Names) -> str:
        texts = []
        for html in self.paragraphs(content):
            plain = to_plain_text(without_editor_keys(html))
            texts.append(get_text_for_indexing(html) if plain is None else plain)
        return "\n".join(texts)

    def paragraphs(self, content: Content) -> list[str]:
        """Return the rich text that the field has."""
        return [content[self.field]]

    def can_replace(self, content: Content) -> bool:
        texts = map(without_editor_keys, self.paragraphs(content))
        return all(to_plain_text(text) is not None for text in texts)

    def write(self, part: Model, text: str) -> None:
        setattr(part, self.field, to_rich_text(text))


class NarrativeCell(RichTextCell):
    """The text of a response, whose blocks may be other than paragraphs."""

    def paragraphs(self, content: Content) -> list[str]:
        return [
            block["value"] for block in self.blocks(content) if block["type"] == "text"
        ]

    def blocks(self, content: Content) -> list[dict[str, Any]]:
        blocks: list[dict[str, Any]] = json.loads(content[self.field] or "[]")
        return blocks

    def can_replace(self, content: Content) -> bool:
        is_text = all(block["type"] == "text" for block in self.blocks(content))
        return is_text and super().can_replace(content)

    def write(self, part: Model, text: str) -> None:
        blocks = [("text", RichText(to_rich_text(text)))] if text else []
        setattr(part, self.field, blocks)


class OrganisationsCell(TextCell):
    """The names of organisations, one on each line."""

    def text_of(self, content: Content, names: Names) -> str:
        return "\n".join(names[key] for key in content[self.field] if key in names)

    def write(self, part: Model, text: str) -> None:
        found = []
        for name in tidy(text).splitlines():
            organisation = Organisation.objects.filter(live=True, name=name).first()
            if not organisation:
                raise ValidationError(
                    f"“{name}” is not an organisation on this site. Enter each on a line of its own."
                )
            found.append(organisation)
        setattr(part, self.field, found)
