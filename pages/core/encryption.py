"""Encrypts what is stored, so that a copy of the database alone is of no use."""

import base64
import hashlib

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.utils.encoding import force_bytes


def cipher(purpose: str) -> MultiFernet:
    """Return what encrypts for ``purpose`` and reads what former values of SECRET_KEY encrypted, too."""
    digests = [
        hashlib.sha256(purpose.encode() + b" " + force_bytes(key)).digest()
        for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    ]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
