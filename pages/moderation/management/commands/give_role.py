"""Give a role that needs a second person’s confirmation, if there is no one left who can confirm it."""

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.moderation.gate.roles import ROLES
from pages.moderation.people import membership


class Command(BaseCommand):
    """Give the role at once. It is logged without a name, and everybody who approves is told."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument("role", choices=ROLES)

    def handle(self, *args: str, username: str, role: str, **options: object) -> None:
        person: User | None = User.objects.filter(username=username, is_active=True).first()
        if person is None:
            raise CommandError(f"There is no active account {username}.")
        if person.groups.filter(name=role).exists():
            raise CommandError(f"{username} already has the role “{role}”.")
        membership.give_role_by_command(person, role)
        self.stdout.write(f"{username} now has the role “{role}”.")
