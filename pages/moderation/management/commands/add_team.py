"""Make groups for the force whose site has this hostname, so that its people work on this site only.

Running it again puts their permissions right. --remove deletes the groups; people, pages and files stay.
"""

from django.core.management.base import BaseCommand, CommandError
from wagtail.hooks import search_for_hooks
from wagtail.models import Site

from pages.moderation import team_groups


class Command(BaseCommand):
    """Make, or remove, the groups of one force."""

    help = __doc__

    def add_arguments(self, parser):
        """Accept the hostname, with a port if several sites have it, and ``--remove``."""
        parser.add_argument("hostname", help="Such as www.example.org, or www.example.org:8000.")
        parser.add_argument("--remove", action="store_true", help="Delete the groups.")

    def handle(self, *args, hostname, remove, **options):
        """Do it and say what was done."""
        search_for_hooks()  # where each kind of thing says how its permissions are asked for
        site = self.find(hostname)
        if remove:
            number = team_groups.remove_team(site)
            self.stdout.write(f"Groups of {site} removed: {number}.")
            return
        try:
            teams = team_groups.make_team(site)
        except team_groups.TeamError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"The team of {site} has these groups. Put its people into them, and into no other:"
        )
        for team in teams:
            self.stdout.write(f"  {team.group.name}")

    def find(self, hostname: str) -> Site:
        """Return the site."""
        name, _, port = hostname.partition(":")
        sites = Site.objects.filter(hostname=name, **({"port": port} if port.isdecimal() else {}))
        if len(sites) != 1:
            known = ", ".join(f"{site.hostname}:{site.port}" for site in Site.objects.all())
            raise CommandError(f"No site, or several, are called {hostname}. There are: {known}.")
        return sites[0]
