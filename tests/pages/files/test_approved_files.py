"""Nobody changes or deletes a file that was ever approved; a take-down alone removes it."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.models import Collection, GroupCollectionPermission

from pages.files.uploads import SAVE_AS_PDF
from pages.moderation.approval import roles
from pages.moderation.models import AuditLogEntry
from tests.effort import by_effort
from tests.factories import (
    DocumentFactory,
    ImageFactory,
    StandardPageFactory,
    UserFactory,
)
from tests.factories.published import clear, unpublish
from tests.submissions import submit

from .content import (
    in_public_wording,
    mention,
    on_a_draft_of_a_public_page,
    on_a_page_below_a_draft,
    on_a_page_that_was_taken_down,
    on_a_page_with_a_password,
    on_a_public_page,
    on_nothing,
    page_with,
)

WHAT_TO_DO = "Upload a new file and choose it on the page"


@pytest.fixture(params=by_effort(["document"], ["image", "document"]))
def file(request, image, document):
    """A document, and at full effort a picture; who changes which by what way is tried for both."""
    return {"image": image, "document": document}[request.param]


@pytest.fixture
def elsewhere(home):
    """Another collection."""
    return Collection.get_first_root_node().add_child(name="Elsewhere")


def told() -> list[tuple]:
    """Return what the log tells of changed files: which, what and who."""
    lines = AuditLogEntry.objects.filter(action=AuditLogEntry.Action.FILE).order_by(
        "pk"
    )
    return [(int(line.object_id), line.data["what"], line.actor_id) for line in lines]


def names_of(file) -> tuple[str, str, str]:
    """Return how Wagtail calls the kind of ``file`` in addresses, forms and numbers."""
    is_image = hasattr(file, "get_rendition")
    return (
        ("wagtailimages", "image", "image_id")
        if is_image
        else ("wagtaildocs", "document", "doc_id")
    )


def send(client, name, file, form=None, **headers):
    return client.post(
        reverse(f"{names_of(file)[0]}:{name}", args=[file.pk]),
        form or {},
        headers=headers,
        follow=True,
    )


def form_of(stored, **fields):
    return {
        "title": stored.title,
        "collection": stored.collection_id,
        "tags": "",
        **fields,
    }


def edit_title(client, file, elsewhere):
    return send(client, "edit", file, form_of(file, title="Another title"))


def edit_collection(client, file, elsewhere):
    return send(client, "edit", file, form_of(file, collection=elsewhere.pk))


def replace_contents(client, file, elsewhere):
    contents = (
        ImageFactory.build().file.read()
        if names_of(file)[1] == "image"
        else b"Another letter"
    )
    name = "new.jpg" if names_of(file)[1] == "image" else "new.txt"
    return send(
        client, "edit", file, form_of(file, file=SimpleUploadedFile(name, contents))
    )


def edit_after_an_upload(client, file, elsewhere):
    prefix = f"{names_of(file)[1] if names_of(file)[1] == 'image' else 'doc'}-{file.pk}"
    form = {
        f"{prefix}-{name}": value
        for name, value in form_of(file, title="Another title").items()
    }
    return send(
        client, "edit_multiple", file, form, **{"X-Requested-With": "XMLHttpRequest"}
    )


def delete(client, file, elsewhere):
    return send(client, "delete", file)


def delete_after_an_upload(client, file, elsewhere):
    return send(
        client, "delete_multiple", file, **{"X-Requested-With": "XMLHttpRequest"}
    )


def in_bulk(client, file, action, form):
    address = reverse(
        "wagtail_bulk_action",
        args=[file._meta.app_label, file._meta.model_name, action],
    )
    index = reverse(f"{names_of(file)[0]}:index")
    return client.post(f"{address}?id={file.pk}&next={index}", form, follow=True)


def move_in_bulk(client, file, elsewhere):
    return in_bulk(client, file, "add_to_collection", {"collection": elsewhere.pk})


def tag_in_bulk(client, file, elsewhere):
    return in_bulk(client, file, "add_tags", {"tags": "letters"})


def delete_in_bulk(client, file, elsewhere):
    return in_bulk(client, file, "delete", {})


def replaced_by_another_version(page):
    page.body = [("text", "<p>Nothing.</p>")]
    clear(page).publish()


CHANGES = [
    edit_title,
    edit_collection,
    replace_contents,
    edit_after_an_upload,
    move_in_bulk,
]
DELETIONS = [delete, delete_after_an_upload, delete_in_bulk]


def stored(file):
    """Return all that is stored of ``file``; ``None`` once it is deleted."""
    found = type(file).objects.filter(pk=file.pk).first()
    if not found:
        return None
    tags = sorted(found.tags.values_list("name", flat=True))
    return (found.title, found.collection_id, found.file.name, found.file.read(), tags)


def allow(user, *codenames):
    """Let the people of the user's role do more, in every collection."""
    for codename in codenames:
        GroupCollectionPermission.objects.create(
            group=user.groups.get(),
            collection=Collection.get_first_root_node(),
            permission=Permission.objects.get(codename=codename),
        )


