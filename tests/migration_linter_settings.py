"""Settings by which ``make check`` lints migrations: the linter's commands are no part of the site."""

from site_config.settings.test import *  # noqa: F403

INSTALLED_APPS += ["django_migration_linter"]  # noqa: F405
