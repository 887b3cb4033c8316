"""Send the weekly emails about dates that are due; the worker sends them automatically on Mondays."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from complaints.reminders.weekly import (
    REMINDER,
    people_to_remind,
    reminder_for,
    send_reminders,
)


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run",
            action="store_true",
            help="Print the emails without sending them.",
        )

    def handle(self, *args: str, dry_run: bool = False, **options: Any) -> None:
        """Send what is due, or print it with whom it would go to."""
        if not dry_run:
            send_reminders()
            return
        for person in people_to_remind():
            if context := reminder_for(person):
                subject, text = REMINDER.render(context)
                who = person.get_username()
                self.stdout.write(f"To: {who}\nSubject: {subject}\n\n{text}\n")
