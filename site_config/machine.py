"""What this machine has left: disk, memory, days of its certificate."""

import shutil
from pathlib import Path

from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings

CERTIFICATE = Path("/etc/ssl/super-complaints/fullchain.pem")
"""Where `deploy/install` puts it. Where something else in front has the certificate, there is none."""


def free_disk() -> float:
    """Return the free part of the fullest disk that the site writes to."""
    places = (Path("/"), settings.DATA_DIR, settings.BACKUP_DIR, Path(settings.PUBLISHED_DIR or "/"))
    usages = [shutil.disk_usage(place) for place in places if place.exists()]
    return min(usage.free / usage.total for usage in usages)


def free_memory() -> float:
    """Return which part of the memory programs can still have."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    kilobytes = {name: int(rest.split()[0]) for name, _, rest in (line.partition(":") for line in lines)}
    return kilobytes["MemAvailable"] / kilobytes["MemTotal"]


def certificate_end() -> float:
    """Return the second at which the certificate ends; 0 if there is none."""
    if not CERTIFICATE.exists():
        return 0.0
    return load_pem_x509_certificate(CERTIFICATE.read_bytes()).not_valid_after_utc.timestamp()
