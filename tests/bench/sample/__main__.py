"""Load sample content into an empty site: ``python -m tests.bench.sample --super-complaints 200``."""

import argparse
import os
import sys

import django

from site_config.start import open_protected_tables


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--super-complaints", type=int, default=20, metavar="NUMBER")
    parser.add_argument(
        "--recommendations", type=int, default=30, metavar="NUMBER", help="In each."
    )
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")
    django.setup()
    open_protected_tables([])
    from complaints.site_setup.loading import SiteNotEmptyError

    from .loader import load_sample

    try:
        load_sample(asked.super_complaints, asked.recommendations)
    except SiteNotEmptyError:
        sys.exit(
            "Nothing was loaded: there is content already, and sample data must never stand beside it. "
            "Start with an empty database."
        )


if __name__ == "__main__":
    main()
