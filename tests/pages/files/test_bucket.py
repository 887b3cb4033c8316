"""Uploads in a bucket are read by the application, at the site's own addresses, after its own check."""

import boto3
import pytest
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import override_settings
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

from pages.moderation.approval.roles import EDITORS
from site_config import backups
from site_config.settings.uploads import read_upload_storage
from tests.factories import DocumentFactory, ImageFactory

from .content import page_with


@pytest.fixture
def server():
    """A server that speaks S3's protocol, with an empty bucket."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bucket(server, monkeypatch):
    """The bucket, where the site keeps its uploads meanwhile."""
    host, port = server.get_host_and_port()
    monkeypatch.setenv("BUCKET_URL", f"http://key:secret@{host}:{port}/uploads")
    storage = read_upload_storage()
    options = storage["OPTIONS"]
    name = options.pop("bucket")
    made = boto3.resource("s3", **options).create_bucket(Bucket=name)
    options["bucket"] = name
    made.objects.all().delete()
    static = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={"default": storage, "staticfiles": static}):
        yield made


def names(bucket) -> set[str]:
    return {each.key for each in bucket.objects.all()}


@pytest.fixture
def document(bucket, home):
    """A document in the bucket."""
    return DocumentFactory()


@pytest.fixture
def page(bucket, home, document):
    """A public page that shows a picture and leads to the document."""
    cache.clear()  # Wagtail keeps renditions there by the number of their picture, which is used again
    return page_with(home, ImageFactory(), document)


def test_readers_get_the_files_of_a_public_page_from_the_site_itself(
    client, server, bucket, page, document, signed_in, caplog
):
    html = client.get(page.url).content.decode()
    picture = html.partition('src="/media/')[2].partition('"')[0]

    shown = client.get(f"/media/{picture}")
    letter = client.get(document.url)

    assert picture in names(bucket)
    assert str(bucket.meta.client.meta.endpoint_url) not in html
    assert (
        b"".join(shown.streaming_content) == bucket.Object(picture).get()["Body"].read()
    )
    assert (
        b"".join(letter.streaming_content)
        == bucket.Object(document.file.name).get()["Body"].read()
    )
    again = client.get(
        f"/media/{picture}", headers={"if-modified-since": shown["Last-Modified"]}
    )
    assert again.status_code == 304
    # A name that is taken gets another one.
    first, second = (
        default_storage.save("documents/a.txt", ContentFile(text))
        for text in ("one", "two")
    )
    assert first == "documents/a.txt" != second
    assert default_storage.open(first).read() == b"one"
    # What no public page shows is for editors alone, and what is gone for nobody.
    hidden = DocumentFactory()
    assert client.get(hidden.url).status_code == 404
    signed_in(EDITORS)
    assert client.get(hidden.url).status_code == 200
    bucket.Object(hidden.file.name).delete()
    assert client.get(f"/media/{hidden.file.name}").status_code == 404
    server.stop()
    client.logout()
    assert client.get(page.url).status_code == 200
    assert client.get(f"/media/{document.file.name}").status_code == 503
    assert "The bucket of uploads did not answer" in caplog.text
    assert "BUCKET_URL" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_restored_site_has_its_files_again(
    client, bucket, page, settings, tmp_path, monkeypatch
):
    settings.DATA_DIR = tmp_path
    settings.BACKUP_DIR = tmp_path / "backups"
    client.get(page.url)
    before = {each.key: each.get()["Body"].read() for each in bucket.objects.all()}
    call_command("backup")
    [backup] = settings.BACKUP_DIR.iterdir()
    bucket.objects.all().delete()
    monkeypatch.setattr(backups, "is_empty", lambda: True)
    monkeypatch.setattr(backups, "load", lambda folder: None)
    monkeypatch.setattr(backups, "count_rows", dict)

    call_command("restore", backup)

    assert {
        each.key: each.get()["Body"].read() for each in bucket.objects.all()
    } == before
    assert len(before) >= 3  # the picture, its rendition, the document
