"""Files are public while live content refers to them, and otherwise private to editors."""

import pytest
from django.urls import reverse
from wagtail.models import (
    Collection,
    CollectionViewRestriction,
    PageViewRestriction,
    ReferenceIndex,
)

from complaints.models import Action, Response
from pages.files.version_files import files_in_version
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, ROLES
from tests.factories import (
    DocumentFactory,
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import publish, unpublish

from .content import (
    PRIVATE,
    PUBLIC,
    mention,
    on_a_page_with_a_password,
    on_a_public_page,
    page_with,
)

STAFF = [role for role in ROLES if role != FEEDBACK_TEAM]


def addresses(image, document) -> dict[str, str]:
    """Return every address at which Wagtail stores or serves the two files, and some that lead nowhere."""
    return {
        "rendition": image.get_rendition("width-100").url,
        "rendition with another filter": image.get_rendition(
            "fill-20x20|format-png"
        ).url,
        "original": image.file.url,
        "document by number": document.url,
        "document by its stored name": document.file.url,
        "document by another name": document.url.replace("letter", "other"),
        "document by another number": document.url.replace(
            f"/{document.pk}/", f"/{document.pk + 1}/"
        ),
        "rendition that was never made": image.get_rendition("width-100").url.replace(
            "100", "101"
        ),
    }


def readable(client, image, document) -> set[str]:
    """Return which addresses answer; all others answer as if nothing were there."""
    answers = {
        name: client.get(url).status_code
        for name, url in addresses(image, document).items()
    }
    assert set(answers.values()) <= {200, 404}, answers
    return {name for name, status in answers.items() if status == 200}


SERVED = {
    "rendition",
    "rendition with another filter",
    "document by number",
    "document by its stored name",
}


@pytest.fixture
def readable_by_role(client, signed_in, image, document):
    """Return a function that gives what each role, or nobody (None), can read."""

    def read() -> dict[str | None, set[str]]:
        found = {None: readable(client, image, document)}
        for role in [FEEDBACK_TEAM, *STAFF]:
            signed_in(role)
            found[role] = readable(client, image, document)
        return found

    return read


@pytest.mark.parametrize("refer", [*PUBLIC, *PRIVATE])
def test_files_in_live_content_are_public_except_originals_and_others_for_those_who_may_use_them(
    home, image, document, readable_by_role, refer
):
    refer(home, image, document)

    others = SERVED if refer in PUBLIC else set()
    staff = {role: {*SERVED, "original"} for role in STAFF}
    assert readable_by_role() == {None: others, FEEDBACK_TEAM: others, **staff}


def test_an_editor_of_another_collection_sees_only_public_files(
    client, signed_in, home, image, document
):
    user = signed_in(EDITORS)
    other = Collection.get_first_root_node().add_child(name="Ours")
    user.groups.get().collection_permissions.update(collection=other)
    assert readable(client, image, document) == set()

    on_a_public_page(home, image, document)
    assert readable(client, image, document) == SERVED


def test_a_reader_with_the_password_of_a_page_may_read_its_files(
    client, home, image, document
):
    on_a_page_with_a_password(home, image, document)
    restriction = PageViewRestriction.objects.get()

    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{restriction.page_id}/",
        {"password": "open", "return_url": "/"},
    )

    assert readable(client, image, document) == SERVED
    answer = client.get(document.url)
    assert "no-store" in answer["Cache-Control"]
    assert "private" in answer["Cache-Control"]


def test_a_document_in_a_private_collection_asks_for_the_password_once_it_is_in_live_content(
    client, home, document, image
):
    ours = Collection.get_first_root_node().add_child(name="Ours")
    restriction = CollectionViewRestriction.objects.create(
        collection=ours, restriction_type="password", password="open"
    )
    document.collection = image.collection = ours
    document.save()
    image.save()
    assert client.get(document.url).status_code == 404
    on_a_public_page(home, document, image)
    assert client.get(image.get_rendition("width-100").url).status_code == 404

    asked = client.get(document.url)
    client.post(
        f"/documents/authenticate_with_password/{restriction.pk}/",
        {"password": "open", "return_url": document.url},
    )
    answer = client.get(document.url)

    assert "password" in asked.content.decode()
    assert answer.getvalue() == b"A letter"
    assert "no-store" in answer["Cache-Control"]


