"""Approving a page includes its files, and excludes those who changed them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.log_actions import LogContext
from wagtail.models import UploadedFile

from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.factories import DocumentFactory, SuperComplaintPageFactory, UserFactory
from tests.factories.published import clear, publish
from tests.pages.files.content import mention
from tests.submissions import submit as submit_page


@pytest.fixture
def document(home):
    return DocumentFactory()


@pytest.fixture
def page(section, document):
    """A public page of two steps, the draft of which will show a document."""
    return publish(SuperComplaintPageFactory(parent=section, body=[]))


@pytest.fixture
def submit(page, document):
    """Let somebody write the draft and submit it."""

    def start(user):
        page.body = [("text", mention(document))]
        submit_page(page, user)

    return start


def replace(document):
    """Change the bytes as code does that asks nobody, as a Site administrator may on a screen."""
    document.file.save("new.pdf", ContentFile(b"Another letter"), save=False)
    document.file_hash = ""
    document.save()


def replace_on_screen(client, user, document):
    client.force_login(user)
    file = SimpleUploadedFile("new.txt", b"Another letter")
    form = {
        "title": "Another title",
        "collection": document.collection_id,
        "tags": "",
        "file": file,
    }
    return client.post(reverse("wagtaildocs:edit", args=[document.pk]), form)


def is_live(page):
    page.refresh_from_db()
    return bool(page.body)


def retitle(document):
    type(document).objects.filter(pk=document.pk).update(title="Another title")


def delete(document):
    type(document).objects.get(pk=document.pk).delete()


@pytest.mark.parametrize("change", [replace, retitle, delete])
def test_changing_a_file_invalidates_an_approval(
    client, page, document, submit, approve, editor, moderator, officer, change
):
    submit(editor)
    approve(moderator)
    change(document)

    answer = client.get(approve(officer)["Location"])

    assert not is_live(page)
    assert "A file used here was changed or deleted after someone approved it" in (
        answer.content.decode()
    )


def test_files_stay_approved_after_changes_are_requested(
    client, page, document, submit, act, approve, editor, moderator, officer
):
    submit(editor)
    approve(moderator)
    act(officer, "reject", "Say when.")

    answer = replace_on_screen(client, editor, document)

    document.refresh_from_db()
    assert document.title != "Another title"
    assert "cannot be changed or deleted" in answer.content.decode()


def test_replacing_a_file_invalidates_a_clearance(page, document):
    page.body = [("text", mention(document))]
    revision = clear(page)
    replace(document)

    with pytest.raises(PublicationRefusedError, match="A file used here was changed"):
        revision.publish()


def test_whoever_replaced_a_file_cannot_approve_the_page_that_shows_it(
    client, page, document, submit, approve, editor, moderator
):
    replace_on_screen(client, moderator, document)
    submit(editor)

    approve(moderator)

    assert page.current_workflow_task_state.task.name == "Moderator"
    approve(UserFactory(roles=[MODERATORS]))
    page.refresh_from_db()
    assert page.current_workflow_task_state.task.name == "Approving officer"


def test_whoever_uploaded_a_file_cannot_approve_the_page_that_shows_it(
    page, home, approve, editor
):
    uploader = UserFactory(roles=[EDITORS, MODERATORS])
    page.body = [("text", mention(DocumentFactory(uploaded_by_user=uploader)))]
    submit_page(page, editor)

    approve(uploader)

    assert page.current_workflow_task_state.task.name == "Moderator"


def test_the_author_of_a_published_file_can_approve_again(
    client, page, document, submit, approve, editor, moderator
):
    replace_on_screen(client, moderator, document)
    submit(editor)
    approve(UserFactory(roles=[MODERATORS]))
    approve(UserFactory(roles=[APPROVING_OFFICERS]))
    assert is_live(page)

    page.title = "Changed"
    page.save_revision(user=editor)

    assert authors_since_publication(page) == {editor.pk}


def test_tagging_a_file_makes_nobody_its_author(
    page, document, submit, editor, moderator
):
    with LogContext(user=moderator):
        document.tags.add("letters")
        document.save()
    submit(editor)

    assert authors_since_publication(page) == {editor.pk}


def test_the_list_of_documents_leads_to_what_one_has_not_finished(client, home, editor):
    uploads = []
    for person in (editor, UserFactory(roles=[EDITORS])):
        upload = UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(get_document_model()),
            uploaded_by_user=person,
            file=ContentFile(b"%PDF-1.7", "letter.pdf"),
        )
        uploads.append(upload)
    client.force_login(editor)
    address = reverse("wagtaildocs:index")

    shown = " ".join(client.get(address).content.decode().split())

    assert "You have 1 unfinished upload." in shown
    assert f'href="{reverse("wagtaildocs:add_multiple")}">Finish it</a>' in shown
    uploads[0].delete()
    assert "unfinished upload" not in client.get(address).content.decode()
