"""Proposes what the catalogue of a release has that the site lacks, as drafts in one publication set.

A value is proposed only if the page still has what the catalogue said before
(``CatalogueRecord``). What an editor wrote stays. What was proposed once is not
proposed again, whether or not it was published.
"""

from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.db.models import BooleanField
from django.template.defaultfilters import pluralize
from wagtail.models import Page

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import CatalogueRecommendation, CatalogueReport
from complaints.models import (
    CatalogueRecord,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from pages.content.models import SafetyPage, SiteWording
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.publication_set import set_holding

from .catalogue_facts import BETWEEN, Facts, copy_fact, facts_of
from .facts import local_bodies_of_site
from .joined_pages import MOVED_TO, draft_that_moves, draft_that_stays, page_to_keep
from .loading import (
    CATALOGUE_SET,
    build_instance,
    draft_item,
    draft_pages,
    organisations_of_site,
    put_into_set,
    remember_section,
    reports_to_add,
)
from .page_fields import (
    catalogue_safety_fields,
    catalogue_wording_fields,
    item_fields,
    items_with_pages,
    super_complaint_fields,
    with_known_names,
)

CHANGE_NOTE = "Brought in line with the national catalogue of reports."


def propose_changes(*, dry_run: bool = False) -> list[str]:
    """Make drafts of what the catalogue says otherwise, as one set; return a line for each page.

    With ``dry_run`` nothing is changed, and the lines say what would be.
    """
    with transaction.atomic():
        update = CatalogueUpdate()
        for section in SuperComplaintIndexPage.objects.all():
            lock_row(section)
            update.propose_section(section)
        update.propose_helplines()
        if update.drafts:
            put_into_set(f"{CATALOGUE_SET} {read_catalogue().version}", update.drafts)
        if dry_run:
            transaction.set_rollback(True)
    return update.lines


@dataclass
class CatalogueComparison:
    """What differs between a page and the catalogue, by key."""

    recorded: Facts
    """What the catalogue has said of the page, after the proposals."""
    proposed: Facts = field(default_factory=dict)
    left: Facts = field(default_factory=dict)
    """What an editor of the site has changed."""


def compare(recorded: Facts, present: Facts, wanted: Facts) -> CatalogueComparison:
    """Compare what is ``present`` on a page with what was ``recorded`` of the catalogue and what it now ``wanted``."""
    result = CatalogueComparison(dict(recorded))
    for key in {**wanted, **recorded}:
        now = present.get(key)
        new = wanted.get(key)
        if now != new:
            if not has_news(key, recorded, new):
                continue
            if not is_untouched(key, recorded, now):
                result.left[key] = new
                continue
            result.proposed[key] = new
        if key in wanted:
            result.recorded[key] = new
        else:
            del result.recorded[key]
    return result


def has_news(key: str, recorded: Facts, new: Any) -> bool:
    """Return True if the catalogue says of ``key`` something that it did not say before."""
    if key in recorded:
        return bool(recorded[key] != new)
    return bool(new)


def is_untouched(key: str, recorded: Facts, now: Any) -> bool:
    """Return True if no editor has changed the value under ``key``, which is ``now`` on the page."""
    if key in recorded:
        return bool(now == recorded[key])
    return not now


class CatalogueUpdate:
    """The drafts and the lines of one update."""

    def __init__(self) -> None:
        self.bodies = local_bodies_of_site()
        self.organisations = organisations_of_site()
        self.drafts: list[Any] = []
        self.lines: list[str] = []

    def propose_section(self, section: SuperComplaintIndexPage) -> None:
        known = set(CatalogueRecord.values_for(section).get("known", []))
        catalogue = read_catalogue()
        for page in SuperComplaintPage.objects.child_of(section):
            report = catalogue.report(page.identifier)
            if report and not is_taken_down(page):
                self.propose_report(page, report, known)
        for report in reports_to_add(section):
            if report.identifier not in known:
                self.propose_new_report(section, report)
        remember_section(section, self.bodies)

    def propose_new_report(
        self, section: SuperComplaintIndexPage, report: CatalogueReport
    ) -> None:
        pages = draft_pages(section, report, self.bodies, self.organisations)
        number = len(pages) - 1
        self.drafts += pages
        asked = f"{number} recommendation{pluralize(number)} to answer"
        self.lines.append(f"{report.title}: new report, with {asked}")
        named = {*report.lead_bodies, *report.supporting_bodies}
        for name in sorted(named):
            if name not in self.organisations:
                lacking = f"this site has no organisation called “{name}”"
                self.lines.append(
                    f"{report.title}: {lacking}. Add it and choose it on the page."
                )

    def propose_report(
        self, page: SuperComplaintPage, report: CatalogueReport, known: set[str]
    ) -> None:
        fields = super_complaint_fields(report, self.bodies)
        self.bring_in_line(page, self.build(SuperComplaintPage, fields))
        below = RecommendationResponsePage.objects.child_of(page)
        pages = list(below.not_moved().order_by("path"))
        for item in items_with_pages(report, self.bodies):
            pages_here = pages_of_item(report.names_of(item), pages)
            if pages_here:
                self.propose_item(pages_here, item)
            elif report.identifier_of(item) not in known:
                self.propose_new_item(page, item)
        self.propose_moves_by_editors(pages)

    def propose_new_item(
        self, page: SuperComplaintPage, item: CatalogueRecommendation
    ) -> None:
        draft = draft_item(page, item, self.bodies, self.organisations)
        self.drafts.append(draft)
        self.lines.append(f"{draft.full_name}: new")

    def propose_item(
        self, pages: list[RecommendationResponsePage], item: CatalogueRecommendation
    ) -> None:
        """Bring the page of ``item`` in line; if it has several pages, move their responses to one."""
        page = page_to_keep(pages, item.number)
        if is_taken_down(page):
            return
        others = [other for other in pages if other != page]
        for other in others:
            self.propose_move(page, other)
        fields = item_fields(item, self.bodies)
        if others:
            # One of the others may have the number, which two pages cannot have.
            fields["number"] = page.number
        self.bring_in_line(page, self.build(RecommendationResponsePage, fields))

    def propose_moves_by_editors(self, pages: list[RecommendationResponsePage]) -> None:
        """Propose to move responses where a published *Same as* names another page of the report."""
        for page in pages:
            named = page.same_as.split()
            for other in pages:
                if page.live and other.live and other.identifier in named:
                    self.propose_move_between(page, other)

    def propose_move_between(
        self, page: RecommendationResponsePage, other: RecommendationResponsePage
    ) -> None:
        kept = page_to_keep([page, other])
        if kept == page:
            self.propose_move(page, other)
        else:
            self.propose_move(other, page)

    def propose_move(
        self, kept: RecommendationResponsePage, other: RecommendationResponsePage
    ) -> None:
        """Propose that the page ``kept`` gets the responses of ``other``, whose readers are sent to it."""
        record = CatalogueRecord.values_for(other)
        if not other.live or record.get(MOVED_TO) == kept.identifier:
            return
        line = f"{other.full_name}: the same as “{kept.full_name}”, where its responses move"
        for page in (kept, other):
            if self.is_edited_by_others(page):
                self.add_line(
                    f"{line} (left out: someone is editing “{page.full_name}”)"
                )
                return
        self.add_line(line)
        self.save_draft(kept, draft_that_stays(kept, other))
        self.save_draft(other, draft_that_moves(other, kept))
        record[MOVED_TO] = kept.identifier
        CatalogueRecord.remember(other, record)

    def add_line(self, line: str) -> None:
        """Add ``line``, unless it was said before: two pages may each say that they are the same."""
        if line not in self.lines:
            self.lines.append(line)

    def propose_helplines(self) -> None:
        nations = self.bodies.nations
        wording = SiteWording.objects.filter(live=True).first()
        if wording:
            fields = catalogue_wording_fields(nations)
            self.bring_in_line(wording, build_instance(SiteWording, fields))
        for page in SafetyPage.objects.all():
            fields = catalogue_safety_fields(nations)
            self.bring_in_line(page, build_instance(SafetyPage, fields))

    def build(self, page_type: type[Page], fields: dict[str, Any]) -> Any:
        """Return a page that is not stored, as the catalogue would make it."""
        known = with_known_names(fields, self.organisations)
        return build_instance(page_type, known, self.organisations)

    def bring_in_line(self, obj: Any, built: Any) -> None:
        """Propose what differs between ``built`` and the draft of ``obj``."""
        draft = obj.get_latest_revision_as_object()
        recorded = CatalogueRecord.values_for(obj)
        comparison = compare(recorded, facts_of(draft), facts_of(built))
        for key, value in comparison.left.items():
            words = describe_fact(obj, key, value)
            self.lines.append(
                f"{draft.full_name}: {words} (left as it was edited here)"
            )
        if comparison.proposed:
            changes = [
                describe_fact(obj, key, value)
                for key, value in comparison.proposed.items()
            ]
            line = f"{draft.full_name}: {', '.join(changes)}"
            if self.is_edited_by_others(obj):
                self.lines.append(f"{line} (left out: someone is editing this page)")
                return
            self.lines.append(line)
            for key in comparison.proposed:
                copy_fact(key, built, draft)
            if obj not in self.drafts:
                draft.change_note = CHANGE_NOTE
            self.save_draft(obj, draft)
        if comparison.recorded != recorded:
            CatalogueRecord.remember(obj, comparison.recorded)

    def save_draft(self, obj: Any, draft: Any) -> None:
        """Save ``draft`` as the latest draft of ``obj``, for the publication set."""
        obj.latest_revision = draft.save_revision(log_action=True)
        # What is proposed next for the same page is added to this draft.
        obj.has_unpublished_changes = True
        if obj not in self.drafts:
            self.drafts.append(obj)

    def is_edited_by_others(self, obj: Any) -> bool:
        """Return True if ``obj`` has a draft that is not of this update."""
        return obj not in self.drafts and is_being_edited(obj)


def is_taken_down(page: Page) -> bool:
    """Return True if ``page`` was public once and is not any more: it needs no corrections."""
    return bool(page.first_published_at and not page.live)


def is_being_edited(obj: Any) -> bool:
    """Return True if ``obj`` has an unpublished draft, or is in moderation or in a publication set."""
    return bool(
        obj.has_unpublished_changes or obj.workflow_in_progress or set_holding(obj)
    )


def pages_of_item(
    names: list[str], pages: list[RecommendationResponsePage]
) -> list[RecommendationResponsePage]:
    """Return those of ``pages`` that have one of ``names``, and then those that are linked with one."""
    of_item = []
    for name in names:
        for page in pages:
            if page.identifier == name:
                of_item.append(page)
    for page in pages:
        linked = page.same_as.split()
        if page not in of_item and not set(linked).isdisjoint(names):
            of_item.append(page)
    return of_item


def describe_fact(obj: Any, key: str, value: Any) -> str:
    """Return the words of the output for the ``value`` that ``obj`` has under ``key``."""
    name, _, entry = key.partition(BETWEEN)
    label = label_of(obj, name)
    if entry:
        return f"{label} ({entry})"
    return f"{label} “{words_for(obj, name, value)}”"


def label_of(obj: Any, name: str) -> str:
    """Return what the form calls the list or field ``name``."""
    if name == "services":
        return "helpline"
    if name == "responses":
        return "response"
    return str(obj._meta.get_field(name).verbose_name)


def words_for(obj: Any, name: str, value: Any) -> str:
    """Return the ``value`` of the field ``name`` as the form shows it."""
    model_field = obj._meta.get_field(name)
    if isinstance(value, list):
        return ", ".join(value)
    if isinstance(model_field, PartialDateField) and value:
        return PartialDate.parse(value).words
    if isinstance(model_field, BooleanField):
        return "yes" if value else "no"
    labels = dict(model_field.flatchoices)
    return str(labels.get(value, value))
