"""E-mails to people without an account, and the one-time codes by which they show that the mailbox is theirs.

They name what they are about, and contain nothing of it.
"""

import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.content.models import SiteWording
from pages.core.rate_limits import count_and_check
from pages.moderation.gate import roles
from pages.moderation.mails.digests import collect
from pages.moderation.mails.emails import admin_link, edit_link, email_name
from pages.moderation.mails.mail import Mail

from .models import OpinionRequest

ASKS = {
    OpinionRequest.Purpose.OPINION: "asks what you think of a draft",
    OpinionRequest.Purpose.APPROVE: "asks you to approve a draft",
    OpinionRequest.Purpose.AGREE: "asks whether you agree to a draft",
    OpinionRequest.Purpose.READ: "shows you a draft",
}


LINK = Mail("opinions/emails/link", "whoever is asked")
CODE = Mail("opinions/emails/code", "whoever opened a link")
ANSWERED = Mail("opinions/emails/answered", "who asked")


def send_link(request: OpinionRequest, secret: str, objects: Iterable[Any]) -> None:
    """Send the link to whoever is asked."""
    LINK.send_or_keep(
        [User(email=request.address)],
        force=_force(),
        who=roles.display_name(request.made_by) if request.made_by else "Somebody",
        asks=ASKS[OpinionRequest.Purpose(request.purpose)],
        names=[email_name(obj) for obj in objects],
        link=admin_link("opinions:opinion", secret),
        request=request,
    )


def tell_about_answer(request: OpinionRequest) -> None:
    """Tell whoever asked that there is an answer; it is read in the CMS."""
    if not request.made_by:
        return
    drafts = request.drafts
    names = [email_name(draft, draft) for draft in drafts]
    verdict, address = request.verdict_words.lower(), edit_link(drafts[0])
    others = collect([request.made_by], f"{request.post}: {verdict} ({names[0]})", address)
    ANSWERED.send_or_keep(others, request=request, verdict=verdict, names=names, address=address)


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
    CODE.send([User(email=request.address)], code=code, minutes=MINUTES)
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
