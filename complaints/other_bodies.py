"""Tells whether a responsible post is one of another body than a police force."""

import re

OTHER_BODY = re.compile(
    r"(?:the )?(?:op?f?cc|office of the police|police(?:,? fire)? and crime commissioner|pf?cc|home office|"
    r"college of policing|national police chiefs.? council|npcc(?! lead)|hmicfrs|iopc|"
    r"independent office for police conduct|crown prosecution service|cps|ministry of justice|"
    r"probation service|hmpps|nhs|[a-z]+ (?:city |borough |county )?council)\b",
    re.IGNORECASE,
)
"""The beginning of a post that names a body other than a police force."""


def other_body_in(posts: str) -> str:
    """Return the first line of ``posts`` that names another body; empty if none does."""
    for post in posts.splitlines():
        if OTHER_BODY.match(post.strip()):
            return post.strip()
    return ""
