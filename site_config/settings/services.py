"""The services that the site uses: database, mail, virus scanner, and none of them without TLS.

Whoever is between two machines would read along (OWASP ASVS 5.0, 12.3.1 and 12.3.2). A
socket, this machine, and a name without a dot, which a private network of containers
gives out, need no TLS.
"""

import ipaddress
from typing import Any
from urllib.parse import unquote

from django.core.exceptions import ImproperlyConfigured

from .environment import env, read_address

SQLITE_OPTIONS = {
    # With WAL, readers never wait for the writer. IMMEDIATE takes the write lock at the
    # start of a transaction, where SQLite can wait, so that writers queue for up to 20
    # seconds instead of failing.
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
}
POSTGRESQL_ENGINE = "site_config.postgresql"


def with_engine_options(database: dict[str, Any]) -> dict[str, Any]:
    """Return ``database`` with the options that its engine needs to be safe under load."""
    if not database["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL: name the database: postgres://user:password@host/name."
        )
    if database["ENGINE"].endswith("sqlite3"):
        return {
            **database,
            "OPTIONS": {**SQLITE_OPTIONS, **database.get("OPTIONS", {})},
        }
    if not database["ENGINE"].endswith("postgresql"):
        raise ImproperlyConfigured(
            "DATABASE_URL: start it with postgres:// or sqlite:///."
        )
    return {
        **database,
        "ENGINE": POSTGRESQL_ENGINE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def read_mailer() -> dict[str, Any]:
    """Return the mailer that EMAIL_URL describes; without it, the machine's own on port 25."""
    url = read_address("EMAIL_URL", env.str("EMAIL_URL", default="smtp://localhost:25"))
    if url is None or url.scheme not in ("smtp", "smtps", "submission", "graph"):
        raise ImproperlyConfigured(
            "EMAIL_URL: start it with smtp://, submission://, smtps:// or graph://."
        )
    if url.scheme == "graph":
        if not (url.username and url.password and url.hostname):
            raise ImproperlyConfigured(
                "EMAIL_URL: for Microsoft 365 graph://CLIENT-ID:SECRET@TENANT-ID."
            )
        application = {
            "client": url.username,
            "secret": unquote(url.password),
            "tenant": url.hostname,
        }
        return {
            "BACKEND": "site_config.graph_mail.EmailBackend",
            "OPTIONS": application,
        }
    if not url.hostname:
        raise ImproperlyConfigured(
            "EMAIL_URL: name the mail server: submission://user:password@host."
        )
    mail = env.dj_email_url("EMAIL_URL", default="smtp://localhost:25")
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


def is_other_machine(host: str) -> bool:
    """Return True if ``host`` is reached over a network that others may share; empty means a socket."""
    if not host or host.startswith("/"):
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return "." in host


def refuse_other_machine(variable: str, host: str, instead: str) -> None:
    """Raise ``ImproperlyConfigured`` if ``host`` is another machine; name ``variable`` and what to do."""
    if is_other_machine(host):
        raise ImproperlyConfigured(f"{variable}: {host} is another machine: {instead}.")


def refuse_readable_services(database: dict[str, Any], mailer: dict[str, Any]) -> None:
    """Refuse a service that others could read along with.

    Takes Django's settings of the two.
    """
    if database.get("OPTIONS", {}).get("sslmode") != "verify-full":
        for host in database.get("HOST", "").split(","):
            refuse_other_machine("DATABASE_URL", host, "add ?sslmode=verify-full")
    options = mailer["OPTIONS"]
    if "host" in options and not (options["use_tls"] or options["use_ssl"]):
        refuse_other_machine(
            "EMAIL_URL", options["host"], "start it with submission:// or smtps://"
        )
