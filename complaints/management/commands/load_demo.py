"""Load the initial content into an empty site and, where DEMO is set, create one account for each role.

The content is only loaded into an empty database, so that no one's work is changed.
Running the command again changes nothing.
"""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.urls import reverse

from complaints.demo import accounts, northamptonshire
from complaints.site_setup import loading
from pages.content.models import HomePage


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Do nothing, without an error, if there is already content.",
        )
        parser.add_argument(
            "--accounts",
            dest="accounts_alone",
            action="store_true",
            help="Only create the accounts.",
        )

    def handle(
        self,
        *args: str,
        if_empty: bool = False,
        accounts_alone: bool = False,
        **_: object,
    ) -> None:
        if accounts_alone and settings.DEMO:
            self.make_accounts()
        elif not if_empty or loading.is_site_empty():
            self.load_content()
            if settings.DEMO:
                self.make_accounts()
        if settings.DEMO:
            self.show_accounts()
        elif removed := accounts.remove_accounts():
            self.stdout.write(
                f"Demonstration accounts removed, as DEMO is not set: {removed}."
            )

    def load_content(self) -> None:
        """Load the content; raise ``CommandError`` if there is content without a home page."""
        if HomePage.objects.exists():  # ours or an editor's
            self.stdout.write("There is already content, so no pages were changed.")
            return
        try:
            pages = northamptonshire.load_initial_content()
        except loading.SiteNotEmptyError as error:
            raise CommandError(
                "No content was loaded: there are already pages, organisations or site wording, but no home "
                "page. Delete them, or start with an empty database."
            ) from error
        counts = ", ".join(f"{name}: {count}" for name, count in sorted(pages.items()))
        self.stdout.write(
            f"Loaded the initial content: {pages.total()} pages ({counts})."
        )

    def make_accounts(self) -> None:
        made = accounts.make_accounts()
        message = "The demonstration accounts exist already: none was changed."
        if made:
            message = f"Demonstration accounts created or restored: {len(made)}."
        self.stdout.write(message)

    def show_accounts(self) -> None:
        if existing := accounts.existing_accounts():
            password = accounts.DEMO_PASSWORD
            self.stdout.write(
                f"Sign in at {reverse('wagtailadmin_home')} with the password {password}:"
            )
            self.stdout.writelines(f"  {account}\n" for account in existing)
