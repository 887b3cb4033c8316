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


def refuse_readable_services(database: dict[str, Any], cache: dict[str, Any], mailer: dict[str, Any]) -> None:
    """Raise ``ImproperlyConfigured``, naming the variable, for a service that others could read along with.

    Take Django's settings of the database, the cache and the mailer.
    """
    hosts = [host for host in database.get("HOST", "").split(",") if is_other_machine(host)]
    if hosts and database.get("OPTIONS", {}).get("sslmode") != "verify-full":
        raise ImproperlyConfigured(f"DATABASE_URL: {hosts[0]} is another machine: add ?sslmode=verify-full.")
    address = urlsplit(cache.get("LOCATION", ""))
    if address.scheme == "redis" and is_other_machine(address.hostname or ""):
        raise ImproperlyConfigured(
            f"CACHE_URL: {address.hostname} is another machine: start it with rediss://."
        )
    options = mailer["OPTIONS"]
    if is_other_machine(options["host"]) and not (options["use_tls"] or options["use_ssl"]):
        raise ImproperlyConfigured(
            f"EMAIL_URL: {options['host']} is another machine: start it with submission:// or smtps://."
        )