def test_a_file_becomes_public_and_private_together_with_its_page_and_those_above(
    client, home, document
):
    above = StandardPageFactory(parent=home)
    page = StandardPageFactory(
        parent=above, live=False, body=[("text", mention(document))]
    )
    for gone in (page, above):
        publish(page)
        assert client.get(document.url).status_code == 200

        gone.refresh_from_db()
        unpublish(gone)
        assert client.get(document.url).status_code == 404
        page.refresh_from_db()


def response(narrative):
    return {
        "responses": [
            Response(respondents=[OrganisationFactory()], narrative=narrative)
        ]
    }


def test_the_files_of_a_draft_are_found_like_those_that_the_reference_index_finds(
    home, section, image, document
):
    page = page_with(home, image, document)

    indexed = ReferenceIndex.get_references_for_object(page)
    assert files_in_version(page) == {
        (reference.to_content_type.model_class(), reference.to_object_id)
        for reference in indexed.select_related("to_content_type")
    }
    # So are those of a part below a page.
    answer = RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section)
    )
    answer.responses = [Response(narrative=[("text", mention(image, document))])]
    assert files_in_version(answer) == {
        (type(file), str(file.pk)) for file in (image, document)
    }


def test_references_in_every_part_of_a_page_count(client, section):
    super_complaint = SuperComplaintPageFactory(parent=section)
    documents = [DocumentFactory() for _ in range(3)]
    block = {
        "document": documents[0],
        "title": "",
        "description": "",
        "html_version": None,
    }
    for document, fields in zip(
        documents,
        (
            response([("document", block)]),
            response([("details", {"summary": "More", "text": mention(documents[1])})]),
            {
                "actions": [
                    Action(
                        title="Train",
                        description=mention(documents[2]),
                        respondents=[OrganisationFactory()],
                    )
                ]
            },
        ),
        strict=True,
    ):
        RecommendationResponsePageFactory(parent=super_complaint, **fields)

        assert client.get(document.url).status_code == 200


def test_the_admin_api_lists_no_files_and_writes_no_pages(
    client, home, signed_in, image, document
):
    for role in [EDITORS, FEEDBACK_TEAM]:
        signed_in(role)

        for file, kind in ((image, "images"), (document, "documents")):
            for address in (
                f"/admin/api/main/{kind}/",
                f"/admin/api/main/{kind}/{file.pk}/",
            ):
                assert client.get(address).status_code == 404, role
        assert (
            client.post(
                f"/admin/api/main/pages/{home.pk}/action/unpublish/"
            ).status_code
            == 404
        ), role


def test_choosers_offer_files_only_to_those_who_may_use_them(
    client, signed_in, image, document
):
    for role, offered in [(EDITORS, True), (FEEDBACK_TEAM, False)]:
        signed_in(role)

        for file, app in ((image, "wagtailimages"), (document, "wagtaildocs")):
            answer = client.get(reverse(f"{app}_chooser:choose"))
            assert (file.title in answer.content.decode()) == offered, role
            chosen = client.get(reverse(f"{app}_chooser:chosen", args=[file.pk]))
            assert (file.title in chosen.content.decode()) == offered, role


def test_the_page_explorer_shows_only_pages_that_the_user_may_see(
    client, home, signed_in
):
    of_8_0, of_8_1 = (
        f"/admin/api/main/pages/?child_of={home.pk}",
        f"/admin/api/explorer/{home.pk}/",
    )
    page = StandardPageFactory(parent=home, title="Not yet told", live=False)
    for role in (EDITORS, FEEDBACK_TEAM):
        signed_in(role)
        answers = [client.get(of_8_0), client.get(of_8_1)]

        assert any(page.title in answer.content.decode() for answer in answers) == (
            role == EDITORS
        )


def test_the_number_of_queries_does_not_grow_with_the_number_of_references(
    client, home, document, django_assert_max_num_queries
):
    counts = []
    for more in (1, 12):
        for _ in range(more):
            above = StandardPageFactory(parent=home)
            page = page_with(above, document, live=False)
            PageViewRestriction.objects.create(page=page, restriction_type="login")
        for state in (False, True):
            type(page).objects.filter(pk=page.pk).update(live=state)
            with django_assert_max_num_queries(30) as captured:
                client.get(document.url)
            counts.append(len(captured))

    assert counts[:2] == counts[2:]
