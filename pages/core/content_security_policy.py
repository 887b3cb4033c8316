"""Inline scripts and styles that the Content Security Policy allows by the hash of their exact text."""

import base64
import hashlib
import re
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

COMMENTS_AND_INDENTATION = re.compile(r"^\s*(?://.*\n)?|^ +", re.MULTILINE)


def hash_source(text: str) -> str:
    """Return the CSP source expression that allows exactly ``text`` inline (CSP 3, hash-source)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def read_inline_script(path: Path) -> SafeString:
    """Return the script without indentation and its comments, which stand on lines of their own."""
    return mark_safe(  # noqa: S308
        COMMENTS_AND_INDENTATION.sub("", path.read_text(encoding="utf-8")).strip()
    )
