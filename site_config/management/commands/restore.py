"""Restore a backup into an empty database and an empty folder of uploads."""

import os
import re
import tempfile
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from pages.published import changes
from site_config import backups

from .backup import marks_of_keys


def missing_variables(folder: Path, manifest: dict) -> list[str]:
    """Return what was set where the backup was made and is not here; of keys, whether all are known here."""
    names = re.findall(
        r"^#?([A-Z_]+)=", (folder / "settings.env").read_text(), re.MULTILINE
    )
    missing = [
        name
        for name in names
        if not name.startswith("SECRET_KEY") and not os.environ.get(name)
    ]
    if set(manifest["keys"]) - set(marks_of_keys()):
        missing.append(
            "SECRET_KEY_FALLBACKS (with the SECRET_KEY and former keys of that site)"
        )
    return missing


class Command(BaseCommand):
    help = __doc__
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "file", type=Path, help="A backup created by manage.py backup."
        )
        parser.add_argument(
            "--identity",
            type=Path,
            help="The file with the key of an encrypted backup.",
        )
        parser.add_argument(
            "--check", action="store_true", help="Only check if it can be restored."
        )
        parser.add_argument(
            "--without-variables",
            action="store_true",
            help="Restore even if variables are missing.",
        )

    def handle(
        self,
        *args: str,
        file: Path,
        identity: Path | None,
        check: bool,
        without_variables: bool,
        **options: object,
    ) -> None:
        started_at = time.monotonic()
        for path in filter(None, [file, identity]):
            if not path.is_file():
                raise CommandError(f"There is no file at {path}.")
        settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
        try:
            with tempfile.TemporaryDirectory(
                prefix="restore-", dir=settings.DATA_DIR
            ) as name:
                manifest = backups.unpack(file, Path(name), identity)
                missing = ", ".join(missing_variables(Path(name), manifest))
                if missing:
                    self.stderr.write(
                        f"Set in the site that was backed up, but not here: {missing}."
                    )
                if check:
                    self.stdout.write(
                        f"The backup is complete: made {manifest['made_at']}, {len(manifest['sha256'])} files."
                    )
                    return
                if missing and not without_variables:
                    raise backups.BackupError(
                        "Nothing was changed. Set these variables first. Without the keys, authenticator "
                        "apps and recovery codes are lost. To go on without them, add --without-variables."
                    )
                self.load(Path(name), manifest)
        except (backups.BackupError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored what was backed up at {manifest['made_at']} in {time.monotonic() - started_at:.0f} s: "
            f"{sum(manifest['tables'].values()):,} rows, {len(manifest['sha256'])} files. Restart the site."
        )

    def load(self, folder: Path, manifest: dict) -> None:
        if not backups.is_empty():
            raise backups.BackupError(
                "The database is not empty. Nothing was changed. Restore into a new one, "
                "as docs/running.md says."
            )
        if next(backups.upload_names(), None):
            raise backups.BackupError(
                "The folder of uploads is not empty. Nothing was changed. Move the files away first."
            )
        backups.load(folder)
        connection.close()
        found = backups.count_rows()
        wrong = {
            name: count
            for name, count in manifest["tables"].items()
            if found.get(name, count) != count
        }
        if wrong:
            raise backups.BackupError(
                f"The numbers of rows in these tables differ from the backup: {', '.join(wrong)}."
            )
        backups.restore_uploads(folder / "media")
        # What was published since the backup is not what is public now.
        changes.note()
