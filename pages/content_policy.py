"""What a public page may carry inline: nothing but exact texts that its policy names by their hash."""

import base64
import hashlib


def hash_source(text: str) -> str:
    """Return the Content Security Policy source that allows exactly ``text`` inline (CSP 3, hash-source)."""
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
