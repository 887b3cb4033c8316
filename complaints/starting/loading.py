"""Turns plain values into organisations, site wording and pages, and makes the site of a force that starts.

The force's own texts name what has to be confirmed. Nothing is public before its home page is, and that waits
for privacy, accessibility and cookies (``HomePage.clean_for_publication``).
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
from complaints.catalogue.records import Report
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
from pages.moderation.gate.decision import object_key
from pages.moderation.gate.locks import lock_row
from pages.moderation.gate.publication_set import PublicationSet, SetItem
from pages.moderation.gate.publish import load_first_content
from pages.moderation.gate.sets import make_set

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
REPORTS_SET = "The reports of the super-complaints"
WAGTAIL_WELCOME_TITLE = "Welcome to your new Wagtail site!"
WAGTAIL_DEFAULT_HOST = "localhost"
"""The host name of the site that Wagtail creates."""


class SiteNotEmptyError(Exception):
    """There is content already, which the first content must not mix with."""


def put_into_set(title: str, pages: Iterable[Page]) -> None:
    """Put drafts that nobody wrote into a set, which anybody who may edit them can submit."""
    made = PublicationSet.objects.create(title=title)
    SetItem.objects.bulk_create(SetItem(publication_set=made, **object_key(page)) for page in pages)


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


def load_home(fields: dict[str, Any], wording: dict[str, Any], *, publish: bool = True) -> HomePage:
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
    page.live, page.owner = False, person
    parent.add_child(instance=page)
    return page.save_revision(user=person, log_action=True)


def build_instance(model: Any, fields: dict[str, Any], organisations: Organisations | None = None) -> Any:
    """Return an unsaved object of ``model`` with its child objects."""
    return model(
        **{name: _field_value(model, name, value, organisations or {}) for name, value in fields.items()}
    )


def _field_value(model: type[Model], name: str, value: Any, organisations: Organisations) -> Any:
    field: Any = model._meta.get_field(name)
    if field.one_to_many:
        return [
            build_instance(field.related_model, {"sort_order": order, **each}, organisations)
            for order, each in enumerate(value)
        ]
    if field.many_to_many:
        return [organisations[each] for each in value]
    if isinstance(field, StreamField):
        value = json.dumps([{"type": kind, "value": each} for block in value for kind, each in block.items()])
    return field.to_python(value)


def start_section(facts: SectionFacts, reports: Sequence[Report]) -> tuple[int, int]:
    """Make the site with ``reports``, all or nothing; return how many pages its two sets have."""
    with publishing_on_empty_site():
        home = load_home(page_fields("home", facts), wording_fields(facts), publish=False)
        organisations = load_organisations(facts)
        section = load_page(home, SuperComplaintIndexPage, page_fields("section", facts), publish=False)
        texts = [
            load_page(home, page_type, page_fields(name, facts, ask=True), publish=False)
            for name, page_type in STANDARD_PAGE_TYPES.items()
        ]
        pages = [
            page for report in reports for page in _draft_pages(section, report, facts.bodies, organisations)
        ]
        opening = [home, section, *texts]
        put_into_set(OPENING_SET, opening)
        if pages:
            put_into_set(REPORTS_SET, pages)
        return len(opening), len(pages)


def load_organisations(facts: SectionFacts) -> Organisations:
    own: list[dict[str, Any]] = [{"name": facts.name, "kind": "police_force", "web_address": facts.website}]
    if commissioner := facts.commissioner:
        own.append({"name": commissioner.name, "kind": "commissioner", "web_address": commissioner.website})
    national = [
        {
            "name": body.name,
            "kind": body.kind,
            "web_address": body.web_address,
            "former_names": [{"name": each.name, "used_to": str(each.used_to)} for each in body.former_names],
        }
        for body in read_catalogue().organisations
    ]
    return {each["name"]: publish_instance(build_instance(Organisation, each)) for each in [*own, *national]}


def _draft_pages(
    section: Page,
    report: Report,
    bodies: LocalBodies,
    organisations: Organisations,
    person: User | None = None,
) -> list[Page]:
    """Make drafts of ``report`` and what it asks of this force; they name only organisations of this site."""

    def add(parent: Page, page_type: type[Page], fields: dict[str, Any]) -> Page:
        page = build_instance(page_type, with_known_names(fields, organisations), organisations)
        add_draft(parent, page, person)
        return page

    page = add(section, SuperComplaintPage, super_complaint_fields(report, bodies))
    items = [item_fields(item, bodies) for item in items_with_pages(report, bodies)]
    return [page, *(add(page, RecommendationResponsePage, fields) for fields in items)]


# Once the site is there


def reports_to_add(section: Page) -> list[Report]:
    """Return the reports of the catalogue that have no page in ``section``, the newest first."""
    present = set(SuperComplaintPage.objects.child_of(section).values_list("identifier", flat=True))
    return [report for report in reversed(read_catalogue().reports) if report.identifier not in present]


@transaction.atomic
def draft_report(section: Page, person: User, report: Report) -> SuperComplaintPage:
    """Make drafts of ``report`` as a set. Raises ``ValidationError`` if there is a page of it."""
    lock_row(section)
    if report not in reports_to_add(section):
        raise ValidationError("This report has a page already. Go on with that.")
    organisations = {each.name: each for each in Organisation.objects.filter(live=True)}
    pages = _draft_pages(section, report, local_bodies_of_site(), organisations, person)
    make_set(person, f"{pages[0].title}: response", objects=pages)
    return pages[0]
