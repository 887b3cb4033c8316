"""Reads the environment variables that need more than a type.

``docs/running.md`` lists all variables.

Production has no default for SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL and BASE_URL. What
is missing or wrong raises ``ImproperlyConfigured`` or ``EnvError``, which name the
variable, and nothing starts.
"""

import re
import zlib
from collections.abc import Callable
from email.utils import parseaddr
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from environs import Env, EnvError

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
FORCE_DOMAIN_LABELS = 3
"""The number of labels in a force's own domain, as in ``borsetshire.police.uk``."""
SECRET_KEY_LENGTH = 50
"""How many characters a secret has at least."""
SECRET_KEY_CHARACTERS = 12
"""How many different characters a secret has at least: a random one of hexadecimal digits has some more."""
SECRET_KEY_COMPRESSED = 45
"""How many bytes a secret takes compressed: one that repeats itself takes fewer than a random one."""
HOST_NAME = re.compile(
    r"(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])?"
)
"""A whole name of two labels or more."""

env = Env()
DATA_DIR = Path(env.str("DATA_DIR", default=str(PROJECT_DIR / "var")))


def require_variable[Value](
    read: Callable[..., Value], name: str, **options: object
) -> Value:
    """Return the variable ``name`` as ``read`` parses it; it may be neither missing nor empty."""
    try:
        value = read(name, **options)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
    if not value:
        raise ImproperlyConfigured(f"{name}: the environment variable {name} is empty.")
    return value


def refuse_guessable(name: str, key: str) -> str:
    """Return ``key``, of the variable ``name``, unless somebody could guess it."""
    if len(key) < SECRET_KEY_LENGTH:
        raise ImproperlyConfigured(
            f"{name}: shorter than {SECRET_KEY_LENGTH} characters."
        )
    steps = {ord(after) - ord(before) for before, after in pairwise(key)}
    is_alphabet = len(steps) <= 2
    compressed = len(zlib.compress(key.encode(), 9))
    is_uniform = (
        len(set(key)) < SECRET_KEY_CHARACTERS or compressed < SECRET_KEY_COMPRESSED
    )
    if is_uniform or is_alphabet or "insecure" in key.lower():
        raise ImproperlyConfigured(
            f"{name}: too easy to guess. Take what this prints: "
            "python -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
    return key


def read_allowed_hosts() -> list[str]:
    """Return ALLOWED_HOSTS: whole names, since a dot in front would let in every name below it."""
    hosts = require_variable(env.list, "ALLOWED_HOSTS")
    for host in hosts:
        if not HOST_NAME.fullmatch(host):
            raise ImproperlyConfigured(
                f"ALLOWED_HOSTS: name each host, such as www.example.org; “{host}” is no such name."
            )
    return hosts


def read_base_url(hosts: list[str]) -> str:
    """Return BASE_URL: public pages are made as it is asked for them, so it names one of ``hosts``."""
    url = require_variable(env.str, "BASE_URL").rstrip("/")
    if not any(
        re.fullmatch(rf"https://{re.escape(host)}(:[0-9]{{1,5}})?", url)
        for host in hosts
    ):
        raise ImproperlyConfigured(
            f"BASE_URL: write https:// and one of ALLOWED_HOSTS, as https://{hosts[0]}; “{url}” is none."
        )
    return url


def check_mailbox(name: str, value: str) -> str:
    """Return ``value``, of the variable ``name``, if it is an address for email."""
    try:
        validate_email(parseaddr(value)[1])
    except ValidationError:
        raise ImproperlyConfigured(
            f"{name}: “{value}” is no address for email."
        ) from None
    return value


def read_statistics_address(base_url: str) -> str:
    """Return STATISTICS_ADDRESS; empty means that no statistics are kept.

    It must be a folder on the operator's own domain, that of ``base_url`` without its
    first label, so that nobody else learns what readers do.
    """
    address = env.str("STATISTICS_ADDRESS", default="")
    if not address:
        return ""
    own = urlsplit(base_url)
    # Only host names are allowed: the origin becomes a part of the content security
    # policy.
    if not re.fullmatch(
        rf"{own.scheme}://([a-z0-9.-]+)(:[0-9]+)?/([\w.-]+/)*", address
    ):
        example = f"{own.scheme}://statistics.example/"
        raise ImproperlyConfigured(
            f"STATISTICS_ADDRESS: must start with {own.scheme}:// and end with /, like {example}."
        )
    host = urlsplit(address).hostname
    labels = (own.hostname or "").removeprefix("www.").split(".")
    if len(labels) > FORCE_DOMAIN_LABELS:
        labels = labels[1:]
    domain = ".".join(labels)
    if not f".{host}".endswith(f".{domain}"):
        raise ImproperlyConfigured(
            f"STATISTICS_ADDRESS: its host must be {domain} or end with .{domain}."
        )
    return address


def read_address(name: str, value: str) -> SplitResult | None:
    """Return the parts of ``value``, of the variable ``name``; ``None`` if empty.

    No message quotes it.
    """
    if not value:
        return None
    try:
        return urlsplit(value)
    except ValueError:
        raise ImproperlyConfigured(
            f"{name}: write /, :, @, ?, #, [, ] and % of a secret as %XX."
        ) from None


def read_identity_provider() -> dict[str, Any]:
    """Return the settings of the identity provider that OIDC_URL names; without it, there is none.

    Raises ``ImproperlyConfigured``, naming the variable, for one that could let in the
    wrong people.
    """
    url = read_address("OIDC_URL", env.str("OIDC_URL", default=""))
    if url is None:
        return {"OIDC_ROLES": {}, "OIDC_ORIGIN": "", "SOCIALACCOUNT_PROVIDERS": {}}
    if url.scheme != "https" or not (url.hostname and url.username and url.password):
        raise ImproperlyConfigured(
            "OIDC_URL: write it as https://CLIENT-ID:SECRET@SERVER/PATH, and / as %2F."
        )
    if "/common" in url.path or "/organizations" in url.path:
        raise ImproperlyConfigured(
            "OIDC_URL: name your own tenant; others could sign in by this one."
        )
    origin = f"https://{url.netloc.rpartition('@')[2]}"
    app = {
        "provider_id": "provider",
        "name": "your organisation’s sign-in",
        "client_id": unquote(url.username),
        "secret": unquote(url.password),
        "settings": {"server_url": origin + url.path, "oauth_pkce_enabled": True},
    }
    return {
        "OIDC_ROLES": require_variable(env.dict, "OIDC_ROLES"),
        "OIDC_ORIGIN": origin,
        "SOCIALACCOUNT_PROVIDERS": {"openid_connect": {"APPS": [app]}},
    }
