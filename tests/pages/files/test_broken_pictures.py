"""A file that only begins like a picture is refused with a message at every upload."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from pages.files.uploads import clean_picture
from pages.moderation.gate.roles import EDITORS

pytestmark = pytest.mark.django_db


def picture() -> bytes:
    stored = BytesIO()
    Image.new("P", (10, 10)).save(stored, "GIF")
    return stored.getvalue()


BROKEN = {
    "cut off": picture()[:20],
    "nothing but the beginning": b"GIF89a",
    "a page with the beginning of a picture": b"GIF89a<html><script>alert(1)</script></html>",
}
FIELDS = {
    "wagtailimages:add": "{}",
    "wagtailimages:add_multiple": "{}s[]",
    "wagtailimages_chooser:create": "image-chooser-upload-{}",
}
"""Where pictures are uploaded, and how each calls its fields."""


@pytest.fixture
def upload(client, home, signed_in):
    """Return a function that uploads a file as an editor."""
    signed_in(EDITORS)
    collection = Collection.get_first_root_node().pk

    def send(view, contents):
        values = {
            "title": "What I typed",
            "file": SimpleUploadedFile("letter.gif", contents, "image/gif"),
            "collection": collection,
        }
        form = {FIELDS[view].format(name): value for name, value in values.items()}
        return client.post(reverse(view), form, headers={"X-Requested-With": "XMLHttpRequest"})

    return send


def test_a_picture_of_a_telephone_that_browsers_do_not_show_is_refused_with_what_to_do():
    with pytest.raises(ValidationError, match="Save it as a JPEG"):
        clean_picture(SimpleUploadedFile("IMG_0001.HEIC", b"\0\0\0\x1cftypheic"))


def test_a_broken_picture_is_refused_with_a_message_and_an_intact_one_accepted(upload):
    for number, view in enumerate(FIELDS):
        for broken in BROKEN.values():
            answer = upload(view, broken)

            assert answer.status_code == 200, view
            assert "damaged, or not what its name says" in answer.content.decode(), view
            assert get_image_model().objects.count() == number, view
        upload(view, picture())
        assert get_image_model().objects.count() == number + 1, view
