"""Responses with files: private ones are not cached, public ones are revalidated."""

import pytest
from django.core.files.base import ContentFile
from django.utils.http import http_date

from pages.content.models import StandardPage
from pages.moderation.approval.roles import EDITORS

from .content import on_a_public_page

YEAR = 365 * 24 * 60 * 60


@pytest.fixture
def addresses(home, image, document):
    """The addresses of a public picture and of a public document."""
    on_a_public_page(home, image, document)
    return [image.get_rendition("width-100").url, document.url, document.file.url]


def test_a_public_file_has_the_same_response_for_everybody_and_comes_once(
    client, signed_in, addresses
):
    as_reader = [client.get(address) for address in addresses]
    assert as_reader[0]["Content-Type"] == "image/jpeg"
    signed_in(EDITORS)

    for before, address in zip(as_reader, addresses, strict=True):
        answer = client.get(address)
        assert answer.getvalue() == before.getvalue()
        assert answer.headers == before.headers
        assert answer["Cache-Control"] == "public, max-age=0, must-revalidate"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" not in answer.get("Vary", "")
        assert not answer.cookies
        again = client.get(
            address, headers={"If-Modified-Since": answer["Last-Modified"]}
        )
        assert (again.status_code, again.content) == (304, b"")
        assert (
            client.get(
                address, headers={"If-Modified-Since": http_date(YEAR)}
            ).status_code
            == 200
        )
        head = client.head(address)
        assert (head.status_code, head.getvalue()) == (200, b"")
        assert client.post(address).status_code == 405


def test_a_private_file_is_kept_by_nobody(client, signed_in, image, document):
    seen = {
        "If-Modified-Since": http_date(100 * YEAR),
        "If-None-Match": f'"{document.get_file_hash()}"',
    }
    assert client.get(document.url, headers=seen).status_code == 404
    signed_in(EDITORS)

    for address in (
        image.get_rendition("width-100").url,
        image.file.url,
        document.url,
        document.file.url,
    ):
        answer = client.get(address)
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert "Cookie" in answer["Vary"]


def test_a_document_is_downloaded_and_not_displayed(
    client, signed_in, addresses, document
):
    saved = f'attachment; filename="{document.filename}"'
    assert [
        client.get(address)["Content-Disposition"] for address in addresses[1:]
    ] == [saved, saved]

    StandardPage.objects.update(live=False)
    signed_in(EDITORS)

    assert [
        client.get(address)["Content-Disposition"] for address in addresses[1:]
    ] == [saved, saved]


def test_unknown_paths_are_not_found(client, signed_in, home):
    signed_in(EDITORS)

    for path in [
        "",
        "original_images/",
        "images",
        "../site.sqlite3",
        "documents/../documents/letter.pdf",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e/%2e%2e/etc/passwd",
        "//etc/passwd",
        "images/%00.png",
        "images/%ff%fe.png",
        "images/☃.png",
        "images/" + "a" * 3000,
    ]:
        assert client.get(f"/media/{path}").status_code == 404, path


def test_a_file_name_may_have_any_letters_and_must_match_exactly(
    client, home, document
):
    document.file.save("Réponse à la lettre (1) & más.pdf", ContentFile(b"Bonjour"))
    on_a_public_page(home, document)
    stored = document.file.url

    assert client.get(document.url).getvalue() == b"Bonjour"
    assert client.get(stored).getvalue() == b"Bonjour"
    for other in (
        stored.upper(),
        stored.replace("/documents/", "/documents//"),
        f"{stored}/",
    ):
        assert client.get(f"/media/{other.removeprefix('/media/')}").status_code == 404


def test_a_file_missing_from_the_storage_is_not_found(
    client, signed_in, addresses, image, document
):
    image.get_rendition("width-100").file.storage.delete(
        image.get_rendition("width-100").file.name
    )
    document.file.storage.delete(document.file.name)

    for role in (None, EDITORS):
        if role:
            signed_in(role)
        assert [client.get(address).status_code for address in addresses] == [404] * 3
