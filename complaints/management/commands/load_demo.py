"""Load the initial content into an empty site and, where DEMO is set, make one account a role.

What somebody has written is never touched: the content is loaded only into an empty database. Running
it again changes nothing.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.urls import reverse

from complaints.demo import accounts, loader


class Command(BaseCommand):
    """Load the initial content and make the demonstration accounts."""

    help = __doc__

    def add_arguments(self, parser):
        """Accept ``--if-empty``."""
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing, and do not complain, if there is content already.",
        )

    def handle(self, *args, if_empty=False, **options):
        """Load what is missing and say what was done."""
        if not if_empty or loader.is_empty():
            self.load_content()
            if settings.DEMO:
                self.make_accounts()
        if settings.DEMO:
            self.show_accounts()
        elif removed := accounts.remove_accounts():
            self.stdout.write(f"Demonstration accounts removed, as DEMO is not set: {removed}.")

    def load_content(self):
        """Load the content; refuse if there is other content without a home page."""
        if loader.is_loaded():
            self.stdout.write("There is content already: no page was changed.")
            return
        try:
            pages = loader.load()
        except loader.SiteNotEmptyError as error:
            raise CommandError(
                "Nothing was loaded: there are pages, organisations or site wording that somebody "
                "has written, but no home page. Delete them, or start with an empty database."
            ) from error
        counts = ", ".join(f"{name}: {count}" for name, count in sorted(pages.items()))
        self.stdout.write(f"Loaded the initial content: {pages.total()} pages ({counts}).")

    def make_accounts(self):
        """Make the accounts that are missing."""
        made = accounts.make_accounts()
        self.stdout.write(
            f"Demonstration accounts made or put back: {len(made)}."
            if made
            else "The demonstration accounts exist already: none was changed."
        )

    def show_accounts(self):
        """Print who can sign in."""
        existing = accounts.existing_accounts()
        if not existing:
            return
        self.stdout.write(f"Sign in at {reverse('wagtailadmin_home')} with the password {accounts.PASSWORD}:")
        for account in existing:
            self.stdout.write(f"  {account}")
