"""The inline script of the quick exit: the same text on every page, allowed by its hash."""

from pathlib import Path

from pages.core.content_security_policy import hash_source, read_inline_script

SCRIPT = read_inline_script(Path(__file__).with_name("exit.js"))
"""It must stay under 1.5 KB compressed, because every page contains it."""

SCRIPT_HASH = hash_source(SCRIPT)
"""What the Content Security Policy must contain so that the script runs."""
