"""The settings of an installation, as they go into a backup: without what is secret."""

import os
import re

from site_config.settings.environment import PROJECT_DIR

SECRET = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|(?<!BASE)_URL$")
"""Names of variables that hold a secret, or an address with a password in it."""


def settings_without_secrets() -> str:
    """Return the lines of an environment file; of what is secret the name alone."""
    example = (PROJECT_DIR / ".env.example").read_text()
    lines = []
    for name in re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE):
        if name not in os.environ:
            continue
        is_secret = SECRET.search(name)
        lines.append(
            f"#{name}= is secret and not in the backup" if is_secret else f"{name}='{os.environ[name]}'"
        )
    return "\n".join([*lines, ""])
