"""Turns the files of the initial content into organisations, site wording and published pages."""

import json
import logging
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.content.models import AccessibilityStatementPage, HomePage, PrivacyPage, SafetyPage, SiteWording
from pages.content.models.snippet import ModeratedSnippet
from pages.cookies.models import CookiesPage
from pages.feedback.models import FeedbackPage
from pages.moderation.gate.publish import load_first_content

FOLDER = Path(__file__).parent


def read_content_file(name: str) -> dict[str, Any]:
    """Return the content of the file ``name``."""
    return _join_lines(tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8")))


def read_super_complaints() -> list[dict[str, Any]]:
    """Return the super-complaints in the order of the site, each with its recommendations."""
    files = sorted((FOLDER / "super_complaints").glob("*.toml"))
    return [_with_support_services(read_content_file(f"super_complaints/{file.stem}")) for file in files]


def read_support_services() -> list[dict[str, Any]]:
    """Return the support services on the page about staying safe online."""
    blocks = [
        block["support_services"]
        for block in read_content_file("safety")["body"]
        if "support_services" in block
    ]
    return [service for block in blocks for service in block["services"]]


def read_site_wording() -> dict[str, Any]:
    """Return the site wording with the support services that it names."""
    return _with_support_services(read_content_file("wording"))


def _with_support_services(fields: dict[str, Any]) -> dict[str, Any]:
    """Return ``fields`` with the services that they name."""
    by_name = {service["name"]: service for service in read_support_services()}
    services = [{"service": by_name[name]} for name in fields.get("support_services", [])]
    return {**fields, "support_services": services}


def _join_lines(value: Any) -> Any:
    """Return ``value`` with its lines joined: without a space between two tags, with one elsewhere."""
    if isinstance(value, str):
        return re.sub(r"(?<=>)\n(?=<)", "", value.strip()).replace("\n", " ")
    if isinstance(value, list):
        return [_join_lines(each) for each in value]
    if isinstance(value, dict):
        return {name: _join_lines(each) for name, each in value.items()}
    return value


logger = logging.getLogger(__name__)

STANDARD_PAGE_TYPES = {
    "feedback": FeedbackPage,
    "safety": SafetyPage,
    "cookies": CookiesPage,
    "privacy": PrivacyPage,
    "accessibility": AccessibilityStatementPage,
}
WAGTAIL_WELCOME_TITLE = "Welcome to your new Wagtail site!"
WAGTAIL_DEFAULT_HOST = "localhost"
"""The host name of the site that Wagtail creates."""


class SiteNotEmptyError(Exception):
    """There is content already, which the initial content must not mix with."""


def has_home_page() -> bool:
    """Tell whether there is a home page, either ours or an editor's."""
    return HomePage.objects.exists()


def is_site_empty() -> bool:
    """Tell whether there is no content but the page that Wagtail creates."""
    pages = Page.objects.filter(depth__gt=1).exclude(pk__in=_wagtail_welcome_pages())
    return not any(found.exists() for found in (pages, Organisation.objects.all(), SiteWording.objects.all()))


def load_initial_content() -> Counter[str]:
    """Load the initial content and return the number of pages of each type.

    A publication that breaks a rule undoes everything. Raises ``SiteNotEmptyError`` if there is any content.
    """
    with publishing_on_empty_site():
        home = load_home(read_content_file("home"), read_site_wording())
        organisations = {
            fields["name"]: publish_instance(build_instance(Organisation, fields))
            for fields in read_content_file("organisations")["organisations"]
        }
        section = load_page(home, SuperComplaintIndexPage, read_content_file("section"))
        for fields in read_super_complaints():
            recommendations = fields.pop("recommendations", [])
            super_complaint = load_page(section, SuperComplaintPage, fields, organisations)
            for recommendation in recommendations:
                load_page(super_complaint, RecommendationResponsePage, recommendation, organisations)
        load_standard_pages(home)
    logger.info("The initial content was published without an approval because the database was empty.")
    pages = home.get_descendants(inclusive=True)
    return Counter(str(page.specific_class._meta.verbose_name) for page in pages)


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


def load_home(home_fields: dict[str, Any], wording_fields: dict[str, Any]) -> HomePage:
    """Publish the home page and the site wording; return the home page."""
    home = load_page(Page.objects.get(depth=1), HomePage, home_fields)
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


def load_standard_pages(home: HomePage) -> list[Page]:
    """Publish below ``home`` the pages that every site has."""
    return [
        load_page(home, page_type, read_content_file(name)) for name, page_type in STANDARD_PAGE_TYPES.items()
    ]


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
) -> PageType:
    """Publish a page of ``page_type`` below ``parent`` with the ``fields`` of a file, and return it."""
    page = build_instance(page_type, fields, organisations)
    page.live = False
    parent.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return page_type.objects.get(pk=page.pk)  # as published, not as drafted


def build_instance(
    model: Any, fields: dict[str, Any], organisations: dict[str, Organisation] | None = None
) -> Any:
    """Return an unsaved object of ``model`` with its child objects."""
    return model(
        **{name: _field_value(model, name, value, organisations or {}) for name, value in fields.items()}
    )


def _field_value(model: type[Model], name: str, value: Any, organisations: dict[str, Organisation]) -> Any:
    """Return the value of the field ``name`` for the ``value`` in a file."""
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
