"""An upload is what its name says, runs nothing, and tells nothing of the people who made it."""

import json
import struct
import zlib
from io import BytesIO
from itertools import product
from pathlib import PurePath

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import Collection, UploadedFile
from wagtail.users.models import UserProfile

from pages.content.blocks.links import DocumentBlock
from pages.files.models import HtmlEquivalent
from pages.moderation.approval.roles import EDITORS
from tests.effort import by_effort
from tests.factories import DocumentFactory, StandardPageFactory

pytestmark = pytest.mark.django_db

ADD, ADD_SEVERAL, CHOOSE = "{0}:add", "{0}:add_multiple", "{0}_chooser:create"
REASON = {"html_exception": "It is a letter of others."}
SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
FIELDS = {ADD: "{}", ADD_SEVERAL: "{}s[]", CHOOSE: "{kind}-chooser-upload-{}"}
"""Where files are uploaded, and how each place calls its fields."""


@pytest.fixture
def upload(client, home, signed_in):
    """Return a function that uploads a file as an editor, and returns what the screen answers."""
    signed_in(EDITORS)

    def send(name, contents, kind="document", place=ADD, title="What I typed"):
        values = {
            "title": title,
            "file": SimpleUploadedFile(name, contents),
            "collection": Collection.get_first_root_node().pk,
            **REASON,
        }
        form = {
            FIELDS[place].format(field, kind=kind): value
            for field, value in values.items()
        }
        if place == ADD_SEVERAL:
            form["title"] = title
        address = reverse(
            place.format({"document": "wagtaildocs", "image": "wagtailimages"}[kind])
        )
        answer = client.post(address, form, headers=SCRIPT)
        waits = place == ADD_SEVERAL and title and answer.json().get("uploaded_file_id")
        return complete(client, waits, title) if waits else answer

    return send


def complete(client, number, title="My title", **values):
    """Give what one of several files still needs."""
    values = {
        "title": title,
        "collection": Collection.get_first_root_node().pk,
        **(values or REASON),
    }
    return client.post(
        reverse("wagtaildocs:create_multiple_from_uploaded_document", args=[number]),
        {f"uploaded-document-{number}-{name}": value for name, value in values.items()},
        headers=SCRIPT,
    )


def stored_document():
    return get_document_model().objects.get().file.read()


def stored_picture():
    return Image.open(get_image_model().objects.get().file)


PROGRAM = b"MZ\x90\x00\x03\x00\x00\x00This program cannot be run in DOS mode."
PAGE = b"<!DOCTYPE html><script>alert(1)</script>"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'

OTHER_CONTENTS = [
    ("letter.pdf", PAGE),
    ("letter.pdf", DRAWING),
    ("letter.pdf", PROGRAM),
    ("letter.pdf", b""),
    ("letter.pdf", b"%PDF-1.7 and nothing else"),
    ("letter.csv", PAGE),
    ("letter.csv", PROGRAM),
    ("letter.txt", b"  " + DRAWING),
    ("letter.txt", b"#!/bin/sh\nrm -r /"),
]
RIGHT_CONTENTS = [
    ("LETTER.CSV", "Name,Größe\nÖffner,3\n".encode("cp1252")),
    ("letter.csv", "\ufeffName\n".encode()),
    ("letter.csv", "Name\n".encode("utf-16")),
    ("letter.txt", b"1 < 2, she said"),
]


def test_a_document_with_other_contents_is_refused_and_a_right_one_stored_as_it_is(
    upload, settings
):
    made, locked = pikepdf.new(), BytesIO()
    made.add_blank_page()
    made.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    assert (
        "protected by a password"
        in upload("letter.pdf", locked.getvalue()).content.decode()
    )
    for name, contents in OTHER_CONTENTS:
        answer = upload(name, contents).content.decode()

        assert "not the type that its name says" in answer or not contents, name
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 100
    assert "too big" in upload("letter.txt", b"x" * 101).content.decode()
    assert not get_document_model().objects.exists()

    for name, contents in RIGHT_CONTENTS:
        upload(name, contents)

        assert get_document_model().objects.latest("pk").file.read() == contents, name


