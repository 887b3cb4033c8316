"""StreamField blocks that only super-complaints have."""

from django.core.exceptions import ValidationError
from wagtail import blocks

from complaints.vocabulary import ItemKind
from pages.content.blocks.dates import PartialDateBlock
from pages.content.blocks.links import (
    DocumentBlock,
    DocumentFileBlock,
    LinkBlock,
    LinksBlock,
)
from pages.content.blocks.text import NarrativeTextBlock
from pages.core.partial_dates import PartialDate

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
