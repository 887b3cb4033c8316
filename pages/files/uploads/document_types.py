"""Whether a document is what its name says."""

import re
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

OFFICE_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}
"""Where a file of Microsoft Office keeps what it shows."""
OPEN_DOCUMENT_TYPES = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
MACROS = re.compile(r".*vbaproject\.bin|(basic|scripts)/.*|.*/activex/.*", re.IGNORECASE)
"""Names of the parts of an office file that run."""
LOOKS_LIKE_CODE = re.compile(rb"\s*(<[!?a-z]|#!)", re.IGNORECASE)
"""How a text begins that a browser or a machine might run."""
NOT_WHAT_ITS_NAME_SAYS = (
    "This file is not what its name says: it has the contents of another kind of file. "
    "Open it in the program that made it, and save it again as {kind}."
)
HAS_MACROS = "This file contains macros or other parts that run. Save it without them, or as a PDF."


def kind_of(upload: UploadedFile) -> str:
    """Return the end of the file's name, in small letters."""
    return PurePath(upload.name or "").suffix.lower().removeprefix(".")


def refuse_other_contents(upload: UploadedFile) -> None:
    """Raise ``ValidationError`` unless the contents fit the end of the name, and nothing in them runs.

    A PDF is looked at where it is cleaned. Kinds that the site does not take are refused elsewhere.
    """
    kind = kind_of(upload)
    upload.seek(0)
    if kind in OFFICE_FOLDERS or kind in OPEN_DOCUMENT_TYPES:
        fits = _is_office_file(upload, kind)
    elif kind in {"csv", "txt"}:
        fits = _is_text(upload.read())
    elif kind == "rtf":
        fits = _is_rich_text(upload.read())
    else:
        fits = True
    upload.seek(0)
    if not fits:
        raise ValidationError(NOT_WHAT_ITS_NAME_SAYS.format(kind=kind.upper()), code="other_contents")


def _is_office_file(upload: UploadedFile, kind: str) -> bool:
    # A file can be an archive and something else as well: an archive alone begins as one.
    if upload.read(4) != b"PK\x03\x04":
        return False
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
            if kind in OFFICE_FOLDERS:
                fits = "[Content_Types].xml" in names and any(
                    name.startswith(OFFICE_FOLDERS[kind]) for name in names
                )
            else:
                with archive.open("mimetype") as stated:
                    fits = stated.read(100) == OPEN_DOCUMENT_TYPES[kind]
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, EOFError, OSError, ValueError):
        return False  # what the library raises for archives that are damaged, locked or without the part
    if any(MACROS.fullmatch(name) for name in names):
        raise ValidationError(HAS_MACROS, code="macros")
    return fits


def _is_text(contents: bytes) -> bool:
    without_mark = contents.removeprefix(b"\xef\xbb\xbf")
    if LOOKS_LIKE_CODE.match(without_mark):
        return False
    if contents.startswith((b"\xff\xfe", b"\xfe\xff")):  # as Excel saves “Unicode text”
        return _decodes(contents, "utf-16")
    return b"\0" not in contents and (_decodes(contents, "utf-8") or _decodes(contents, "cp1252"))


def _decodes(contents: bytes, encoding: str) -> bool:
    try:
        contents.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _is_rich_text(contents: bytes) -> bool:
    if b"\\objdata" in contents:
        raise ValidationError(HAS_MACROS, code="macros")
    return contents.startswith(b"{\\rtf")
