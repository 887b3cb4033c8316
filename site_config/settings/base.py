"""Settings of every installation."""

import tomllib
from pathlib import Path

from django.urls import reverse_lazy
from django.utils.csp import CSP
from environs import validate

from .environment import DATA_DIR, PROJECT_DIR, check_mailbox, env, refuse_guessable
from .sign_in import *  # noqa: F403 -- Django's, Wagtail's and allauth's settings
from .uploads import *  # noqa: F403

VERSION: str = tomllib.loads((PROJECT_DIR / "pyproject.toml").read_text())["project"][
    "version"
]
"""The version of the software, as the CMS, ``/healthz`` and the data tell it."""

DEBUG = False
DEMO = env.bool("DEMO", default=False)
"""Whether demonstration accounts may exist. ``load_demo`` makes none without it."""
DEMO_MAILS = DATA_DIR / "demo-mails"
"""The folder of the emails that a demonstration would have sent."""
MAINTENANCE = env.bool("MAINTENANCE", default=False)
"""Answer every public address with the maintenance page and 503."""

INSTALLED_APPS = [
    "complaints",
    "pages.content",
    "pages.moderation",
    "pages.quick_exit",
    "pages.cookies",
    "pages.feedback",
    "pages.files",
    "pages.search",
    "pages.published",
    "pages.accounts.apps.SignInConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "cookie_consent",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "pages.accounts.apps.UsersConfig",  # wagtail.users
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
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.forms",
    "site_config",
]

MIDDLEWARE = [
    "site_config.logging.RequestMiddleware",
    # First of those that change responses: it sees them as all others have left them.
    "pages.published.middleware.PublishedMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "site_config.middleware.BrowserFeaturesMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "site_config.middleware.PublicPolicyMiddleware",
    "pages.core.addresses.QueryParametersMiddleware",
    "site_config.middleware.ErrorsMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "pages.accounts.sessions.SessionMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "pages.content.redirects.PublicRedirectMiddleware",
]

ROOT_URLCONF = "site_config.urls"
WSGI_APPLICATION = "site_config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "site_config.template_loader.OwnLoader",
                        "site_config.template_loader.PackagesLoader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pages.content.site_wording.site_wording",
            ],
        },
    }
]

# Our own widgets have their templates in templates/.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# Pages for those who are signed in lead to the one sign-in that there is.
WAGTAIL_FRONTEND_LOGIN_URL = reverse_lazy("wagtailadmin_login")
# Wagtail stores such passwords as they are typed. Private pages and documents are for
# people with an account.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
"""Fields that a form may have: the update round sends some twenty for each recommendation."""

LANGUAGE_CODE = "en-gb"
LOCALE_PATHS = [PROJECT_DIR / "build" / "locale"]
"""Our words in the place of Wagtail's."""
FORMAT_MODULE_PATH = "site_config.formats"
TIME_ZONE = "Europe/London"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PROJECT_DIR / "build" / "static"]
# Styles and scripts are for our own pages.
WHITENOISE_ALLOW_ALL_ORIGINS = False

WAGTAIL_SITE_NAME = "Super-complaints"
# Our screens are in English, and their times are London's: nobody has to choose.
# Wagtail checks from 8.1 on that its dates can be read in each language of Django's.
LANGUAGES = [("en-gb", "British English")]
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]
WAGTAIL_DATE_FORMAT = "%d/%m/%Y"  # what the calendars write and people type
WAGTAIL_DATETIME_FORMAT = "%d/%m/%Y %H:%M"
EDITORS_GUIDE = PROJECT_DIR / "docs"
"""What the item “Guide” of the CMS shows."""
WAGTAILADMIN_BASE_URL = env.str("BASE_URL", default="http://localhost:8000")
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True
# Superusers approve nothing, so submissions do not concern them.
WAGTAILADMIN_NOTIFICATION_INCLUDE_SUPERUSERS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "pages.moderation.approval.finish_workflow"
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "pages.content.rich_text.RichTextEditor",
        "OPTIONS": {
            "features": ["h2", "h3", "bold", "ol", "ul", "link", "document-link"]
        },
    },
    "narrative": {
        "WIDGET": "pages.content.rich_text.RichTextEditor",
        "OPTIONS": {"features": ["bold", "ol", "ul", "link", "document-link"]},
    },
}
# PostgreSQL finds English words by their stems; for SQLite we have an index of our own.
WAGTAILSEARCH_BACKENDS = {
    "default": {"BACKEND": "pages.search.cms_backend", "SEARCH_CONFIG": "english"}
}

# What a public page may load. The admin has another policy: see PublicPolicyMiddleware.
SECURE_CSP: dict[str, list[str]] = {
    "default-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "connect-src": [CSP.SELF],
    "font-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "img-src": [CSP.SELF, "data:"],
    "manifest-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
}
ADMIN_CSP: dict[str, list[str]] = {
    "default-src": [CSP.SELF],
    "base-uri": [CSP.SELF],
    "form-action": [CSP.SELF, *([OIDC_ORIGIN] if OIDC_ORIGIN else [])],  # noqa: F405
    # The editor shows previews of the site's own pages in a frame.
    "frame-ancestors": [CSP.SELF],
    "frame-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:", "blob:"],
    "object-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    # Wagtail's scripts set styles.
    "style-src": [CSP.SELF, CSP.UNSAFE_INLINE],
}
"""Content Security Policy of ``/admin/``, where Wagtail's own scripts run."""

