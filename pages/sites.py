"""The site that a request is for, with what stands on each of its pages: asked for once a request."""

from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet
from django.http.request import split_domain_port
from django.utils import timezone
from wagtail.models import Site

from .models import Notice, SiteWording

OF_NOTICES = ("pk", "level", "text", "link_address", "link_text", "shown_from", "shown_until")
"""What is read of a notice to show it."""
JUST_OVER = timedelta(days=1)
"""So long a notice is still read after its end: its end is when its pages changed last."""


class StandingWords:
    """What stands on each page of one site: its published wording, if there is any, and its notices."""

    def __init__(self, rows: list[Any]):
        """Read them from ``rows``: the site, once for each of its notices."""
        wording = getattr(rows[0], "wording", None)
        self.wording: SiteWording | None = wording if wording and wording.live else None
        self._notices = [_notice(row) for row in rows if row.notice_pk]

    def notices_at(self, path: str) -> list[Notice]:
        """Return the published notices for the page at tree ``path``, the most urgent first.

        Some may be yet to begin, or just over. ``path`` is Wagtail's: a page's begins with that of each page
        above it. An empty one is a page outside the tree, such as an error page, which has what is for the
        whole site.
        """
        here = [each for each in self._notices if path.startswith(each.section_path)]
        return sorted(here, key=lambda each: (-each.level, each.shown_from, each.pk))


def site_of(request) -> Site | None:
    """Return the site that ``request`` is for: the one that Wagtail finds, from then on without a query."""
    if not hasattr(request, "standing_words"):
        rows = _rows_for(request)
        request._wagtail_site = rows[0] if rows else None
        request.standing_words = StandingWords(rows) if rows else None
    return request._wagtail_site


def standing_words(request) -> StandingWords | None:
    """Return what stands on each page of the site that ``request`` is for; ``None`` if it is for none."""
    site_of(request)
    return request.standing_words


def _rows_for(request) -> list[Any]:
    # As Wagtail reads it: the page that refuses a host which is not allowed has a site, too.
    host = split_domain_port(request._get_raw_host())[0]
    rows = list(_with_words(Site.objects.filter(Q(hostname=host) | Q(is_default_site=True))))
    chosen = _chosen({row.pk: row for row in rows}.values(), host, request.get_port())
    return [row for row in rows if row == chosen]


def _chosen(sites: Collection[Site], host: str, port: str) -> Site | None:
    """Return the one of ``sites``, those of ``host`` and the default, that Wagtail would take."""
    of_host = [site for site in sites if site.hostname == host]
    default = next((site for site in sites if site.is_default_site), None)
    exact = next((site for site in of_host if str(site.port) == str(port)), None)
    if exact or default in of_host:
        return exact or default
    return of_host[0] if len(of_host) == 1 else default


def _with_words(sites: QuerySet) -> QuerySet:
    shown_until = Q(notices__shown_until=None) | Q(notices__shown_until__gt=timezone.now() - JUST_OVER)
    notice = FilteredRelation("notices", condition=Q(notices__live=True) & shown_until)
    columns = {f"notice_{name}": F(f"notice__{name}") for name in (*OF_NOTICES, "section__path")}
    # In no order: by Wagtail's own, of names, the question would take a quarter longer.
    sites = sites.order_by().select_related("root_page", "wording")
    return sites.alias(notice=notice).annotate(**columns)


def _notice(row: Any) -> Notice:
    notice = Notice(**{name: getattr(row, f"notice_{name}") for name in OF_NOTICES})
    notice.section_path = row.notice_section__path or ""
    return notice
