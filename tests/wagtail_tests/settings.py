"""The settings of Wagtail's own tests, with what our patches need and nothing else of ours."""

import tempfile
from pathlib import Path

from wagtail.test.settings import *  # noqa: F403
from wagtail.test.settings import INSTALLED_APPS

FOLDER = Path(tempfile.mkdtemp(prefix="wagtail-tests-"))
STATIC_ROOT = FOLDER / "static"
MEDIA_ROOT = FOLDER / "media"

# First, as in our own settings, but for a page that Wagtail defines before all others.
INSTALLED_APPS = [
    INSTALLED_APPS[0],
    "tests.wagtail_tests.apps.PublishedConfig",
    "tests.wagtail_tests.apps.FilesConfig",
    "tests.wagtail_tests.apps.ModerationConfig",
    *INSTALLED_APPS[1:],
]
# Our models name Django's own user, and these tests have another.
SILENCED_SYSTEM_CHECKS = ["fields.E301"]
