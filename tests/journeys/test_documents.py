"""A PDF goes from an editor's desk to readers with its HTML version, and is private until then."""

from io import BytesIO

import pikepdf
import pytest
from playwright.sync_api import expect
from wagtail.documents import get_document_model

from pages.content.models import StandardPage
from pages.moderation.approval.roles import EDITORS, MODERATORS
from tests.factories import StandardPageFactory

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(autouse=True)
def uploads_are_served_by_the_site(monkeypatch):
    """Keep Django's test server from serving uploads itself, to anybody."""
    monkeypatch.setattr(
        "django.test.testcases._MediaFilesHandler._should_handle",
        lambda self, path: False,
    )


def an_empty_pdf() -> bytes:
    pdf, file = pikepdf.new(), BytesIO()
    pdf.add_blank_page()
    pdf.save(file)
    return file.getvalue()


def upload_letter(editor, html_version):
    screen = editor.page
    screen.goto("/admin/documents/")
    screen.get_by_role("link", name="Add a document").click()
    letter = {"name": "letter.pdf", "mimeType": "application/pdf"}
    screen.set_input_files("#fileupload", {**letter, "buffer": an_empty_pdf()})
    screen.get_by_role("button", name="Choose a page").click()
    chooser = screen.locator(".modal-content")
    chooser.get_by_label("Search term").fill(html_version.title)
    chooser.get_by_role("link", name=html_version.title).first.click()
    screen.get_by_role("button", name="Update").click()
    expect(screen.locator("#upload-list > li")).to_have_count(0)
    return get_document_model().objects.get()


def show_letter(editor, page):
    editor.edit(page.pk)
    editor.page.get_by_role("button", name="Insert a block").last.click()
    editor.page.get_by_role("option", name="Document").click()
    editor.page.get_by_role("button", name="Choose a document").click()
    editor.page.locator(".modal-content").get_by_role(
        "link", name="letter"
    ).first.click()
    editor.submit()


def test_a_pdf_reaches_readers_with_its_html_version_once_its_page_is_approved(
    colleague, new_page, home
):
    letters = StandardPageFactory(parent=home, title="Our letters")
    in_words = StandardPageFactory(parent=home, title="Our letter in words")
    editor = colleague(EDITORS)

    document = upload_letter(editor, in_words)
    show_letter(editor, letters)

    reader = new_page()
    assert reader.request.get(document.url).status == 404
    moderator = colleague(MODERATORS)
    moderator.open_first_review()
    moderator.decide("Approve and publish now")

    reader.goto(StandardPage.objects.get(pk=letters.pk).url)
    main = reader.get_by_role("main")
    link = main.get_by_role("link", name="letter").first
    answer = reader.request.get(link.get_attribute("href"))
    assert (answer.status, answer.headers["content-type"]) == (200, "application/pdf")
    expect(main.locator(f"a[href='{in_words.url}']")).to_be_visible()
