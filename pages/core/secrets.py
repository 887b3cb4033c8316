"""Keeps secrets out of copies of the database, and out of logs."""

import base64
import hashlib
import re

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.urls.converters import StringConverter, register_converter
from django.utils.encoding import force_bytes


def cipher(purpose: str) -> MultiFernet:
    """Return what encrypts for ``purpose`` and reads what former values of SECRET_KEY encrypted, too."""
    ciphers = []
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        digest = hashlib.sha256(purpose.encode() + b" " + force_bytes(key)).digest()
        ciphers.append(Fernet(base64.urlsafe_b64encode(digest)))
    return MultiFernet(ciphers)


class SecretConverter(StringConverter):
    """Marks the part of an address that lets in whoever knows it: ``path("refuse/<secret:token>/", …)``.

    No log may hold what follows. ``tests/site_config/test_secret_addresses.py`` looks
    for every address with such a part.
    """


register_converter(SecretConverter, "secret")

SECRET_LINK = re.compile(
    r"(/login/+set-up/+|/security/+address/+|/security/+refuse/+|/password_reset/+confirm/+"
    r"|/[^\s%]*%)\S+",
    re.IGNORECASE,
)
"""Addresses up to a secret.

Also in an odd spelling: no address of ours has a percent sign once decoded.
"""


def without_secrets(text: str) -> str:
    """Return ``text`` with addresses that end where a secret begins."""
    return SECRET_LINK.sub(r"\1…", text)
