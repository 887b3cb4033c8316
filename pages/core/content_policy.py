"""What a public page may carry inline: nothing but exact texts that its policy names by their hash."""

import base64
import hashlib
import re
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

COMMENTS_AND_INDENTATION = re.compile(r"^\s*(?://.*\n)?|^ +", re.MULTILINE)


def hash_source(text: str) -> str:
    """Return the Content Security Policy source that allows exactly ``text`` inline (CSP 3, hash-source)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def inline_script(path: Path) -> SafeString:
    """Return our own script at ``path`` without what only its readers need: comments and indentation.

    Comments must stand on lines of their own.
    """
    return mark_safe(COMMENTS_AND_INDENTATION.sub("", path.read_text(encoding="utf-8")))  # noqa: S308
