"""One-time codes: whoever opens a link shows by one that the mailbox is theirs."""

import secrets
from datetime import timedelta

from django.db.models import F
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from pages.core.rate_limits import count_and_check

from .emails import send_code
from .models import OpinionRequest

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
