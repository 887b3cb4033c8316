"""The site as ``make run`` serves it, but that it makes each data file for each request."""

from site_config.settings.local import *  # noqa: F403

KEEP_MADE_FILES = False
