"""Destroys a site and restores its backup into an empty place: python -m tests.restore_drill

It compares every page’s HTML, the audit log, the feedback and the files, and
prints what was lost and how long it took. `make restore-drill` runs it.
"""

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from site_config.settings.environment import PROJECT_DIR
from site_config.start import open_protected_tables

TOKEN = re.compile(r'(name="opened"\s+value=")[^"]*')
"""What differs from reader to reader: when the form was opened."""


def main() -> int:
    """Run the drill; return 0 if nothing was lost that the backup should have held."""
    # Only here: what is captured below is captured in a process of its own, with the
    # site's settings.
    from tests.failures import postgresql, servers

    folder = Path(tempfile.mkdtemp(prefix="drill-"))
    command = [
        shutil.which("age-keygen") or "age-keygen",
        "-o",
        str(folder / "identity"),
    ]
    key = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603
    backups = {
        "BACKUP_DIR": str(folder / "backups"),
        "BACKUP_KEY": key.stderr.split()[-1],
    }
    with postgresql.running_database() as first:
        variables = servers.site_environment(first, folder / "first") | backups
        run(variables, "migrate", "-v0")
        run(variables, "load_demo", "-v0")
        capture(variables, folder / "unused", "--prepare")
        before = capture(variables, folder / "before")
        backup_seconds = timed(lambda: run(variables, "backup"))
        capture(variables, folder / "unused", "--send-feedback")
        lost_after_backup = len(capture(variables, folder / "later")["feedback"]) - len(
            before["feedback"]
        )
        first.signal(signal.SIGKILL)
    shutil.rmtree(folder / "first")
    print("Database killed and deleted, uploads deleted.")

    (backup,) = (folder / "backups").iterdir()
    with postgresql.running_database() as second:
        variables = servers.site_environment(second, folder / "second") | backups
        options = [str(backup), f"--identity={folder / 'identity'}"]
        restore_seconds = timed(lambda: run(variables, "restore", *options))
        start_seconds = timed(lambda: run(variables, "migrate", "-v0"))
        after = capture(variables, folder / "after")
    faults = [name for name in before if before[name] != after[name]]
    for name in faults:
        differing = {
            each
            for each in {*before[name], *after[name]}
            if before[name].get(each) != after[name].get(each)
        }
        print(f"DIFFERENT {name}: {sorted(differing)[:10]}")
    print(
        f"Compared: {', '.join(f'{len(found)} {name}' for name, found in before.items())}.\n"
        f"Backup of {backup.stat().st_size:,} bytes in {backup_seconds / 60:.2f} min; restored in "
        f"{restore_seconds / 60:.2f} min, checked for migrations in {start_seconds / 60:.2f} min.\n"
        f"Lost: {faults or 'nothing'} of what was there at the backup; "
        f"{lost_after_backup} pieces of feedback that came after it."
    )
    shutil.rmtree(folder)
    return 1 if faults else 0


def run(variables: dict[str, str], *command: str) -> None:
    """Run manage.py as the site does."""
    subprocess.run(  # noqa: S603
        [sys.executable, "manage.py", *command],
        cwd=PROJECT_DIR,
        env=variables,
        check=True,
    )


def timed(step: Any) -> float:
    """Return how many seconds ``step`` takes."""
    started_at = time.monotonic()
    step()
    return time.monotonic() - started_at


def capture(
    variables: dict[str, str], target: Path, *options: str
) -> dict[str, dict[str, str]]:
    """Return all that a reader, an auditor and the feedback team see of the site, read by another process."""
    command = [
        sys.executable,
        "-m",
        "tests.restore_drill",
        "--capture",
        str(target),
        *options,
    ]
    subprocess.run(command, cwd=PROJECT_DIR, env=variables, check=True)  # noqa: S603
    return json.loads(target.read_text()) if not options else {}


def _in_the_site(target: Path, options: list[str]) -> None:
    import django

    django.setup()
    open_protected_tables([])
    if "--prepare" in options:
        _prepare()
    elif "--send-feedback" in options:
        _make_feedback("after the backup", 3)
    else:
        target.write_text(json.dumps(_captured()))


def _prepare() -> None:
    """Add uploads and feedback, which the demonstration has none of."""
    from django.core.files.base import ContentFile
    from wagtail.documents.models import Document

    for number in range(5):
        Document.objects.create(
            title=f"Document {number}",
            file=ContentFile(os.urandom(200_000), name=f"document-{number}.pdf"),
        )
    _make_feedback("before the backup", 20)


def _make_feedback(text: str, number: int) -> None:
    import uuid

    from pages.feedback.models import FeedbackEntry

    for each in range(number):
        FeedbackEntry.objects.create(
            digest=uuid.uuid4(), about="site", useful="yes", text=f"{text} {each}"
        )


def _captured() -> dict[str, dict[str, str]]:
    from django.conf import settings
    from django.test import Client
    from wagtail.models import Page

    from pages.feedback.models import FeedbackEntry
    from pages.moderation.approval.audit_log import AuditLogEntry
    from pages.moderation.approval.versions import PublishedVersion

    client = Client(
        headers={"host": settings.ALLOWED_HOSTS[0], "x-forwarded-proto": "https"}
    )
    pages = {}
    for page in Page.objects.live().filter(depth__gt=1).specific():
        path = page.relative_url(page.get_site())
        answer = client.get(path)
        text = TOKEN.sub(r"\1", answer.content.decode())
        pages[path] = (
            f"{answer.status_code} {hashlib.sha256(text.encode()).hexdigest()}"
        )
    media = Path(settings.MEDIA_ROOT)
    files = [path for path in media.rglob("*") if path.is_file()]
    return {
        "pages": pages,
        "lines of the log": {
            str(row["id"]): str(row) for row in AuditLogEntry.objects.values()
        },
        "published versions": {
            str(row["id"]): str(row) for row in PublishedVersion.objects.values()
        },
        "feedback": {
            str(row["id"]): str(row) for row in FeedbackEntry.objects.values()
        },
        "files": {
            str(path.relative_to(media)): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in files
        },
    }


if __name__ == "__main__":
    if "--capture" in sys.argv:
        _in_the_site(Path(sys.argv[2]), sys.argv[3:])
    else:
        sys.exit(main())
