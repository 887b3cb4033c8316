"""Send what is typed or piped in to ERROR_MAIL; its last line becomes the subject."""

import sys

from django.conf import settings
from django.core.mail import send_mail
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: str, **options: object) -> None:
        if not settings.ERROR_MAIL:
            raise CommandError("ERROR_MAIL is empty: nobody is told.")
        text = sys.stdin.read().strip()
        send_mail(
            f"{settings.WAGTAILADMIN_BASE_URL}: {text.splitlines()[-1]}", text, None, settings.ERROR_MAIL
        )
