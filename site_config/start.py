"""How each program of the site starts: with settings, and without a traceback if one of them is wrong."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ImproperlyConfigured
from environs import EnvError

from pages.core.protected_tables import EVERYTHING, PROCESS

UNATTENDED_COMMANDS = {"run_scheduled", "runserver", "testserver"}
"""The commands that answer requests or work by themselves: nobody decides each time what they do."""


def open_protected_tables(arguments: list[str]) -> None:
    """Let this process write protected tables if somebody gives it a command."""
    if not UNATTENDED_COMMANDS.intersection(arguments[1:2]):
        PROCESS.areas = frozenset({EVERYTHING})


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