def messages_after(client, answer) -> str:
    """Return what is on the screen; one that answers to a script keeps its message for the next."""
    return (
        answer.content.decode()
        + client.get(reverse("wagtailadmin_home")).content.decode()
    )


WAYS = list(product(["image", "document"], [*CHANGES, *DELETIONS, tag_in_bulk]))
WHO = [roles.EDITORS, roles.SITE_ADMINISTRATORS, "superuser"]


def by_turns() -> Iterator:
    """Yield each way to change each kind of file, with those who try it: at small effort one of them."""
    for number, (kind, change) in enumerate(WAYS):
        # What it refuses ends the transaction that a test would otherwise be.
        marks = pytest.mark.django_db(transaction=change is delete_after_an_upload)
        turn = number + number // len(WHO)
        for who in by_effort([WHO[turn % len(WHO)]], WHO):
            yield pytest.param(kind, change, who, marks=marks)


@pytest.mark.parametrize(("file", "change", "who"), list(by_turns()), indirect=["file"])
def test_nobody_changes_a_file_of_a_public_page(
    client, signed_in, home, file, elsewhere, change, who
):
    on_a_public_page(home, file)
    before = stored(file)
    if who == "superuser":
        client.force_login(UserFactory(is_superuser=True))
    else:
        user = signed_in(who)
    if who == roles.EDITORS:
        allow(user, f"delete_{names_of(file)[1]}")

    answer = change(client, file, elsewhere)

    assert stored(file) == before
    assert told() == []
    assert WHAT_TO_DO in messages_after(client, answer)


@pytest.mark.parametrize(
    ("file", "leave", "change"),
    [
        ("image", unpublish, replace_contents),
        ("document", unpublish, delete_in_bulk),
        ("image", replaced_by_another_version, delete),
        ("document", replaced_by_another_version, edit_title),
    ],
    indirect=["file"],
)
def test_a_file_stays_when_nothing_that_was_approved_uses_it_any_more(
    client, home, file, elsewhere, leave, change
):
    client.force_login(UserFactory(is_superuser=True))
    page = StandardPageFactory(parent=home, live=False)
    page.body = [("text", mention(file))]
    clear(page).publish()
    leave(type(page).objects.get(pk=page.pk))
    before = stored(file)

    change(client, file, elsewhere)

    assert stored(file) == before


def take_down_at(client, file):
    form = {"because": "personal_data", "reason": "An address"}
    address = reverse(
        "moderation:take_down_file", args=[file._meta.label_lower, file.pk]
    )
    return client.post(address, form, follow=True)


@pytest.mark.parametrize("role", [roles.MODERATORS, roles.APPROVING_OFFICERS])
def test_a_take_down_deletes_a_file_for_good_and_approvers_alone_make_one(
    client, signed_in, home, file, elsewhere, role, committed, mailoutbox
):
    on_a_public_page(home, file)
    for other in (roles.EDITORS, roles.SITE_ADMINISTRATORS, roles.FEEDBACK_TEAM):
        signed_in(other)
        take_down_at(client, file)
        assert stored(file), other
    path, colleague = file.file.path, UserFactory(roles=[roles.MODERATORS])
    user = signed_in(role)
    edit_title(client, file, elsewhere)
    assert stored(file)[0] == file.title

    with committed():
        answer = take_down_at(client, file)

    assert f"Taken down: {file.title}" in answer.content.decode()
    assert stored(file) is None
    assert not Path(path).exists()
    entry = AuditLogEntry.objects.about(file).get()
    assert (entry.action, entry.actor_id, entry.reason) == (
        "taken_down",
        user.pk,
        "An address",
    )
    (message,) = [each for each in mailoutbox if each.to == [colleague.email]]
    # The field may have the error itself.
    assert file.title not in message.subject + message.body
    assert client.get(home.url).status_code == 200
    for label in ("auth.user", "wagtaildocs.document", "x"):
        assert (
            client.get(
                reverse("moderation:take_down_file", args=[label, 987654])
            ).status_code
            == 404
        )


def test_the_screens_of_a_file_and_of_a_page_lead_there(client, signed_in, home, file):
    page = page_with(home, file)
    address = reverse(
        "moderation:take_down_file", args=[file._meta.label_lower, file.pk]
    )

    signed_in(roles.EDITORS)
    of_file = client.get(
        reverse(f"{names_of(file)[0]}:edit", args=[file.pk])
    ).content.decode()
    signed_in(roles.MODERATORS)
    of_page = client.get(
        reverse("moderation:take_down", args=[page._meta.label_lower, page.pk])
    )

    assert address in of_file
    assert address in of_page.content.decode()


