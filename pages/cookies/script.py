"""The inline script that reads the choice: the same text on every page, allowed by its hash."""

from pathlib import Path

from pages.core.content_security_policy import hash_source, read_inline_script

SCRIPT = read_inline_script(Path(__file__).with_name("choice.js"))
SCRIPT_HASH = hash_source(SCRIPT)
"""What the Content Security Policy must contain so that the script runs."""
