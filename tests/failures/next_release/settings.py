"""The settings of a site with that app."""

from site_config.settings.local import *  # noqa: F403

INSTALLED_APPS += ["tests.failures.next_release"]  # noqa: F405
