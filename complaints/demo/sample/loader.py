"""Turns sample content into published pages, thousands of them in a few minutes.

Each page keeps the rules of publication and has its version, states and search entries as any other. It is
saved once where a publication saves three times, Wagtail's own history gets no line of it, and the index of
references is written only for those pages that show a file or lead to another page.
"""

import logging
from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.utils import timezone
from wagtail.models import Page, ReferenceIndex, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from complaints.demo import content
from complaints.demo import loader as initial
from complaints.models import (
    DueDate,
    Organisation,
    ProgressUpdate,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.vocabulary import ActionStatus
from pages.moderation.publishing.versions import add_version
from pages.moderation.records.snapshot import snapshot

from . import links, recommendations, super_complaints, words

logger = logging.getLogger(__name__)

TITLE = "Sample data, not a police force’s answers"


def load(sizes: Iterable[int]) -> None:
    """Publish super-complaints with as many recommendations as ``sizes`` say, on an empty database only.

    All of it or none. Raises ``initial.SiteNotEmptyError`` if there is any content.
    """
    with initial.empty_site():
        home = initial.load_home(
            {**content.read("home"), "title": TITLE},
            {**content.wording(), "force_name": recommendations.FORCE},
        )
        places = links.Places(initial.load_standing_pages(home), links.made_files())
        section = initial.load_page(home, SuperComplaintIndexPage, content.read("section"))
        organisations = {
            fields["name"]: initial.published(initial.made(Organisation, fields))
            for fields in super_complaints.ORGANISATIONS
        }
        for number, size in enumerate(sizes, start=1):
            _super_complaint(section, number, size, organisations, places)
    logger.info("Sample data were published without an approval because the database was empty.")


def _super_complaint(
    section: Page, number: int, size: int, organisations: dict[str, Organisation], places: links.Places
) -> None:
    fields = super_complaints.fields(number, size)
    note = fields.pop("again", "")
    leads_somewhere = number % links.EVERY == 1
    if leads_somewhere:
        places.add_to_super_complaint(fields, number)
    page = _published(section, initial.made(SuperComplaintPage, fields, organisations))
    if note:
        page.summary += " Its second version says this, too."
        _publish_again(page, note)
    if leads_somewhere:
        ReferenceIndex.create_or_update_for_object(page)
    for place, printed in enumerate(islice(recommendations.numbers(), size)):
        fields = recommendations.fields(number, place, printed)
        _recommendation(page, fields, place, organisations, places)


def _recommendation(
    parent: Page,
    fields: dict[str, Any],
    place: int,
    organisations: dict[str, Organisation],
    places: links.Places,
) -> None:
    note = fields.pop("again", "")
    leads_somewhere = place % links.EVERY == 0
    if leads_somewhere:
        places.add_to_recommendation(fields, place)
    page = _published(parent, initial.made(RecommendationResponsePage, fields, organisations))
    if note:
        _add_news(page, note)
        _publish_again(page, note)
    if leads_somewhere:
        ReferenceIndex.create_or_update_for_object(page)


def _published(parent: Page, page: Any) -> Any:
    """Add ``page`` below ``parent`` as a publication would leave it, and return it."""
    page.first_published_at = timezone.now()
    page.latest_revision_created_at = page.last_published_at = page.first_published_at
    with disable_reference_index_auto_update():
        page = parent.add_child(instance=page)
    _write_down(page)
    return page


def _add_news(page: RecommendationResponsePage, note: str) -> None:
    """Let work that was complete go on, and report on other work."""
    action = page.actions.get()
    if action.status == ActionStatus.COMPLETE:
        action.status, action.completed = ActionStatus.IN_PROGRESS, None
        again = DueDate(due=recommendations.ahead(), reason=note, sort_order=1)
        action.due_dates = [*action.due_dates.all(), again]
        page.actions = [action]
    else:
        news = ProgressUpdate(as_at=recommendations.NEWS, text=words.paragraph(page.pk), sort_order=9)
        page.progress_updates = [*page.progress_updates.all(), news]


def _publish_again(page: Any, note: str) -> None:
    """Publish ``page`` a second time, as it stands by now."""
    page.change_note = note
    page.last_published_at = page.latest_revision_created_at = timezone.now()
    with disable_reference_index_auto_update():
        page.save()
    _write_down(page)


def _write_down(page: Any) -> None:
    """Keep the revision and the version that say what is public of ``page`` now."""
    revision = Revision.objects.create(
        content_object=page,
        base_content_type=page.get_base_content_type(),
        content=page.serializable_data(),
        created_at=page.last_published_at,
        object_str=str(page),
    )
    page.latest_revision = page.live_revision = revision
    Page.objects.filter(pk=page.pk).update(latest_revision=revision, live_revision=revision)
    add_version(page, page, snapshot(page), revision, {})
