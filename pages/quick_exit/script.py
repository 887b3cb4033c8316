"""The inline scripts of the quick exit: the same text on every page, allowed by its hash."""

from pathlib import Path

from pages.core.content_security_policy import hash_source, read_inline_script

_folder = Path(__file__).parent

LISTEN_SCRIPT = read_inline_script(_folder / "listen.js")
"""It must end within the first 500 bytes of a page."""
STOPPED_SCRIPT = read_inline_script(_folder / "stopped.js")
SCRIPT = read_inline_script(_folder / "exit.js")
"""All three must stay under 2.5 KB compressed: every page has them."""

SCRIPT_HASHES = [hash_source(script) for script in (LISTEN_SCRIPT, STOPPED_SCRIPT, SCRIPT)]
"""What the Content Security Policy must contain so that the scripts run."""
