"""What is written to the log on standard error, and how."""

from .environment import env

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "site_config.logging.OneLineFormatter",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        },
    },
    "filters": {"without_unavailable": {"()": "site_config.logging.WithoutUnavailable"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["without_unavailable"]},
        # A line for every reference that Wagtail indexes would bury everything else.
        "django_tasks": {"level": "WARNING"},
    },
}
