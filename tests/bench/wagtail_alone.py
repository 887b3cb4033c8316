"""Our page types, data and templates with Wagtail's own middleware and addresses, to compare with."""

from site_config.settings.local import *  # noqa: F403
from site_config.settings.local import DATA_DIR, TEMPLATES

from . import wagtail_start

# Without what looks up together where texts lead to, our templates would ask for each
# text by itself.
MIDDLEWARE = [
    *wagtail_start.MIDDLEWARE,
    "site_config.logging.RequestMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]
ROOT_URLCONF = "tests.bench.wagtail_alone_urls"
TEMPLATES[0]["DIRS"].append(DATA_DIR / "templates")
"""Where the bench puts the template of a page of a few bytes of its own."""
