"""What the database knows of the site's state, in the format of Prometheus; nginx tells its own numbers."""

import hmac
import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from allauth.mfa.signals import authentication_failed
from cryptography.x509 import load_pem_x509_certificate
from django.conf import settings
from django.contrib.auth.signals import user_login_failed
from django.db import DatabaseError, InterfaceError, connection, models
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from wagtail.models import Revision

from pages.core.cache_policy import health_view
from pages.core.outages import DATABASE
from pages.feedback.models import FeedbackEntry
from pages.files.uploads import clamd_answers
from pages.moderation.emails.mail import KeptMail
from pages.published import folder
from pages.published.models import Edition

from .disks import free_parts
from .models import BACKUP, FAILED_SIGN_INS, WORKER, Counter, Heartbeat

CERTIFICATE = Path("/etc/ssl/super-complaints/fullchain.pem")
"""Where `deploy/install` puts it.

Where something else in front has the certificate, there is none.
"""


def free_memory() -> float:
    """Return which part of the memory programs can still have."""
    lines = Path("/proc/meminfo").read_text().splitlines()
    kilobytes = {}
    for line in lines:
        name, _, rest = line.partition(":")
        kilobytes[name] = int(rest.split()[0])
    return kilobytes["MemAvailable"] / kilobytes["MemTotal"]


def certificate_end() -> float:
    """Return the second at which the certificate ends; 0 if there is none that the site may read."""
    if not os.access(CERTIFICATE, os.R_OK):
        return 0.0
    return load_pem_x509_certificate(
        CERTIFICATE.read_bytes()
    ).not_valid_after_utc.timestamp()


PREFIX = "super_complaints_"
Sample = tuple[str, str, str, float]
"""A name, its type, what it means, and the number."""


@health_view
def metrics(request: HttpRequest) -> HttpResponse:
    """Answer who has the token; to everybody else there is nothing here."""
    sent = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not hmac.compare_digest(
        sent.encode(), settings.METRICS_TOKEN.encode()
    ):
        raise Http404
    lines = []
    for name, kind, meaning, number in samples():
        full = PREFIX + name
        lines += [
            f"# HELP {full} {meaning}",
            f"# TYPE {full} {kind}",
            f"{full} {number:.15g}",
        ]
    return HttpResponse(
        "\n".join([*lines, ""]), content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def samples() -> Iterator[Sample]:
    """Yield all that is known; without the database, what this host knows."""
    try:
        stored = [
            *_of_the_worker(),
            *_of_the_work(),
            *_of_the_feedback(),
            *_of_the_database(),
        ]
    except (DatabaseError, InterfaceError) as error:
        DATABASE.note_failure(error)
        stored = []
    yield "database_up", "gauge", "Whether the database answers.", float(bool(stored))
    yield from stored
    yield from _of_this_host()


def _of_the_worker() -> Iterator[Sample]:
    beat = Heartbeat.objects.filter(name=WORKER).values_list("at", "failed").first()
    ended, failed = beat or (None, [])
    yield (
        "worker_last_run_seconds",
        "gauge",
        "When the worker last ended a round.",
        _seconds(ended),
    )
    yield (
        "worker_failed_steps",
        "gauge",
        "Steps that failed in the worker's last round.",
        len(failed),
    )
    backup = Heartbeat.last(BACKUP)
    yield (
        "backup_last_seconds",
        "gauge",
        "When the last backup was made.",
        _seconds(backup),
    )


def _of_this_host() -> Iterator[Sample]:
    """Yield what is true of this host alone, whether the database answers or not."""
    fullest = min(free_parts().values())
    yield (
        "disk_free_ratio",
        "gauge",
        "Free part of the fullest disk, in bytes or inodes; 0 if it hangs.",
        fullest,
    )
    yield (
        "memory_free_ratio",
        "gauge",
        "Part of the memory that is free.",
        free_memory(),
    )
    if end := certificate_end():
        yield "certificate_ends_seconds", "gauge", "When the certificate ends.", end
    if settings.CLAMD_ADDRESS:
        yield "clamav_up", "gauge", "Whether ClamAV answers.", float(clamd_answers())
    looked = folder.last_seen_current()
    yield (
        "edition_last_look_seconds",
        "gauge",
        "When this host last knew the current edition.",
        looked,
    )
    made = folder.count_files(folder.current_link())
    yield (
        "edition_files_made",
        "gauge",
        "Files of the current edition that are made.",
        made,
    )
    known = folder.count_files(folder.root() / folder.KNOWN)
    yield (
        "edition_files",
        "gauge",
        "Files that this edition and those before it have.",
        known,
    )


def _of_the_work() -> Iterator[Sample]:
    last = Edition.objects.aggregate(last=models.Max("number"))["last"] or 0
    yield "editions_total", "counter", "Editions that ever began.", last
    late = timezone.now() - timedelta(minutes=5)
    due = Revision.objects.filter(approved_go_live_at__lt=late).count()
    yield (
        "scheduled_late",
        "gauge",
        "Publications that are due for more than five minutes.",
        due,
    )
    yield (
        "mails_kept",
        "gauge",
        "Emails that could not be sent and wait.",
        KeptMail.objects.count(),
    )
    failed = Counter.of(FAILED_SIGN_INS)
    yield (
        "failed_sign_ins_total",
        "counter",
        "Passwords and codes that were wrong.",
        failed,
    )


def _of_the_feedback() -> Iterator[Sample]:
    concerns = FeedbackEntry.objects.filter(state=FeedbackEntry.State.SAFEGUARDING)
    yield (
        "safeguarding_waiting",
        "gauge",
        "Safeguarding concerns that nobody has closed.",
        concerns.count(),
    )
    untold = concerns.filter(alerted_at=None).count()
    yield (
        "safeguarding_untold",
        "gauge",
        "Safeguarding concerns that nobody was told of.",
        untold,
    )
    new = FeedbackEntry.objects.filter(state=FeedbackEntry.State.NEW)
    yield (
        "feedback_new",
        "gauge",
        "Pieces of feedback that nobody has looked at.",
        new.count(),
    )
    oldest = _seconds(new.aggregate(oldest=models.Min("created_at"))["oldest"])
    yield "feedback_oldest_seconds", "gauge", "When the oldest of these came.", oldest


def _of_the_database() -> Iterator[Sample]:
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT numbackends, xact_commit, xact_rollback, tup_returned, pg_database_size(datname)"
            " FROM pg_stat_database WHERE datname = current_database()"
        )
        connections, commits, rollbacks, rows, size = cursor.fetchone()
    yield "database_connections", "gauge", "Connections to the database.", connections
    yield (
        "database_commits_total",
        "counter",
        "Transactions that were committed.",
        commits,
    )
    yield (
        "database_rollbacks_total",
        "counter",
        "Transactions that were undone.",
        rollbacks,
    )
    yield "database_rows_read_total", "counter", "Rows that queries looked at.", rows
    yield "database_bytes", "gauge", "Size of the database.", size


def _seconds(moment: datetime | None) -> float:
    return moment.timestamp() if moment else 0.0


@receiver([user_login_failed, authentication_failed], dispatch_uid="metrics")
def count_failed_sign_in(**arguments: object) -> None:
    Counter.add(FAILED_SIGN_INS)
