"""Confirm a request if there is no second person left who can.

Without a number, list all requests.
"""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from pages.moderation.dual_control import second_person
from pages.moderation.dual_control.second_person import PendingChange


class Command(BaseCommand):
    """Confirm it at once.

    It is logged without a name, and everybody who approves is told.
    """

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("number", type=int, nargs="?")

    def handle(self, *args: str, number: int | None, **options: object) -> None:
        if number is None:
            for change in PendingChange.objects.all():
                self.stdout.write(f"{change.pk}: {change}")
            return
        waiting = PendingChange.objects.filter(pk=number).first()
        if waiting is None:
            raise CommandError(f"There is no request with the number {number}.")
        name = str(waiting)
        try:
            second_person.confirm(waiting, None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"Confirmed: {name}")