@pytest.mark.parametrize(
    ("refer", "change"),
    [
        *((on_nothing, change) for change in CHANGES),
        (on_a_draft_of_a_public_page, edit_title),
        (on_a_page_that_was_taken_down, edit_title),
    ],
)
def test_an_editor_may_change_a_file_that_nobody_approved(
    client, signed_in, home, file, elsewhere, refer, change
):
    refer(home, file)
    before = stored(file)
    signed_in(roles.EDITORS)

    change(client, file, elsewhere)

    assert stored(file) != before
    assert told() == []


def on_a_scheduled_page(home, file):
    page = StandardPageFactory(parent=home, live=False, go_live_at="2999-01-01T00:00Z")
    page.body = [("text", mention(file))]
    clear(page).publish()


@pytest.mark.parametrize(
    "refer",
    [
        on_a_page_below_a_draft,
        on_a_page_with_a_password,
        in_public_wording,
        on_a_scheduled_page,
    ],
)
def test_files_in_approved_content_cannot_be_changed_and_what_was_typed_is_kept(
    client, signed_in, home, file, elsewhere, refer
):
    refer(home, file)
    signed_in(roles.EDITORS)

    answer = edit_title(client, file, elsewhere)
    # Nothing was changed.
    assert "updated" in send(client, "edit", file, form_of(file)).content.decode()

    assert stored(file)[0] == file.title
    assert WHAT_TO_DO in answer.content.decode()
    assert 'value="Another title"' in answer.content.decode()


def test_files_in_submitted_content_cannot_be_changed(
    client, signed_in, home, file, elsewhere
):
    editor = signed_in(roles.EDITORS)
    page = page_with(home, file, live=False)
    submit(page, editor)

    edit_title(client, file, elsewhere)
    assert stored(file)[0] == file.title

    page.current_workflow_state.cancel(user=editor)
    edit_title(client, file, elsewhere)
    assert stored(file)[0] == "Another title"


def test_a_bulk_action_is_refused_if_one_file_is_approved(
    client, signed_in, home, image, elsewhere
):
    other = ImageFactory()
    on_a_public_page(home, image)
    signed_in(roles.EDITORS)
    address = reverse(
        "wagtail_bulk_action", args=["wagtailimages", "image", "add_to_collection"]
    )

    client.post(f"{address}?id={image.pk}&id={other.pk}", {"collection": elsewhere.pk})

    assert {stored(each)[1] for each in (image, other)} == {image.collection_id}


def test_a_collection_with_files_cannot_be_deleted(
    client, signed_in, home, file, elsewhere
):
    below = elsewhere.add_child(name="Below")
    file.collection = below
    file.save()
    on_a_public_page(home, file)
    allow(signed_in(roles.EDITORS), "change_collection", "delete_collection")

    client.post(reverse("wagtailadmin_collections:delete", args=[elsewhere.pk]))

    assert stored(file)
    assert Collection.objects.filter(pk=elsewhere.pk).exists()


def test_changes_by_a_command_are_logged_without_a_user(home, file):
    on_a_public_page(home, file)

    file.title = "Another title"
    file.save()
    file.delete()

    assert [(action, user) for _, action, user in told()] == [
        ("Public file changed", None),
        ("Public file deleted", None),
    ]


def test_the_title_of_an_office_file_from_before_can_be_changed_until_it_is_approved(
    client, signed_in, home, elsewhere
):
    document = DocumentFactory(
        title="Plan", file__filename="plan.docx", file__data=b"PK\x03\x04"
    )
    signed_in(roles.EDITORS)

    edit_title(client, document, elsewhere)

    assert stored(document)[0] == "Another title"
    another = SimpleUploadedFile("other.docx", b"PK\x03\x04 another")
    refused = send(client, "edit", document, form_of(document, file=another))
    assert SAVE_AS_PDF in refused.content.decode()

    on_a_public_page(home, document)
    answer = send(client, "edit", document, form_of(document, title="A third title"))
    assert WHAT_TO_DO in answer.content.decode()


def test_an_office_file_from_before_is_served_and_published_as_it_was_approved(
    client, home
):
    contents = b"PK\x03\x04 as it was approved"
    document = DocumentFactory(file__filename="plan.docx", file__data=contents)
    page = page_with(home, document)
    page.title = "Changed"
    clear(page).publish()

    answer = client.get(document.url)

    assert b"".join(answer) == contents
    assert answer["Content-Disposition"].startswith("attachment")
    page.refresh_from_db()
    assert page.title == "Changed"
