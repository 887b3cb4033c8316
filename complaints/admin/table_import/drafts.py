"""Puts what a table says into drafts in memory: what the preview shows is what is saved."""

import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from complaints.admin.update_round.rows import Row, list_rows
from complaints.catalogue.reader import read_catalogue
from complaints.importing.choices import Step
from complaints.importing.dates import read_exact_date, words_beside_date
from complaints.importing.meanings import Meaning
from complaints.importing.options import LEFT_OUT
from complaints.importing.questions import Kind, Question
from complaints.importing.records import Known, LeftOut, Plan, Record
from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import CHILD_RELATIONS
from complaints.models.state_rows import derive_state_rows, surroundings_below
from complaints.starting.facts import local_bodies_of_site
from complaints.starting.loading import build_instance
from complaints.starting.page_fields import item_fields, with_known_names
from complaints.states.facts import Surroundings, judge
from complaints.states.respondent_states import list_respondent_states, state_of_a_part
from complaints.states.sentences import Deadline, describe

from .texts import plain, short, together
from .writers import FieldChange, RecommendationWriter

NEW = "new"


@dataclass
class Draft:
    """What becomes of one recommendation."""

    record: Record
    page: Any
    """The page with what the table says, not saved yet."""
    is_new: bool
    changes: list[FieldChange] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)
    """What is missing before it can be published; it can be saved."""
    is_left_out: bool = False
    """Whether the person does not want it."""
    sentence: str = ""
    labels: list[str] = field(default_factory=list)
    """What readers will see at the head of its page."""
    questions: list[Question] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.record.name

    @property
    def kind(self) -> str:
        if self.is_left_out:
            return "Excluded"
        if self.is_new:
            return "New"
        return "Already on this site: changed" if self.changes else "Already on this site: no changes"

    @property
    def is_taken(self) -> bool:
        return not self.is_left_out and (self.is_new or bool(self.changes))


def fingerprint_of(drafts: list[Draft]) -> str:
    """Return a digest of what the preview shows, except titles, which the person types there."""
    shown = []
    for draft in drafts:
        changes = [vars(change) for change in draft.changes]
        shown.append([draft.name, draft.kind, draft.sentence, draft.labels, draft.problems, changes])
    return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def make_drafts(plan: Plan, parent: SuperComplaintPage, person: User, known: Known) -> list[Draft]:
    """Return what becomes of each recommendation that the plan is about."""
    return DraftMaker(plan, parent, person, known).make()


