"""Takes out of a file of Microsoft Office or OpenDocument what tells of the people who made it.

What would run, or fetch something, when somebody opens the file is refused by its name: taken out, it would
leave a file that does not work.
"""

import posixpath
import re
import shutil
from collections.abc import Mapping
from typing import BinaryIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from .child import RefusedError
from .office_archive import HAS_MACROS, IS_LOCKED, XML, open_archive, refuse_declarations

MAX_UNPACKED = 100 * 1024 * 1024
CONTENT_TYPES = "[Content_Types].xml"

DDE = "a DDE field, which starts another program"
EMBEDDED = (
    "an embedded object, such as the workbook behind a chart: readers would get all of it. Paste a picture"
)
TEMPLATE = "a template from elsewhere. Choose the template Normal instead"
LINKED = "a link that fetches something from elsewhere. Put the thing itself in, or break the link"

REFUSED_RELATIONS = {
    **dict.fromkeys(["oleObject", "package", "control", "aFChunk", "subDocument", "frame"], EMBEDDED),
    **dict.fromkeys(["externalLink", "externalLinkPath"], LINKED),
}
"""By the last word of their type; ``externalLink`` is also how a workbook keeps DDE."""
REFUSED_ELEMENTS = {
    **dict.fromkeys(["ddeLink", "dde-link", "dde-connection", "dde-connection-decl", "dde-source"], DDE),
    **dict.fromkeys(["OLEObject", "oleObj", "oleObject", "object-ole", "plugin", "applet"], EMBEDDED),
    **dict.fromkeys(["floating-frame", "section-source", "table-source", "cell-range-source"], LINKED),
}
REFUSED_FIELDS = {
    **dict.fromkeys(["DDE", "DDEAUTO", "QUOTE", "MACROBUTTON"], DDE),
    **dict.fromkeys(["LINK", "INCLUDETEXT", "INCLUDEPICTURE", "IMPORT", "DATABASE"], LINKED),
    "EMBED": EMBEDDED,
}
"""Fields of Word; ``QUOTE`` spells any other by numbers."""
SHOWN = {"image", "fill-image", "background-image", "imagedata", "fill"}
"""Elements that show a picture, which may lie elsewhere."""
ELSEWHERE = re.compile(r"(?!data:)\w[\w+.-]+:|[\\/]{2}|\w:[\\/]|\.\./")
RUNS = ("ppaction://program", "ppaction://macro", "vnd.sun.star.script:", "macro:")
OTHER_OBJECTS = re.compile(
    r"application/vnd\.(?!oasis\.opendocument\.(chart|formula)|sun\.xml\.ui\.configuration).*"
)
"""What an OpenDocument may hold beside charts, formulas and the places of toolbars."""

BEGINS_AS_XML = re.compile(rb"(\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<")
RELATIONS_THAT_GO = {
    *("custom-properties", "thumbnail", "customXml", "customXmlProps"),
    *("origin", "signature"),  # digital signatures, which no longer fit
}
PARTS_THAT_GO = re.compile(
    r"Thumbnails/.*|META-INF/.*signatures.*|_xmlsignatures/.*|customXml/.*|docProps/(custom|thumb).*"
)
PEOPLE = re.compile(rb"""(\s(?:\w+:)?(?:author|initials|userId|userName)=)(?:"[^"<]*"|'[^'<]*')(?=[^<>]*>)""")
"""Attributes that name a person, wherever they stand, such as with a change or a comment."""
PEOPLE_IN_LISTS = re.compile(rb"""(\s(?:name|displayName)=)(?:"[^"<]*"|'[^'<]*')(?=[^<>]*>)""")
LISTS_OF_PEOPLE = re.compile(r"ppt/(commentAuthors|authors)\.xml|xl/persons/.*|word/people\.xml")
PEOPLE_IN_TEXT = re.compile(
    rb"(<((?:\w+:)?(?:author|creator|initial-creator|creator-initials|sender-initials|printed-by))(?:\s[^<>]*)?>)[^<]*(?=</\2>)"
)
FOLDER_OF_AUTHOR = re.compile(rb"<\w+:absPath\b[^<>]*/>")
CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"/>'
)
EXTENDED = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
PROPERTIES = {"docProps/core.xml": CORE, "docProps/app.xml": EXTENDED}
OPEN_DOCUMENT_META = (
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3"><office:meta/></office:document-meta>'
)
DC_TITLE = "{http://purl.org/dc/elements/1.1/}title"