# Scripts on public pages read the choice.
COOKIE_CONSENT_HTTPONLY = False
COOKIE_CONSENT_LOG_ENABLED = False
STATISTICS_ADDRESS = ""
"""The address of the statistics for readers who agree; if empty, there are none."""
STATISTICS_SITE = env.int("STATISTICS_SITE", default=1, validate=validate.Range(min=1))

TRUSTED_PROXY = env.bool("TRUSTED_PROXY", default=False)
"""Whether a proxy in front sets the headers that say where a request comes from."""
SECURITY_CONTACT = env.str(
    "SECURITY_CONTACT",
    default="",
    validate=validate.Regexp(
        r"$|mailto:|https://|tel:", error="Start it with mailto:, https:// or tel:."
    ),
)
"""Whom security.txt names."""
FEEDBACK_DAYS = env.int("FEEDBACK_DAYS", default=365, validate=validate.Range(min=1))
"""Days that a feedback entry is kept after the team closed it."""
PUBLISHED_DIR = env.str("PUBLISHED_DIR", default=str(DATA_DIR / "published"))
"""The folder of the published files, which the web server reads; if empty, there are none."""
PUBLISHED_LINK = env.str("PUBLISHED_LINK", default="")
"""The link to the current edition; by default ``current`` in that folder."""
MANY_EDITIONS = 3
"""With so many public changes within ten seconds, readers may get pages that are a few seconds old."""
PUBLISHED_FILES = (
    "/robots.txt",
    "/sitemap.xml",
    "/.well-known/security.txt",
    "/super-complaints/updates.atom",
    *(
        f"/super-complaints/data/{name}"
        for name in (
            "actions.csv",
            "actions.json",
            "data.json",
            "recommendations.csv",
            "recommendations.json",
            "schema.json",
            "super-complaints.csv",
            "super-complaints.json",
            "updates.csv",
            "updates.json",
        )
    ),
)
"""Addresses, beside those of pages, whose answers are files.

``deploy/nginx`` names them, too.
"""
PUBLISHED_FILE_PATTERN = r"/super-complaints/[A-Za-z0-9_-]{1,200}/updates\.atom"
"""Matches the feeds of super-complaints, whose answers are files too. nginx has the same rule."""

# Other sites do not learn which page a reader came from; our own forms still get an
# Origin.
SECURE_REFERRER_POLICY = "same-origin"
# A header that says that the site stands below another folder is not believed: pages
# with such links would be kept.
FORCE_SCRIPT_NAME = ""
PERMISSIONS_POLICY = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "screen-wake-lock",
        "usb",
    )
)
"""What no page of the site may use. Passkeys are not in it."""
CSRF_FAILURE_VIEW = "site_config.errors.csrf_failure"
CSRF_COOKIE_HTTPONLY = True  # Wagtail's scripts have the token from the page.
CSRF_COOKIE_AGE = None  # The token of the editing screens goes when the browser closes.
MESSAGE_STORAGE = "site_config.messages.NamedFallbackStorage"
MESSAGE_COOKIE_NAME = "messages"

# What operators need
_former_keys: list[str] = env.list("SECRET_KEY_FALLBACKS", default=[])
SECRET_KEY_FALLBACKS = [
    refuse_guessable("SECRET_KEY_FALLBACKS", key.strip()) for key in _former_keys
]
"""Former values of SECRET_KEY. What they signed or encrypted can still be read."""
_error_mail: list[str] = env.list("ERROR_MAIL", default=[])
ERROR_MAIL = [
    check_mailbox("ERROR_MAIL", each.strip()) for each in _error_mail if each.strip()
]
"""Addresses that are told of errors, without anything that may name a person."""
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
"""What lets a program read ``/metrics``; without one nobody can."""
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUP_KEY = env.str(
    "BACKUP_KEY",
    default="",
    validate=validate.Regexp(
        r"(age1[a-z0-9]{50,})?\Z",
        error="Write the public key that age-keygen prints: age1…",
    ),
)
"""The public key for which backups are encrypted, as age-keygen prints it: age1…"""
CHECK_LINKS = False
"""Whether the worker asks other hosts, once a week, whether links out of the site still work."""
DATABASE_TIMEOUT = 10
"""Seconds that PostgreSQL may take for one statement while somebody waits for a page."""
DATABASE_TIMEOUT_BACKGROUND = 600
"""The same for the worker, migrations and other commands."""
FORMAT = env.str(
    "LOG_FORMAT", default="line", validate=validate.OneOf(["line", "json"])
)
"""Lines for people, or JSON for programs that collect logs."""

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "site_config.logging.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
        "json": {"()": "site_config.logging.JsonFormatter"},
    },
    "filters": {
        "without_unavailable": {"()": "site_config.logging.WithoutUnavailable"}
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": FORMAT},
        "mail": {"class": "site_config.logging.ErrorMailHandler"},
    },
    "root": {
        "handlers": ["stderr", "mail"] if ERROR_MAIL else ["stderr"],
        "level": "INFO",
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["without_unavailable"]},
        # Of a request that fails outside Django gunicorn writes the address: by our
        # formats, without secrets.
        "gunicorn.error": {"handlers": [], "propagate": True},
        # A line for every reference that Wagtail indexes would bury everything else.
        "django_tasks": {"level": "WARNING"},
        # It tells of each page by its title, which an embargo may cover. The log of
        # decisions has it all.
        "wagtail": {"level": "WARNING"},
    },
}
