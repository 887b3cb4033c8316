"""What happens to an upload before it is stored: it is checked for harm, and cleaned in a process of its own.

Harm is asked of clamd, ClamAV's service, where an operator has set CLAMD_ADDRESS. The
protocol is that of ``man clamd``, command INSTREAM: the Python clients of clamd are no
longer kept, or under a licence that binds who uses them.
"""

import logging
import re
import socket
from pathlib import PurePath
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from .contained import DAMAGED, ContainedFailureError, run_contained

OFFICE_KINDS = {
    "doc",
    "docm",
    "docx",
    "dotx",
    "odt",
    "pages",
    "rtf",
    "numbers",
    "ods",
    "xls",
    "xlsb",
    "xlsm",
    "xlsx",
    "key",
    "odp",
    "pps",
    "ppsx",
    "ppt",
    "pptm",
    "pptx",
}
"""Files of Word, Excel, PowerPoint, LibreOffice and iWork, whose authors and links are hard to take out."""
SAVE_AS_PDF = (
    "Documents must be PDF, CSV or plain text. Save it as a PDF and upload it."
)
SAVE_AS_PICTURE = (
    "Pictures must be JPEG, PNG, GIF or WebP. Save it as a JPEG or PNG and upload it."
)
LOOKS_LIKE_CODE = re.compile(rb"\s*(<[!?a-z]|#!)", re.IGNORECASE)
"""How a text begins that a browser or a machine might run."""


def clean_picture(upload: UploadedFile) -> None:
    """Replace the picture by its pixels alone, or raise ``ValidationError``."""
    if _kind(upload) not in settings.WAGTAILIMAGES_EXTENSIONS:
        raise ValidationError(SAVE_AS_PICTURE, code="other_contents")
    _clean(upload, "picture_cleaning")


def clean_document(upload: UploadedFile) -> None:
    """Replace a PDF by one without scripts and metadata, or raise ``ValidationError``; text stays."""
    kind = _kind(upload)
    if kind in OFFICE_KINDS:
        raise ValidationError(SAVE_AS_PDF, code="office_file")
    if kind == "pdf":
        _clean(upload, "pdf_cleaning")
    elif kind in {"csv", "txt", "eml"}:
        upload.seek(0)
        if not _is_text(upload.read()):
            raise ValidationError(DAMAGED, code="other_contents")
        upload.seek(0)


def _kind(upload: UploadedFile) -> str:
    return PurePath(upload.name or "").suffix.lower().removeprefix(".")


def _clean(upload: UploadedFile, job: str) -> None:
    upload.seek(0)
    try:
        contents = run_contained(job, [], upload.read())
    except ContainedFailureError as error:
        raise ValidationError(str(error), code="refused") from error
    # The very object of the request changes: Wagtail stores that one when another field
    # of the form is wrong.
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
    return b"\0" not in contents and (
        _decodes(contents, "utf-8") or _decodes(contents, "cp1252")
    )


def _decodes(contents: bytes, encoding: str) -> bool:
    try:
        contents.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


logger = logging.getLogger(__name__)

TIMEOUT_SECONDS = 30
MOST_ANSWER_BYTES = 4096


def refuse_malware(upload: UploadedFile) -> None:
    """Raise ``ValidationError`` for a file that clamd knows as harmful or could not check."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        answer = _ask_clamd(upload)
    except OSError as error:
        logger.error(
            "clamd did not answer at CLAMD_ADDRESS (%s): uploads are refused until it does.",
            type(error).__name__,
        )
        answer = ""
    finally:
        upload.seek(0)
    if answer.endswith(" FOUND"):
        logger.warning("An upload was refused as harmful: %s", answer)
        raise ValidationError(
            "The virus scanner found this file to be harmful. It was not saved.",
            code="malware",
        )
    if answer != "stream: OK":
        raise ValidationError(
            "We could not check this file for viruses, so it was not saved. Try again in a few minutes. "
            "If it happens again, tell the people who run the site.",
            code="unchecked",
        )


def clamd_answers() -> bool:
    """Return True if clamd can check an upload now, or if nobody has asked for that."""
    if not settings.CLAMD_ADDRESS:
        return True
    try:
        with _connection(timeout=3) as clamd:
            clamd.sendall(b"zPING\0")
            return clamd.recv(MOST_ANSWER_BYTES) == b"PONG\0"
    except OSError:
        return False


def _ask_clamd(upload: UploadedFile) -> str:
    """Return what clamd says of the contents.

    Raises ``OSError`` if it cannot be asked.
    """
    with _connection() as clamd:
        clamd.sendall(b"zINSTREAM\0")
        for chunk in upload.chunks():
            clamd.sendall(len(chunk).to_bytes(4, "big") + chunk)
        clamd.sendall((0).to_bytes(4, "big"))
        answer = b""
        while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER_BYTES:
            received = clamd.recv(MOST_ANSWER_BYTES)
            if not received:
                break
            answer += received
    return answer.rstrip(b"\0").decode("ascii", "replace")


def _connection(timeout: int = TIMEOUT_SECONDS) -> socket.socket:
    address = urlsplit(settings.CLAMD_ADDRESS)
    if address.scheme == "tcp":
        return socket.create_connection(
            (address.hostname, address.port), timeout=timeout
        )
    connection = socket.socket(socket.AF_UNIX)
    connection.settimeout(timeout)
    try:
        connection.connect(address.path)
    except OSError:
        connection.close()
        raise
    return connection
