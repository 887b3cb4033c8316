"""The site as ``make run`` serves it, with two more addresses to compare it with."""

from site_config.settings.local import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
