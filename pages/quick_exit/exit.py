"""Where the exit may lead, and its script."""

from collections.abc import Iterable
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from pages.core.content_security_policy import hash_source, read_inline_script

DEFAULT_ADDRESS = "https://www.bbc.co.uk/weather"
"""Where the exit leads if nothing else is set: a page that anybody might have been reading."""
LONGEST_ADDRESS = 38
"""Characters.

The first 500 bytes of a page must hold the address and the script that listens for
Escape.
"""

_validate_https = URLValidator(
    schemes=["https"], message="Enter an address that starts with https://."
)


def validate_destination(address: str) -> None:
    """Raise ``ValidationError`` unless ``address`` is short, with https and no user name or password."""
    _validate_https(address)
    if len(address) > LONGEST_ADDRESS:
        raise ValidationError(
            f"Enter an address of no more than {LONGEST_ADDRESS} characters."
        )
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise ValidationError("Leave out the user name and password.")


def refuse_own_site(address: str, own_hosts: Iterable[str]) -> None:
    """Raise ``ValidationError`` if ``address`` is on a host that people want to leave, or near it."""
    domain = _comparable_domain(host_of(address))
    for own in map(_comparable_domain, own_hosts):
        if domain and own and (domain.endswith(own) or own.endswith(domain)):
            raise ValidationError("Choose another site: this one is what people leave.")


def usable_destination(address: str, own_hosts: Iterable[str]) -> str:
    """Return ``address``, or the default if it is empty or breaks a rule (which may be newer than it)."""
    try:
        validate_destination(address)
        refuse_own_site(address, own_hosts)
    except ValidationError:
        return DEFAULT_ADDRESS
    return address


def host_of(address: str) -> str:
    """Return the host of ``address``; empty if it has none or cannot be parsed."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _comparable_domain(host: str) -> str:
    """Return ``host`` in a form whose end can be compared: ``.example.org`` for ``www.example.org``."""
    return host and f".{host.lower().removeprefix('www.')}"


_folder = Path(__file__).parent

LISTEN_SCRIPT = read_inline_script(_folder / "listen.js")
"""It must end within the first 500 bytes of a page."""
STALLED_SCRIPT = read_inline_script(_folder / "stalled.js")
"""It must end within the first 700 bytes."""
STOPPED_SCRIPT = read_inline_script(_folder / "stopped.js")
HOLD_SCRIPT = read_inline_script(_folder / "hold.js")
SCRIPT = read_inline_script(_folder / "exit.js")
SCRIPTS = [LISTEN_SCRIPT, STALLED_SCRIPT, STOPPED_SCRIPT, HOLD_SCRIPT, SCRIPT]
"""Every page has them: together they must stay under 2.5 KB compressed."""

SCRIPT_HASHES = [hash_source(script) for script in SCRIPTS]
