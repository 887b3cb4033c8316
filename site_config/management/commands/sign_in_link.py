"""Print a link for setting up an account: the first one, or when no one can sign in."""

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from pages.accounts import enrolment, factors, mails, sessions
from pages.moderation.approval.audit_log import AuditLogEntry, record_change


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--remove-factors",
            action="store_true",
            help="Remove the two-step verification of the account, sign it out everywhere and email its owner.",
        )

    @transaction.atomic
    def handle(
        self, *args: str, username: str, remove_factors: bool, **options: object
    ) -> None:
        user = (
            get_user_model().objects.filter(username=username, is_active=True).first()
        )
        if user is None:
            raise CommandError(f"There is no active account {username}.")
        if factors.has_factor(user):
            if not remove_factors:
                raise CommandError(
                    "The account uses two-step verification. Add --remove-factors if the device is lost."
                )
            factors.remove_factors(user)
            sessions.end_sessions(user)
            record_change(
                AuditLogEntry.Action.PEOPLE,
                user,
                "Two-step verification removed by a command",
            )
            mails.notify_of_removed_factors(user)
        self.stdout.write(enrolment.make_link(user, by_command=True))
