"""The settings of a site whose readers never get a page of an earlier edition, however fast it changes.

Tests publish faster than people do, and look at once.
"""

from site_config.settings.local import *  # noqa: F403

MANY_EDITIONS = 1_000
