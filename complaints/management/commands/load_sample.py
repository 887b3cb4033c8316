"""Load sample data of any size into an empty site, to measure the site with it.

Nothing in it is true, and every title says so. It is loaded only into an empty database, so that nobody's
work is touched.
"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from complaints.demo.content_loader import SiteNotEmptyError
from complaints.demo.sample import loader


class Command(BaseCommand):
    """Load the given number of super-complaints and recommendations."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
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

    def handle(
        self,
        *args: str,
        super_complaints: int,
        recommendations: int,
        in_others: int | None = None,
        **options: object,
    ) -> None:
        """Load them and print the numbers; raise ``CommandError`` if there is any content."""
        others = recommendations if in_others is None else in_others
        sizes = [recommendations, *[others] * (super_complaints - 1)][:super_complaints]
        try:
            loader.load_sample(sizes)
        except SiteNotEmptyError as error:
            raise CommandError(
                "Nothing was loaded: there is content already, and sample data must never stand beside it. "
                "Start with an empty database."
            ) from error
        self.stdout.write(
            f"Loaded sample data: {super_complaints} super-complaints with {sum(sizes)} recommendations "
            "in all."
        )
