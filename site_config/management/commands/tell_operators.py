"""Send what is typed or piped in to ERROR_MAIL; its last line becomes the subject.

The log has it, too.
"""

import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from pages.moderation.emails.mail import keep, send_one


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        text = sys.stdin.read().strip()
        self.stdout.write(text)
        if not settings.ERROR_MAIL:
            raise CommandError("ERROR_MAIL is empty, so no one is told.")
        subject = f"{settings.WAGTAILADMIN_BASE_URL}: {(text.splitlines() or ['nothing'])[-1]}"
        if not send_one(subject, text, settings.ERROR_MAIL):
            keep(subject, text, settings.ERROR_MAIL)
