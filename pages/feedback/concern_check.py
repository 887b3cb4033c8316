"""Flags new entries that a person must look at at once."""

from .concern_rules import find_concerns
from .models import FeedbackEntry


def flag_concerns_in_new_entries() -> int:
    """Apply the concern rules to every entry that was not examined yet; return how many were flagged.

    The rules take longer than storing an entry, so they run later and readers do not wait for them. A text
    with concerns goes to a person even if it was taken for spam.
    """
    flagged = 0
    for entry in FeedbackEntry.objects.filter(examined=False).only("pk", "text"):
        concerns = find_concerns(entry.text)
        unexamined = FeedbackEntry.objects.filter(pk=entry.pk, examined=False)
        if concerns:
            flagged += unexamined.filter(
                state__in=[FeedbackEntry.State.NEW, FeedbackEntry.State.SPAM]
            ).update(state=FeedbackEntry.State.SAFEGUARDING, closed_at=None)
        unexamined.update(examined=True, concerns=", ".join(concerns))
    return flagged
