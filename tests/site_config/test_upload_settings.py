"""Where uploads are kept is said by variables, and a wrong one stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.uploads import read_upload_storage

RIGHT = {
    "BUCKET": "uploads",
    "BUCKET_SERVER": "https://s3.example.org",
    "BUCKET_KEY": "key",
    "BUCKET_SECRET": "secret",
}


@pytest.fixture
def read(monkeypatch):
    """Return a function that reads the right variables, some of them changed."""

    def read_with(**changed):
        for name, value in {**RIGHT, **changed}.items():
            monkeypatch.setenv(name, value)
        return read_upload_storage()

    return read_with


def test_without_a_bucket_uploads_are_files_in_a_folder(read):
    assert read(BUCKET="")["BACKEND"] == "django.core.files.storage.FileSystemStorage"


@pytest.mark.parametrize("server", ["https://s3.example.org", "http://127.0.0.1:9000", "http://minio:9000"])
def test_a_bucket_on_this_machine_or_behind_tls_is_taken(read, server):
    assert read(BUCKET_SERVER=server)["OPTIONS"]["endpoint_url"] == server


@pytest.mark.parametrize("name", ["BUCKET_SERVER", "BUCKET_KEY", "BUCKET_SECRET"])
def test_what_is_missing_is_named(read, name):
    with pytest.raises(ImproperlyConfigured, match=name):
        read(**{name: ""})


@pytest.mark.parametrize(
    "server", ["http://s3.example.org", "http://10.0.0.5:9000", "s3.example.org", "ftp://x"]
)
def test_a_server_that_others_could_read_along_with_is_refused(read, server):
    with pytest.raises(ImproperlyConfigured, match="BUCKET_SERVER"):
        read(BUCKET_SERVER=server)
