"""Print or erase the data stored about someone who works with the CMS. The audit log is kept."""

import json

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.serializers.json import DjangoJSONEncoder

from pages.accounts import personal_data


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")
        parser.add_argument(
            "--erase", action="store_true", help="Erase it. You cannot undo this."
        )

    def handle(
        self, *args: str, username: str, erase: bool = False, **options: object
    ) -> None:
        user = get_user_model().objects.filter(username=username).first()
        if user is None:
            raise CommandError(f"There is no account {username}.")
        if erase:
            personal_data.erase(user)
            self.stdout.write(f"Erased. The account is now called {user.username}.")
        else:
            self.stdout.write(
                json.dumps(
                    personal_data.personal_data_of(user),
                    cls=DjangoJSONEncoder,
                    indent=2,
                )
            )
