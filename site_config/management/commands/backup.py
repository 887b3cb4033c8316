"""Back up the database, uploads and settings (not secrets) into one file.

The site stays in use.
"""

import errno
import os
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone
from django.utils.crypto import salted_hmac

from site_config import backups
from site_config.models import BACKUP, Heartbeat
from site_config.settings.environment import PROJECT_DIR

SECRET = re.compile(r"KEY|SECRET|TOKEN|PASSWORD|(?<!^BASE)_URL$")
"""Names of variables that hold a secret, or an address with a password in it."""


def settings_without_secrets() -> str:
    """Return the lines of an environment file; of what is secret the name alone."""
    example = (PROJECT_DIR / ".env.example").read_text()
    lines = []
    for name in re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE):
        if name not in os.environ:
            continue
        if SECRET.search(name):
            lines.append(f"#{name}= is secret and not in the backup")
        else:
            lines.append(f"{name}='{os.environ[name]}'")
    return "\n".join([*lines, ""])


def marks_of_keys() -> list[str]:
    """Return by what one knows, but cannot tell, the keys with which something may be signed or encrypted."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [
        salted_hmac("backup", "mark", key, algorithm="sha256").hexdigest()[:16]
        for key in keys
    ]


PREFIX = "super-complaints-"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--keep",
            type=int,
            default=0,
            help="Then delete all but this number of the newest backups.",
        )

    def handle(self, *args: str, keep: int, **options: object) -> None:
        started_at = time.monotonic()
        folder = Path(settings.BACKUP_DIR)
        folder.mkdir(parents=True, exist_ok=True)
        ending = f".tar{backups.ENCRYPTED}" if settings.BACKUP_KEY else ".tar"
        target = folder / f"{PREFIX}{timezone.now():%Y%m%dT%H%M%SZ}{ending}"
        try:
            with backups.only_backup(settings.DATA_DIR, folder):
                self.make(target)
        except (backups.BackupError, OSError, DatabaseError) as error:
            is_full = (
                getattr(error, "errno", 0) == errno.ENOSPC
                or "no space left" in str(error).lower()
            )
            places = f"{folder} and {settings.DATA_DIR}"
            advice = ""
            if is_full:
                advice = f" The disk is full: make room in {places} (df -h)."
            raise CommandError(f"No backup was made.{advice} {error}") from error
        if keep:
            for old in sorted(folder.glob(f"{PREFIX}*.tar*"))[:-keep]:
                old.unlink()
        Heartbeat.beat(BACKUP)
        size = target.stat().st_size
        self.stdout.write(
            f"{target}: {size:,} bytes in {time.monotonic() - started_at:.0f} s"
        )
        if not settings.BACKUP_KEY:
            self.stderr.write(
                "It is not encrypted: set BACKUP_KEY. docs/running.md says how to make one."
            )

    def make(self, target: Path) -> None:
        with tempfile.TemporaryDirectory(
            prefix=backups.UNPACKED, dir=settings.DATA_DIR
        ) as name:
            folder = Path(name)
            # What is deleted while the database is dumped is in the first copy, what is
            # added in the second.
            backups.copy_uploads(folder / "media")
            tables = backups.dump(folder)
            backups.copy_uploads(folder / "media")
            (folder / "settings.env").write_text(settings_without_secrets())
            facts = {
                "made_at": timezone.now().isoformat(),
                "tables": tables,
                "keys": marks_of_keys(),
            }
            backups.pack(folder, target, settings.BACKUP_KEY, facts)
