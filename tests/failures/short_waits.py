"""The settings of a site that waits for its database for two seconds at most."""

from site_config.settings.local import *  # noqa: F403

DATABASE_TIMEOUT = 2
