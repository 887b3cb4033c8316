"""Our page types, data and templates with Wagtail's own middleware and addresses, to compare with."""

from site_config.settings.local import *  # noqa: F403
from site_config.settings.local import DATA_DIR, TEMPLATES

# Those of `wagtail start`, and WhiteNoise, which serves the files of both.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "tests.bench.wagtail_alone_urls"
PAGE_CACHE = False
TEMPLATES[0]["DIRS"].append(DATA_DIR / "templates")
"""Where the bench puts the template of a page of a few bytes of its own."""
