"""The colour and logo of the force, and the first styles, which are inline and allowed by their hash."""

import re
from functools import cache
from xml.etree import ElementTree

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from pages.core.content_security_policy import hash_source

HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")
MINIMUM_CONTRAST = 4.5
"""The contrast that WCAG 2.2 criterion 1.4.3 requires of text.

White text stands on the brand colour.
"""


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of white and ``colour``, from 1 to 21 (WCAG 2.2, relative luminance)."""
    luminance = 0.0
    for start, weight in ((1, 0.2126), (3, 0.7152), (5, 0.0722)):
        channel = int(colour[start : start + 2], 16) / 255
        if channel <= 0.04045:
            luminance += weight * (channel / 12.92)
        else:
            luminance += weight * ((channel + 0.055) / 1.055) ** 2.4
    return 1.05 / (luminance + 0.05)


def validate_brand_colour(colour: str) -> None:
    """Refuse a value that is not an ``#rrggbb`` colour, or on which white text is hard to read."""
    if not HEX_COLOUR.fullmatch(colour):
        raise ValidationError("Enter a colour code, like #1d3461")
    if (contrast := contrast_with_white(colour)) < MINIMUM_CONTRAST:
        raise ValidationError(
            f"White text on {colour} has a contrast of {contrast:.1f}. It needs at least {MINIMUM_CONTRAST}. "
            "Choose a darker colour."
        )


@cache
def first_styles() -> SafeString:
    """Return what ``static/styles/first.scss`` was built into."""
    path = settings.PROJECT_DIR / "build" / "static" / "first.css"
    return mark_safe(path.read_text(encoding="utf-8").strip())  # noqa: S308 - our own file


@cache
def first_styles_hash() -> str:
    """Return the content policy source that allows exactly ``first_styles()``."""
    return hash_source(first_styles())


MOST_BYTES = 8_000
"""The logo is a part of every page."""
MOST_LEVELS = 50
"""How deeply the parts of the logo may be nested."""
SVG = "http://www.w3.org/2000/svg"
SHAPES = {
    "svg",
    "g",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "defs",
    "linearGradient",
    "radialGradient",
    "stop",
    "clipPath",
}
ATTRIBUTES = {
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
    "points",
    "transform",
    "id",
    "offset",
    "gradientUnits",
    "gradientTransform",
    "clipPathUnits",
    "fill",
    "fill-rule",
    "fill-opacity",
    "clip-rule",
    "clip-path",
    "opacity",
    "stop-color",
    "stop-opacity",
    "stroke",
    "stroke-width",
    "stroke-linecap",
    "stroke-linejoin",
    "stroke-miterlimit",
    "stroke-opacity",
}
OWN_REFERENCE = re.compile(r"url\(#[\w-]+\)")
"""The only address that a value may have: that of a part of the logo itself."""


def make_svg_safe(text: str) -> str:
    """Return the shapes of the SVG in ``text`` without scripts, styles, links and texts of others.

    Raises ``ValidationError`` for what is no SVG, is too large, or has no shape left.
    """
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise ValidationError("Remove the DOCTYPE from the SVG.")
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - without a DOCTYPE there are no entities to expand
    except ElementTree.ParseError as error:
        raise ValidationError("This is not an SVG.") from error
    if root.tag not in {f"{{{SVG}}}svg", "svg"}:
        raise ValidationError("This is not an SVG.")
    _clean(root)
    if not root.get("viewBox") or not len(root):
        raise ValidationError("The SVG needs a viewBox and at least one shape.")
    for name in ("width", "height", "id"):
        root.attrib.pop(name, None)
    root.set("xmlns", SVG)
    safe = ElementTree.tostring(root, encoding="unicode")
    if len(safe.encode()) > MOST_BYTES:
        raise ValidationError(
            f"The SVG has more than {MOST_BYTES:,} bytes. Simplify it."
        )
    return safe


def _clean(element: ElementTree.Element, level: int = 1) -> None:
    if level > MOST_LEVELS:
        raise ValidationError(
            f"The SVG has more than {MOST_LEVELS} levels of groups. Simplify it."
        )
    element.tag = _plain_name(element.tag)
    element.text = element.tail = None
    for name, value in list(element.attrib.items()):
        is_safe = name in ATTRIBUTES and not re.search(
            r"[<>&\\]|:", OWN_REFERENCE.sub("", value)
        )
        if not is_safe or "url(" in OWN_REFERENCE.sub("", value):
            del element.attrib[name]
    for child in list(element):
        if _plain_name(child.tag) in SHAPES - {"svg"}:
            _clean(child, level + 1)
        else:
            element.remove(child)


def _plain_name(tag: object) -> str:
    """Return the name of an element of SVG; empty for anything else, such as a comment."""
    if not isinstance(tag, str) or (
        tag.startswith("{") and not tag.startswith(f"{{{SVG}}}")
    ):
        return ""
    return tag.removeprefix(f"{{{SVG}}}")
