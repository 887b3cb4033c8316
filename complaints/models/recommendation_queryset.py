"""Queries for recommendations that take a fixed number of queries, and the filters of their lists.

A filter is declared once: the register's form and the CMS's list are made of it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Self

from django.db.models import Model, Prefetch, Q, QuerySet, prefetch_related_objects
from django.db.models.functions import Left, Length
from django.utils import timezone
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.stated_none import STATED_NONE, StatedNone
from complaints.vocabulary import (
    ACTION_STATUS_NOT_ENTERED,
    DIFFERENT_POSITIONS,
    OVERALL_POSITION_CHOICES,
    POSITIONS_NEEDING_REASON,
    STATES_WITHOUT_RESPONSE,
    ActionStatus,
    DetailedStatus,
    Knowledge,
    Position,
    Status,
    Theme,
)

from . import identifiers
from .actions import Action
from .organisation import Organisation
from .recommendation_state import (
    DEADLINE_IN_WORDS,
    DUE_DAY,
    RecommendationState,
    RecommendationStateQuerySet,
)

PARENT_PATH = Left("path", Length("path") - Page.steplen)
"""The tree path of the super-complaint, for queries."""
NAMED = Organisation.objects.only(
    "live", "name", "kind", "valid_from", "valid_to", "successor", "web_address"
)
"""Organisations without what only their moderation needs: pages name them again and again."""
CHILD_RELATIONS = (
    Prefetch("responses__respondents", NAMED),
    "actions__due_dates",
    Prefetch("actions__respondents", NAMED),
    Prefetch("progress_updates__respondents", NAMED),
    "assurances",
)
"""Child objects of a recommendation, which are published with it."""
STATES = Prefetch("states", RecommendationState.objects.select_related("respondent"))
CARD_RELATIONS = (Prefetch("addressees", NAMED), STATES)
"""What a card shows of a recommendation."""
CONTENT_RELATIONS = (Prefetch("addressees", NAMED), *CHILD_RELATIONS)
"""What the index and the states read of it."""
ALL_RELATIONS = (*CARD_RELATIONS, *CHILD_RELATIONS)
WHO_RAISED_IT = (Prefetch("lead_bodies", NAMED), Prefetch("supporting_bodies", NAMED))
"""Whom a super-complaint names."""


def read_children(recommendations: Sequence[Any]) -> None:
    """Give ``recommendations`` what ``CHILD_RELATIONS`` names, as lists, for a page that shows all of it.

    Of what is prefetched, modelcluster makes two managers and a query at each look, and
    there are hundreds.
    """
    responses = _read_as_lists(recommendations, "responses")
    actions = _read_as_lists(recommendations, "actions")
    updates = _read_as_lists(recommendations, "progress_updates")
    _read_as_lists(recommendations, "assurances")
    _read_as_lists(actions, "due_dates")
    for spoken in (responses, actions, updates):
        _read_as_lists(spoken, "respondents", NAMED)


def _read_as_lists(
    owners: Sequence[Any], name: str, which: QuerySet | None = None
) -> list[Any]:
    """Read the objects ``name`` of all ``owners`` in one query, give each owner its own, and return all."""
    prefetch_related_objects(owners, Prefetch(name, which, to_attr="found"))
    all_children = []
    for owner in owners:
        children = vars(owner).pop("found")
        setattr(owner, name, children)
        all_children += children
    return all_children


def group_sub_items[Item: Any](items: Iterable[Item]) -> dict[Item, list[Item]]:
    """Return the top-level ``items``, sorted by number, with their sub-items; 7.1 is one if there is no 7."""
    items = list(items)
    by_number = {(item.kind, item.number): item for item in items if item.number}
    parents = [
        by_number.get((item.kind, identifiers.parent_number(item.number)))
        for item in items
    ]
    sub_items: dict[Item, list[Item]] = {
        item: [] for item, parent in zip(items, parents, strict=True) if not parent
    }
    for item, parent in zip(items, parents, strict=True):
        if parent:
            sub_items[parent].append(item)
    return sub_items


class RecommendationQuerySet(PageQuerySet):
    """Recommendation pages."""

    def naming(self, *organisations: Model | int) -> Self:
        """Return the pages that name one of ``organisations``, or have a response or an action of it."""
        return self.filter(
            Q(addressees__in=organisations)
            | Q(responses__respondents__in=organisations)
            | Q(actions__respondents__in=organisations)
            | Q(progress_updates__respondents__in=organisations)
        ).distinct()

    def with_number(self, kind: str, number: str) -> Self:
        draft = {
            "latest_revision__content__kind": kind,
            "latest_revision__content__number": number,
        }
        return self.filter(Q(kind=kind, number=number) | Q(**draft))

    def list_in_order_below(self, super_complaint: Page) -> list[Page]:
        """Return the top-level items below ``super_complaint`` by number, each with it and ``sub_items``."""
        items = list(
            self.child_of(super_complaint)
            .prefetch_related(STATES)
            .order_by("sort_key", "path")
        )
        _read_as_lists(items, "addressees", NAMED)
        sub_items = group_sub_items(items)
        for item in items:
            item.super_complaint = super_complaint
            item.sub_items = sub_items.get(item, [])
        return list(sub_items)


RESPONSE_MISSING = Status.RESPONSE_MISSING
ACCEPTED_BY_ANOTHER = "accepted_by_another"
"""Selects what an association accepts on behalf of those who were asked, or beside them."""
POSITION_CHOICES = [
    (RESPONSE_MISSING.value, "Response missing, past the deadline or not"),
    *OVERALL_POSITION_CHOICES,
    (ACCEPTED_BY_ANOTHER, "Accepts (response by another body, such as the NPCC)"),
]
FOR_OTHERS = "for_others"
"""Selects what has no status, because nobody here is known to be asked and nobody has responded."""
DAYS_SOON = 14
StateRows = RecommendationStateQuerySet
Pages = RecommendationQuerySet


STORED_AS_BLANK = {FOR_OTHERS: "", ACTION_STATUS_NOT_ENTERED: ""}


def _as_stored(codes: Sequence[str]) -> list[str]:
    return [STORED_AS_BLANK.get(code, code) for code in codes]


def _by_status(rows: StateRows, statuses: Sequence[str]) -> StateRows:
    return rows.in_statuses(_as_stored(statuses))


def condition_of_position(position: str) -> Q:
    """Return the condition for rows in which an organisation itself takes ``position``.

    An association may respond on behalf of those who were asked, or beside them: that
    is not their position.
    """
    if position == RESPONSE_MISSING:
        return Q(detailed_status__in=STATES_WITHOUT_RESPONSE)
    if position == DIFFERENT_POSITIONS:
        return Q(page__states__respondent=None, page__states__position=position)
    if position == ACCEPTED_BY_ANOTHER:
        return Q(position=Position.ACCEPTED, respondent__isnull=False, is_own=False)
    return Q(position=position, is_own=True)


def _by_position(rows: StateRows, positions: Sequence[str]) -> StateRows:
    condition = Q(pk=None)
    for position in positions:
        condition |= condition_of_position(position)
    return rows.filter(condition)


def _due_soon(rows: StateRows) -> StateRows:
    today = timezone.localdate()
    soon = (today, today + timedelta(days=DAYS_SOON))
    return rows.annotate(next_date=DUE_DAY).filter(next_date__range=soon)


PROGRESS: dict[str, tuple[str, Callable[[StateRows], StateRows]]] = {
    "unfinished": ("Not marked complete or closed", lambda rows: rows.unfinished()),
    "overdue": (
        "Overdue: past the deadline, or the one to respond",
        lambda rows: rows.past_any_deadline(),
    ),
    "soon": (f"Due within {DAYS_SOON} days", _due_soon),
    "deadline_in_words": (
        "Deadline without a date",
        lambda rows: rows.unfinished().filter(DEADLINE_IN_WORDS),
    ),
    "slipped": ("Due date moved", lambda rows: rows.filter(slipped=True)),
    "completed_late": (
        "Marked complete after a deadline",
        lambda rows: rows.in_detailed_statuses([DetailedStatus.COMPLETE_LATE]),
    ),
    "silent": (
        "Not updated for 6 months",
        lambda rows: rows.not_updated_for_six_months(),
    ),
}
"""Kinds of progress, each with its words and the states that it selects."""


def _by_progress(rows: StateRows, kinds: Sequence[str]) -> StateRows:
    for kind in kinds:
        rows = PROGRESS[kind][1](rows)
    return rows


def _by_action_status(pages: Pages, statuses: Sequence[str]) -> Pages:
    actions = Action.objects.filter(status__in=_as_stored(statuses))
    return pages.filter(pk__in=actions.values("page"))


def _pages_by_knowledge(tick: StatedNone, knowledge: Knowledge) -> Q:
    """Return the condition for recommendations by what is known of the subject of ``tick``."""
    if tick.of == "recommendation":
        return tick.selects(knowledge)
    if tick.of == "action":
        return Q(pk__in=Action.objects.filter(tick.selects(knowledge)).values("page"))
    # A response may be to several recommendations. The states of each have what is
    # known of its reason.
    rows = RecommendationState.objects.filter(
        respondent__isnull=False,
        position__in=POSITIONS_NEEDING_REASON,
        reason_known=knowledge,
    )
    return Q(pk__in=rows.values("page"))


MISSING_INFORMATION: dict[str, tuple[str, Callable[[], Q]]] = {}
for _tick in STATED_NONE.values():
    MISSING_INFORMATION[f"{_tick.name}_none"] = (
        _tick.words_for_none,
        partial(_pages_by_knowledge, _tick, Knowledge.NONE),
    )
    MISSING_INFORMATION[f"{_tick.name}_not_entered"] = (
        _tick.filter_words_for_not_entered,
        partial(_pages_by_knowledge, _tick, Knowledge.NOT_ENTERED),
    )
"""What a source says that it does not give, and what nobody has recorded: never the same thing."""


def _by_recorded(pages: Pages, names: Sequence[str]) -> Pages:
    condition = Q()
    for name in names:
        condition |= MISSING_INFORMATION[name][1]()
    return pages.filter(condition).distinct()


def _by_field(name: str, pages: Pages, values: Sequence[str]) -> Pages:
    return pages.filter(**{f"{name}__in": values})


@dataclass(frozen=True)
class ChoiceFilter:
    """One filter: what it is called, what can be chosen, and what that selects."""

    name: str
    label: str
    what: str
    """What a value is, for the message about a wrong one: “a status”."""
    choices: Sequence[tuple[str, str]]
    select: Callable[[Any, Sequence[str]], Any]
    """Returns those of some state rows, or of some pages, that pass the chosen values."""
    is_of_state: bool = False
    """Whether it selects state rows, those of a respondent or of recommendations as a whole."""
    is_of_each_organisation: bool = False
    """Whether one organisation is enough, where none is chosen."""
    help_text: str = ""
    words: str = "{}"
    """How the filter is named in a sentence, if its value alone would not say what it means."""
    takes_all: bool = False
    """Whether each of several chosen values must apply."""
    is_field: bool = False
    """Whether ``name`` is a field of the recommendation, which says all there is to select by."""

    @classmethod
    def of_field(
        cls, name: str, label: str, what: str, choices: Sequence[tuple[str, str]]
    ) -> Self:
        """Return a filter by the field ``name``; the list of the public site shows and counts it, too."""
        select = partial(_by_field, name)
        words = f"{name.replace('_', ' ')}: {{}}"
        return cls(name, label, what, choices, select, words=words, is_field=True)

    def state_rows(self) -> StateRows:
        """Return the rows to select from, where no organisation is chosen."""
        rows = RecommendationState.objects.all()
        if self.is_of_each_organisation:
            return rows.of_each_organisation()
        return rows.overall()


CHOICE_FILTERS = (
    ChoiceFilter(
        "status",
        "Status",
        "a status",
        [*Status.choices, (FOR_OTHERS, "No status")],
        _by_status,
        is_of_state=True,
    ),
    ChoiceFilter.of_field("theme", "What it is about", "a theme", Theme.choices),
    ChoiceFilter(
        "position",
        "Does the organisation accept?",
        "a response",
        POSITION_CHOICES,
        _by_position,
        is_of_state=True,
        is_of_each_organisation=True,
        help_text="What the organisation that you choose, or else any that was asked, says in its own "
        "response. “Accepts” means that it agrees, not that the work is done.",
        words="response: {}",
    ),
    ChoiceFilter(
        "action_status",
        "Progress of actions",
        "an action status",
        [*ActionStatus.choices, (ACTION_STATUS_NOT_ENTERED, "Status not recorded")],
        _by_action_status,
        words="action: {}",
    ),
    ChoiceFilter(
        "recorded",
        "Missing information",
        "something that is not recorded",
        [(name, label) for name, (label, _) in MISSING_INFORMATION.items()],
        _by_recorded,
    ),
    ChoiceFilter(
        "progress",
        "Progress",
        "a kind of progress",
        [(name, label) for name, (label, _) in PROGRESS.items()],
        _by_progress,
        is_of_state=True,
        takes_all=True,
    ),
)
