"""Which release this process runs: what its files look like, apart from what is in the database."""

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

CODE = ("complaints", "pages", "site_config", "templates", "build/static", "build/locale", "requirements")
SETTINGS = (
    *("ALLOWED_HOSTS", "DEBUG", "DEMO", "MAINTENANCE", "SECURITY_CONTACT", "SECURITY_EXPIRES"),
    *("STATISTICS_ADDRESS", "STATISTICS_SITE", "WAGTAILADMIN_BASE_URL"),
)
"""Settings that readers notice."""
LENGTH = 12


@cache
def release() -> str:
    """Return a name that differs whenever code, templates, styles, packages or such settings do."""
    project: Path = settings.PROJECT_DIR
    digest = hashlib.sha256(repr([getattr(settings, name) for name in SETTINGS]).encode())
    files = [path for name in CODE for path in (project / name).rglob("*") if path.is_file()]
    for path in sorted(files):
        if path.suffix != ".pyc":
            digest.update(str(path.relative_to(project)).encode() + path.read_bytes())
    return digest.hexdigest()[:LENGTH]