@pytest.mark.parametrize("place", FIELDS)
def test_an_office_file_is_refused_with_what_to_do_and_a_page_or_drawing_too(
    upload, place
):
    for name in (
        "letter.docx",
        "plan.XLSX",
        "letter.odt",
        "plan.ods",
        "slides.pptx",
        "letter.doc",
        "a.rtf",
    ):
        answer = said(upload(name, b"PK\x03\x04", place=place))
        assert (
            "Documents must be PDF, CSV or plain text. Save it as a PDF and upload it."
            in answer
        ), name
        assert "whose name ends in" not in answer, name
    for name, contents in (("page.html", PAGE), ("drawing.svg", DRAWING)):
        answer = said(upload(name, contents, place=place))
        assert "is not allowed. Allowed extensions are" in answer, name
    assert not get_document_model().objects.exists()


def said(answer):
    """Return what a screen answers, also to a script."""
    text = answer.content.decode()
    return str(json.loads(text)) if text.startswith("{") else text


@pytest.fixture
def pdf():
    """A PDF with scripts in several places, a file within it, a comment and the names of its authors."""
    made = pikepdf.new()
    made.add_blank_page(page_size=(200, 100))
    script = pikepdf.Dictionary(
        Type=pikepdf.Name.Action, S=pikepdf.Name.JavaScript, JS="app.alert(1)"
    )
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
    link = {
        "Type": pikepdf.Name.Annot,
        "Subtype": pikepdf.Name.Link,
        "Rect": [0, 0, 9, 9],
    }
    web = pikepdf.Dictionary(
        S=pikepdf.Name.URI, URI="https://www.example.org/", Next=script
    )
    made.pages[0].Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(**link, A=web),
            made.make_indirect(pikepdf.Dictionary(**link, A=launch)),
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Text,
                T="Jo Secret",
                Contents="Agreed",
                Rect=[0, 0, 9, 9],
            ),
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.FileAttachment,
                Rect=[0, 0, 9, 9],
            ),
        ]
    )
    made.Root.OpenAction = script
    made.Root.AA = pikepdf.Dictionary(WC=script)
    made.Root.Lang = "en-GB"
    made.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=["a", script])
    )
    made.attachments["program.exe"] = PROGRAM
    # The library keeps the older place in step.
    with made.open_metadata() as metadata:
        metadata["dc:title"] = "Our answer"
        metadata["dc:creator"] = ["Jo Secret"]
    saved = BytesIO()
    made.save(
        saved,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    return saved.getvalue()


@pytest.mark.parametrize("place", FIELDS)
def test_what_runs_and_who_made_it_goes_out_of_a_pdf(upload, pdf, client, place):
    if place == ADD_SEVERAL:  # where it may wait for its title
        answer = upload("letter.pdf", pdf, place=place, title="").json()
        complete(client, answer["uploaded_file_id"])
    else:
        upload("letter.pdf", pdf, place=place)

    cleaned = pikepdf.open(BytesIO(stored_document()))
    plain = BytesIO()
    cleaned.save(
        plain,
        stream_decode_level=pikepdf.StreamDecodeLevel.all,
        compress_streams=False,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
    )
    for gone in (
        b"JavaScript",
        b"Launch",
        b"calc.exe",
        b"alert",
        b"Secret",
        b"program.exe",
        b"DOS mode",
    ):
        assert gone in pdf
        assert gone not in plain.getvalue(), gone
    assert (
        get_document_model().objects.get().file_size
        == len(stored_document())
        != len(pdf)
    )
    assert str(cleaned.docinfo["/Title"]) == "Our answer"
    assert str(cleaned.Root.Lang) == "en-GB"
    assert len(cleaned.pages) == 1
    assert b"https://www.example.org/" in plain.getvalue()
    assert b"Agreed" in plain.getvalue()


def photograph(**options):
    """Return a picture, two by one, of a camera held upright: its right half is red."""
    picture = Image.new("RGB", (40, 20), "white")
    picture.paste("red", (20, 0, 40, 20))
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    exif[0x0112] = 6  # turn it by 90 degrees
    saved = BytesIO()
    picture.save(saved, exif=exif, **options)
    return saved.getvalue()


PICTURES = {
    "a.jpg": photograph(format="JPEG", comment=b"Secret comment", quality=95),
    "a.png": photograph(format="PNG"),
    "a.webp": photograph(format="WEBP", quality=95),
}


# At small effort each place once, and each kind of picture.
@pytest.mark.parametrize(
    ("name", "place"),
    by_effort(
        list(zip(PICTURES, FIELDS, strict=True)), list(product(PICTURES, FIELDS))
    ),
)
def test_what_a_picture_tells_of_its_maker_goes_and_it_stands_upright(
    upload, name, place
):
    upload(name, PICTURES[name] + b"Secret at the end", kind="image", place=place)

    picture = stored_picture()
    assert b"Secret" not in picture.fp.read()
    assert not picture.getexif()
    image = get_image_model().objects.get()
    assert picture.size == (image.width, image.height) == (20, 40)
    with Image.open(image.get_rendition("width-10").file) as smaller:
        assert not smaller.getexif()
    assert picture.convert("RGB").getpixel((10, 35))[1] < 60  # red is below now


def test_a_picture_that_moves_still_moves(upload):
    frames = [Image.new("RGB", (10, 10), colour) for colour in ("red", "green", "blue")]
    saved = BytesIO()
    moves = {
        "save_all": True,
        "append_images": frames[1:],
        "duration": [100, 200, 300],
        "loop": 0,
    }
    frames[0].save(saved, "GIF", comment=b"Secret", **moves)
    upload("a.gif", saved.getvalue(), kind="image")

    picture = stored_picture()
    assert picture.n_frames == 3
    assert picture.info["loop"] == 0
    assert picture.info["duration"] == 100
    assert b"Secret" not in get_image_model().objects.get().file.read()


def test_a_broken_picture_is_refused_with_a_message_and_an_intact_one_accepted(upload):
    saved = BytesIO()
    Image.new("P", (10, 10)).save(saved, "GIF")
    for number, place in enumerate(FIELDS):
        for broken in (
            saved.getvalue()[:20],
            b"GIF89a",
            b"GIF89a<html><script>alert(1)</script></html>",
        ):
            answer = upload("letter.gif", broken, kind="image", place=place)

            assert answer.status_code == 200, place
            assert (
                "damaged or is not the type that its name says"
                in answer.content.decode()
            ), place
            assert get_image_model().objects.count() == number, place
        upload("letter.gif", saved.getvalue(), kind="image", place=place)
        assert get_image_model().objects.count() == number + 1, place


@pytest.mark.parametrize("place", FIELDS)
def test_a_picture_of_another_kind_is_refused_with_what_to_do(upload, place):
    pictures = {
        "IMG_0001.HEIC": b"\0\0\0\x1cftypheic",
        "logo.svg": DRAWING,
        "scan.tiff": b"II*\0",
        "scan": b"",
    }
    for name, contents in pictures.items():
        answer = said(
            upload(name, contents or PICTURES["a.png"], kind="image", place=place)
        )
        assert "Save it as a JPEG or PNG and upload it." in answer, name
        assert "damaged" not in answer, name
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize("place", FIELDS)
def test_a_drawing_that_is_called_a_picture_is_refused(upload, place):
    bomb = b"<!DOCTYPE svg [" + b'<!ENTITY a "aaaaaaaaaa">' + b"]>" + DRAWING
    for name, contents in product(
        ("logo.png", "logo.jpg", "logo.gif", "logo.webp"), (DRAWING, bomb)
    ):
        answer = said(upload(name, contents, kind="image", place=place))
        assert "damaged or is not the type that its name says" in answer, name
    assert not get_image_model().objects.exists()


def test_nobody_uploads_a_picture_of_themselves(client, home, signed_in):
    """Wagtail would open it within the process that serves editors."""
    editor = signed_in(EDITORS)
    picture = SimpleUploadedFile("a.png", PICTURES["a.png"])
    client.post(reverse("wagtailadmin_account"), {"avatar-avatar": picture})

    assert (
        "avatar-avatar"
        not in client.get(reverse("wagtailadmin_account")).content.decode()
    )
    assert not UserProfile.get_for_user(editor).avatar


@pytest.mark.parametrize("place", by_effort(list(FIELDS)[:1], FIELDS))
def test_a_picture_of_too_many_pixels_is_refused_before_it_is_unpacked(upload, place):
    saved = BytesIO()
    Image.new("1", (8, 8)).save(saved, "PNG")
    claims = bytearray(saved.getvalue())
    claims[16:24] = struct.pack(">II", 40_000, 40_000)
    claims[29:33] = struct.pack(">I", zlib.crc32(claims[12:29]))

    answer = upload("a.png", bytes(claims), kind="image", place=place).content.decode()

    assert "too many pixels" in answer
    assert not get_image_model().objects.exists()


def a_pdf() -> bytes:
    blank, made = pikepdf.new(), BytesIO()
    blank.add_blank_page()
    blank.save(made)
    return made.getvalue()


def report(client):
    lines = (
        b"".join(client.get(reverse("pdf_report"), {"export": "csv"}))
        .decode("utf-8-sig")
        .splitlines()
    )
    return [line.split(",")[:2] for line in lines[1:]]


@pytest.mark.parametrize("place", FIELDS)
def test_a_pdf_needs_a_page_that_says_the_same_or_a_reason(
    upload, client, home, monkeypatch, place
):
    monkeypatch.setitem(REASON, "html_exception", "")
    answer = said(upload("letter.pdf", a_pdf(), place=place))
    asked = "A PDF needs an HTML version, or the reason why there is none."
    assert asked in answer
    assert not get_document_model().objects.exists()

    upload("figures.csv", b"a,b", place=place)
    monkeypatch.setitem(REASON, "html_exception", "It is a form to print.")
    upload("letter.pdf", a_pdf(), place=place)
    assert report(client) == [["What I typed", "It is a form to print."]]

    document = get_document_model().objects.get(file__endswith=".pdf")
    letter = StandardPageFactory(parent=home, slug="letter", live=False)
    address = reverse("wagtaildocs:edit", args=[document.pk])
    form = {"title": "A letter", "collection": document.collection_id}
    client.post(address, {**form, "html_page": letter.pk})
    assert report(client) == []


def test_the_dialog_that_chooses_a_document_takes_the_address_of_the_html_version(
    client, home, signed_in
):
    signed_in(EDITORS)
    letter = StandardPageFactory(parent=home, slug="letter")
    address = reverse("wagtaildocs_chooser:create")
    prefix = "document-chooser-upload"

    def send(typed):
        pdf = SimpleUploadedFile("letter.pdf", a_pdf(), "application/pdf")
        form = {
            f"{prefix}-title": "A letter",
            f"{prefix}-file": pdf,
            f"{prefix}-html_page": typed,
        }
        return client.post(address, form).content.decode()

    assert "There is no page with this address." in send("/nothing/")
    send("https://testserver/letter/")
    assert get_document_model().objects.get().html_equivalent.page_id == letter.pk


def test_a_page_takes_the_html_version_that_was_chosen_with_the_document(home):
    document = DocumentFactory()
    letter, other = (
        StandardPageFactory(parent=home, slug=slug) for slug in ("letter", "other")
    )
    HtmlEquivalent.objects.create(document=document, page=letter)
    block = DocumentBlock()
    blank = {"document": document.pk, "title": "", "description": ""}

    taken = block.clean(block.to_python({**blank, "html_version": None}))
    assert taken.html_address == "/letter/"
    chosen = block.clean(block.to_python({**blank, "html_version": other.pk}))
    assert chosen.html_address == "/other/"


def test_an_upload_that_lacks_something_is_a_task_and_can_be_finished(
    client, home, signed_in, monkeypatch, upload
):
    monkeypatch.setitem(REASON, "html_exception", "")
    upload("letter.pdf", a_pdf(), place=ADD_SEVERAL)
    uploaded = UploadedFile.objects.get()
    name = PurePath(uploaded.file.name).name

    assert f"{name}</a>" in client.get("/admin/").content.decode()
    shown = client.get(reverse("wagtaildocs:add_multiple")).content.decode()
    assert f'name="uploaded-document-{uploaded.pk}-html_exception"' in shown
    finish = reverse(
        "wagtaildocs:create_multiple_from_uploaded_document", args=[uploaded.pk]
    )
    assert finish in shown
    signed_in(EDITORS)
    assert name not in client.get("/admin/").content.decode(), "somebody else’s"
