"""Asks once a week whether the links that lead out of the site still work.

The worker asks a few at a time, one of each host, so that nobody is pressed and nothing else waits. What
fails is asked again the next day, and only then called broken. ``CHECK_LINKS`` switches it off.
"""

import socket
from collections import defaultdict
from datetime import timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from wagtail.models import Page

from pages.core.fetching import FetchError, status_of
from pages.core.page_visibility import public_pages
from pages.core.stored_content import link_targets_in_snapshot, outside_links_in

from .models import CheckedLink

LINKS_AT_A_TIME = 2
SECONDS_FOR_A_LINK = 5
NEXT_CHECK = timedelta(days=7)
SECOND_TRY = timedelta(days=1)
NOT_FOR_PROGRAMS = {401, 403, 405, 407, 429, 451}
"""With these a host refuses a program what a reader may get."""


def gather_links() -> None:
    """Take over the links of public pages: new ones are due at once, and what none has is forgotten.

    Wagtail's index forgets links to a page that is deleted, so those are found here, too.
    """
    there = set(Page.objects.values_list("pk", flat=True))
    pages_with: dict[str, list[int]] = defaultdict(list)
    pages = public_pages(Page.objects.order_by("path")).select_related("live_revision")
    for page in pages.iterator(chunk_size=100):
        # What was published is what the row and its children hold, and is read at once.
        content = page.live_revision.content if page.live_revision else page.specific.serializable_data()
        for address in outside_links_in(page.specific_class, content):
            pages_with[address].append(page.pk)
        for kind, key in link_targets_in_snapshot(page.specific_class, content):
            if kind == "page" and key not in there:
                pages_with[f"page {key}"].append(page.pk)
    CheckedLink.objects.exclude(address__in=pages_with).delete()
    now = timezone.now()
    deleted = {"is_broken": True, "failed_since": now, "problem": "The page was deleted."}
    CheckedLink.objects.bulk_create(
        [
            CheckedLink(address=address, pages=keys, **({"due": now} if "://" in address else deleted))
            for address, keys in pages_with.items()
        ],
        update_conflicts=True,
        unique_fields=["address"],
        update_fields=["pages"],
    )


def check_due_links() -> None:
    if not settings.CHECK_LINKS:
        return
    asked: dict[str, CheckedLink] = {}
    for link in CheckedLink.objects.filter(due__lte=timezone.now()).order_by("due", "pk")[:100]:
        asked.setdefault(urlsplit(link.address).netloc, link)
        if len(asked) == LINKS_AT_A_TIME:
            break
    for link in asked.values():
        _check(link)


def _check(link: CheckedLink) -> None:
    now = timezone.now()
    link.due = now + NEXT_CHECK
    try:
        status = status_of(link.address, SECONDS_FOR_A_LINK)
        problem = f"It answers {status}." if status >= 400 and status not in NOT_FOR_PROGRAMS else ""
    except FetchError as error:
        if _is_fault_of_ours(error.__cause__):
            CheckedLink.objects.filter(pk=link.pk).update(due=now + SECOND_TRY)
            return
        problem = str(error)
    if not problem:
        link.problem, link.failed_since, link.is_broken = "", None, False
    else:
        link.problem = problem[:300]
        link.is_broken = link.is_broken or link.failed_since is not None
        link.failed_since = link.failed_since or now
        if not link.is_broken:
            link.due = now + SECOND_TRY
    link.save(update_fields=["due", "problem", "failed_since", "is_broken"])


def _is_fault_of_ours(cause: BaseException | None) -> bool:
    """Tell whether this machine reaches nobody: that says nothing of the link."""
    return isinstance(cause, socket.gaierror) and cause.errno == socket.EAI_AGAIN
