"""Takes out of a PDF what runs, what it carries along and what it tells of the people who made it."""

from typing import Any, BinaryIO

import pikepdf

from .child import RefusedError

ACTIONS_THAT_GO = {
    *("/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/Rendition"),
    *("/Sound", "/Movie", "/RichMediaExecute", "/GoTo3DView", "/Trans", "/ResetForm", "/Hide"),
}
"""What an action may be that does not call itself one."""
ACTIONS_THAT_STAY = {"/GoTo", "/URI", "/Named", "/SetOCGState", "/Thread"}
"""They lead to a place or an address, and run nothing."""
KEYS_THAT_GO = {
    # what runs
    *("/OpenAction", "/AA", "/JS", "/JavaScript", "/XFA", "/RichMediaContent"),
    # files within the file
    *("/EmbeddedFiles", "/EF", "/AF", "/Collection"),
    # who made it, when and with what
    *("/Metadata", "/PieceInfo", "/LastModified"),
}
ANNOTATIONS_THAT_GO = {"/RichMedia", "/Movie", "/Screen", "/Sound", "/3D", "/FileAttachment"}
ANNOTATIONS_BY_SOMEBODY = {
    *("/Text", "/FreeText", "/Line", "/Square", "/Circle", "/Polygon", "/PolyLine", "/Highlight"),
    *("/Underline", "/Squiggly", "/StrikeOut", "/Caret", "/Stamp", "/Ink", "/Redact"),
}
"""Their title, ``/T``, is the name of who made them."""


def run(given: BinaryIO, written: BinaryIO) -> None:
    """Write the PDF without scripts, embedded files and metadata; its title and language stay.

    What was deleted by an earlier change and still lay in the file is left out too. A digital signature no
    longer fits the file.
    """
    try:
        with pikepdf.open(given) as pdf:
            title = pdf.docinfo.get("/Title") or pdf.open_metadata().get("dc:title")
            for each in pdf.objects:
                _clean(each)
            if "/Info" in pdf.trailer:
                del pdf.trailer["/Info"]
            if title:
                pdf.docinfo["/Title"] = str(title)
            pdf.save(written)
    except pikepdf.PasswordError as error:
        raise RefusedError(
            "This PDF is protected by a password, so readers could not open it. Save it without one."
        ) from error


def _clean(part: Any) -> None:
    """Clean what belongs to ``part`` itself; what it only refers to is looked at in its turn."""
    places: list[Any] = []
    if isinstance(part, pikepdf.Array):
        places = list(reversed(range(len(part))))
    elif isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
        names_somebody = part.get("/Subtype") in ANNOTATIONS_BY_SOMEBODY
        for key in [*KEYS_THAT_GO, "/T"] if names_somebody else KEYS_THAT_GO:
            if key in part:
                del part[key]
        places = list(part.keys())
    for place in places:
        if _goes(part[place]):
            del part[place]
        elif not getattr(part[place], "is_indirect", False):
            _clean(part[place])


def _goes(value: Any) -> bool:
    """Tell whether ``value`` is an action or an annotation that does more than lead somewhere."""
    if not isinstance(value, pikepdf.Dictionary):
        return False
    if value.get("/Subtype") in ANNOTATIONS_THAT_GO:
        return True
    if value.get("/Type") == "/Action":
        return value.get("/S") not in ACTIONS_THAT_STAY
    return "/Type" not in value and value.get("/S") in ACTIONS_THAT_GO
