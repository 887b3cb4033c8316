"""E-mails that could not be sent: they are kept, and sent once the mail server answers again."""

import json
import logging
from datetime import timedelta

from cryptography.fernet import InvalidToken
from django.core.mail import send_mail
from django.db import models
from django.utils import timezone

from pages.core.outages import Outage
from pages.core.secrets import cipher

logger = logging.getLogger(__name__)

MAIL_SERVER = Outage("The mail server", "Look at EMAIL_URL; what could not be sent is kept and tried again")
TRIED_AGAIN_AFTER = timedelta(minutes=5)
KEPT_FOR = timedelta(days=3)
"""As long as the longest link in an e-mail works."""


class KeptMail(models.Model):
    """An e-mail. It may hold a link that signs somebody in, so that it is encrypted."""

    encrypted = models.TextField()
    kept_at = models.DateTimeField(default=timezone.now)
    tried_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"e-mail of {self.kept_at:%d %B %Y %H:%M}"


def send_one(subject: str, text: str, addresses: list[str]) -> bool:
    """Send it; return whether the server took it. What failed is logged without addresses and contents."""
    try:
        send_mail(subject, text, None, addresses)
    except Exception as error:  # the server failed, or the address is invalid
        MAIL_SERVER.note_failure(type(error).__name__)
        return False
    MAIL_SERVER.note_success()
    return True


def keep(subject: str, text: str, addresses: list[str]) -> None:
    written = json.dumps([subject, text, addresses]).encode()
    KeptMail.objects.create(encrypted=cipher("mails.kept").encrypt(written).decode())


def send_kept_mails() -> None:
    """Try each again every five minutes until one fails; the worker calls this."""
    now = timezone.now()
    given_up, _ = KeptMail.objects.filter(kept_at__lt=now - KEPT_FOR).delete()
    if given_up:
        logger.error("%s e-mails could not be sent for three days and are given up", given_up)
    for mail in KeptMail.objects.filter(tried_at__lt=now - TRIED_AGAIN_AFTER).order_by("tried_at"):
        # Whoever changes the time has it: the workers of two hosts do not both send it.
        if KeptMail.objects.filter(pk=mail.pk, tried_at=mail.tried_at).update(tried_at=now):
            try:
                written = json.loads(cipher("mails.kept").decrypt(mail.encrypted))
            except InvalidToken:  # SECRET_KEY has changed, and the links in it work no longer
                mail.delete()
                continue
            if not send_one(*written):
                return
            mail.delete()
