"""Holds a plan against the drafts of a super-complaint: what it makes, what it changes and what it cannot."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import User

from complaints.admin.update_round.rows import Row, list_rows, obstacle_to_change
from complaints.importing.cells import Said
from complaints.importing.columns import LABELS, Meaning
from complaints.importing.plan import Item, Plan
from complaints.models import Organisation, RecommendationResponsePage, SuperComplaintPage
from complaints.models.recommendation_queryset import CHILD_RELATIONS
from complaints.vocabulary import ItemKind
from pages.content.models import SiteWording
from pages.core.partial_dates import PartialDate
from pages.moderation.desk.my_work import annotate_work_state

from .answer_writer import FieldChange, JointAnswerWriter, Surroundings
from .draft_writer import DraftWriter
from .texts import plain

UNDATED = "An update has no date of its own. Say of when it is."
CREATED, CHANGED, SAME, REFUSED, LEFT_OUT = "created", "changed", "same", "refused", "left_out"
KIND_WORDS = {
    CREATED: "is made",
    CHANGED: "is changed",
    SAME: "stays as it is",
    REFUSED: "cannot be taken as it is",
    LEFT_OUT: "is left out",
}
SUMMARY_WORDS = {
    CREATED: "made",
    CHANGED: "changed",
    SAME: "unchanged",
    REFUSED: "to put right",
    LEFT_OUT: "left out",
}


@dataclass
class Change:
    """What becomes of one recommendation, or of the super-complaint itself."""

    item: Item
    draft: Any
    """The page with what the plan says, not saved yet."""
    is_there: bool
    """Whether the page is there already."""
    fields: list[FieldChange]
    problems: list[str]
    not_taken: list[tuple[Said, str]]
    needed: list[str] = field(default_factory=list)
    """What its publication needs and the plan does not say."""
    key: int = 0
    """Its place in the plan, by which the screen links to it."""
    is_left_out: bool = False
    """Whether the person does not want it now."""
    is_undated: bool = False
    """Whether it brings an update without a date."""

    @property
    def kind_words(self) -> str:
        return KIND_WORDS[self.kind]

    @property
    def kind(self) -> str:
        """``created``, ``changed``, ``same``, ``refused`` or ``left_out``."""
        return LEFT_OUT if self.is_left_out else self.kind_if_taken

    @property
    def kind_if_taken(self) -> str:
        if self.problems:
            return REFUSED
        return CREATED if not self.is_there else CHANGED if self.fields else SAME

    @property
    def name(self) -> str:
        """What the person calls it: “Recommendation 7”."""
        if isinstance(self.draft, SuperComplaintPage):
            return "The super-complaint itself"
        if self.draft.number:
            return f"{self.draft.get_kind_display()} {self.draft.number}"
        return self.draft.title or ", ".join(self.item.places)


@dataclass
class Comparison:
    """All changes, in the order of the plan."""

    changes: list[Change] = field(default_factory=list)
    above: Change | None = None
    """What becomes of the super-complaint itself, if anything does."""

    @property
    def all_changes(self) -> list[Change]:
        """The same with that of the super-complaint, which comes first."""
        return [*([self.above] if self.above else []), *self.changes]

    def of_kind(self, *kinds: str) -> list[Change]:
        return [each for each in self.all_changes if each.kind in kinds]

    @property
    def refused(self) -> list[Change]:
        return self.of_kind(REFUSED)

    @property
    def lacks_date(self) -> bool:
        """Whether an update that is taken has no date."""
        return any(each.is_undated and not each.is_left_out for each in self.changes)

    @property
    def to_save(self) -> list[Change]:
        return self.of_kind(CREATED, CHANGED)

    @property
    def summary(self) -> str:
        """How many of each kind."""
        kinds = Counter(each.kind for each in self.changes)
        counts = [(kinds[kind], words) for kind, words in SUMMARY_WORDS.items()]
        return ", ".join(f"{count} {words}" for count, words in counts if count).capitalize() + "."

    @property
    def fingerprint(self) -> str:
        """A digest of what was shown: if it differs on saving, somebody changed a draft meanwhile."""
        shown = [
            [each.kind_if_taken, each.name, [[one.label, one.before, one.after] for one in each.fields]]
            for each in self.all_changes
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]


def surroundings_of(plan: Plan, *, as_at: PartialDate | None, wording_source: str) -> Surroundings:
    """Return what a plan itself does not say, read once for all rows."""
    wording = SiteWording.objects.filter(live=True).first()
    organisations = {plain(each.name): each for each in Organisation.objects.filter(live=True)}
    return Surroundings(
        our_force=organisations.get(plain(wording.force_name)) if wording else None,
        organisations=organisations,
        as_at=as_at,
        wording_source=wording_source,
    )


def compare(plan: Plan, parent: SuperComplaintPage | None, person: User, around: Surroundings) -> Comparison:
    """Return what ``plan`` changes below ``parent``: ``None`` is a super-complaint that is made with it."""
    rows = list_rows(parent, person) if parent else []
    found = [(item, _row_of(item, rows)) for item in plan.items]
    drafts = _drafts_of([row for _, row in found if row], parent)
    changes = []
    for item, row in found:
        if row:
            draft = drafts[row.page.pk]
        else:
            draft = RecommendationResponsePage(live=False, owner=person, number=item.number, kind=item.kind)
            draft.future_parent = parent
        writer = DraftWriter(draft, item, around, is_new=not row)
        writer.write()
        change = Change(
            item, draft, bool(row), writer.changes, writer.problems, writer.not_taken, writer.needed
        )
        change.is_undated = writer.is_undated
        if not row and not item.number and not item.problems and any(each.number for each in plan.items):
            problem = f"{item.places[0].capitalize()}: nothing says its number, as others have one."
            change.problems.append(problem)
        _note_obstacle(change, row.obstacle if row else "")
        changes.append(change)
    _refuse_twice(changes)
    comparison = Comparison(changes, _change_above(plan, parent, person, around))
    for place, change in enumerate(comparison.all_changes):
        change.key = place
    return comparison


def _note_obstacle(change: Change, obstacle: str) -> None:
    if obstacle and change.fields:
        change.problems.append(
            f"{obstacle}, so it cannot be changed now. "
            "Leave it out and choose Read again, or wait until it can be."
        )


def _change_above(
    plan: Plan, parent: SuperComplaintPage | None, person: User, around: Surroundings
) -> Change | None:
    """Return what becomes of the super-complaint: who leads the plan, and answers to several at once."""
    page = annotate_work_state(SuperComplaintPage.objects.filter(pk=parent.pk)).get() if parent else None
    draft = page.get_latest_revision_as_object() if page else SuperComplaintPage()
    change = Change(Item(""), draft, True, [], [], [])
    for meaning, said in plan.leads.items():
        if (before := getattr(draft, meaning.value)) != said.text:
            setattr(draft, meaning.value, said.text)
            change.fields.append(FieldChange(f"{LABELS[meaning]} of the whole plan", before, said.text))
    for item in plan.joint:
        change.item.places += item.places
        writer = JointAnswerWriter(draft, item, around)
        writer.write_answers()
        change.fields += writer.changes
        change.problems += writer.problems
        change.not_taken += writer.not_taken
        change.needed += writer.needed
    if page:
        _note_obstacle(change, obstacle_to_change(page, person, page.permissions_for_user(person).can_edit()))
    return change if change.fields or change.problems or change.not_taken else None


def _drafts_of(rows: list[Row], parent: Any) -> dict[int, RecommendationResponsePage]:
    """Return the latest drafts; of a page without changes the page itself, as Wagtail's form does.

    The content of a revision that was published need not know the keys that its actions got then.
    """
    # A list's page lacks the fields that its query deferred.
    found = RecommendationResponsePage.objects.prefetch_related("addressees", *CHILD_RELATIONS)
    pages = found.in_bulk([row.page.pk for row in rows])
    drafts = {}
    for row in rows:
        page: Any = pages[row.page.pk]
        page.future_parent = parent
        public_updates = {each.published_content for each in page.progress_updates.all() if page.live}
        draft = page.with_content_json(row.content) if page.has_unpublished_changes else page
        draft.public_updates = public_updates
        draft.future_parent, draft.latest_revision = parent, row.page.latest_revision
        drafts[page.pk] = draft
    return drafts


def _row_of(item: Item, rows: Iterable[Row]) -> Row | None:
    """Return the recommendation of the same number, or of the same title or wording if the plan has none."""
    if item.number:
        same = [row for row in rows if row.content["number"].casefold() == item.number]
        of_kind = [row for row in same if row.content["kind"] == item.kind]
        # A plan tells actions of the report from recommendations, and a part from neither.
        like_it = [
            row for row in same if (row.content["kind"] == ItemKind.ACTION) == (item.kind == ItemKind.ACTION)
        ]
        return next(iter(of_kind or like_it), None)
    for meaning in (Meaning.TITLE, Meaning.WORDING, Meaning.SUMMARY):
        said = item.said.get(meaning)
        for row in rows if said else []:
            if said and plain(row.content[meaning.value]) == plain(said.text):
                return row
    return None


def _refuse_twice(changes: list[Change]) -> None:
    """Refuse two items of the plan that are one recommendation, one with its number and one without."""
    seen: dict[int, Change] = {}
    for change in changes:
        if change.is_there and (other := seen.setdefault(change.draft.pk, change)) is not change:
            change.problems.append(f"The plan says two things of {other.name}: put them into one.")
