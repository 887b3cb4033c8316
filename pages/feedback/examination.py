"""Finds, soon after it was stored, what a person must look at at once."""

from . import concerns
from .models import FeedbackEntry


def examine_due() -> int:
    """Apply the word rules to every entry that they have not seen; return how many they flagged.

    It takes the rules longer to read a text than the site to store it, so readers do not wait for them. A
    text that worries them goes to a person even if it came as spam.
    """
    flagged = 0
    for entry in FeedbackEntry.objects.filter(examined=False).only("pk", "text"):
        found = concerns.find(entry.text)
        unread = FeedbackEntry.objects.filter(pk=entry.pk, examined=False)
        if found:
            flagged += unread.filter(state__in=[FeedbackEntry.State.NEW, FeedbackEntry.State.SPAM]).update(
                state=FeedbackEntry.State.SAFEGUARDING, closed_at=None
            )
        unread.update(examined=True, concerns=", ".join(found))
    return flagged
