"""Turns plain values into organisations, site wording and pages, and makes the site of a force that starts.

The force's own texts name what has to be confirmed. Nothing is public before its home
page is, and that waits for privacy, accessibility and cookies
(``HomePage.clean_for_publication``).
"""

import json
import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from wagtail.fields import StreamField
from wagtail.models import Page, Revision, Site
from wagtail.query import PageQuerySet

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import CatalogueRecommendation, CatalogueReport
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.content.models import (
    AccessibilityStatementPage,
    HomePage,
    PrivacyPage,
    SafetyPage,
    SiteWording,
)
from pages.content.models.snippet import ModeratedSnippet
from pages.cookies.models import CookiesPage
from pages.core.grouping import index_by
from pages.feedback.models import FeedbackPage
from pages.moderation.approval.audit_log import object_key
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.publication_set import PublicationSet, SetItem
from pages.moderation.approval.publishing import load_first_content
from pages.moderation.approval.set_actions import make_set

from .facts import LocalBodies, SectionFacts, local_bodies_of_site
from .page_fields import (
    item_fields,
    items_with_pages,
    page_fields,
    super_complaint_fields,
    with_known_names,
    wording_fields,
)

Organisations = dict[str, Organisation]
"""Those of the site by their names."""
STANDARD_PAGE_TYPES = {
    "feedback": FeedbackPage,
    "safety": SafetyPage,
    "cookies": CookiesPage,
    "privacy": PrivacyPage,
    "accessibility": AccessibilityStatementPage,
}
OPENING_SET = "Opening of the site"
WAGTAIL_WELCOME_TITLE = "Welcome to your new Wagtail site!"
WAGTAIL_DEFAULT_HOST = "localhost"
"""The host name of the site that Wagtail creates."""


class SiteNotEmptyError(Exception):
    """There is content already, which the first content must not mix with."""


def put_into_set(title: str, objects: Iterable[Any]) -> None:
    """Put drafts that nobody wrote into a set, which anybody who may edit them can submit."""
    made = PublicationSet.objects.create(title=title)
    SetItem.objects.bulk_create(
        SetItem(publication_set=made, **object_key(obj)) for obj in objects
    )


def is_site_empty() -> bool:
    """Return True if there is no content but the page that Wagtail creates."""
    pages = Page.objects.filter(depth__gt=1).exclude(pk__in=_wagtail_welcome_pages())
    objects = (pages, Organisation.objects, SiteWording.objects)
    return not any(queryset.exists() for queryset in objects)


@contextmanager
def publishing_on_empty_site() -> Iterator[None]:
    """Allow publishing without approvals, all or nothing; raise ``SiteNotEmptyError`` if there is content.

    Wagtail's log line on each publication is suppressed: a hundred lines would bury the
    one that matters.
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
    return Page.objects.filter(
        depth=2, title=WAGTAIL_WELCOME_TITLE, latest_revision=None
    )


def load_home(
    fields: dict[str, Any], wording: dict[str, Any], *, publish: bool = True
) -> HomePage:
    """Publish the site wording and, unless it is to stay a draft, the home page; return the home page."""
    home = load_page(Page.objects.get(depth=1), HomePage, fields, publish=publish)
    set_site_root(home, str(publish_instance(build_instance(SiteWording, wording))))
    return home


def set_site_root(home: HomePage, name: str) -> None:
    """Make ``home`` the root of the default site, called ``name``; one without an address gets BASE_URL's."""
    site = Site.objects.filter(is_default_site=True).first() or Site(
        hostname=WAGTAIL_DEFAULT_HOST, is_default_site=True
    )
    if site.hostname == WAGTAIL_DEFAULT_HOST:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or WAGTAIL_DEFAULT_HOST
        # Wagtail recognises https by its port.
        default_port = 443 if address.scheme == "https" else 80
        site.port = address.port or default_port
    site.root_page = home
    site.site_name = name
    site.save()
    for page in _wagtail_welcome_pages():
        page.delete()


def publish_instance[Snippet: ModeratedSnippet](instance: Snippet) -> Snippet:
    """Save ``instance`` as a draft and publish it as a workflow does, so that the rules apply."""
    instance.live = False
    instance.save()
    instance.save_revision(log_action=True).publish(skip_permission_checks=True)
    return instance


def load_page[PageType: Page](
    parent: Page,
    page_type: type[PageType],
    fields: dict[str, Any],
    organisations: Organisations | None = None,
    *,
    publish: bool = True,
) -> PageType:
    """Make a page of ``page_type`` below ``parent`` with the ``fields`` of a file; return it as stored."""
    page = build_instance(page_type, fields, organisations)
    revision = add_draft(parent, page)
    if publish:
        revision.publish(skip_permission_checks=True)
    return page_type.objects.get(pk=page.pk)


def add_draft(parent: Page, page: Page, person: User | None = None) -> Revision:
    page.live = False
    page.owner = person
    parent.add_child(instance=page)
    return page.save_revision(user=person, log_action=True)


