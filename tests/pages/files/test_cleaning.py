"""Bombs are refused, and nothing in a PDF runs or leads to what runs."""

import io
import struct
import zlib
from itertools import pairwise

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from pages.files.contained import (
    DAMAGED,
    MEGABYTE,
    TOO_MUCH,
    ContainedFailureError,
    run_contained,
)

# Bombs


def pdf_with_long_metadata():
    """A PDF of 300 KB whose metadata have 300 MB."""
    deflate = zlib.compressobj()
    deflated = (
        b"".join(deflate.compress(b" " * MEGABYTE) for _ in range(300))
        + deflate.flush()
    )
    return (
        b"%%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R/Metadata 3 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Kids[4 0 R]/Count 1>>\nendobj\n"
        b"4 0 obj\n<</Type/Page/Parent 2 0 R>>\nendobj\n"
        b"3 0 obj\n<</Type/Metadata/Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
        b"trailer\n<</Root 1 0 R>>\n%%%%EOF" % (len(deflated), deflated)
    )


def picture_of_many_frames(kind, frames, side=1000):
    saved = io.BytesIO()
    pictures = [Image.new("1", (side, side), each % 2) for each in range(frames)]
    pictures[0].save(saved, kind, save_all=True, append_images=pictures[1:])
    return saved.getvalue()


def picture_of_one_frame_again_and_again():
    saved = io.BytesIO()
    Image.new("P", (4000, 4000)).save(saved, "GIF")
    head = 13 + 3 * 2  # with a palette of two colours
    return saved.getvalue()[:head] + 3000 * saved.getvalue()[head:-1] + b";"


def png_with_long_text():
    """A PNG of 300 KB with a comment of 300 MB."""
    text, saved = PngInfo(), io.BytesIO()
    text.add_text("Comment", " " * 300 * MEGABYTE, zip=True)
    Image.new("1", (8, 8)).save(saved, "PNG", pnginfo=text)
    return saved.getvalue()


def png_with_long_profile():
    """A PNG of 300 KB with a colour profile of 300 MB."""
    saved = io.BytesIO()
    Image.new("RGB", (8, 8)).save(saved, "PNG", icc_profile=bytes(300 * MEGABYTE))
    return saved.getvalue()


def png_with_more_pixels_than_it_says():
    """A PNG of 300 KB that says it has 64 pixels and has 300 million."""
    saved = io.BytesIO()
    Image.new("L", (8, 8)).save(saved, "PNG")
    head, rest = saved.getvalue()[:33], saved.getvalue()[33:]
    deflated = zlib.compress(bytes(300 * MEGABYTE))
    chunk = b"IDAT" + deflated
    data = (
        struct.pack(">I", len(deflated)) + chunk + struct.pack(">I", zlib.crc32(chunk))
    )
    return head + data + rest[-12:]


def jpeg_that_claims(side):
    """A JPEG of 8 by 8 pixels whose header says that it is ``side`` wide and high."""
    saved = io.BytesIO()
    Image.new("L", (8, 8)).save(saved, "JPEG")
    contents = bytearray(saved.getvalue())
    size = contents.index(b"\xff\xc0") + 5
    contents[size : size + 4] = struct.pack(">HH", side, side)
    return bytes(contents)


@pytest.mark.parametrize(
    ("job", "make", "said"),
    [
        ("pdf_cleaning", pdf_with_long_metadata, TOO_MUCH),
        ("picture_cleaning", picture_of_one_frame_again_and_again, "too many pixels"),
        (
            "picture_cleaning",
            lambda: picture_of_many_frames("WEBP", 5),
            "too many pixels",
        ),
        ("picture_cleaning", lambda: picture_of_many_frames("TIFF", 2), DAMAGED),
        (
            "picture_cleaning",
            lambda: picture_of_many_frames("PNG", 25),
            "too many pixels",
        ),
        ("picture_cleaning", lambda: jpeg_that_claims(5000), "too many pixels"),
        ("picture_cleaning", lambda: jpeg_that_claims(65_500), "too many pixels"),
        ("picture_cleaning", png_with_long_text, DAMAGED),
        ("picture_cleaning", png_with_long_profile, DAMAGED),
    ],
    ids=[
        "metadata",
        "GIF",
        "WebP",
        "TIFF",
        "PNG",
        "JPEG",
        "long JPEG",
        "text",
        "profile",
    ],
)
def test_a_bomb_is_refused(job, make, said):
    with pytest.raises(ContainedFailureError) as refused:
        run_contained(job, [], make())
    assert said in str(refused.value)


def test_of_a_picture_with_more_pixels_than_it_says_only_those_are_kept():
    with Image.open(
        io.BytesIO(
            run_contained("picture_cleaning", [], png_with_more_pixels_than_it_says())
        )
    ) as cleaned:
        assert cleaned.size == (8, 8)


def test_a_picture_of_24_megapixels_that_must_be_turned_is_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    saved = io.BytesIO()
    Image.new("RGB", (6000, 4000), "red").save(saved, "JPEG", exif=exif)

    with Image.open(
        io.BytesIO(run_contained("picture_cleaning", [], saved.getvalue()))
    ) as cleaned:
        assert cleaned.size == (4000, 6000)


# PDFs


def web(address):
    return Dictionary(S=Name.URI, URI=address)


