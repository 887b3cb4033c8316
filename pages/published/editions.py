"""The current edition: which one it is, how the next one begins, and what stays in memory for it.

Changes may be committed in another order than they were stored in, so no number of
theirs tells what is new. An edition is current as long as no stored change is visible
beside it. Whoever sees one deletes it and begins the next edition in one transaction,
which two cannot do for the same change.

A request uses the memory of this process only with the edition that it read from the
database itself. Within a transaction that changes something public there is none, so
nothing is read from memory or kept in it.
"""

import hashlib
import logging
import secrets
import time
from collections.abc import Callable, Hashable
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache, lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.db import Error, IntegrityError, OperationalError, transaction
from django.db.models import Max, Min, Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Site

from pages.core.moments import end_of_day
from pages.core.outages import DATABASE, PUBLISHED_DISK

from . import folder
from .models import Change, Edition

RELEASE_CODE = (
    "complaints",
    "pages",
    "site_config",
    "templates",
    "requirements",
    "build/static",
    "build/locale",
)
RELEASE_SETTINGS = (
    "ALLOWED_HOSTS",
    "DEBUG",
    "DEMO",
    "MAINTENANCE",
    "SECURITY_CONTACT",
    "STATISTICS_ADDRESS",
    "STATISTICS_SITE",
    "VERSION",
    "WAGTAILADMIN_BASE_URL",
)
"""Settings that readers notice."""


@cache
def release() -> str:
    """Return a name that differs whenever code, templates, styles, packages or such settings do."""
    project: Path = settings.PROJECT_DIR
    digest = hashlib.sha256(
        repr([getattr(settings, name) for name in RELEASE_SETTINGS]).encode()
    )
    paths: list[Path] = []
    for name in RELEASE_CODE:
        paths.extend((project / name).rglob("*"))
    for path in sorted(paths):
        if path.is_file() and path.suffix != ".pyc":
            digest.update(str(path.relative_to(project)).encode() + path.read_bytes())
    return digest.hexdigest()[:12]


logger = logging.getLogger(__name__)

MOMENTS = {"content.Notice": ("shown_from", "shown_until")}
"""Fields with moments at which time alone changes a page.

Each midnight in Europe/London is one, too.
"""
TOLERATED_CLOCK_DIFFERENCE = timedelta(minutes=1)
"""By how much the clocks of two hosts may differ without anybody being at fault."""
SECONDS_BETWEEN_CORRECTIONS = 60
MANY_WITHIN = timedelta(seconds=10)
"""``settings.MANY_EDITIONS`` in this time are more than files can be made for."""
MOST_EDITIONS_READ = 40
"""How many editions are read at most, to see how often the site changes."""
TRIES = 5
NEWEST = f"""
SELECT *, EXISTS (SELECT 1 FROM {Change._meta.db_table}) AS is_behind FROM {Edition._meta.db_table}
WHERE number = (SELECT MAX(number) FROM {Edition._meta.db_table}) ORDER BY release = %s DESC LIMIT 1
"""  # noqa: S608 -- the names of our own tables


def current_if_begun() -> Edition | None:
    """Return the current edition of this release; ``None`` while the next one has to begin.

    Within a transaction that changed something public there is none.
    """
    newest = _newest()
    is_current = (
        newest
        and newest.release == release()
        and _holds(newest)
        and not newest.is_behind
    )
    return newest if is_current else None


def _newest() -> Edition | None:
    """Return the newest edition, that of this release if there are several of one number."""
    # Every request asks this, and Django would take three times as long to put the
    # statement together.
    return next(iter(Edition.objects.raw(NEWEST, [release()])), None)


def _holds(edition: Edition) -> bool:
    """Return True if time alone has changed nothing; a clock that was ahead counts as a change."""
    must_be_corrected = _is_ahead(edition) and time.monotonic() >= _corrections["next"]
    return timezone.now() < edition.holds_until and not must_be_corrected


def _is_ahead(edition: Edition) -> bool:
    """Return True if a clock that was ahead began ``edition``."""
    return edition.begun_at - TOLERATED_CLOCK_DIFFERENCE > timezone.now()


_corrections = {"next": 0.0}
"""When this process may next end an edition that is ahead, by ``time.monotonic``.

Of two hosts whose clocks differ each would otherwise end at once what the other one
begins.
"""


def next_moment(now: datetime) -> datetime:
    """Return when time alone next changes a page."""
    moments = [end_of_day(timezone.localdate(now))]
    for label, fields in MOMENTS.items():
        public = apps.get_model(label)._base_manager.filter(live=True)
        next_of_each = {
            name: Min(name, filter=Q(**{f"{name}__gt": now})) for name in fields
        }
        moments += public.aggregate(**next_of_each).values()
    return min(filter(None, moments))


def current() -> Edition:
    """Return the current edition; begin it if nobody has.

    Raise ``OperationalError`` if others never stop.
    """
    for _ in range(TRIES):
        if edition := current_if_begun():
            return edition
        with suppress(IntegrityError):  # another process has begun it
            _begin()
    raise OperationalError("Other processes begin one edition after the other.")


