"""The addresses that we send by e-mail, each with the secret that it works by."""

import re

SECRET_LINK = re.compile(
    r"(/opinions/+|/login/+set-up/+|/security/+address/+|/password_reset/+confirm/+|/[^\s%]*%)\S+",
    re.IGNORECASE,
)
"""Also in an odd spelling: no address of ours has a percent sign once it was decoded."""


def without_secrets(text: str) -> str:
    """Return ``text`` with addresses that end where a secret begins."""
    return SECRET_LINK.sub(r"\1…", text)
