"""Blocks refuse what a reader could not use, and let drafts be incomplete."""

import datetime
import json

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.blocks import Block
from wagtail.documents import get_document_model
from wagtail.fields import StreamField

from complaints.models import ProgressUpdate
from complaints.models.blocks import CorrespondenceBlock
from pages.content.admin_views import (
    RichTextComparison,
    StreamComparison,
    TimeComparison,
)
from pages.content.blocks import BodyBlock, LinkBlock
from pages.content.blocks.dates import PartialDateBlock
from pages.content.blocks.links import DocumentBlock
from pages.content.blocks.text import ContactBlock, TableBlock
from pages.content.models import StandardPage
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS
from tests.factories import StandardPageFactory

TABLE = {
    "row_headers": True,
    "source": "",
    "table": {
        "caption": "Offences by year",
        "columns": [{"type": "text", "heading": "Year"}],
        "rows": [{"values": ["2024"]}],
    },
}


@pytest.mark.django_db
def test_an_optional_part_that_a_form_saves_as_empty_is_no_change():
    body = StandardPage._meta.get_field("body")

    def has_changed(**parts):
        before, after = (
            {"telephone": "101"},
            {"telephone": "101", "hours": "", **parts},
        )
        pages = [
            StandardPage(
                body=json.dumps([{"type": "contact", "value": value, "id": "1"}])
            )
            for value in (before, after)
        ]
        return StreamComparison(body, *pages).has_changed()

    assert not has_changed()
    assert has_changed(hours="Day and night")


@pytest.mark.django_db
def test_a_comparison_shows_paragraphs_apart_and_times_in_words():
    due = datetime.datetime(2026, 7, 1, 12, 0, tzinfo=datetime.UTC)
    before = StandardPage(go_live_at=None)
    after = StandardPage(go_live_at=due)
    written = "<p>We begin.<br/>Soon.</p><ul><li>One</li><li>Two</li></ul>"
    texts = [ProgressUpdate(text=text) for text in ("", written)]
    bodies = [
        StandardPage(
            body=json.dumps(
                [{"type": "text", "value": value, "id": "1"}] if value else []
            )
        )
        for value in ("", written)
    ]

    time = TimeComparison(
        StandardPage._meta.get_field("go_live_at"), before, after
    ).htmldiff()
    text = RichTextComparison(ProgressUpdate._meta.get_field("text"), *texts).htmldiff()

    assert BeautifulSoup(time, "html.parser").get_text() == "1 July 2026, 13:00"
    stream = StreamComparison(StandardPage._meta.get_field("body"), *bodies).htmldiff()
    for shown in (text, stream):
        assert (
            BeautifulSoup(shown, "html.parser").get_text()
            == "We begin.\nSoon.\nOne\nTwo"
        )


def refusal(block, raw) -> str:
    """Return what is said of ``raw``; fail if nothing is."""
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python(raw))
    return str(
        refused.value.as_json_data()
        if hasattr(refused.value, "as_json_data")
        else refused.value
    )


def table(**changes) -> dict:
    return {**TABLE, "table": {**TABLE["table"], **changes}}


def test_a_table_without_caption_or_headings_is_refused_but_in_a_draft():
    for changes, message in (
        ({"caption": " "}, "Enter a caption"),
        (
            {"columns": [{"type": "text", "heading": ""}]},
            "Enter a heading for column 1",
        ),
        ({"columns": [], "rows": []}, "Add a column"),
    ):
        assert message in refusal(TableBlock(), table(**changes))
    block = TableBlock()
    assert block.clean(block.to_python(TABLE))["table"].caption == "Offences by year"
    block.defer_required_validation()
    assert block.clean(block.to_python(table(caption="")))


@pytest.mark.django_db
def test_a_link_must_have_one_destination_and_leads_to_no_page_that_is_not_public(home):
    block = LinkBlock()
    page = StandardPageFactory(parent=home)

    assert "Choose a page or enter an address." in refusal(block, {"text": "Here"})
    both = {"text": "Here", "page": page.pk, "url": "https://www.example.org/"}
    assert "not both" in refusal(block, both)
    assert (
        block.clean(block.to_python({"text": "Here", "page": page.pk})).address
        == page.url
    )
    hidden = StandardPageFactory(parent=home, live=False)
    assert block.to_python({"text": "Here", "page": hidden.pk}).address == ""


def test_a_contact_must_have_a_means_of_contact():
    assert "at least one way" in refusal(ContactBlock(), {"name": "The team"})


def test_a_letter_cannot_be_received_before_it_was_sent():
    letter = {
        "sender": "HMICFRS",
        "recipient": "The force",
        "sent": "2024-02",
        "received": "2024-01-31",
        "summary": "<p>About the findings.</p>",
        "document": {"document": None},
    }

    assert "before the letter was sent" in refusal(CorrespondenceBlock(), letter)


@pytest.mark.django_db
def test_a_document_has_type_and_size_even_if_its_file_is_missing():
    document = get_document_model().objects.create(
        title="Letter", file=ContentFile(b"twelve bytes", name="letter.pdf")
    )
    value = DocumentBlock().to_python({"document": document.pk})
    assert (value.file_type, value.size) == ("PDF", 12)

    document.file.storage.delete(document.file.name)
    get_document_model().objects.update(file_size=None)

    assert DocumentBlock().to_python({"document": document.pk}).size is None


def test_a_date_block_keeps_its_precision():
    block = PartialDateBlock()

    typed = block.value_from_datadict({"date": "September 2024"}, {}, "date")

    assert block.get_prep_value(block.clean(typed)) == "2024-09"
    assert block.to_python("2024-09") == PartialDate(2024, 9)
    assert block.get_form_state(PartialDate(2024, 9)) == "September 2024"


def blocks_of_all_fields() -> dict[str, Block]:
    """Return what editors can insert, in whatever field, by the names of page type, field and block."""
    fields = [
        field for model in apps.get_models() for field in model._meta.get_fields()
    ]
    return {
        f"{field.model.__name__}.{field.name}.{name}": block
        for field in fields
        if isinstance(field, StreamField)
        and field.model.__module__.startswith(("complaints.", "pages."))
        for name, block in field.stream_block.child_blocks.items()
    }


def test_every_block_says_what_it_is_for_and_shows_an_example():
    blocks = blocks_of_all_fields()

    assert {
        "StandardPage.body.table",
        "Response.narrative.text",
        "SiteWording.support_services.service",
    } <= {*blocks}
    assert [name for name, block in blocks.items() if not block.get_description()] == []
    assert [name for name, block in blocks.items() if not block.is_previewable] == []
    without_template = [
        name
        for name, block in BodyBlock().child_blocks.items()
        if not getattr(block.meta, "template", None)
    ]
    assert without_template == ["text"]  # what editors type is shown as it is


@pytest.mark.django_db
def test_an_example_of_a_block_is_shown_with_the_styles_of_the_site(client, signed_in):
    signed_in(EDITORS)
    for name in sorted({name.rpartition(".")[2] for name in blocks_of_all_fields()}):
        block = next(
            block
            for path, block in blocks_of_all_fields().items()
            if path.endswith(f".{name}")
        )

        answer = client.get(
            reverse("wagtailadmin_block_preview"), {"id": block.definition_prefix}
        )

        page = BeautifulSoup(answer.content, "html.parser")
        assert page.find("link", rel="stylesheet")["href"].endswith("site.css"), name
        assert len(page.main.get_text(strip=True)) > 20, name
