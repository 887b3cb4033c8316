"""Puts what a table says into drafts in memory: what the preview shows is what is saved."""

import hashlib
from typing import Any

from django.contrib.auth.models import User

from complaints.admin.update_round.rows import RoundRow, list_rows
from complaints.catalogue.reader import read_catalogue
from complaints.importing.choices import ImportStep
from complaints.importing.dates import read_exact_date, words_beside_date
from complaints.importing.meanings import ColumnMeaning
from complaints.importing.options import CHOOSE, LEFT_OUT
from complaints.importing.questions import ImportQuestion, TextQuestion
from complaints.importing.records import ImportedPlan, ImportedRecord
from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import CHILD_RELATIONS
from complaints.models.state_rows import derive_state_rows, parent_facts_below
from complaints.site_setup.facts import local_bodies_of_site
from complaints.site_setup.loading import build_instance, organisations_of_site
from complaints.site_setup.page_fields import item_fields, with_known_names
from complaints.status.recorded_facts import ParentFacts, derive_status
from complaints.status.respondent_states import list_respondent_states, state_of_a_part
from complaints.status.sentences import Deadline, describe
from pages.core.grouping import index_by

from .draft import RecommendationDraft
from .texts import short
from .writers import RecommendationWriter

NEW = "new"


def fingerprint_of(drafts: list[RecommendationDraft]) -> str:
    """Return a digest of what the preview shows, except titles, which the person types there."""
    shown = [
        [
            draft.name,
            draft.kind,
            draft.sentence,
            draft.labels,
            draft.problems,
            draft.changes,
        ]
        for draft in drafts
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()


class DraftMaker:
    """Finds or makes the page of each record, and lets a writer fill it in."""

    def __init__(
        self, plan: ImportedPlan, parent: SuperComplaintPage, person: User
    ) -> None:
        self.plan = plan
        self.parent = parent
        self.person = person
        self.organisations = organisations_of_site()
        self.questions = plan.questions

    def make(self) -> list[RecommendationDraft]:
        """Return what becomes of each recommendation that the plan is about."""
        rows_here = index_by(list_rows(self.parent, self.person), "name")
        rows = {
            record.name: rows_here.pop(record.name, None)
            for record in self.plan.records
        }
        others = list(rows_here.values())
        for record in self.plan.records:
            if others and not rows[record.name]:
                rows[record.name] = self.ask_for_same(record, others)
        # A list's page lacks the fields that its query deferred.
        found = RecommendationResponsePage.objects.prefetch_related(
            "addressees", *CHILD_RELATIONS
        )
        pages = found.in_bulk([row.page.pk for row in rows.values() if row])
        parent_facts = parent_facts_below(self.parent)
        drafts = []
        for record in self.plan.records:
            row = rows[record.name]
            if row:
                page = self.latest_draft(pages[row.page.pk], row)
            else:
                page = self.new_page(record)
            draft = RecommendationDraft(
                record, page, is_new=not row, left_out=record.left_out
            )
            self.fill_in(draft, row)
            self.show_readers_view(draft, parent_facts)
            drafts.append(draft)
        return drafts

    # The page of a record

    def ask_for_same(
        self, record: ImportedRecord, others: list[RoundRow]
    ) -> RoundRow | None:
        """Return the recommendation that the person says is the same, under another number or without one."""
        rows = {row.content["item_identifier"]: row for row in others}
        names = [
            (identifier, row.page.get_admin_display_title())
            for identifier, row in rows.items()
        ]
        question = ImportQuestion(
            ImportStep.PREVIEW,
            f"{record.name}: same as",
            "Is this one of the recommendations that your table does not name?",
            (CHOOSE, (NEW, "No, it is new"), *names),
            about=record.name,
            is_required=True,
        )
        row = rows.get(self.questions.ask(question) or NEW)
        if row:
            others.remove(row)  # another record is not the same, too
        return row

    def latest_draft(self, page: Any, row: RoundRow) -> Any:
        """Return the latest draft of a page.

        The content of a revision that was published need not know the keys that its
        actions got then.
        """
        page.future_parent = self.parent
        if page.has_unpublished_changes:
            draft = page.with_content_json(row.content)
        else:
            draft = page
        draft.future_parent = self.parent
        draft.latest_revision = row.page.latest_revision
        return draft

    def new_page(self, record: ImportedRecord) -> RecommendationResponsePage:
        """Return a page with what the catalogue says of the number, if anything."""
        fields: dict[str, Any] = {"kind": record.kind, "number": record.number}
        item = read_catalogue().item(
            f"{self.parent.identifier}/{record.kind}-{record.number}"
        )
        if item:
            fields = with_known_names(
                item_fields(item, local_bodies_of_site()), self.organisations
            )
        page: RecommendationResponsePage = build_instance(
            RecommendationResponsePage, fields, self.organisations
        )
        page.live = False
        page.owner = self.person
        page.future_parent = self.parent
        return page

    # What is written into it

    def fill_in(self, draft: RecommendationDraft, row: RoundRow | None) -> None:
        if draft.is_new:
            self.ask_title_and_deadline(draft)
        question = ImportQuestion(
            ImportStep.PREVIEW,
            f"{draft.name}: take",
            "Include or exclude",
            (("", "Include"), (LEFT_OUT, "Exclude")),
            known="",
            about=draft.name,
        )
        draft.is_left_out = self.questions.ask(question) == LEFT_OUT
        if draft.is_left_out:
            return
        RecommendationWriter(draft, self.organisations, self.questions).write()
        if row and row.obstacle and draft.changes:
            draft.problems.append(
                f"{row.obstacle}. Exclude it, or come back when it can be changed."
            )

    def ask_title_and_deadline(self, draft: RecommendationDraft) -> None:
        """Let the person type another title and deadline than the table’s, where there are none yet."""
        page, record = draft.page, draft.record
        if not page.title:
            summary = record.text_of(ColumnMeaning.SUMMARY) or record.text_of(
                ColumnMeaning.WORDING
            )
            suggested = short(
                record.text_of(ColumnMeaning.TITLE) or summary or record.name
            )
            page.title = self.ask_for_text(draft, "Title", suggested)
        if not page.deadline and not page.deadline_printed:
            printed = record.text_of(ColumnMeaning.DEADLINE)
            typed = self.ask_for_text(draft, "Deadline", printed)
            if typed != printed:
                page.deadline = read_exact_date(typed)
                page.deadline_printed = words_beside_date(typed)

    def ask_for_text(self, draft: RecommendationDraft, label: str, known: str) -> str:
        """Return what the person typed in the preview, which begins with what is ``known``."""
        question = TextQuestion(
            ImportStep.PREVIEW,
            f"{draft.name}: {label.lower()}",
            label,
            known=known,
            about=draft.name,
            is_required=label == "Title",
        )
        return self.questions.ask(question) or ""

    # What readers will see

    def show_readers_view(
        self, draft: RecommendationDraft, parent_facts: ParentFacts
    ) -> None:
        """Add the sentence and the labels that the page will have."""
        page = draft.page
        page.super_complaint = self.parent
        if draft.is_new:
            derived = derive_status(page.serializable_data(), parent_facts)
            rows = [
                RecommendationState(page=page, **vars(status)) for status in derived
            ]
        else:
            rows = derive_state_rows(page, parent_facts)
        states = list_respondent_states(rows)
        draft.sentence = describe(
            states, Deadline.of(page), kind=page.kind, of_part=state_of_a_part(rows)
        )
        for state in states:
            draft.labels += filter(
                None,
                [state.name, state.status_label, state.detail, state.position_label],
            )
