"""Settings for one machine without any environment variable: SQLite, and a secret in the data folder."""

from typing import Any

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import DATA_DIR, DEMO, DEMO_MAILS, WAGTAILADMIN_BASE_URL
from .environment import env, read_statistics_address
from .services import with_engine_options

DATA_DIR.mkdir(parents=True, exist_ok=True)


def _read_or_make_secret() -> str:
    """Return this installation's secret, made at its first start: sessions survive a restart."""
    path = DATA_DIR / "secret-key"
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(get_random_secret_key())
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", default="") or _read_or_make_secret()
DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
DATABASES = {
    "default": with_engine_options(
        env.dj_db_url("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'site.sqlite3'}")
    )
}
STATISTICS_ADDRESS = read_statistics_address(WAGTAILADMIN_BASE_URL)
MAILERS: dict[str, dict[str, Any]] = {
    "default": {
        # Whoever tries the site reads them at a link on the dashboard.
        "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
        "OPTIONS": {"file_path": DEMO_MAILS},
    }
    if DEMO
    else {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
}

# Browsers give passkeys to http://localhost.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

# Static files are served from where they were built: a changed style shows without a
# collecting step.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
