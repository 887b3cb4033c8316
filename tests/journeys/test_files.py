"""A file goes from an editor's desk to readers, and stays there as it was approved."""

import pytest
from playwright.sync_api import expect

from pages.content.models import StandardPage
from pages.moderation.approval.roles import EDITORS
from tests.browser.accessible import faults_of
from tests.factories import DocumentFactory, ImageFactory, StandardPageFactory
from tests.factories.published import publish

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

EVERY_PICTURE_SHOWS = "[...document.querySelectorAll('main img')].every(img => img.complete && img.naturalWidth)"


@pytest.fixture(autouse=True)
def uploads_are_served_by_the_site(monkeypatch):
    """Keep Django's test server from serving uploads itself, to anybody."""
    monkeypatch.setattr(
        "django.test.testcases._MediaFilesHandler._should_handle",
        lambda self, path: False,
    )


@pytest.fixture
def editor(colleague):
    """An editor at work."""
    return colleague(EDITORS)


@pytest.fixture
def image(home):
    """A picture that nothing refers to."""
    return ImageFactory(file__width=1400, file__height=700)


@pytest.fixture
def document(home):
    """A document that nothing refers to."""
    return DocumentFactory()


def test_an_editor_sees_pictures_and_chooses_documents_that_readers_do_not_see(
    new_page, editor, home, image, document
):
    picture = image.get_rendition("max-165x165").url
    reader = new_page()
    assert reader.goto(picture).status == 404
    assert reader.goto(document.url).status == 404
    page = editor.page

    for address in ("/admin/images/", f"/admin/images/{image.pk}/"):
        page.goto(address)
        assert page.locator("main img").count()
        page.wait_for_function(EVERY_PICTURE_SHOWS)

    page.goto(f"/admin/pages/{home.pk}/edit/")
    page.get_by_role("button", name="Insert a block").first.click()
    page.get_by_role("option", name="Document").click()
    page.get_by_role("button", name="Choose a document").click()
    page.get_by_role("link", name=document.title).click()
    expect(page.locator("[data-chooser-title]").first).to_have_text(document.title)


def test_a_picture_that_an_editor_chooses_reaches_readers_with_its_alternative_text(
    new_page, editor, home, image
):
    page = StandardPageFactory(
        parent=home, title="Our stations", body=[("text", "<p>Two of them.</p>")]
    )
    form = editor.page
    editor.edit(page.pk)
    form.get_by_role("button", name="Insert a block").last.click()
    form.get_by_role("option", name="Picture").click()
    form.get_by_role("button", name="Choose an image").click()
    form.get_by_role("link", name=image.title).click()
    form.get_by_role("textbox", name="Alt text").fill("A police station")
    form.get_by_role("textbox", name="Caption").fill("The station in Corby.")
    editor.save_draft()
    publish(StandardPage.objects.get(pk=page.pk).get_latest_revision_as_object())

    for width in (320, 1280):
        reader = new_page(width=width)
        reader.goto(page.url)
        picture = reader.get_by_role("figure").get_by_role(
            "img", name="A police station"
        )
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("image => image.naturalWidth")
        assert picture.get_attribute("srcset").count("/media/") > 1
        # It fills its place, which is narrower than it.
        assert (
            picture.bounding_box()["width"]
            == reader.get_by_role("figure").bounding_box()["width"]
        )
        assert faults_of(reader) == []
