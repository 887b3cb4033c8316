"""Query parameters that only tell where a reader came from, such as ``utm_source``."""

import re

TRACKING_PARAMETER = re.compile(r"(?:utm_[^=&]*|fbclid|gclid|msclkid|mc_[^=&]*)(?:=[^&]*)?(?:&|$)")


def strip_tracking_parameters(query: str) -> str:
    """Return the query string ``query`` without tracking parameters."""
    if not query:
        return query
    return "&".join(
        parameter
        for parameter in query.split("&")
        if parameter and not TRACKING_PARAMETER.fullmatch(parameter)
    )
