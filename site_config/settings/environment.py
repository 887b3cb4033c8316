"""Every environment variable that the site reads, in one place.

==================== ============================================================ =================
Variable             Meaning                                                      Default
==================== ============================================================ =================
SECRET_KEY           Signs sessions and tokens; 50 characters or more.            local: made once
ALLOWED_HOSTS        Host names that the site answers to, comma-separated.        local: this machine
DATABASE_URL         ``postgres://user:password@host/name`` or ``sqlite:///path``. local: ``var/``
BASE_URL             The public address, used in e-mails: ``https://www.example`` local: 127.0.0.1
DATA_DIR             Folder for uploads and, on SQLite, the database.             ``var/``
EMAIL_URL            Outgoing mail: ``smtp+tls://user:password@host:587``.        console
DEFAULT_FROM_EMAIL   Sender of the site's e-mails.                                no-reply@ the host
DEMO                 ``1``: demonstration accounts may exist. Never in production. off
DEBUG                ``1``: Django's debugging pages. Refused in production.      off
MAINTENANCE          ``1``: every page answers 503 with the maintenance page.     off
TRUSTED_PROXY        ``1``: a proxy in front sets ``X-Forwarded-Proto``.          off
LOG_LEVEL            Level of the log on standard error.                          INFO
==================== ============================================================ =================

Production has no default for SECRET_KEY, ALLOWED_HOSTS, DATABASE_URL and BASE_URL: a missing or
wrong one stops the start with a message that names the variable.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError, validate

PROJECT_DIR = Path(__file__).resolve().parent.parent.parent
SECRET_KEY_LENGTH = validate.Length(min=50, error="Shorter than 50 characters.")

env = Env()


def required(read: Callable[..., Any], name: str, **options: Any) -> Any:
    """Return the variable ``name`` as ``read`` parses it.

    Raises ``ImproperlyConfigured``, naming the variable, when it is missing, empty or malformed.
    """
    try:
        value = read(name, **options)
    except EnvError as error:
        raise ImproperlyConfigured(f"{name}: {error}") from error
    if not value:
        raise ImproperlyConfigured(f"{name}: the environment variable {name} is empty.")
    return value