def build_instance(
    model: Any, fields: dict[str, Any], organisations: Organisations | None = None
) -> Any:
    """Return an unsaved object of ``model`` with its child objects."""
    values = {}
    for name, value in fields.items():
        values[name] = _field_value(model, name, value, organisations or {})
    return model(**values)


def _field_value(
    model: type[Model], name: str, value: Any, organisations: Organisations
) -> Any:
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        children = []
        for order, fields in enumerate(value):
            numbered = {"sort_order": order, **fields}
            children.append(
                build_instance(field.related_model, numbered, organisations)
            )
        return children
    if field.many_to_many:
        return [organisations[key] for key in value]
    if isinstance(field, StreamField):
        value = json.dumps(_stored_blocks(value))
    return field.to_python(value)


def _stored_blocks(blocks: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return ``blocks``, each ``kind = value`` in a file, as a stream field stores them."""
    stored = []
    for block in blocks:
        for kind, value in block.items():
            stored.append({"type": kind, "value": value})
    return stored


def start_section(
    facts: SectionFacts, reports: Sequence[CatalogueReport]
) -> dict[str, int]:
    """Make the site with ``reports``, all or nothing; return the titles of its sets with their pages.

    Each report has a set, so that its plan can be published without the others.
    """
    with publishing_on_empty_site():
        home = load_home(
            page_fields("home", facts), wording_fields(facts), publish=False
        )
        organisations = load_organisations(facts)
        section = load_page(
            home, SuperComplaintIndexPage, page_fields("section", facts), publish=False
        )
        opening = [home, section]
        for name, page_type in STANDARD_PAGE_TYPES.items():
            fields = page_fields(name, facts, ask=True)
            opening.append(load_page(home, page_type, fields, publish=False))
        sets = {OPENING_SET: opening}
        for report in reports:
            pages = draft_pages(section, report, facts.bodies, organisations)
            sets[set_title_of(report)] = pages
        for title, pages in sets.items():
            put_into_set(title, pages)
        return {title: len(pages) for title, pages in sets.items()}


def set_title_of(report: CatalogueReport) -> str:
    return f"{report.title}: response"


def load_organisations(facts: SectionFacts) -> Organisations:
    bodies: list[dict[str, Any]] = [
        {"name": facts.name, "kind": "police_force", "web_address": facts.website}
    ]
    if facts.commissioner:
        bodies.append(
            {
                "name": facts.commissioner,
                "kind": "commissioner",
                "web_address": facts.commissioner_website,
            }
        )
    for body in read_catalogue().organisations:
        names = [
            {"name": former.name, "used_to": str(former.used_to)}
            for former in body.former_names
        ]
        bodies.append(
            {
                "name": body.name,
                "kind": body.kind,
                "web_address": body.web_address,
                "former_names": names,
            }
        )
    published = {}
    for fields in bodies:
        published[fields["name"]] = publish_instance(
            build_instance(Organisation, fields)
        )
    return published


def organisations_of_site() -> Organisations:
    return index_by(Organisation.objects.filter(live=True), "name")


def draft_pages(
    section: Page,
    report: CatalogueReport,
    bodies: LocalBodies,
    organisations: Organisations,
    person: User | None = None,
) -> list[Page]:
    """Make drafts of ``report`` and what it asks of this force; they name only organisations of this site."""
    fields = with_known_names(super_complaint_fields(report, bodies), organisations)
    page = build_instance(SuperComplaintPage, fields, organisations)
    add_draft(section, page, person)
    pages = [page]
    for item in items_with_pages(report, bodies):
        pages.append(draft_item(page, item, bodies, organisations, person))
    return pages


def draft_item(
    parent: Page,
    item: CatalogueRecommendation,
    bodies: LocalBodies,
    organisations: Organisations,
    person: User | None = None,
) -> RecommendationResponsePage:
    """Make a draft of ``item``, which names only organisations of this site."""
    fields = with_known_names(item_fields(item, bodies), organisations)
    page: RecommendationResponsePage = build_instance(
        RecommendationResponsePage, fields, organisations
    )
    add_draft(parent, page, person)
    return page


# Once the site is there


def reports_to_add(section: Page) -> list[CatalogueReport]:
    """Return the reports of the catalogue that have no page in ``section``, the newest first."""
    present = set(
        SuperComplaintPage.objects.child_of(section).values_list(
            "identifier", flat=True
        )
    )
    return [
        report
        for report in reversed(read_catalogue().reports)
        if report.identifier not in present
    ]


@transaction.atomic
def draft_report(
    section: Page, person: User, report: CatalogueReport
) -> SuperComplaintPage:
    """Make drafts of ``report`` as a set.

    Raises ``ValidationError`` if there is a page of it.
    """
    lock_row(section)
    if report not in reports_to_add(section):
        raise ValidationError("This report has a page already. Go on with that.")
    pages = draft_pages(
        section, report, local_bodies_of_site(), organisations_of_site(), person
    )
    make_set(
        person, set_title_of(report), objects=pages, job=PublicationSet.Job.RESPONSE
    )
    return pages[0]
