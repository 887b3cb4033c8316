"""StreamField blocks that only super-complaints have."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail import blocks
from wagtail.rich_text import RichText

from complaints.vocabulary import ItemKind
from pages.content.blocks.dates import PartialDateBlock
from pages.content.blocks.links import (
    DocumentBlock,
    DocumentFileBlock,
    DocumentValue,
    LinkBlock,
    LinksBlock,
)
from pages.content.blocks.links import refuse as refuse_block
from pages.content.blocks.text import NarrativeTextBlock
from pages.core.languages import ENGLISH, LANGUAGE_CHOICES, LANGUAGES, Language
from pages.core.partial_dates import PartialDate
from pages.core.text import has_text

from .identifiers import validate_identifier


class LetterDocumentBlock(DocumentBlock):
    """The letter as a file, where there is a copy to publish."""

    document = DocumentFileBlock(required=False)


class EvidenceBlock(blocks.StreamBlock):
    """What shows that an action was done: words, files and links."""

    text = NarrativeTextBlock(editor="narrative", label="Text", icon="pilcrow")
    document = DocumentBlock()
    links = LinksBlock(
        LinkBlock(), label="Links", icon="link", template="blocks/links.html"
    )

    class Meta:
        required = False


class OtherRecommendationBlock(blocks.StructBlock):
    """A recommendation to others, or one whose number is not known, which has no page of its own."""

    kind = blocks.ChoiceBlock(
        choices=[
            (kind.value, kind.label)
            for kind in (ItemKind.RECOMMENDATION, ItemKind.ACTION)
        ],
        default=ItemKind.RECOMMENDATION,
        label="Type",
    )
    number = blocks.CharBlock(
        required=False,
        max_length=15,
        label="Printed number",
        help_text="As printed in the report. Leave blank if you do not know it.",
    )
    identifier = blocks.CharBlock(
        required=False,
        max_length=80,
        validators=[validate_identifier],
        search_index=False,  # excerpts would show it
        label="Identifier in the data",
        help_text=(
            "Follows the identifier of the super-complaint. If you leave this blank, this site makes "
            "one that other sites do not share."
        ),
    )
    title = blocks.CharBlock(
        max_length=160, help_text="What it asks for, in a few words"
    )
    summary = blocks.TextBlock(label="What it asks", help_text="In our own plain words")
    addressees = blocks.CharBlock(required=False, max_length=200, label="Who is asked")
    deadline = blocks.CharBlock(
        required=False, max_length=200, label="Deadline as printed"
    )
    wording_note = blocks.TextBlock(
        required=False,
        label="Note on the wording or number",
        help_text="Anything readers should know, such as that the number is inferred",
    )
    outcome = blocks.TextBlock(
        required=False,
        label="What came of it",
        help_text="What the organisations asked have published about it",
    )

    class Meta:
        label = "Recommendation"
        icon = "list-ul"
        template = "blocks/other_recommendation.html"
        description = "A recommendation for others, or without a known number. It does not have its own page."
        preview_value = {
            "kind": ItemKind.RECOMMENDATION,
            "number": "2",
            "identifier": "recommendation-2",
            "title": "Review the guidance",
            "summary": "Publish guidance that says how stalking differs from harassment.",
            "addressees": "the Home Office",
            "deadline": "by 27 March 2025",
        }


class CorrespondenceBlock(blocks.StructBlock):
    """A letter between the bodies and the force."""

    sender = blocks.CharBlock(max_length=200, label="From")
    recipient = blocks.CharBlock(max_length=200, label="To")
    sent = PartialDateBlock(required=False)
    received = PartialDateBlock(required=False)
    summary = blocks.RichTextBlock(editor="narrative")
    document = LetterDocumentBlock()

    class Meta:
        label = "Letter"
        icon = "mail"
        template = "blocks/correspondence.html"
        description = "A letter between the bodies and the force: who wrote it, to whom, when, and what it says."
        preview_value = {
            "sender": "HMICFRS",
            "recipient": "The Chief Constable",
            "sent": PartialDate(2024, 9, 27),
            "received": PartialDate(2024, 9, 27),
            "summary": "<p>Asks for an action plan within 56 days of publication.</p>",
            "document": {"document": None},
        }

    def clean(self, value: blocks.StructValue) -> blocks.StructValue:
        result = super().clean(value)
        sent = result.get("sent")
        received = result.get("received")
        if sent and received and received.is_certainly_before(sent):
            raise blocks.StructBlockValidationError(
                {"received": ValidationError("This is before the letter was sent.")}
            )
        return result


def _html_of(text: RichText | None) -> str:
    return text.source if text else ""


class SummaryVersionValue(DocumentValue):
    """A version of a summary, with its name in its own language and the end of its address."""

    @property
    def spoken_language(self) -> Language:
        """Its language; English for a code that is no longer offered."""
        return LANGUAGES.get(self.get("language") or ENGLISH, LANGUAGES[ENGLISH])

    @property
    def key(self) -> str:
        code = self.spoken_language.code
        return f"{code}-easy-read" if self.get("easy_read") else code

    @property
    def name(self) -> str:
        """What it is called in English."""
        language = self.spoken_language
        if language.code == ENGLISH:
            return "Easy read"
        if self.get("easy_read"):
            return f"{language.name} (easy read)"
        return language.name

    @property
    def html(self) -> str:
        return _html_of(self.get("text"))

    @property
    def has_page(self) -> bool:
        """Return True if there is text to read: otherwise the link leads to the document."""
        return has_text(self.html)


class SummaryVersionBlock(blocks.StructBlock):
    """The summary in another language or in easy read, as text or as a document."""

    language = blocks.ChoiceBlock(
        choices=[(ENGLISH, LANGUAGES[ENGLISH].name), *LANGUAGE_CHOICES]
    )
    easy_read = blocks.BooleanBlock(
        required=False, help_text="Short sentences, for people who find reading hard"
    )
    text = NarrativeTextBlock(required=False, editor="narrative", label="Text")
    document = DocumentFileBlock(
        required=False, help_text="If there is no text, or as well as the text"
    )

    class Meta:
        label = "Version of the summary"
        icon = "globe"
        value_class = SummaryVersionValue
        template = "blocks/summary_version.html"
        description = "The summary in another language or in easy read."
        preview_value = {
            "language": "cy",
            "text": "<p>Sut mae’r heddlu yn ymateb i stelcio.</p>",
        }

    def clean(self, value: Any) -> Any:
        """Refuse plain English, which is there, and, outside drafts, a version without text or document."""
        result = super().clean(value)
        if result.get("language") == ENGLISH and not result.get("easy_read"):
            refuse_block(
                "language",
                "The summary is in English. Choose another language, or tick “Easy read”.",
            )
        is_empty = not has_text(_html_of(result.get("text"))) and not result.get(
            "document"
        )
        if is_empty and not self.is_deferred_validation:
            refuse_block("text", "Enter the text, or choose a document.")
        return result
