"""Every environment variable that the site reads, in one place.

==================== ============================================================ =================
Variable             Meaning                                                      Default
==================== ============================================================ =================
SECRET_KEY           Signs sessions and tokens; 50 characters or more.            local: made once
ALLOWED_HOSTS        Host names that the site answers to, comma-separated.        local: this machine
DATABASE_URL         ``postgres://user:password@host/name`` or ``sqlite:///path``. local: ``var/``
BASE_URL             The public address, used in e-mails: ``https://www.example`` local: 127.0.0.1
DATA_DIR             Folder for uploads and, on SQLite, the database.             ``var/``
EMAIL_URL            Outgoing mail: ``submission://user:password@host`` (with TLS).  console
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


def mailer() -> dict[str, Any]:
    """Return the mailer that EMAIL_URL describes; unset, the machine's own on port 25.

    Raises ``ImproperlyConfigured``, naming the variable, for a kind of address that sends no mail.
    """
    mail = env.dj_email_url("EMAIL_URL", default="smtp://localhost:25")
    if "EMAIL_BACKEND" not in mail:
        raise ImproperlyConfigured("EMAIL_URL: start it with smtp://, submission:// or smtps://.")
    options = {
        "host": mail["EMAIL_HOST"],
        "port": mail["EMAIL_PORT"],
        "username": mail["EMAIL_HOST_USER"],
        "password": mail["EMAIL_HOST_PASSWORD"],
        "use_tls": mail["EMAIL_USE_TLS"],
        "use_ssl": mail["EMAIL_USE_SSL"],
        "timeout": 10,
    }
    return {"BACKEND": mail["EMAIL_BACKEND"], "OPTIONS": options}
