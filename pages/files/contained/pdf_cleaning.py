"""Takes out of a PDF what runs, what it carries along and what it tells of the people who made it."""

import re
from typing import Any, BinaryIO

import pikepdf

from .child import RefusedError

ACTIONS_THAT_GO = {
    "/JavaScript",
    "/Launch",
    "/SubmitForm",
    "/ImportData",
    "/GoToR",
    "/GoToE",
    "/Rendition",
    "/Sound",
    "/Movie",
    "/RichMediaExecute",
    "/GoTo3DView",
    "/Trans",
    "/ResetForm",
    "/Hide",
}
"""What an action may be wherever it stands, whatever it calls itself."""
ACTIONS_THAT_STAY = {"/GoTo", "/URI", "/Named", "/SetOCGState", "/Thread"}
"""They lead to a place or an address, and run nothing."""
KEYS_OF_ACTIONS = {"/A", "/PA", "/Next"}
SAFE_SCHEMES = {"http", "https", "mailto", "tel"}
SCHEME = re.compile(r"([^/?#:]*):")
KEYS_THAT_GO = {
    # what runs
    "/OpenAction",
    "/AA",
    "/JS",
    "/JavaScript",
    "/XFA",
    "/RichMediaContent",
    # files within the file
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/Collection",
    "/AlternatePresentations",
    # who made it, when and with what
    "/Metadata",
    "/PieceInfo",
    "/LastModified",
}
ANNOTATIONS_THAT_GO = {
    "/RichMedia",
    "/Movie",
    "/Screen",
    "/Sound",
    "/3D",
    "/FileAttachment",
}
ANNOTATIONS_BY_SOMEBODY = {
    "/Text",
    "/FreeText",
    "/Line",
    "/Square",
    "/Circle",
    "/Polygon",
    "/PolyLine",
    "/Highlight",
    "/Underline",
    "/Squiggly",
    "/StrikeOut",
    "/Caret",
    "/Stamp",
    "/Ink",
    "/Redact",
}
"""Their title, ``/T``, is the name of who made them."""


def run(given: BinaryIO, written: BinaryIO) -> None:
    """Write the PDF without scripts, embedded files and metadata; its title and language stay.

    What was deleted by an earlier change and still lay in the file is left out too. A
    digital signature no longer fits the file.
    """
    try:
        with pikepdf.open(given) as pdf:
            title = pdf.docinfo.get("/Title") or pdf.open_metadata().get("dc:title")
            for obj in pdf.objects:
                _clean(obj)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            if title:
                pdf.docinfo["/Title"] = str(title)
            pdf.save(written)
    except pikepdf.PasswordError as error:
        raise RefusedError(
            "This PDF is protected by a password, so readers could not open it. Save it without one."
        ) from error


def _delete_keys(part: Any) -> None:
    keys = list(KEYS_THAT_GO)
    if part.get("/Subtype") in ANNOTATIONS_BY_SOMEBODY:
        keys.append("/T")
    for key in keys:
        if key in part:
            del part[key]


def _clean(part: Any) -> None:
    """Clean what belongs to ``part`` itself; what it only refers to is looked at in its turn."""
    places: list[Any] = []
    if isinstance(part, pikepdf.Array):
        places = list(reversed(range(len(part))))
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        _delete_keys(part)
        places = list(part.keys())
    for place in places:
        value = part[place]
        if _goes(place, value):
            del part[place]
        elif not getattr(value, "is_indirect", False):
            _clean(value)


def _goes(place: str | int, value: Any) -> bool:
    """Return True if ``value`` does more than lead somewhere; ``place`` is its key or its number."""
    if place == "/Base":  # of the addresses in the file
        return isinstance(value, pikepdf.String) and not _is_safe(value)
    if not isinstance(value, pikepdf.Dictionary):
        return False
    if (
        value.get("/Subtype") in ANNOTATIONS_THAT_GO
        or value.get("/S") in ACTIONS_THAT_GO
    ):
        return True
    if value.get("/S") == "/URI":
        return not _is_safe(value.get("/URI"))
    is_action = value.get("/Type") == "/Action" or (
        place in KEYS_OF_ACTIONS and "/S" in value
    )
    return is_action and value.get("/S") not in ACTIONS_THAT_STAY


def _is_safe(address: Any) -> bool:
    """Return True if ``address`` is relative or of a known scheme; ``javascript:`` and ``file:`` are not."""
    # Browsers ignore spaces and control characters in a scheme.
    letters = [letter for letter in str(address) if letter > " "]
    scheme = SCHEME.match("".join(letters))
    return scheme is None or scheme[1].lower() in SAFE_SCHEMES
