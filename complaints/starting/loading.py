"""Turns plain values into organisations, site wording and pages, on a site that has none."""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import Report
from complaints.models import Organisation, RecommendationResponsePage, SuperComplaintPage
from pages.content.models import HomePage, SiteWording
from pages.content.models.snippet import ModeratedSnippet
from pages.moderation.gate.decision import object_key
from pages.moderation.gate.locks import lock_row
from pages.moderation.gate.publication_set import PublicationSet, SetItem
from pages.moderation.gate.publish import load_first_content
from pages.moderation.gate.sets import make_set

from .facts import local_bodies_of_site
from .page_fields import item_fields, items_with_pages, super_complaint_fields, with_known_names

WAGTAIL_WELCOME_TITLE = "Welcome to your new Wagtail site!"
WAGTAIL_DEFAULT_HOST = "localhost"
"""The host name of the site that Wagtail creates."""


class SiteNotEmptyError(Exception):
    """There is content already, which the first content must not mix with."""


def put_into_set(title: str, pages: Iterable[Page]) -> None:
    """Put drafts that nobody wrote into a set, which anybody who may edit them can submit."""
    publication_set = PublicationSet.objects.create(title=title)
    SetItem.objects.bulk_create(
        SetItem(publication_set=publication_set, **object_key(page)) for page in pages
    )


def has_home_page() -> bool:
    """Tell whether there is a home page, either ours or an editor's."""
    return HomePage.objects.exists()


def is_site_empty() -> bool:
    """Tell whether there is no content but the page that Wagtail creates."""
    pages = Page.objects.filter(depth__gt=1).exclude(pk__in=_wagtail_welcome_pages())
    return not any(found.exists() for found in (pages, Organisation.objects.all(), SiteWording.objects.all()))


@contextmanager
def publishing_on_empty_site() -> Iterator[None]:
    """Allow publishing without approvals, all or nothing; raise ``SiteNotEmptyError`` if there is content.

    Wagtail's log line on each publication is suppressed: a hundred lines would bury the one that matters.
    """
    if not is_site_empty():
        raise SiteNotEmptyError
    audit = logging.getLogger("wagtail")
    level = audit.level
    audit.setLevel(logging.WARNING)
    try:
        with load_first_content():
            yield
    finally:
        audit.setLevel(level)


def _wagtail_welcome_pages() -> PageQuerySet:
    return Page.objects.filter(depth=2, title=WAGTAIL_WELCOME_TITLE, latest_revision=None)


def load_home(
    home_fields: dict[str, Any], wording_fields: dict[str, Any], *, publish: bool = True
) -> HomePage:
    """Publish the site wording and, unless it is to stay a draft, the home page; return the home page."""
    home = load_page(Page.objects.get(depth=1), HomePage, home_fields, publish=publish)
    set_site_root(home, str(publish_instance(build_instance(SiteWording, wording_fields))))
    return home


def set_site_root(home: HomePage, name: str) -> None:
    """Make ``home`` the root page of the default site, and call the site ``name``.

    A site without an address of its own gets that of BASE_URL, which feeds, data and redirects contain.
    """
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname=WAGTAIL_DEFAULT_HOST, is_default_site=True
    )
    if site.hostname == WAGTAIL_DEFAULT_HOST:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or WAGTAIL_DEFAULT_HOST
        # Wagtail recognises https by its port.
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page = home
    site.site_name = name
    site.save()
    for page in _wagtail_welcome_pages():
        page.delete()


def publish_instance[Snippet: ModeratedSnippet](instance: Snippet) -> Snippet:
    """Save ``instance`` as a draft and publish it as a workflow does, so that the rules apply."""
    instance.live = False
    instance.save()
    instance.save_revision().publish(skip_permission_checks=True)
    return instance


def load_page[PageType: Page](
    parent: Page,
    page_type: type[PageType],
    fields: dict[str, Any],
    organisations: dict[str, Organisation] | None = None,
    *,
    publish: bool = True,
) -> PageType:
    """Make a page of ``page_type`` below ``parent`` with the ``fields`` of a file; return it as stored."""
    page = build_instance(page_type, fields, organisations)
    page.live = False
    parent.add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish(skip_permission_checks=True)
    return page_type.objects.get(pk=page.pk)


def build_instance(
    model: Any, fields: dict[str, Any], organisations: dict[str, Organisation] | None = None
) -> Any:
    """Return an unsaved object of ``model`` with its child objects."""
    return model(
        **{name: _field_value(model, name, value, organisations or {}) for name, value in fields.items()}
    )


def _field_value(model: type[Model], name: str, value: Any, organisations: dict[str, Organisation]) -> Any:
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        return [
            build_instance(field.related_model, {"sort_order": order, **each}, organisations)
            for order, each in enumerate(value)
        ]
    if field.many_to_many:
        return [organisations[each] for each in value]
    if isinstance(field, StreamField):
        value = json.dumps(
            [{"type": kind, "value": content} for block in value for kind, content in block.items()]
        )
    return field.to_python(value)


def reports_to_add(section: Page) -> list[Report]:
    """Return the reports of the catalogue that have no page in ``section``, the newest first."""
    present = set(SuperComplaintPage.objects.child_of(section).values_list("identifier", flat=True))
    return [report for report in reversed(read_catalogue().reports) if report.identifier not in present]


@transaction.atomic
def draft_report(section: Page, person: User, report: Report) -> SuperComplaintPage:
    """Make drafts of ``report`` and what it asks of this force, as one set.

    Raises ``ValidationError`` if it is there already, or if its address belongs to another page.
    """
    lock_row(section)
    if report not in reports_to_add(section):
        raise ValidationError("This report has a page already. Go on with that.")
    bodies = local_bodies_of_site()
    organisations = {each.name: each for each in Organisation.objects.filter(live=True)}
    fields = super_complaint_fields(report, bodies)
    page = _add(section, person, SuperComplaintPage, fields, organisations)
    items = [
        _add(page, person, RecommendationResponsePage, item_fields(item, bodies), organisations)
        for item in items_with_pages(report, bodies)
    ]
    make_set(person, f"{page.title}: response", objects=[page, *items])
    return page


def _add(
    parent: Page, person: User, page_type: Any, fields: dict[str, Any], organisations: dict[str, Organisation]
) -> Any:
    """Add a draft; it names only organisations that this site has."""
    fields = with_known_names(fields, organisations)
    page = build_instance(page_type, fields, organisations)
    page.live, page.owner = False, person
    parent.add_child(instance=page)
    page.save_revision(user=person, log_action=True)
    return page
