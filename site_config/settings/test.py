"""Tests: fast password hashes, files in a temporary folder, the database that ``DATABASE_URL`` names."""

import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .databases import prepared
from .environment import env

SECRET_KEY = "only-for-tests-and-never-for-a-site-that-anyone-can-reach"  # noqa: S105
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILERS = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}

_files = Path(tempfile.mkdtemp(prefix="super-complaints-tests-"))
TEST_FILES = _files
"""What the tests write; ``tests/conftest.py`` removes it."""
MEDIA_ROOT = _files / "media"
PURGES = _files / "purges"
DATABASES = {
    "default": prepared(env.dj_db_url("DATABASE_URL", default=f"sqlite:///{_files / 'site.sqlite3'}"))
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Longer than tests of races have patience with requests that wait for each other.
    DATABASES["default"]["OPTIONS"]["timeout"] = 120

# In a browser it would save at a moment of its own, beside what a test sends.
WAGTAIL_AUTOSAVE_INTERVAL = 0

WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
