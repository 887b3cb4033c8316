"""A force's logo: SVG that can do nothing but be seen."""

import re
from xml.etree import ElementTree

from django.core.exceptions import ValidationError

MOST_BYTES = 8_000
"""The logo is a part of every page."""
SVG = "http://www.w3.org/2000/svg"
SHAPES = {
    *("svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon"),
    *("defs", "linearGradient", "radialGradient", "stop", "clipPath"),
}
ATTRIBUTES = {
    *(
        "viewBox",
        "width",
        "height",
        "x",
        "y",
        "x1",
        "y1",
        "x2",
        "y2",
        "cx",
        "cy",
        "r",
        "rx",
        "ry",
        "fx",
        "fy",
        "d",
    ),
    *("points", "transform", "id", "offset", "gradientUnits", "gradientTransform", "clipPathUnits"),
    *("fill", "fill-rule", "fill-opacity", "clip-rule", "clip-path", "opacity", "stop-color", "stop-opacity"),
    *("stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity"),
}
OWN_REFERENCE = re.compile(r"url\(#[\w-]+\)")
"""The only address that a value may have: that of a part of the logo itself."""


def make_svg_safe(text: str) -> str:
    """Return the shapes of the SVG in ``text`` without scripts, styles, links and texts of others.

    Raises ``ValidationError`` for what is no SVG, is too large, or has no shape left.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValidationError("Take the DOCTYPE out of the SVG.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a DOCTYPE there are no entities to expand
    except ElementTree.ParseError as error:
        raise ValidationError("This is no SVG.") from error
    if root.tag not in {f"{{{SVG}}}svg", "svg"}:
        raise ValidationError("This is no SVG.")
    _clean(root)
    if not root.get("viewBox") or not len(root):
        raise ValidationError("The SVG needs a viewBox, and shapes in it.")
    for name in ("width", "height", "id"):
        root.attrib.pop(name, None)
    root.set("xmlns", SVG)
    safe = ElementTree.tostring(root, encoding="unicode")
    if len(safe.encode()) > MOST_BYTES:
        raise ValidationError(f"The SVG has more than {MOST_BYTES:,} bytes. Have it simplified.")
    return safe


def _clean(element: ElementTree.Element) -> None:
    element.tag = _plain_name(element.tag)
    element.text = element.tail = None
    for name, value in list(element.attrib.items()):
        is_safe = name in ATTRIBUTES and not re.search(r"[<>&\\]|:", OWN_REFERENCE.sub("", value))
        if not is_safe or "url(" in OWN_REFERENCE.sub("", value):
            del element.attrib[name]
    for child in list(element):
        if _plain_name(child.tag) in SHAPES - {"svg"}:
            _clean(child)
        else:
            element.remove(child)


def _plain_name(tag: object) -> str:
    """Return the name of an element of SVG; empty for anything else, such as a comment."""
    if not isinstance(tag, str) or (tag.startswith("{") and not tag.startswith(f"{{{SVG}}}")):
        return ""
    return tag.removeprefix(f"{{{SVG}}}")
