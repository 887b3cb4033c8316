"""Settings of tests: fast password hashes, a temporary folder for files, the database of ``DATABASE_URL``."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .environment import env
from .services import with_engine_options

SECRET_KEY = "only-for-tests-and-never-for-a-site-that-anyone-can-reach"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

TEST_FILES = Path(tempfile.mkdtemp(prefix="super-complaints-tests-"))
"""The folder that the tests write to; ``tests/conftest.py`` removes it."""
MEDIA_ROOT = TEST_FILES / "media"
PUBLISHED_DIR = str(TEST_FILES / "published")
# Tests publish faster than people do, and look at once.
MANY_EDITIONS = 1_000
DATABASES = {
    "default": with_engine_options(
        env.dj_db_url(
            "DATABASE_URL", default=f"sqlite:///{TEST_FILES / 'site.sqlite3'}"
        )
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Longer than the time that tests of races allow to requests that wait for each
    # other.
    DATABASES["default"]["OPTIONS"]["timeout"] = 120

# Autosave would save at its own moments, beside what a test sends.
WAGTAIL_AUTOSAVE_INTERVAL = 0

# Look for a file when it is asked for: each test's client would list all of them.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
# An address with more parameters than can be read is short enough to be sent as a test.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000
