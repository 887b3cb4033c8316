"""The script that reads the choice, as it stands in a page: one text for every reader, allowed by hash."""

from pathlib import Path

from pages.core.content_policy import hash_source, inline_script

SCRIPT = inline_script(Path(__file__).with_name("choice.js"))
SCRIPT_HASH = hash_source(SCRIPT)
"""What the content policy must name so that the script runs."""
