"""Refuses services of other machines that are reached without TLS: whoever is between would read along.

OWASP ASVS 5.0, requirements 12.3.1 and 12.3.2. A socket, this machine, and a name without a dot, which a
private network of containers gives out, need none.
"""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured


def is_other_machine(host: str) -> bool:
    """Return whether ``host`` is reached over a network that others may share; empty means a socket."""
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


def refuse_readable_database(variable: str, database: dict[str, Any]) -> None:
    """Raise ``ImproperlyConfigured``, naming ``variable``, if others could read along with ``database``."""
    if database.get("OPTIONS", {}).get("sslmode") != "verify-full":
        for host in database.get("HOST", "").split(","):
            refuse_other_machine(variable, host, "add ?sslmode=verify-full")


def refuse_readable_services(database: dict[str, Any], cache: dict[str, Any], mailer: dict[str, Any]) -> None:
    """Raise ``ImproperlyConfigured``, naming the variable, for a service that others could read along with.

    Take Django's settings of the database, the cache and the mailer.
    """
    refuse_readable_database("DATABASE_URL", database)
    address = urlsplit(cache.get("LOCATION", ""))
    if address.scheme == "redis":
        refuse_other_machine("CACHE_URL", address.hostname or "", "start it with rediss://")
    options = mailer["OPTIONS"]
    if "host" in options and not (options["use_tls"] or options["use_ssl"]):
        refuse_other_machine("EMAIL_URL", options["host"], "start it with submission:// or smtps://")
