"""Our page types, data and templates with Wagtail's own middleware and addresses, to compare with."""

from site_config.settings.local import *  # noqa: F403
from site_config.settings.local import DATA_DIR, TEMPLATES
from tests.bench.wagtail_start import MIDDLEWARE  # noqa: F401

ROOT_URLCONF = "tests.bench.wagtail_alone_urls"
PAGE_CACHE = False
TEMPLATES[0]["DIRS"].append(DATA_DIR / "templates")
"""Where the bench puts the template of a page of a few bytes of its own."""
