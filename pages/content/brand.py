"""The colour of the force and the first styles: inline, and allowed by the hash of their exact bytes."""

import re
from functools import cache

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.safestring import SafeString, mark_safe

from pages.core.content_security_policy import hash_source

HEX_COLOUR = re.compile(r"#[0-9a-f]{6}")
MINIMUM_CONTRAST = 4.5
"""The contrast that WCAG 2.2 criterion 1.4.3 requires of text. White text stands on the brand colour."""


def brand_style_rule(colour: str) -> SafeString:
    """Return the style that sets ``colour`` (``#rrggbb``) as the brand colour.

    Raises ``ValueError`` for anything else, because the result is not escaped.
    """
    if not HEX_COLOUR.fullmatch(colour):
        raise ValueError(f"not a colour: {colour!r}")
    return mark_safe(f":root{{--brand:{colour}}}")  # noqa: S308 - matched against HEX_COLOUR


def contrast_with_white(colour: str) -> float:
    """Return the contrast ratio of white and ``colour``, from 1 to 21 (WCAG 2.2, relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def validate_brand_colour(colour: str) -> None:
    """Refuse a value that is not an ``#rrggbb`` colour, or on which white text is hard to read."""
    if not HEX_COLOUR.fullmatch(colour):
        raise ValidationError("Enter a colour as # and six digits from 0 to 9 or a to f, like #1d3461.")
    if (contrast := contrast_with_white(colour)) < MINIMUM_CONTRAST:
        raise ValidationError(
            f"White text on {colour} has a contrast of {contrast:.1f}; it needs {MINIMUM_CONTRAST}. "
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
