"""Settings of a public site. With a missing or unsafe setting it does not start and names the variable."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .databases import with_engine_options
from .environment import (
    PROJECT_DIR,
    SECRET_KEY_LENGTH,
    env,
    read_mailer,
    read_statistics_address,
    require_variable,
)

SECRET_KEY = require_variable(env.str, "SECRET_KEY", validate=SECRET_KEY_LENGTH)
ALLOWED_HOSTS = require_variable(env.list, "ALLOWED_HOSTS")
DATABASES = {"default": with_engine_options(require_variable(env.dj_db_url, "DATABASE_URL"))}
WAGTAILADMIN_BASE_URL = require_variable(env.str, "BASE_URL").rstrip("/")

if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name each host; '*' would accept any.")
if urlsplit(WAGTAILADMIN_BASE_URL).scheme != "https":
    raise ImproperlyConfigured("BASE_URL: the public address must start with https://.")
STATISTICS_ADDRESS = read_statistics_address(WAGTAILADMIN_BASE_URL)
for unsafe in ("DEBUG", "DEMO"):
    if env.bool(unsafe, default=False):
        raise ImproperlyConfigured(f"{unsafe}: must not be set in production.")

DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {"default": read_mailer()}

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
COOKIE_CONSENT_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
if TRUSTED_PROXY:  # noqa: F405
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

STATIC_ROOT = PROJECT_DIR / "build" / "collected"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Browsers may keep files with a digest of the content in their names for good.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
