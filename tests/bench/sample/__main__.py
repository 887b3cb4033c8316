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
    parser.add_argument(
        "--in-others",
        type=int,
        metavar="NUMBER",
        help="In each but the first, if these are to have fewer.",
    )
    parser.add_argument(
        "--in-older",
        type=int,
        metavar="NUMBER",
        help="In each that the first page of the register does not show, if these are to have another number.",
    )
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_config.settings.local")
    django.setup()
    open_protected_tables([])
    from complaints.site_setup.loading import SiteNotEmptyError

    from .loader import load_sample

    try:
        load_sample(
            asked.super_complaints,
            asked.recommendations,
            asked.in_others,
            asked.in_older,
        )
    except SiteNotEmptyError:
        sys.exit(
            "Nothing was loaded: there is content already, and sample data must never stand beside it. "
            "Start with an empty database."
        )


if __name__ == "__main__":
    main()