HARMFUL = {
    "javascript": lambda mark: web(f"javascript:{mark}"),
    "with capitals": lambda mark: web(f"JavaScript:{mark}"),
    "with a break and spaces": lambda mark: web(f" java\nscript\t:{mark}"),
    "as UTF-16": lambda mark: web(f"javascript:{mark}\u2603"),
    "file": lambda mark: web(f"file:///{mark}.exe"),
    "data": lambda mark: web(f"data:text/html,{mark}"),
    "that calls itself an action": lambda mark: Dictionary(
        Type=Name.Action, S=Name.URI, URI=f"javascript:{mark}"
    ),
    "script": lambda mark: Dictionary(S=Name.JavaScript, JS=mark),
    "script that calls itself a page": lambda mark: Dictionary(
        Type=Name.Page, S=Name.JavaScript, JS=mark
    ),
    "launch": lambda mark: Dictionary(S=Name.Launch, F=mark),
    "form": lambda mark: Dictionary(S=Name.SubmitForm, F=mark),
    "import": lambda mark: Dictionary(S=Name.ImportData, F=mark),
    "other file": lambda mark: Dictionary(S=Name.GoToR, F=mark),
    "of no known kind": lambda mark: Dictionary(S=Name.NewAction, F=mark),
    "after another": lambda mark: Dictionary(
        S=Name.URI,
        URI="https://www.example.org/",
        Next=Array([web(f"javascript:{mark}")]),
    ),
}
"""Actions that must go, with a mark by which they are found."""


def in_annotations(pdf, actions):
    link = {"Type": Name.Annot, "Subtype": Name.Link, "Rect": [0, 0, 9, 9]}
    pdf.pages[0].Annots = Array(
        [Dictionary(**link, A=action, PA=action) for action in actions]
    )


def in_annotations_by_reference(pdf, actions):
    in_annotations(pdf, [pdf.make_indirect(action) for action in actions])


def in_outlines(pdf, actions):
    items = [
        pdf.make_indirect(Dictionary(Title="Chapter", A=action)) for action in actions
    ]
    for item, following in pairwise(items):
        item.Next, following.Prev = following, item
    pdf.Root.Outlines = pdf.make_indirect(
        Dictionary(First=items[0], Last=items[-1], Count=len(items))
    )


def in_a_name_tree(pdf, actions):
    names = []
    for number, action in enumerate(actions):
        names += [f"name {number:02}", Dictionary(A=action)]
    leaf = pdf.make_indirect(Dictionary(Limits=[names[0], names[-2]], Names=names))
    pdf.Root.Names = Dictionary(Dests=Dictionary(Kids=[leaf]))


def in_a_form(pdf, actions):
    button = {
        "Type": Name.Annot,
        "Subtype": Name.Widget,
        "FT": Name.Btn,
        "T": "b",
        "Rect": [0, 0, 9, 9],
    }
    buttons = [pdf.make_indirect(Dictionary(**button, A=action)) for action in actions]
    pdf.Root.AcroForm = Dictionary(Fields=Array(buttons))
    pdf.pages[0].Annots = Array(buttons)


PLACES = [
    in_annotations,
    in_annotations_by_reference,
    in_outlines,
    in_a_name_tree,
    in_a_form,
]


def made(change, *given):
    pdf = pikepdf.new()
    pdf.add_blank_page()
    change(pdf, *given)
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def clean(contents):
    return run_contained("pdf_cleaning", [], contents)


def contains(contents, words):
    """Return True if a text or a name in the PDF contains ``words``, in any way of writing it."""
    with pikepdf.open(io.BytesIO(contents)) as pdf:
        assert len(pdf.pages) == 1
        written = b"".join(each.unparse(resolved=True) for each in pdf.objects)
    utf_16 = words.encode("utf-16-be")
    ways = [
        words.encode(),
        words.encode().hex().encode(),
        utf_16,
        utf_16.hex().encode(),
    ]
    return any(way in written for way in ways)


@pytest.mark.parametrize("place", PLACES)
def test_what_runs_goes_out_of_a_pdf_wherever_it_stands(place):
    marks = {name: f"mark-{number:02}" for number, name in enumerate(HARMFUL)}
    contents = made(place, [make(marks[name]) for name, make in HARMFUL.items()])
    assert [name for name, mark in marks.items() if not contains(contents, mark)] == []

    cleaned = clean(contents)

    assert [name for name, mark in marks.items() if contains(cleaned, mark)] == []


@pytest.mark.parametrize("place", PLACES)
def test_links_to_the_web_a_mailbox_a_telephone_and_within_the_file_stay(place):
    addresses = [
        "https://www.example.org/a:b",
        "mailto:us@example.org",
        "tel:101",
        "chapter/2?a=b:c",
    ]
    there = Dictionary(S=Name.GoTo, D=Array([0, Name.Fit]))
    cleaned = clean(made(place, [*map(web, addresses), there]))

    for expected in (*addresses, "/GoTo"):
        assert contains(cleaned, expected), expected


def test_scripts_of_the_whole_file_and_a_base_of_its_addresses_go():
    def change(pdf):
        script = Dictionary(S=Name.JavaScript, JS="mark")
        pdf.Root.OpenAction = script
        pdf.Root.AA = Dictionary(WC=script)
        pdf.pages[0].AA = Dictionary(O=script)
        pdf.Root.URI = Dictionary(Base="javascript:mark//")
        pdf.Root.Names = Dictionary(
            JavaScript=Dictionary(Names=["a", script]),
            AlternatePresentations=Dictionary(
                Names=["a", Dictionary(Type=Name.SlideShow, R="mark")]
            ),
        )

    contents = made(change)
    assert contains(contents, "mark")
    assert not contains(clean(contents), "mark")