@transaction.atomic
def _begin() -> None:
    # Two statements, of which neither takes what the other has to see.
    removals, _ = Change.objects.filter(removes=True).delete()
    others, _ = Change.objects.filter(removes=False).delete()
    newest = _newest()
    holds = newest is not None and _holds(newest) and not (removals or others)
    if newest and holds and newest.release == release():
        return  # whoever deleted the changes has begun it
    if newest and _is_ahead(newest):
        _corrections["next"] = time.monotonic() + SECONDS_BETWEEN_CORRECTIONS
    now = timezone.now()
    last = Edition.objects.aggregate(last=Max("second"))["last"] or 0
    number = newest.number if newest else 0
    if not holds:
        number += 1
    edition = Edition.objects.create(
        number=number,
        release=release(),
        token=secrets.token_hex(4),
        second=max(int(now.timestamp()), last + 1),
        begun_at=now,
        holds_until=next_moment(now),
        # The day may end, or a notice, without a change.
        removes=bool(removals) or not others,
    )
    logger.info("Edition %s begins", edition)


def changes_often(edition: Edition) -> bool:
    """Return True while editions follow one another faster than their files can be made."""
    return bool(_editions_while_many(edition))


def recent(edition: Edition, longest: timedelta) -> list[Edition]:
    """Return the editions before ``edition`` whose files may be sent where it has none yet, newest first.

    There are some only while the site changes so often that readers would otherwise
    wait for files: an import that is approved page by page, for example. Each was the
    current one less than ``longest`` ago, and nothing was removed since.
    """
    usable = []
    for newer, older in pairwise(_editions_while_many(edition)):
        if newer.removes or newer.begun_at < timezone.now() - longest:
            break
        usable.append(older)
    return usable


def _editions_while_many(edition: Edition) -> list[Edition]:
    """Return ``edition`` and those before it, newest first, while many begin; otherwise none."""
    since = timezone.now() - MANY_WITHIN
    if edition.begun_at <= since:
        return []  # nothing has changed lately, so the database need not be asked
    of_the_release = Edition.objects.filter(
        release=edition.release, number__lte=edition.number
    )
    newest_first = list(of_the_release.order_by("-number")[:MOST_EDITIONS_READ])
    are_many = (
        sum(edition.begun_at > since for edition in newest_first)
        >= settings.MANY_EDITIONS
    )
    return newest_first if are_many else []


def activate(is_filled: bool = False) -> Edition | None:
    """Let this host show the current edition.

    What fails here, the worker does half a second later.

    What another release made of the same content stays until ``is_filled``: nobody
    waits in an upgrade.
    """
    try:
        if not settings.PUBLISHED_DIR:
            return current()
        # Read with the door closed: a slower process would lead the host back.
        with folder.only_one("swap"):
            edition = current()
            if is_filled or not _another_release_shows(edition):
                folder.show(edition)
            (folder.root() / folder.LOOKED).touch()
        return edition
    except Error as error:
        DATABASE.note_failure(error)
    except OSError as error:
        PUBLISHED_DISK.note_failure(error)
    return None


def _another_release_shows(edition: Edition) -> bool:
    """Return True if the link leads to what another release made of the content of ``edition``.

    Not if the home page is known to have another policy now: a web server sends the
    headers of the new release with all pages, by which the old scripts, the exit among
    them, would not run.
    """
    shown_release, number = (*folder.active_name().split("-"), "")[:2]
    if shown_release == edition.release or number != str(edition.number):
        return False
    try:
        policies = [
            folder.read_headers(folder.root() / name, "/")["Content-Security-Policy"]
            for name in (folder.active_name(), str(edition))
        ]
    except OSError:  # the home page is not made yet
        return True
    return policies[0] == policies[1]


@lru_cache(maxsize=1)
def _memory(token: str) -> dict[Hashable, Any]:
    """Return what is kept under the token of one edition; what was kept under another is forgotten."""
    # Wagtail remembers where sites begin; only the process that changed them forgets
    # it.
    Site.clear_site_root_paths_cache()
    return {}


def read_edition(request: HttpRequest) -> None:
    """Read for ``request`` which edition is the current one."""
    try:
        edition = current_if_begun()
    except Error:
        edition = None
    # What depends on the time would stay as it was before the moment at which the
    # edition begins.
    if edition and not edition.has_begun:
        edition = None
    token = edition.token if edition else ""
    values = _memory(token)
    # The request keeps these: what it loads under this edition is never found under a
    # newer one.
    request.remembered = values if edition else None  # type: ignore[attr-defined]


def remember[Value](
    request: HttpRequest, key: Hashable, load: Callable[[], Value]
) -> Value:
    """Return what ``load`` returned when it was first called under the edition of ``request``."""
    values = getattr(request, "remembered", None)
    if values is None:
        return load()
    if key not in values:
        values[key] = load()
    return cast(Value, values[key])
