#!/usr/bin/env python3
"""Django's command line for this site; the default settings are those of a first try on one machine."""

import os
import sys

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
