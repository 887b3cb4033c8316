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
from wagtail.models import Page, Revision
from wagtail.signal_handlers import disable_reference_index_auto_update

from complaints.initial_content import loader as initial
from complaints.initial_content.section import INDEX
from complaints.initial_content.standing_pages import HOME
from complaints.initial_content.wording import WORDING
from complaints.models import (
    Action,
    DueDate,
    Organisation,
    ProgressUpdate,
    RecommendationResponsePage,
    Response,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.vocabulary import ActionStatus
from pages.models import HomePage, SiteWording
from pages.moderation.publishing import initial_content
from pages.moderation.snapshot import snapshot
from pages.moderation.versions import add_version

from . import links, recommendations, super_complaints, words
from .recommendations import FORCE, Fields

logger = logging.getLogger(__name__)

TITLE = "Sample data, not a police force’s answers"


def load(sizes: Iterable[int]) -> None:
    """Publish super-complaints with as many recommendations as ``sizes`` say, on an empty database only.

    All of it or none. Raises ``initial.SiteNotEmptyError`` if there is any content.
    """
    if not initial.is_empty():
        raise initial.SiteNotEmptyError
    with initial_content(), initial.quiet_audit():
        home = initial.published_page(Page.objects.get(depth=1), HomePage, {**HOME, "title": TITLE})
        initial.put_on_the_site(home)
        initial.published(SiteWording(live=False, **{**WORDING, "force_name": FORCE}))
        standing = [
            initial.published_page(home, page_type, fields) for page_type, fields in initial.STANDING_PAGES
        ]
        section = initial.published_page(home, SuperComplaintIndexPage, INDEX)
        organisations, places = _organisations(), links.Places(standing, links.made_files())
        for number, size in enumerate(sizes, start=1):
            _super_complaint(section, number, size, organisations, places)
    logger.info("Sample data were published without an approval because the database was empty.")


def _organisations() -> dict[str, Organisation]:
    made = [
        initial.published(Organisation(live=False, **fields)) for fields in super_complaints.ORGANISATIONS
    ]
    return {organisation.name: organisation for organisation in made}


def _super_complaint(
    section: Page, number: int, size: int, organisations: dict[str, Organisation], places: links.Places
) -> None:
    fields = super_complaints.fields(number, size)
    leads_somewhere = places.add_to_super_complaint(fields, number)
    for name in ("lead_bodies", "supporting_bodies"):
        fields[name] = [organisations[each] for each in fields.get(name, [])]
    note = fields.pop("again", "")
    page = _published(section, SuperComplaintPage(**fields))
    if note:
        page.summary += " Its second version says this, too."
        _publish_again(page, note)
    if leads_somewhere:
        links.note(page)
    for place, printed in enumerate(islice(recommendations.numbers(), size)):
        fields = recommendations.fields(number, place, printed)
        leads_somewhere = places.add_to_recommendation(fields, place)
        made = _recommendation(page, fields, organisations)
        if leads_somewhere:
            links.note(made)


def _recommendation(parent: Page, fields: Fields, organisations: dict[str, Organisation]) -> Page:
    note = fields.pop("again", "")
    fields["addressees"] = [organisations[each] for each in fields["addressees"]]
    fields["responses"] = [
        Response(
            sort_order=order,
            **{**each, "respondents": [organisations[who] for who in each["respondents"]]},
        )
        for order, each in enumerate(fields["responses"])
    ]
    fields["actions"] = [
        Action(sort_order=order, **{**each, "due_dates": initial.in_order(DueDate, each["due_dates"])})
        for order, each in enumerate(fields["actions"])
    ]
    fields["progress_updates"] = initial.in_order(ProgressUpdate, fields["progress_updates"])
    page = _published(parent, RecommendationResponsePage(**fields))
    if note:
        _add_news(page, note)
        _publish_again(page, note)
    return page


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
