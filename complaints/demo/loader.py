"""Turns the initial content into organisations, wording and published pages."""

import json
import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import Page, Site

from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.content.models import AccessibilityStatementPage, HomePage, SafetyPage, SiteWording
from pages.cookies.models import CookiesPage
from pages.feedback.models import FeedbackPage
from pages.moderation.publishing.first_content import load_first_content

from . import content

logger = logging.getLogger(__name__)

STANDING_PAGES = {
    "feedback": FeedbackPage,
    "safety": SafetyPage,
    "cookies": CookiesPage,
    "accessibility": AccessibilityStatementPage,
}
WELCOME = "Welcome to your new Wagtail site!"
UNNAMED = "localhost"
"""Host name of the site that Wagtail ships."""


class SiteNotEmptyError(Exception):
    """Somebody has written content that the initial content would stand beside or replace."""


def is_loaded() -> bool:
    """Tell whether there is a home page, be it this one or an editor's."""
    return HomePage.objects.exists()


def is_empty() -> bool:
    """Tell whether nobody has written anything: there is at most the page that Wagtail ships."""
    pages = Page.objects.filter(depth__gt=1).exclude(pk__in=_untouched_welcome())
    return not any(found.exists() for found in (pages, Organisation.objects.all(), SiteWording.objects.all()))


def load() -> Counter[str]:
    """Make the site's content and return how many pages of each type it has.

    All of it or none: a publication that breaks a rule undoes everything. Raises
    ``SiteNotEmptyError`` if there is any content.
    """
    with empty_site():
        home = load_home(content.read("home"), content.wording())
        organisations = {
            fields["name"]: published(made(Organisation, fields))
            for fields in content.read("organisations")["organisations"]
        }
        section = load_page(home, SuperComplaintIndexPage, content.read("section"))
        for fields in content.super_complaints():
            recommendations = fields.pop("recommendations", [])
            super_complaint = load_page(section, SuperComplaintPage, fields, organisations)
            for recommendation in recommendations:
                load_page(super_complaint, RecommendationResponsePage, recommendation, organisations)
        load_standing_pages(home)
    logger.info("The initial content was published without an approval because the database was empty.")
    pages = home.get_descendants(inclusive=True)
    return Counter(str(page.specific_class._meta.verbose_name) for page in pages)


@contextmanager
def empty_site() -> Iterator[None]:
    """Publish without approvals inside, all or nothing; raise ``SiteNotEmptyError`` if there is any content.

    Wagtail's line on each publication is left to the database: a hundred would bury the one that matters.
    """
    if not is_empty():
        raise SiteNotEmptyError
    audit = logging.getLogger("wagtail")
    level = audit.level
    audit.setLevel(logging.WARNING)
    try:
        with load_first_content():
            yield
    finally:
        audit.setLevel(level)


def _untouched_welcome():
    return Page.objects.filter(depth=2, title=WELCOME, latest_revision=None)


def load_home(home_fields: dict[str, Any], wording_fields: dict[str, Any]) -> HomePage:
    """Publish the home page and the wording of the site; return the home page."""
    home = load_page(Page.objects.get(depth=1), HomePage, home_fields)
    put_on_the_site(home, str(published(made(SiteWording, wording_fields))))
    return home


def put_on_the_site(home: HomePage, name: str) -> None:
    """Put ``home`` in the place of Wagtail's page of welcome, and call the site ``name``.

    A site that nobody gave an address takes BASE_URL's: feeds, data and redirects name it in full.
    """
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname=UNNAMED, is_default_site=True)
    if site.hostname == UNNAMED:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or UNNAMED
        # Wagtail tells https by its port.
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page = home
    site.site_name = name
    site.save()
    for page in _untouched_welcome():
        page.delete()


def load_standing_pages(home: HomePage) -> list[Page]:
    """Publish the pages that every site has below ``home``."""
    return [load_page(home, page_type, content.read(name)) for name, page_type in STANDING_PAGES.items()]


def published(instance):
    """Save ``instance`` as a draft, and publish it the way a workflow does: its rules hold."""
    instance.live = False
    instance.save()
    instance.save_revision().publish(skip_permission_checks=True)
    return instance


def load_page(
    parent: Page,
    page_type: type[Page],
    fields: dict[str, Any],
    organisations: dict[str, Organisation] | None = None,
) -> Any:
    """Return the published page of ``page_type`` below ``parent``; ``fields`` are those of a file."""
    page = made(page_type, fields, organisations)
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return page_type.objects.get(pk=page.pk)  # as published, not as drafted


def made(model: Any, fields: dict[str, Any], organisations: dict[str, Organisation] | None = None) -> Any:
    """Return an object of ``model``, not saved yet, with all that belongs to it."""
    return model(**{name: _value(model, name, told, organisations or {}) for name, told in fields.items()})


def _value(model: type[Model], name: str, told: Any, organisations: dict[str, Organisation]) -> Any:
    """Return what the field ``name`` takes where a file tells ``told``."""
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        return [
            made(field.related_model, {"sort_order": place, **each}, organisations)
            for place, each in enumerate(told)
        ]
    if field.many_to_many:
        return [organisations[each] for each in told]
    if isinstance(field, StreamField):
        told = json.dumps([{"type": kind, "value": value} for block in told for kind, value in block.items()])
    return field.to_python(told)