class DraftMaker:
    """Finds or makes the page of each record, and lets a writer fill it in."""

    def __init__(self, plan: Plan, parent: SuperComplaintPage, person: User, known: Known) -> None:
        self.plan = plan
        self.parent = parent
        self.person = person
        self.known = known
        self.rows = list_rows(parent, person)
        self.organisations = {each.name: each for each in Organisation.objects.filter(live=True)}
        self.questions = plan.questions
        report = read_catalogue().report(parent.identifier)
        self.catalogued = report.recommendations if report else ()

    def make(self) -> list[Draft]:
        found = [(record, self.find_row(record)) for record in self.plan.records]
        named = {row.page.pk for _, row in found if row}
        candidates = [row for row in self.rows if row.page.pk not in named]
        found = [(record, row or self.ask_for_same(record, candidates)) for record, row in found]
        pages = self.pages_of([row for _, row in found if row])
        surroundings = surroundings_below(self.parent)
        drafts = []
        for record, row in found:
            draft = self.make_draft(record, row, pages)
            self.show_readers_view(draft, surroundings)
            drafts.append(draft)
        return drafts

    # The page of a record

    def find_row(self, record: Record) -> Row | None:
        """Return the recommendation with the same number or, without one, with the same title or wording."""
        said = {"title": record.find(Meaning.TITLE), "wording": record.find(Meaning.WORDING)}
        for row in self.rows:
            if row.name == record.name:
                return row
            for name, text in said.items():
                if text and not record.number and plain(row.content[name]) == plain(text.text):
                    return row
        return None

    def ask_for_same(self, record: Record, candidates: list[Row]) -> Row | None:
        """Return the recommendation that the person says is the same, under another number or without one."""
        if not candidates:
            return None
        options = [("", "Choose"), (NEW, "No, it is new")]
        options += [
            (row.content["item_identifier"], row.page.get_admin_display_title()) for row in candidates
        ]
        question = Question(
            Step.PREVIEW,
            f"{record.name}: same as",
            "Is it one of these recommendations, which your table does not name?",
            options=tuple(options),
            is_required=True,
        )
        answer = self.questions.ask(question)
        for row in candidates:
            if row.content["item_identifier"] == answer:
                candidates.remove(row)  # another record is not the same, too
                return row
        return None

    def pages_of(self, rows: list[Row]) -> dict[int, RecommendationResponsePage]:
        """Return the latest draft of each page.

        The content of a revision that was published need not know the keys that its actions got then.
        """
        # A list's page lacks the fields that its query deferred.
        found = RecommendationResponsePage.objects.prefetch_related("addressees", *CHILD_RELATIONS)
        pages = found.in_bulk([row.page.pk for row in rows])
        drafts = {}
        for row in rows:
            page: Any = pages[row.page.pk]
            page.future_parent = self.parent
            draft = page.with_content_json(row.content) if page.has_unpublished_changes else page
            draft.public_updates = [
                each.published_content for each in page.progress_updates.all() if page.live
            ]
            draft.future_parent = self.parent
            draft.latest_revision = row.page.latest_revision
            drafts[page.pk] = draft
        return drafts

    def new_page(self, record: Record) -> RecommendationResponsePage:
        """Return a page with what the catalogue says of the number, if anything."""
        fields: dict[str, Any] = {"kind": record.kind, "number": record.number}
        for item in self.catalogued:
            if record.number and (item.kind, item.number) == (record.kind, record.number):
                fields = with_known_names(item_fields(item, local_bodies_of_site()), self.organisations)
        page: RecommendationResponsePage = build_instance(
            RecommendationResponsePage, fields, self.organisations
        )
        page.live = False
        page.owner = self.person
        page.future_parent = self.parent
        return page

    # What is written into it

    def make_draft(self, record: Record, row: Row | None, pages: dict[int, Any]) -> Draft:
        page = pages[row.page.pk] if row else self.new_page(record)
        draft = Draft(record, page, is_new=not row, left_out=record.left_out, problems=record.problems)
        if same := self.questions.asked.get((Step.PREVIEW, f"{record.name}: same as")):
            draft.questions.append(same)

        def ask_for_action(whose: str) -> str:
            return self.ask(
                draft,
                f"action of {whose}",
                f"Action by {together(whose)}",
                Kind.TEXT,
                help="Your table gives a status, date, post or evidence, but does not name the action. Enter "
                "the action, or leave blank to exclude these.",
            )

        writer = RecommendationWriter(page, record, self.organisations, ask_for_action)
        if draft.is_new:
            self.ask_title_and_deadline(draft)
        if self.is_left_out(draft):
            draft.problems = []
            return draft
        writer.write(self.known.our_force)
        draft.changes = writer.changes
        draft.left_out += writer.left_out
        draft.problems += writer.problems
        if row and row.obstacle and draft.changes:
            draft.problems.append(f"{row.obstacle}. Exclude it, or come back when it can be changed.")
        return draft

    def ask(self, draft: Draft, what: str, label: str, kind: Kind, known: str = "", **more: Any) -> str:
        """Return what the person typed in the preview, which begins with what is ``known``."""
        question = Question(Step.PREVIEW, f"{draft.record.name}: {what}", label, kind, known=known, **more)
        draft.questions.append(question)
        answer = self.questions.ask(question)
        return known if answer is None else answer

    def is_left_out(self, draft: Draft) -> bool:
        options = (("", "Include"), (LEFT_OUT, "Exclude"))
        answer = self.ask(draft, "take", "Include or exclude", Kind.CHOICE, options=options)
        draft.is_left_out = answer == LEFT_OUT
        return draft.is_left_out

    def ask_title_and_deadline(self, draft: Draft) -> None:
        """Let the person type another title and deadline than the table’s, where there are none yet."""
        page, record = draft.page, draft.record
        if not page.title:
            texts = [record.find(Meaning.TITLE), record.find(Meaning.SUMMARY), record.find(Meaning.WORDING)]
            suggested = next((short(said.text) for said in texts if said), record.name)
            page.title = self.ask(draft, "title", "Title", Kind.TEXT, known=suggested, is_required=True)
        if not page.deadline and not page.deadline_printed:
            said = record.find(Meaning.DEADLINE)
            printed = said.text if said else ""
            typed = self.ask(draft, "deadline", "Deadline", Kind.TEXT, known=printed)
            if typed != printed:
                page.deadline = read_exact_date(typed)
                page.deadline_printed = words_beside_date(typed)

    # What readers will see

    def show_readers_view(self, draft: Draft, surroundings: Surroundings) -> None:
        """Add the sentence and the labels that the page will have."""
        page = draft.page
        page.super_complaint = self.parent
        if draft.is_new:
            judged = judge(page.serializable_data(), surroundings)
            rows = [RecommendationState(page=page, **vars(each)) for each in judged]
        else:
            rows = derive_state_rows(page, surroundings)
        states = list_respondent_states(rows)
        draft.sentence = describe(states, Deadline.of(page), kind=page.kind, of_part=state_of_a_part(rows))
        for state in states:
            draft.labels += filter(None, [state.name, state.status_label, state.detail, state.position_label])
