"""What is stored of an upload: opened and cleaned in a process of its own."""

import re
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from ..contained import DAMAGED, ContainedFailureError, run_contained

JOBS = {
    "pdf": ("pdf_cleaning", []),
    **{kind: ("office_cleaning", [kind]) for kind in ("docx", "odt", "ods", "pptx", "xlsx")},
}
HEIC = (
    "This is a HEIC picture, as telephones take them, and not every browser shows those. Save it as a JPEG "
    "in the telephone or in a program for pictures, and take that."
)
LOOKS_LIKE_CODE = re.compile(rb"\s*(<[!?a-z]|#!)", re.IGNORECASE)
"""How a text begins that a browser or a machine might run."""


def clean_picture(upload: UploadedFile) -> None:
    """Replace the picture by its pixels alone, or raise ``ValidationError``."""
    if PurePath(upload.name or "").suffix.lower() in {".heic", ".heif"}:
        raise ValidationError(HEIC, code="other_contents")
    _clean(upload, "picture_cleaning", [])


def clean_document(upload: UploadedFile) -> None:
    """Replace the document by one without metadata, or raise ``ValidationError``.

    Kinds that the site does not take are refused elsewhere.
    """
    kind = PurePath(upload.name or "").suffix.lower().removeprefix(".")
    if kind in JOBS:
        _clean(upload, *JOBS[kind])
    elif kind in {"csv", "txt"}:
        upload.seek(0)
        if not _is_text(upload.read()):
            raise ValidationError(DAMAGED, code="other_contents")
        upload.seek(0)


def _clean(upload: UploadedFile, job: str, arguments: list[str]) -> None:
    upload.seek(0)
    try:
        contents = run_contained(job, arguments, upload.read())
    except ContainedFailureError as error:
        raise ValidationError(str(error), code="refused") from error
    # The very object of the request changes: Wagtail stores that one when another field of the form is wrong.
    upload.seek(0)
    upload.truncate()
    upload.write(contents)
    upload.size = len(contents)
    upload.seek(0)


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
