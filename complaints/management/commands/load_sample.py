"""Load sample data of any size into an empty site, to see how it does with much of it.

Nothing in it is true, and every title says so. What somebody has written is never touched: it is loaded only
into an empty database.
"""

from django.core.management.base import BaseCommand, CommandError

from complaints.demo.loader import SiteNotEmptyError
from complaints.demo.sample import loader


class Command(BaseCommand):
    """Load super-complaints and recommendations, as many as asked for."""

    help = __doc__

    def add_arguments(self, parser):
        """Accept how many of each."""
        parser.add_argument("--super-complaints", type=int, default=20, metavar="NUMBER", help="Default: 20.")
        parser.add_argument(
            "--recommendations",
            type=int,
            default=30,
            metavar="NUMBER",
            help="In each super-complaint, parts of recommendations included. Default: 30.",
        )
        parser.add_argument(
            "--in-others",
            type=int,
            metavar="NUMBER",
            help="In each but the first super-complaint, if these are not to have as many.",
        )

    def handle(self, *args, super_complaints, recommendations, in_others=None, **options):
        """Load them and say how many there are; refuse if there is any content."""
        others = recommendations if in_others is None else in_others
        sizes = [recommendations, *[others] * (super_complaints - 1)][:super_complaints]
        try:
            loader.load(sizes)
        except SiteNotEmptyError as error:
            raise CommandError(
                "Nothing was loaded: there is content already, and sample data must never stand beside it. "
                "Start with an empty database."
            ) from error
        self.stdout.write(
            f"Loaded sample data: {super_complaints} super-complaints with {sum(sizes)} recommendations "
            "in all."
        )
