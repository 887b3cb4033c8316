"""Bombs are refused, and office files hold nothing that runs, fetches something or tells of people."""

import io
import re
import zipfile
import zlib

import pytest
from PIL import Image

from pages.files.contained import DAMAGED, MEGABYTE, TOO_MUCH, ContainedFailureError, run_contained

from .test_contained import zipped

TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">{}</Types>'
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:document>'
DC = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
OPEN_DOCUMENT = "urn:oasis:names:tc:opendocument:xmlns"
TEXT = "application/vnd.oasis.opendocument.text"


def refusal(job, contents, *arguments):
    with pytest.raises(ContainedFailureError) as refused:
        run_contained(job, [*arguments], contents)
    return str(refused.value)


# Bombs


def pdf_with_long_metadata():
    """A PDF of 300 KB whose metadata have 300 MB."""
    deflate = zlib.compressobj()
    deflated = b"".join(deflate.compress(b" " * MEGABYTE) for _ in range(300)) + deflate.flush()
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


def document_with_one_part_listed_often():
    """An archive whose list names the same bytes again and again: it unpacks to forty gigabytes."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(""))
        archive.writestr("word/document.xml", WORD.format(""))
        archive.writestr("word/media/a.png", bytes(21 * MEGABYTE))
        archive.filelist += [archive.filelist[-1]] * 2000
    return file.getvalue()


@pytest.mark.parametrize(
    ("job", "make", "said"),
    [
        (["pdf_cleaning"], pdf_with_long_metadata, TOO_MUCH),
        (["picture_cleaning"], picture_of_one_frame_again_and_again, "too many pixels"),
        (["picture_cleaning"], lambda: picture_of_many_frames("WEBP", 5), "too many pixels"),
        (["picture_cleaning"], lambda: picture_of_many_frames("TIFF", 2), DAMAGED),
        (["office_cleaning", "docx"], document_with_one_part_listed_often, TOO_MUCH),
        (
            ["office_cleaning", "docx"],
            lambda: document(f"<!DOCTYPE a [<!ENTITY a '{'a' * 999}'>]><a>{'&a;' * 999}</a>"),
            "declares what no Office file declares",
        ),
    ],
    ids=["metadata", "GIF", "WebP", "TIFF", "listed often", "entities"],
)
def test_a_bomb_is_refused(job, make, said):
    assert said in refusal(job[0], make(), *job[1:])


def test_a_picture_of_24_megapixels_that_must_be_turned_is_taken():
    exif = Image.Exif()
    exif[0x0112] = 6
    saved = io.BytesIO()
    Image.new("RGB", (6000, 4000), "red").save(saved, "JPEG", exif=exif)

    with Image.open(io.BytesIO(run_contained("picture_cleaning", [], saved.getvalue()))) as cleaned:
        assert cleaned.size == (4000, 6000)


# Office files


def document(main, relations="", types="", **parts):
    """Return a Word document."""
    return zipped(
        {
            "[Content_Types].xml": TYPES.format(types),
            "word/document.xml": main,
            "word/_rels/document.xml.rels": RELATIONS.format(relations),
            **parts,
        }
    )


def workbook(**parts):
    return zipped({"[Content_Types].xml": TYPES.format(""), "xl/workbook.xml": "<workbook/>", **parts})


def entry(path, kind):
    return f'<m:file-entry m:full-path="{path}" m:media-type="{kind}"/>'


def open_text(content, manifest=""):
    """Return an OpenDocument text."""
    return zipped(
        {
            "mimetype": TEXT,
            "content.xml": f'<a xmlns:o="{OPEN_DOCUMENT}:office:1.0" {XLINK} {DC}>{content}</a>',
            "META-INF/manifest.xml": f'<m:manifest xmlns:m="m">{entry("/", TEXT)}{manifest}</m:manifest>',
        }
    )


def relation(kind, target, mode=""):
    return f'<Relationship Id="r" Type="{OFFICE}/{kind}" Target="{target}" {mode}/>'


def field(*pieces):
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:fldChar w:fldCharType="begin"/>{runs}<w:fldChar w:fldCharType="end"/>'


EXTERNAL = 'TargetMode="External"'
MACRO_SHEET = '<Override PartName="/xl/a.xml" ContentType="application/vnd.ms-excel.macrosheet+xml"/>'


def word(body):
    return "docx", document(WORD.format(body))


def linked(*relation_to, **parts):
    return "docx", document("<a/>", relation(*relation_to), **parts)


def sheet(name, xml):
    return "xlsx", workbook(**{name: xml})


def odt(content, *entries):
    return "odt", open_text(content, *entries)


REFUSED = {
    "a DDE field": [
        word(field(" DD", "EAUTO c:\\a.exe")),
        word(field("&#68;DE a")),
        word('<w:fldSimple w:instr=" dde a"/>'),
        word('<w:fldChar w:fldCharType="begin"/>' + field("PAGE")),  # one field spells the other
        sheet("xl/worksheets/sheet1.xml", "<c><f>cmd|'/c a'!A1</f></c>"),
        sheet("xl/externalLinks/a.xml", "<a><ddeLink/></a>"),
        odt("<dde-connection-decl/>"),
    ],
    "an embedded object": [
        linked("oleObject", "embeddings/a.bin"),
        linked("package", "embeddings/a.xlsx"),
        odt("<object-ole/>"),
        odt("", entry("Object 1/", TEXT)),
    ],
    "a template from elsewhere": [linked("attachedTemplate", "http://a/b.dotm", EXTERNAL)],
    "fetches something from elsewhere": [
        word(field("INCLUDEPICTURE http://a")),
        linked("image", "http://a/b", EXTERNAL),
        sheet("xl/_rels/workbook.xml.rels", RELATIONS.format(relation("externalLink", "a"))),
        odt('<image xlink:href="http://a/b"/>'),
    ],
    "macros, macro sheets": [
        linked("image", "a", **{"word/vbaProject.bin": "x"}),
        linked("vbaProject", "a.bin"),
        sheet("xl/macrosheets/a.xml", "<a/>"),
        ("docx", document("<a/>", types=MACRO_SHEET)),
        word('<a action="ppaction://program"/>'),
        odt("<o:script/>"),
        ("odt", zipped({"mimetype": TEXT, "Basic/a.xml": "<a/>"})),
    ],
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_runs_or_fetches_is_refused_by_name(name):
    for number, (kind, contents) in enumerate(REFUSED[name]):
        assert name in refusal("office_cleaning", contents, kind), number


def test_links_and_usual_fields_are_taken():
    words = field(" HYPERLINK &quot;https://a&quot; ") + field("PAGE") + '<w:fldSimple w:instr="DATE"/>'
    relations = relation("hyperlink", "https://www.example.org/", EXTERNAL) + relation("image", "media/a.png")

    run_contained("office_cleaning", ["docx"], document(WORD.format(words), relations))
    chart = entry("Object 1/", "application/vnd.oasis.opendocument.chart")
    run_contained("office_cleaning", ["odt"], open_text('<image xlink:href="Pictures/a.png"/>', chart))
    formula = {"xl/worksheets/sheet1.xml": "<c><f>IF(A1=\"|\",'a|b'!A1)</f></c>"}
    run_contained("office_cleaning", ["xlsx"], workbook(**formula))


def parts_of(contents):
    with zipfile.ZipFile(io.BytesIO(contents)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        return {name: archive.read(name) for name in archive.namelist()}


OUR_ANSWER = f"<a {DC}><dc:title>Our answer</dc:title><dc:creator>Jo Secret</dc:creator></a>"


def test_who_made_an_office_file_goes_and_its_title_stays():
    core = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    made = document(
        WORD.format('<w:ins w:author="Jo Secret" w:date="2026-01-01"><w:t>Jo says author="x"</w:t></w:ins>'),
        types='<Override PartName="/customXml/item1.xml" ContentType="application/xml"/>'
        '<Override PartName="/word/document.xml" ContentType="application/xml"/>',
        **{
            "_rels/.rels": RELATIONS.format(
                f'<Relationship Id="c" Type="{core}" Target="docProps/core.xml"/>'
                + relation("extended-properties", "docProps/app.xml")
                + relation("custom-properties", "docProps/custom.xml")
                + relation("officeDocument", "word/document.xml")
            ),
            "docProps/core.xml": OUR_ANSWER,
            "docProps/app.xml": "<a><Company>Secret</Company></a>",
            "docProps/custom.xml": "<a>Secret</a>",
            "customXml/item1.xml": "<a>Secret</a>",
            "word/people.xml": "<w15:people xmlns:w15='w'><w15:person w15:author='Secret'/></w15:people>",
            "word/comments.xml": '<a><comment author="Jo Secret" initials="Secret">Agreed</comment></a>',
            "word/media/a.png": b"picture",
        },
    )

    cleaned = parts_of(run_contained("office_cleaning", ["docx"], made))

    assert b"Secret" not in b"".join(cleaned.values())
    assert b"Our answer" in cleaned["docProps/core.xml"]
    assert b"Agreed" in cleaned["word/comments.xml"]
    assert b'Jo says author="x"' in cleaned["word/document.xml"]
    assert cleaned["word/media/a.png"] == b"picture"
    assert not [name for name in cleaned if "custom" in name]
    assert b"custom" not in cleaned["[Content_Types].xml"] + cleaned["_rels/.rels"]
    assert b"word/document.xml" in cleaned["_rels/.rels"]


def test_who_made_a_workbook_and_an_opendocument_goes():
    authors = "<comments><authors><author>Jo Secret</author></authors></comments>"
    persons = '<a><person displayName="Jo Secret" userId="Secret"/></a>'
    table = '<table displayName="Table1" name="Table1"/>'
    made = workbook(
        **{"xl/comments1.xml": authors, "xl/persons/person.xml": persons, "xl/tables/table1.xml": table}
    )
    cleaned = parts_of(run_contained("office_cleaning", ["xlsx"], made))
    assert b"Secret" not in b"".join(cleaned.values())
    assert cleaned["xl/tables/table1.xml"] == table.encode()

    made = open_text("<dc:creator>Jo Secret</dc:creator>Agreed", entry("Thumbnails/a.png", ""))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    cleaned = parts_of(
        run_contained(
            "office_cleaning",
            ["odt"],
            zipped({**parts, "meta.xml": OUR_ANSWER, "Thumbnails/a.png": "Secret"}),
        )
    )
    assert b"Secret" not in b"".join(cleaned.values())
    assert b"Thumbnails" not in cleaned["META-INF/manifest.xml"]
    assert b"Our answer" in cleaned["meta.xml"]
    assert re.search(b"creator>Agreed", cleaned["content.xml"])
    assert next(iter(cleaned)) == "mimetype"
