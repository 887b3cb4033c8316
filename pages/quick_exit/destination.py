"""Where the exit may lead: an ordinary page of somebody else's site."""

from collections.abc import Iterable
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

DEFAULT_ADDRESS = "https://www.bbc.co.uk/weather"
"""Where the exit leads when nothing else is set: a page that anybody might have been reading."""

_is_https = URLValidator(schemes=["https"], message="Enter an address that starts with https://.")


def validate_destination(address: str) -> None:
    """Refuse an address that is no https page, or that would hand a name or password to its site."""
    _is_https(address)
    parts = urlsplit(address)
    if parts.username is not None or parts.password is not None:
        raise ValidationError("Leave out the user name and password.")


def refuse_own_site(address: str, own_hosts: Iterable[str]) -> None:
    """Refuse an address on one of ``own_hosts``, above it or below it: that is what people leave."""
    domain = _domain(host_of(address))
    for own in map(_domain, own_hosts):
        if domain and own and (domain.endswith(own) or own.endswith(domain)):
            raise ValidationError("Choose another site: this one is what people leave.")


def usable_destination(address: str, own_hosts: Iterable[str]) -> str:
    """Return ``address``, or the default where it is empty or may not be used (set before a rule was)."""
    try:
        validate_destination(address)
        refuse_own_site(address, own_hosts)
    except ValidationError:
        return DEFAULT_ADDRESS
    return address


def host_of(address: str) -> str:
    """Return the host of ``address``; empty where it has none or cannot be read."""
    try:
        return (urlsplit(address).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _domain(host: str) -> str:
    """Return ``host`` so that the ends of two can be compared: ``.example.org`` for ``www.example.org``."""
    return host and f".{host.lower().removeprefix('www.')}"
