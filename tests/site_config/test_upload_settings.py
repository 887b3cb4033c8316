"""Where uploads are kept is said by a variable, and a wrong one stops the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from site_config.settings.uploads import read_upload_storage


@pytest.fixture
def read(monkeypatch):
    """Return a function that reads an address."""

    def read_address(address):
        monkeypatch.setenv("BUCKET_URL", address)
        return read_upload_storage()

    return read_address


def test_a_bucket_on_this_machine_or_behind_tls_is_taken_and_none_is_a_folder(read):
    for server in (
        "https://s3.example.org",
        "http://127.0.0.1:9000",
        "http://minio:9000",
    ):
        assert read(f"{server.replace('//', '//key:a%2Fb@')}/uploads?region=eu-west-2")[
            "OPTIONS"
        ] == {
            "bucket": "uploads",
            "endpoint_url": server,
            "region_name": "eu-west-2",
            "aws_access_key_id": "key",
            "aws_secret_access_key": "a/b",
        }
    assert read("")["BACKEND"] == "django.core.files.storage.FileSystemStorage"


def test_what_is_incomplete_or_could_be_read_on_the_way_is_refused(read):
    for address in (
        "https://key@s3.example.org/uploads",
        "https://key:secret@s3.example.org/",
        "https://s3.example.org/uploads",
        "https://key:secret@/uploads",
        "s3://key:secret@s3.example.org/uploads",
        "http://key:secret@s3.example.org/uploads",
        "http://key:secret@10.0.0.5:9000/uploads",
    ):
        with pytest.raises(ImproperlyConfigured, match=r"^BUCKET_URL: "):
            read(address)
