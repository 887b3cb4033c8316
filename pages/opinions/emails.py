"""E-mails to people without an account, and the one-time codes by which they show that the mailbox is theirs.

They name what they are about, and contain nothing of it.
"""

import logging
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.content.models import SiteWording
from pages.core.rate_limits import count_and_check
from pages.moderation.gate import roles
from pages.moderation.mails.digests import collect
from pages.moderation.mails.emails import admin_link, edit_link, email_name, send_email

from .models import OpinionRequest

logger = logging.getLogger(__name__)

ASKS = {
    OpinionRequest.Purpose.OPINION: "asks what you think of a draft",
    OpinionRequest.Purpose.APPROVE: "asks you to approve a draft",
    OpinionRequest.Purpose.AGREE: "asks whether you agree to a draft",
    OpinionRequest.Purpose.READ: "shows you a draft",
}


def send_link(request: OpinionRequest, secret: str, objects: Iterable[Any]) -> None:
    """Send the link to whoever is asked."""
    names = "\n".join(f"- {email_name(obj)}" for obj in objects)
    asks = ASKS[OpinionRequest.Purpose(request.purpose)]
    who = roles.display_name(request.made_by) if request.made_by else "Somebody"
    link = admin_link("opinions:opinion", secret)
    until = f"{timezone.localtime(request.expires_at):%-d %B %Y}"
    _send(
        request,
        f"{_force()}: {who} {asks}",
        f"{who} {asks}:\n\n{names}\n\n"
        f"Read it here. You need no account; we send a code to this address first.\n{link}\n\n"
        f"The link is for you alone and works until {until}. The draft is not public: please do not pass it "
        f"on.\n",
    )


def send_code(request: OpinionRequest, code: str, minutes: int) -> None:
    """Send a code, which works for so many ``minutes``, to whoever is asked."""
    _send(
        request,
        f"Your code: {code}",
        f"{code}\n\nType this code where you opened our link. It works once, for {minutes} minutes. If you "
        f"did not ask for a code, somebody else has opened your link: tell whoever sent it to you.\n",
    )


def tell_about_answer(request: OpinionRequest) -> None:
    """Tell whoever asked that there is an answer; it is read in the CMS."""
    if not request.made_by:
        return
    drafts = request.drafts
    names = "\n".join(f"- {email_name(draft, draft)}" for draft in drafts)
    verdict, address = request.verdict_words.lower(), edit_link(drafts[0])
    subject = f"{request.post}: {verdict}"
    text = f"{request.post} has answered: {verdict}.\n\n{names}\n\nRead the answer: {address}\n"
    line = f"{subject} ({email_name(drafts[0], drafts[0])})"
    send_email(collect([request.made_by], line, address), subject, text)


def _send(request: OpinionRequest, subject: str, text: str) -> None:
    try:
        send_mail(subject, text, None, [request.address])
    except Exception as error:  # the server failed, or the address is invalid
        logger.error("An e-mail to somebody without an account was not sent: %s", type(error).__name__)


def _force() -> str:
    wording = SiteWording.objects.filter(live=True).first()
    return wording.force_name if wording else settings.WAGTAIL_SITE_NAME


MINUTES = 10
"""For so long a code works."""
MOST_TRIES = 5
"""So often a code can be typed."""
MOST_CODES, CODES_PERIOD_SECONDS = 5, 60 * 60
"""So many codes are sent for one link in this time."""


def send_new_code(request: OpinionRequest) -> bool:
    """Send a new code, which ends the last one; return False if there were too many, and send none."""
    if count_and_check("opinion-codes", str(request.pk), MOST_CODES, CODES_PERIOD_SECONDS):
        return False
    code = f"{secrets.randbelow(10**6):06}"
    request.code_digest = _digest(request, code)
    request.code_expires_at = timezone.now() + timedelta(minutes=MINUTES)
    request.code_tries = 0
    request.save(update_fields=["code_digest", "code_expires_at", "code_tries"])
    send_code(request, code, MINUTES)
    return True


def check_code(request: OpinionRequest, code: str) -> bool:
    """Tell whether ``code`` is the one that was sent. It works once, and can be typed a few times."""
    waiting = OpinionRequest.objects.filter(
        pk=request.pk, code_tries__lt=MOST_TRIES, code_expires_at__gt=timezone.now()
    ).exclude(code_digest="")
    # Counted before it is looked at, so that many at once try no more often.
    if not waiting.update(code_tries=F("code_tries") + 1):
        return False
    request.refresh_from_db()
    if not constant_time_compare(request.code_digest, _digest(request, code)):
        return False
    return bool(
        OpinionRequest.objects.filter(pk=request.pk, code_digest=request.code_digest).update(code_digest="")
    )


def _digest(request: OpinionRequest, code: str) -> str:
    only_digits = "".join(character for character in code if character.isdecimal())
    return salted_hmac("opinion code", f"{request.pk} {only_digits}", algorithm="sha256").hexdigest()