def run(given: BinaryIO, written: BinaryIO, kind: str) -> None:
    """Write the file without metadata and names of people; its title stays."""
    with open_archive(given, kind, MAX_UNPACKED) as archive, ZipFile(written, "w") as cleaned:
        properties, gone = _find_parts(archive)
        for part in archive.infolist():
            name = part.filename
            if name in gone or part.is_dir():
                continue
            # Without the times and the machine of who made it.
            new = ZipInfo(name)
            new.compress_type = ZIP_STORED if name == "mimetype" else ZIP_DEFLATED
            if name in properties or _is_xml(archive, part):
                cleaned.writestr(new, _clean_part(name, archive.read(part), properties, gone))
            else:
                with archive.open(part) as source, cleaned.open(new, "w") as target:
                    shutil.copyfileobj(source, target)


def _find_parts(archive: ZipFile) -> tuple[dict[str, str], set[str]]:
    """Return what takes the place of the parts with metadata, and the names of the parts that go."""
    names = archive.namelist()
    is_open_document = "mimetype" in names
    properties = {"meta.xml": OPEN_DOCUMENT_META} if is_open_document else {**PROPERTIES}
    gone = {name for name in names if PARTS_THAT_GO.fullmatch(name)}
    for name in names:
        if not name.endswith(".rels"):
            continue
        folder = posixpath.dirname(posixpath.dirname(name))
        for each in _parsed(archive.read(name)):
            kind, target = _kind_of(each), posixpath.join("/", folder, each.get("Target", ""))
            target = posixpath.normpath(target).lstrip("/")
            if kind in RELATIONS_THAT_GO:
                gone.add(target)
            elif kind == "core-properties":
                properties[target] = CORE
            elif kind == "extended-properties":
                properties[target] = EXTENDED
    return properties, gone


def _is_xml(archive: ZipFile, part: ZipInfo) -> bool:
    # A program finds a part by what leads to it, whatever its name.
    with archive.open(part) as file:
        return part.filename.endswith(XML) or bool(BEGINS_AS_XML.match(file.read(100)))


def _clean_part(name: str, xml: bytes, properties: Mapping[str, str], gone: set[str]) -> bytes:
    if name in properties:
        return _with_title_of(_parsed(xml), properties[name], "office" if name == "meta.xml" else "")
    if name.endswith(".rels"):
        return _clean_relations(_parsed(xml))
    if name == CONTENT_TYPES:
        return _clean_content_types(_parsed(xml), gone)
    if name == "META-INF/manifest.xml":
        return _clean_manifest(_parsed(xml), gone)
    refuse_declarations(xml)
    parser = ET.XMLParser(target=_Watch())  # noqa: S314 -- it declares no entities
    parser.feed(xml)
    parser.close()
    xml = PEOPLE.sub(rb'\1""', xml)
    if LISTS_OF_PEOPLE.fullmatch(name):
        xml = PEOPLE_IN_LISTS.sub(rb'\1""', xml)
    return FOLDER_OF_AUTHOR.sub(b"", PEOPLE_IN_TEXT.sub(rb"\1", xml))


def _parsed(xml: bytes) -> ET.Element:
    refuse_declarations(xml)
    return ET.fromstring(xml)  # noqa: S314 -- it declares no entities


def _with_title_of(old: ET.Element, new: str, prefix: str) -> bytes:
    made = ET.fromstring(new)  # noqa: S314 -- ours
    if words := old.findtext(f".//{DC_TITLE}"):
        title = ET.SubElement(next(iter(made), made), DC_TITLE)
        title.text = words
    return _written(made, prefix)


def _written(root: ET.Element, prefix: str = "") -> bytes:
    ET.register_namespace(prefix, root.tag[1:].partition("}")[0])
    return bytes(ET.tostring(root, "UTF-8", xml_declaration=True))


def _kind_of(relation: ET.Element) -> str:
    return relation.get("Type", "").rstrip("/").rpartition("/")[2]


