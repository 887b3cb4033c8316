"""Parameters that tell where a reader came from: the answer is the one without them."""

import re

TRACKING = re.compile(r"(?:utm_[^=&]*|fbclid|gclid|msclkid|mc_[^=&]*)(?:=[^&]*)?(?:&|$)")


def without_tracking(query: str) -> str:
    """Return ``query`` without them."""
    if not query:
        return query
    kept = [each for each in query.split("&") if each and not TRACKING.fullmatch(each)]
    return "&".join(kept)
