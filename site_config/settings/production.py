"""A public site. It refuses to start on a missing or unsafe setting and names the variable."""

from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .databases import prepared
from .environment import PROJECT_DIR, SECRET_KEY_LENGTH, env, mailer, required, statistics_address

SECRET_KEY = required(env.str, "SECRET_KEY", validate=SECRET_KEY_LENGTH)
ALLOWED_HOSTS = required(env.list, "ALLOWED_HOSTS")
DATABASES = {"default": prepared(required(env.dj_db_url, "DATABASE_URL"))}
WAGTAILADMIN_BASE_URL = required(env.str, "BASE_URL").rstrip("/")

if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS: name each host; '*' would accept any.")
if urlsplit(WAGTAILADMIN_BASE_URL).scheme != "https":
    raise ImproperlyConfigured("BASE_URL: the public address must start with https://.")
STATISTICS_ADDRESS = statistics_address(WAGTAILADMIN_BASE_URL)
for unsafe in ("DEBUG", "DEMO"):
    if env.bool(unsafe, default=False):
        raise ImproperlyConfigured(f"{unsafe}: must not be set in production.")

DEFAULT_FROM_EMAIL = env.str(
    "DEFAULT_FROM_EMAIL", default=f"no-reply@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}"
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {"default": mailer()}

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
    # Names that carry a digest of their content may be kept by browsers for good.
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
