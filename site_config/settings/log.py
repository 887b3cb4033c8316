"""What is written to the log on standard error, and how."""

from environs import validate

from .environment import env
from .operation import ERROR_MAIL

FORMAT = env.str("LOG_FORMAT", default="line", validate=validate.OneOf(["line", "json"]))
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
        "without_secrets": {"()": "site_config.logging.WithoutSecrets"},
        "without_unavailable": {"()": "site_config.logging.WithoutUnavailable"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": FORMAT},
        "mail": {"class": "site_config.error_mail.ErrorMailHandler"},
    },
    "root": {
        "handlers": ["stderr", "mail"] if ERROR_MAIL else ["stderr"],
        "level": env.str("LOG_LEVEL", default="INFO"),
    },
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["without_unavailable", "without_secrets"]},
        "django.security.csrf": {"filters": ["without_secrets"]},
        # A line for every reference that Wagtail indexes would bury everything else.
        "django_tasks": {"level": "WARNING"},
        # It tells of each page by its title, which an embargo may cover. The log of decisions has it all.
        "wagtail": {"level": "WARNING"},
    },
}