def _clean_relations(relations: ET.Element) -> bytes:
    """Refuse what a program would run or fetch by itself; leave out what leads to parts that go."""
    for each in list(relations):
        kind = _kind_of(each)
        if kind in RELATIONS_THAT_GO:
            relations.remove(each)
        elif "macro" in kind.lower() or kind in {"vbaProject", "dialogsheet", "activeXControlBinary"}:
            raise RefusedError(HAS_MACROS)
        elif kind == "attachedTemplate":
            raise RefusedError(_contains(TEMPLATE))
        elif kind in REFUSED_RELATIONS:
            raise RefusedError(_contains(REFUSED_RELATIONS[kind]))
        elif each.get("TargetMode") == "External" and kind != "hyperlink":
            raise RefusedError(_contains(LINKED))
    return _written(relations)


def _clean_content_types(types: ET.Element, gone: set[str]) -> bytes:
    for each in list(types):
        if re.search("macro|vbaProject|activeX|dialogsheet", each.get("ContentType", ""), re.IGNORECASE):
            # Many files say how such a part would be known, and have none.
            if each.get("PartName"):
                raise RefusedError(HAS_MACROS)
        elif each.get("PartName", "").lstrip("/") in gone:
            types.remove(each)
    return _written(types)


def _clean_manifest(manifest: ET.Element, gone: set[str]) -> bytes:
    """Leave out of an OpenDocument's list the parts that go; refuse what is neither chart nor formula."""
    for each in list(manifest):
        values = {_local(key): value for key, value in each.attrib.items()}
        path, kind = values.get("full-path", ""), values.get("media-type", "")
        if any(_local(part.tag) == "encryption-data" for part in each):
            raise RefusedError(IS_LOCKED)
        if path != "/" and OTHER_OBJECTS.fullmatch(kind):
            raise RefusedError(_contains(EMBEDDED))
        if path in gone:
            manifest.remove(each)
    return _written(manifest, "manifest")


def _contains(what: str) -> str:
    return f"This file contains {what}, or save it as a PDF."


class _Watch:
    """Reads a part element by element, and refuses what makes a program do more than show it."""

    def __init__(self) -> None:
        self.fields: list[str] = []
        """What the fields of Word that are open say so far: one may stand within another."""
        self.text: list[str] | None = None

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        name, values = _local(tag), {_local(key): value for key, value in attributes.items()}
        _refuse_element(name, values)
        if tag.endswith("office:1.0}script"):
            raise RefusedError(HAS_MACROS)
        if name == "fldSimple":
            _refuse_field(values.get("instr", ""))
        elif name == "fldChar":
            self._go_through_field(values.get("fldCharType", ""))
        elif name in {"instrText", "f", "definedName"}:
            self.text = []

    def _go_through_field(self, place: str) -> None:
        if place == "begin":
            if self.fields and not self.fields[-1].strip():
                raise RefusedError(_contains(DDE))  # another field says what this one is
            self.fields.append("")
        elif self.fields:
            _refuse_field(self.fields[-1])
            if place == "end":
                self.fields.pop()

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, tag: str) -> None:
        if self.text is None:
            return
        name, text = _local(tag), "".join(self.text)
        if name == "instrText":
            if self.fields:
                self.fields[-1] += text
            else:
                _refuse_field(text)
        elif name in {"f", "definedName"} and "|" in re.sub(r""""[^"]*"|'[^']*'""", "", text):
            raise RefusedError(_contains(DDE))  # =program|'file'!A1
        self.text = None


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _refuse_element(name: str, values: Mapping[str, str]) -> None:
    if name in REFUSED_ELEMENTS:
        raise RefusedError(_contains(REFUSED_ELEMENTS[name]))
    if name == "event-listener" or any(value.startswith(RUNS) for value in values.values()):
        raise RefusedError(HAS_MACROS)
    if "DDE(" in values.get("formula", "").upper():
        raise RefusedError(_contains(DDE))
    if name in SHOWN and ELSEWHERE.match(values.get("href") or values.get("src") or ""):
        raise RefusedError(_contains(LINKED))


def _refuse_field(instruction: str) -> None:
    words = instruction.split()
    if words and words[0].upper() in REFUSED_FIELDS:
        raise RefusedError(_contains(REFUSED_FIELDS[words[0].upper()]))
