"""What operators need: the log, former secrets, backups, measurements, how long the database may take."""

from pathlib import Path

from environs import validate

from .environment import DATA_DIR, env, read_former_secret_keys

SECRET_KEY_FALLBACKS = read_former_secret_keys()
"""Former values of SECRET_KEY. What they signed or encrypted can still be read."""
ERROR_MAIL: list[str] = env.list("ERROR_MAIL", default=[])
"""Addresses that are told of errors, without anything that may name a person."""
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
"""What lets a program read ``/metrics``; without one nobody can."""
BACKUP_DIR = Path(env.str("BACKUP_DIR", default=str(DATA_DIR / "backups")))
BACKUP_KEY = env.str("BACKUP_KEY", default="")
"""The public key for which backups are encrypted, as age-keygen prints it: age1…"""
CHECK_LINKS = False
"""Whether the worker asks other hosts, once a week, whether links out of the site still work."""
DATABASE_TIMEOUT = 10
"""Seconds that PostgreSQL may take for one statement while somebody waits for a page."""
DATABASE_TIMEOUT_BACKGROUND = 600
"""The same for the worker, migrations and other commands."""


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
    "filters": {"without_unavailable": {"()": "site_config.logging.WithoutUnavailable"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": FORMAT},
        "mail": {"class": "site_config.logging.ErrorMailHandler"},
    },
    "root": {"handlers": ["stderr", "mail"] if ERROR_MAIL else ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "propagate": True},
        "django.request": {"filters": ["without_unavailable"]},
        # Of a request that fails outside Django gunicorn writes the address: by our formats, without secrets.
        "gunicorn.error": {"handlers": [], "propagate": True},
        # A line for every reference that Wagtail indexes would bury everything else.
        "django_tasks": {"level": "WARNING"},
        # It tells of each page by its title, which an embargo may cover. The log of decisions has it all.
        "wagtail": {"level": "WARNING"},
    },
}
