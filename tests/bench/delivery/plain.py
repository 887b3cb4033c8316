"""Wagtail as its own start makes it, with the parts of it that our site uses and none of our apps."""

from pathlib import Path

from site_config.settings.environment import env
from tests.bench.wagtail_start import MIDDLEWARE  # noqa: F401

SECRET_KEY = "only-for-a-measurement-and-never-for-a-site-that-anyone-can-reach"
ALLOWED_HOSTS = ["127.0.0.1", "localhost"]
DATABASES = {"default": env.dj_db_url("DATABASE_URL")}
INSTALLED_APPS = [
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
ROOT_URLCONF = "tests.bench.delivery.plain_urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-gb"
USE_TZ = True
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.str("DATA_DIR")) / "plain-media"
WHITENOISE_USE_FINDERS = True
WAGTAIL_SITE_NAME = "Plain"
WAGTAILADMIN_BASE_URL = "http://127.0.0.1"
WAGTAIL_ENABLE_UPDATE_CHECK = False
