"""Turns sample content into published pages, thousands of them in a few minutes.

Each page passes the rules of publication and has its version, states and search entries
like any other. To save time, a page is saved once where a publication saves three
times, Wagtail's own log gets no line, and references are indexed only for pages with
links or documents.
"""

import logging
from itertools import islice
from typing import Any

from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from complaints.demo.northamptonshire import demonstration_facts
from complaints.models import (
    DueDate,
    Organisation,
    ProgressUpdate,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.site_setup import loading
from complaints.site_setup.loading import STANDARD_PAGE_TYPES
from complaints.site_setup.page_fields import page_fields, wording_fields
from complaints.vocabulary import ActionStatus
from pages.moderation.approval.audit_log import Clearance
from pages.moderation.approval.public_content import snapshot
from pages.moderation.approval.versions import add_version

from . import link_targets, recommendations, super_complaints
from .sample_texts import paragraph_text

logger = logging.getLogger(__name__)

SAMPLE_TITLE = "Sample data, not a police force’s answers"


def load_sample(super_complaints: int, recommendations: int) -> None:
    """Publish ``super_complaints`` with so many ``recommendations`` each, parts of recommendations included.

    It loads all or nothing, and only into an empty database, so that nobody's work is
    touched: raises ``loading.SiteNotEmptyError`` otherwise.
    """
    _load(super_complaints, recommendations)


def _load(number_of_super_complaints: int, size: int) -> None:
    facts = demonstration_facts()
    with loading.publishing_on_empty_site():
        home = loading.load_home(
            {**page_fields("home", facts), "title": SAMPLE_TITLE},
            {**wording_fields(facts), "force_name": recommendations.FORCE},
        )
        standard_pages = [
            loading.load_page(home, page_type, page_fields(name, facts))
            for name, page_type in STANDARD_PAGE_TYPES.items()
        ]
        targets = link_targets.LinkTargets(
            standard_pages, link_targets.make_sample_documents()
        )
        section = loading.load_page(
            home, SuperComplaintIndexPage, page_fields("section", facts)
        )
        organisations = {
            fields["name"]: loading.publish_instance(
                loading.build_instance(Organisation, fields)
            )
            for fields in super_complaints.ORGANISATIONS
        }
        for number in range(1, number_of_super_complaints + 1):
            _load_super_complaint(section, number, size, organisations, targets)
    logger.info(
        "Sample data were published without an approval because the database was empty."
    )


def _load_super_complaint(
    section: Page,
    number: int,
    size: int,
    organisations: dict[str, Organisation],
    targets: link_targets.LinkTargets,
) -> None:
    fields = super_complaints.super_complaint_fields(number, size)
    note = fields.pop("second_change_note", "")
    has_links = number % link_targets.LINK_EVERY == 1
    if has_links:
        targets.add_to_super_complaint(fields, number)
    page = _add_published_page(
        section, loading.build_instance(SuperComplaintPage, fields, organisations)
    )
    if note:
        page.summary += " Its second version says this, too."
        _publish_again(page, note)
    if has_links:
        ReferenceIndex.create_or_update_for_object(page)
    for place, printed in enumerate(islice(recommendations.printed_numbers(), size)):
        fields = recommendations.recommendation_fields(number, place, printed)
        _load_recommendation(page, fields, place, organisations, targets)


def _load_recommendation(
    parent: Page,
    fields: dict[str, Any],
    place: int,
    organisations: dict[str, Organisation],
    targets: link_targets.LinkTargets,
) -> None:
    note = fields.pop("second_change_note", "")
    has_links = place % link_targets.LINK_EVERY == 0
    if has_links:
        targets.add_to_recommendation(fields, place)
    page = _add_published_page(
        parent,
        loading.build_instance(RecommendationResponsePage, fields, organisations),
    )
    if note:
        _reopen_or_update(page, note)
        _publish_again(page, note)
    if has_links:
        ReferenceIndex.create_or_update_for_object(page)


def _add_published_page(parent: Page, page: Page) -> Page:
    """Add ``page`` below ``parent`` in the state that a publication leaves, and return it."""
    page.first_published_at = timezone.now()
    page.latest_revision_created_at = page.last_published_at = page.first_published_at
    with disable_reference_index_auto_update():
        page = parent.add_child(instance=page)
    _save_revision_and_version(page)
    return page


def _reopen_or_update(page: RecommendationResponsePage, note: str) -> None:
    action = page.actions.get()
    if action.status == ActionStatus.COMPLETE:
        action.status, action.completed = ActionStatus.IN_PROGRESS, None
        again = DueDate(due=recommendations.future_date(), reason=note, sort_order=1)
        action.due_dates = [*action.due_dates.all(), again]
        page.actions = [action]
    else:
        news = ProgressUpdate(
            as_at=recommendations.NEWS_DATE, text=paragraph_text(page.pk), sort_order=9
        )
        news.respondents = action.respondents.all()
        page.progress_updates = [*page.progress_updates.all(), news]


def _publish_again(page: Page, note: str) -> None:
    """Publish the changed ``page`` a second time."""
    page.change_note = note
    page.last_published_at = page.latest_revision_created_at = timezone.now()
    with disable_reference_index_auto_update():
        page.save()
    _save_revision_and_version(page)


def _save_revision_and_version(page: Page) -> None:
    """Save the revision and the published version of what is public of ``page`` now."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        created_at=page.last_published_at,
        object_str=str(page),
    )
    page.latest_revision = page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(
        latest_revision=revision, live_revision=revision
    )
    add_version(page, snapshot(page), revision, Clearance())
