"""Settings of a public site.

With a missing or unsafe setting it does not start and names the variable.
"""

from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403
from .environment import (
    PROJECT_DIR,
    check_mailbox,
    env,
    read_allowed_hosts,
    read_base_url,
    read_statistics_address,
    refuse_guessable,
    require_variable,
)
from .services import read_mailer, refuse_readable_services, with_engine_options

SECRET_KEY = refuse_guessable("SECRET_KEY", require_variable(env.str, "SECRET_KEY"))
ALLOWED_HOSTS = read_allowed_hosts()
DATABASES = {
    "default": with_engine_options(require_variable(env.dj_db_url, "DATABASE_URL"))
}
WAGTAILADMIN_BASE_URL = read_base_url(ALLOWED_HOSTS)
CHECK_LINKS = env.bool("CHECK_LINKS", default=True)
STATISTICS_ADDRESS = read_statistics_address(WAGTAILADMIN_BASE_URL)
for unsafe in ("DEBUG", "DEMO"):
    if env.bool(unsafe, default=False):
        raise ImproperlyConfigured(f"{unsafe}: must not be set in production.")

DEFAULT_FROM_EMAIL = check_mailbox(
    "DEFAULT_FROM_EMAIL",
    env.str(
        "DEFAULT_FROM_EMAIL",
        default=f"no-reply@{urlsplit(WAGTAILADMIN_BASE_URL).hostname}",
    ),
)
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAILERS = {"default": read_mailer()}
refuse_readable_services(DATABASES["default"], MAILERS["default"])

CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
# A browser takes a cookie of such a name from this host alone, over TLS and for every
# path.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
MESSAGE_COOKIE_NAME = "__Host-messages"
DEVICE_COOKIE_NAME = "__Host-known-device"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
COOKIE_CONSENT_SECURE = True
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
# “preload” would put the name on a list in browsers that it hardly leaves: that is for
# its owner to ask for.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
if TRUSTED_PROXY:  # noqa: F405
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

# Beside the uploads, which are private: the web server reads it.
PUBLISHED_DIR = env.str("PUBLISHED_DIR", default=f"{DATA_DIR}-published")  # noqa: F405
if Path(PUBLISHED_DIR).is_relative_to(DATA_DIR):  # noqa: F405
    raise ImproperlyConfigured(
        "PUBLISHED_DIR: must not be in DATA_DIR, which nobody else may read."
    )

STATIC_ROOT = PROJECT_DIR / "build" / "collected"
# Browsers may keep files with a digest of the content in their names for good.
STORAGES["staticfiles"] = {  # noqa: F405
    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
}
