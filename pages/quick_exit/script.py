"""The exit's script as it stands in a page: one text for every reader, allowed by its hash."""

import re
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from pages.content_policy import hash_source

COMMENTS_AND_INDENTATION = re.compile(r"^\s*(?://.*\n)?|^ +", re.MULTILINE)

SCRIPT: SafeString = mark_safe(  # noqa: S308 - our own file
    COMMENTS_AND_INDENTATION.sub("", Path(__file__).with_name("exit.js").read_text(encoding="utf-8"))
)
"""``exit.js`` without what only its readers need. It must stay under 1.5 KB compressed: every page has it."""

SCRIPT_HASH = hash_source(SCRIPT)
"""What the content policy must name so that the script runs."""
