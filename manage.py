#!/usr/bin/env python3
"""Django's command line for this site; the default settings are those of a first try on one machine."""

import sys

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    from site_config.start import open_protected_tables, settings_explained

    with settings_explained():
        open_protected_tables(sys.argv)
        execute_from_command_line(sys.argv)
