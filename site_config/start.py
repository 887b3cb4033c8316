"""How each program of the site starts: with settings, and without a traceback if one of them is wrong."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError


@contextmanager
def settings_explained() -> Iterator[None]:
    """End the program with the message alone that names a wrong setting; ``--traceback`` shows where."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")
    try:
        yield
    except (ImproperlyConfigured, EnvError) as error:
        if "--traceback" in sys.argv:
            raise
        sys.exit(str(error))
