"""Opens a file of Microsoft Office as what it is: an archive of parts."""

import io
import re
import zipfile

from .child import RefusedError

MAX_PARTS = 3000
IS_LOCKED = (
    "This file is protected by a password. Save it without one and upload it again."
)
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
XML = (".xml", ".rels", ".vml")
MACROS = re.compile(
    r".*vbaproject\.bin|.*/activex/.*|.*/(intl)?macrosheets/.*|.*/dialogsheets/.*",
    re.IGNORECASE,
)
HAS_MACROS = (
    "This file contains macros or other code. Save it without them, or as a PDF."
)
MAIN_PARTS = {"xlsx": "xl/workbook.xml", "docx": "word/document.xml"}


def open_office_xml(contents: bytes, kind: str, max_unpacked: int) -> zipfile.ZipFile:
    """Return the parts of the file; raise ``RefusedError`` if they are not what such a file has."""
    other = RefusedError(
        f"This file is damaged or is not the type that its name says. Save it again as {kind.upper()} "
        "and upload it."
    )
    _refuse_old_office(contents, kind)
    # A file can be an archive and something else as well: an archive alone begins as
    # one.
    if not contents.startswith(b"PK\x03\x04"):
        raise other
    try:
        archive = zipfile.ZipFile(io.BytesIO(contents))
    except (zipfile.BadZipFile, ValueError) as error:
        raise other from error
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(map(MACROS.fullmatch, names)):
        raise RefusedError(HAS_MACROS)
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedError(IS_LOCKED)
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > max_unpacked:
        raise MemoryError
    if not {"[Content_Types].xml", MAIN_PARTS[kind]} <= names:
        raise other
    _refuse_declarations(archive)
    return archive


def _refuse_old_office(contents: bytes, kind: str) -> None:
    """Refuse a file of the kind that old programs wrote, and that asks for a password today."""
    if contents.startswith(OLD_OFFICE):
        if "EncryptedPackage".encode("utf-16-le") in contents:
            raise RefusedError(IS_LOCKED)
        raise RefusedError(
            f"This is an old file type. Save it as {kind.upper()} and upload it."
        )


def _refuse_declarations(archive: zipfile.ZipFile) -> None:
    """Refuse XML that declares entities, by which a few letters become gigabytes; Office never does."""
    for name in archive.namelist():
        if name.endswith(XML):
            # Text with two bytes a letter has null bytes in between.
            xml = archive.read(name).replace(b"\0", b"")
            if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
                raise RefusedError(
                    "This file contains declarations that Office files do not have, so it cannot be opened."
                )
