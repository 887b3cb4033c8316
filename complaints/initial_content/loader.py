"""Turns the initial content into organisations, wording and published pages."""

import logging
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from complaints.models import (
    Action,
    DueDate,
    FormerName,
    Organisation,
    RecommendationResponsePage,
    Response,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.consent.models import CookiesPage
from pages.feedback.models import FeedbackPage
from pages.models import AccessibilityStatementPage, HomePage, SiteWording
from pages.moderation.publishing import initial_content
from pages.quick_exit.models import SafetyPage

from .accessibility import ACCESSIBILITY
from .cookies import COOKIES
from .organisations import ORGANISATIONS
from .other_super_complaints import OTHER_SUPER_COMPLAINTS
from .safe_to_share import SAFE_TO_SHARE
from .safety import SAFETY
from .section import INDEX
from .section_60 import SECTION_60
from .stalking import STALKING
from .standing_pages import FEEDBACK, HOME
from .wording import SITE_NAME, WORDING

logger = logging.getLogger(__name__)

SUPER_COMPLAINTS = [SAFE_TO_SHARE, SECTION_60, STALKING, *OTHER_SUPER_COMPLAINTS]
STANDING_PAGES: list[tuple[type[Page], dict[str, Any]]] = [
    (FeedbackPage, FEEDBACK),
    (SafetyPage, SAFETY),
    (CookiesPage, COOKIES),
    (AccessibilityStatementPage, ACCESSIBILITY),
]
NAMES_ORGANISATIONS = {"lead_bodies", "supporting_bodies", "addressees", "respondents"}
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
    if not is_empty():
        raise SiteNotEmptyError
    with initial_content(), quiet_audit():
        home = published_page(Page.objects.get(depth=1), HomePage, HOME)
        put_on_the_site(home)
        organisations = {fields["name"]: _organisation(fields) for fields in ORGANISATIONS}
        published(SiteWording(live=False, **WORDING))
        section = published_page(home, SuperComplaintIndexPage, INDEX)
        for super_complaint in SUPER_COMPLAINTS:
            _super_complaint(section, super_complaint, organisations)
        for page_type, fields in STANDING_PAGES:
            published_page(home, page_type, fields)
    logger.info("The initial content was published without an approval because the database was empty.")
    pages = home.get_descendants(inclusive=True)
    return Counter(str(page.specific_class._meta.verbose_name) for page in pages)


@contextmanager
def quiet_audit() -> Iterator[None]:
    """Leave Wagtail's line on each publication to the database: a hundred would bury the one that matters."""
    audit = logging.getLogger("wagtail")
    level = audit.level
    audit.setLevel(logging.WARNING)
    try:
        yield
    finally:
        audit.setLevel(level)


def _untouched_welcome():
    return Page.objects.filter(depth=2, title=WELCOME, latest_revision=None)


def put_on_the_site(home: HomePage) -> None:
    """Put ``home`` in the place of Wagtail's page of welcome.

    A site that nobody gave an address takes BASE_URL's: feeds, data and redirects name it in full.
    """
    site = Site.objects.filter(is_default_site=True).first() or Site(hostname=UNNAMED, is_default_site=True)
    if site.hostname == UNNAMED:
        address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
        site.hostname = address.hostname or UNNAMED
        # Wagtail tells https by its port.
        site.port = address.port or (443 if address.scheme == "https" else 80)
    site.root_page = home
    site.site_name = SITE_NAME
    site.save()
    for page in _untouched_welcome():
        page.delete()


def published(instance):
    """Save ``instance``, a draft, and publish it the way a workflow does: its rules hold."""
    instance.save()
    instance.save_revision().publish(skip_permission_checks=True)
    return instance


def published_page(parent: Page, page_type: type[Page], fields: dict[str, Any]) -> Any:
    """Return the published page of ``page_type`` below ``parent``."""
    page = parent.add_child(instance=page_type(live=False, **fields))
    page.save_revision().publish(skip_permission_checks=True)
    return page_type.objects.get(pk=page.pk)  # as published, not as drafted


def _organisation(fields: dict[str, Any]) -> Organisation:
    former_names = in_order(FormerName, fields["former_names"])
    return published(Organisation(live=False, **{**fields, "former_names": former_names}))


def _super_complaint(
    section: SuperComplaintIndexPage, fields: dict[str, Any], organisations: dict[str, Organisation]
) -> None:
    fields = _with_organisations(fields, organisations)
    recommendations = fields.pop("recommendations", [])
    super_complaint = published_page(section, SuperComplaintPage, fields)
    for recommendation in recommendations:
        _recommendation(super_complaint, recommendation, organisations)


def _recommendation(
    super_complaint: SuperComplaintPage, fields: dict[str, Any], organisations: dict[str, Organisation]
) -> None:
    responses = [_with_organisations(each, organisations) for each in fields.get("responses", [])]
    actions = [
        {**each, "due_dates": in_order(DueDate, each.get("due_dates", []))}
        for each in fields.get("actions", [])
    ]
    published_page(
        super_complaint,
        RecommendationResponsePage,
        {
            **_with_organisations(fields, organisations),
            "responses": in_order(Response, responses),
            "actions": in_order(Action, actions),
        },
    )


def _with_organisations(fields: dict[str, Any], organisations: dict[str, Organisation]) -> dict[str, Any]:
    """Return ``fields`` with the organisations in the place of their names."""
    return {
        name: [organisations[each] for each in value] if name in NAMES_ORGANISATIONS else value
        for name, value in fields.items()
    }


def in_order(model, entries: list[dict[str, Any]]) -> list:
    """Return a child object for each of ``entries``, in their order."""
    return [model(sort_order=place, **fields) for place, fields in enumerate(entries)]
