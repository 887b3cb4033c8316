"""What the first screen needs of the styles: it stands in the page itself, and is allowed by its hash."""

from functools import cache

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from pages.core.content_security_policy import hash_source


@cache
def first_styles() -> SafeString:
    """Return what ``static/styles/first.scss`` was built into."""
    path = settings.PROJECT_DIR / "build" / "static" / "first.css"
    return mark_safe(path.read_text(encoding="utf-8").strip())  # noqa: S308 - our own file


@cache
def first_styles_hash() -> str:
    """Return the content policy source that allows exactly ``first_styles()``."""
    return hash_source(first_styles())
