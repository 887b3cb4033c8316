"""The number of recommendations with each status, with the address of the list of each."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.functions import Left, Length
from django.template.defaultfilters import pluralize
from django.utils.functional import cached_property
from wagtail.blocks import StreamValue
from wagtail.models import Page

from complaints.models import (
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.recommendation_queryset import RESPONSE_MISSING
from complaints.models.recommendation_state import (
    DEADLINE_IN_WORDS,
    RecommendationStateQuerySet,
    is_past_any_deadline,
)
from complaints.status.bars import BarPart, list_bar_parts
from complaints.status.sentences import in_a_sentence, sentences_about_others
from complaints.status.truth_table import asked_in_print
from complaints.vocabulary import (
    STATES_WITHOUT_RESPONSE,
    UNFINISHED_STATUSES,
    ItemKind,
    OrganisationKind,
    Stage,
    Status,
    Theme,
)
from pages.core.addresses import address_with_parameters

from .listed_pages import listed_states, listed_super_complaints


@dataclass(frozen=True)
class StatusCount(BarPart):
    """The same with the address of the list of those that it counts."""

    address: str


@dataclass
class Progress:
    """The number of recommendations with each status; ``list_address`` lists all of them.

    The counts are disjoint: their sum is ``total``.
    """

    list_address: str
    super_complaint: str = ""
    theme: str = ""
    by_status: Counter[Status] = field(default_factory=Counter)
    recommendations: int = 0
    """The number of those that are recommendations; the others are actions of a report."""
    without_status: Counter[str] = field(default_factory=Counter)
    """The number with a page and no status, by what is known of who is asked."""
    without_page: int = 0
    """The number of recommendations to the force or its commissioner that are described without a page."""
    for_others: int = 0
    """The number with a status that is for other organisations: one responded here without being asked."""
    for_force: int = 0
    """The number that are for the force, alone or with others."""
    for_commissioner_alone: int = 0
    """The number that are for the commissioner and not for the force."""
    past_for_one: Counter[str] = field(default_factory=Counter)
    """The number that are past the deadline for one of several organisations alone, by its name."""
    deadline_in_words: int = 0
    """The number of unfinished ones whose deadline has no date."""
    missing_past_deadline: int = 0
    """The number of those past the deadline that have a response missing, too."""
    overdue: int = 0
    """The number past any deadline: those past the deadline, and those past only the deadline to respond."""
    reports: int = 0
    reports_without_total: int = 0
    """The number of the ``reports`` of which it is not recorded how many recommendations they make."""
    not_here: int = 0
    """The number of recommendations in the other reports that are not on this site."""

    @property
    def total(self) -> int:
        return self.by_status.total()

    @property
    def sentence(self) -> str:
        """All counts in one sentence, that none is marked complete, and who alone is past a deadline."""
        return self._sentence_of(self.recommendations_in_words)

    @property
    def sentence_after_report(self) -> str:
        """The same, to follow the sentence that says how many recommendations the report makes."""
        return self._sentence_of(self.some_of_report_in_words)

    def _sentence_of(self, counted: str) -> str:
        if not self.total:
            return ""
        counts = ", ".join(
            f"{self.by_status[s]} {s.counted_words}"
            for s in Status
            if self.by_status[s]
        )
        return f"{counted}{self.whose_in_words}: {counts}. {self.words_after_counts}".strip()

    @property
    def recommendations_in_words(self) -> str:
        return f"{self.total} recommendation{pluralize(self.total)}"

    @property
    def are_some_of_report(self) -> bool:
        """Return True if one report makes these recommendations and others that are not on this site."""
        return (
            self.reports == 1
            and self.not_here > 0
            and self.total == self.recommendations
            and not self.whose_in_words
        )

    @property
    def some_of_report_in_words(self) -> str:
        if self.are_some_of_report:
            return f"{self.total} ha{pluralize(self.total, 's,ve')} a page here"
        return self.recommendations_in_words

    @property
    def whose_in_words(self) -> str:
        """Who they are for, to follow the total, if all are for the commissioner alone; empty otherwise."""
        if self.for_commissioner_alone and self.for_commissioner_alone == self.total:
            return " for the commissioner alone"
        return ""

    @property
    def sentence_about_whose(self) -> str:
        """Who they are for, in a sentence of its own; empty if none or all are for the commissioner alone.

        Next to the counts, “8 for the force and 1 for the commissioner” was read as the
        number with each status.
        """
        commissioner = self.for_commissioner_alone
        if not commissioner or commissioner == self.total:
            return ""
        if not self.for_force:
            is_or_are = pluralize(commissioner, "is,are")
            return f"{commissioner} {is_or_are} for the commissioner alone."
        is_or_are = pluralize(self.for_force, "is,are")
        return f"{self.for_force} {is_or_are} for the force and {commissioner} for the commissioner alone."

    @property
    def words_after_counts(self) -> str:
        sentences = self._past_for_one_in_words()
        if not self.by_status[Status.MARKED_COMPLETE]:
            sentences.insert(0, "None is marked complete.")
        return " ".join(filter(None, [*sentences, self.sentence_about_whose]))

    def _past_for_one_in_words(self) -> list[str]:
        sentences = []
        for name, number in sorted(self.past_for_one.items()):
            is_or_are = pluralize(number, "is,are")
            sentences.append(
                f"{number} {is_or_are} past the deadline only for {in_a_sentence(name)}."
            )
        return sentences

    @property
    def sentences_about_others(self) -> str:
        return sentences_about_others(self.for_others, self.total, self.without_status)

    def add(self, row: Mapping[str, Any]) -> None:
        """Count the recommendations of ``row``, which share a status and those that they ask."""
        number = row["number"]
        status = row["status_on_day"]
        self.recommendations += row["recommendations"]
        if not status:
            self.without_status[row["who_is_asked"]] += number
            return
        self.by_status[Status(status)] += number
        if not row["is_asked"]:
            self.for_others += number
        self._add_asked(row)
        if status in UNFINISHED_STATUSES:
            self.deadline_in_words += row["in_words"]
        if status == Status.PAST_DEADLINE:
            self.missing_past_deadline += row["unanswered"]
        self.overdue += row["overdue"]

    def _add_asked(self, row: Mapping[str, Any]) -> None:
        if row["asks_force"]:
            self.for_force += row["number"]
        elif row["asks_commissioner"]:
            self.for_commissioner_alone += row["number"]

    def add_report(self, made: int | None, described: int) -> None:
        """Count a report that makes ``made`` recommendations, of which this site describes ``described``."""
        self.reports += 1
        if made:
            self.not_here += max(made - described, 0)
        else:
            self.reports_without_total += 1

    @property
    def sentences_about_missing(self) -> str:
        """Return how many are not on this site, and of how many reports the number is not known."""
        sentences = []
        if self.not_here:
            more = " more" if self.total else ""
            noun = f"recommendation{pluralize(self.not_here)}"
            is_or_are = pluralize(self.not_here, "is,are")
            where = f"the report{pluralize(self.reports)}"
            sentences.append(
                f"{self.not_here}{more} {noun} in {where} {is_or_are} not on this site."
            )
        if self.reports_without_total:
            sentences.append(self._sentence_about_unknown_totals)
        return " ".join(sentences)

    @property
    def sentences_about_who_is_asked(self) -> str:
        """Return that those that are not on this site may be for the force or its commissioner as well."""
        if not self.not_here:
            return ""
        if self.not_here == 1:
            these = "the 1 recommendation that is not on this site is"
            they = "It"
        else:
            these = f"the {self.not_here} recommendations that are not on this site are"
            they = "Some"
        not_recorded = f"We have not recorded which organisations {these} for."
        return f"{not_recorded} {they} may be for the force or the commissioner."

    @property
    def _sentence_about_unknown_totals(self) -> str:
        if self.reports == 1:
            return "We do not know how many recommendations the report makes."
        if self.reports_without_total == self.reports:
            return f"We do not know how many recommendations the {self.reports} reports make."
        reports = f"{self.reports_without_total} of the {self.reports} reports"
        return f"For {reports}, we do not know how many recommendations there are."

    def filtered_address(self, **filters: str) -> str:
        own = [("super_complaint", self.super_complaint), ("theme", self.theme)]
        parameters = [(name, value) for name, value in own if value]
        return address_with_parameters(
            self.list_address, [*parameters, *filters.items()]
        )

    @property
    def all_address(self) -> str:
        return self.filtered_address()

    @property
    def deadline_in_words_address(self) -> str:
        return self.filtered_address(progress="deadline_in_words")

    @property
    def past_deadline(self) -> int:
        return self.by_status[Status.PAST_DEADLINE]

    @property
    def past_deadline_to_respond(self) -> int:
        """The number that are past the deadline to respond, and past no other."""
        return self.overdue - self.past_deadline

    @property
    def past_deadline_to_respond_address(self) -> str:
        return self.filtered_address(status=Status.RESPONSE_MISSING, progress="overdue")

    @property
    def with_status_response_missing(self) -> int:
        return self.by_status[Status.RESPONSE_MISSING]

    @property
    def all_with_response_missing(self) -> int:
        """The number with a response missing, those included that are counted as past the deadline."""
        return self.with_status_response_missing + self.missing_past_deadline

    @property
    def all_with_response_missing_address(self) -> str:
        return self.filtered_address(position=RESPONSE_MISSING)

    @property
    def missing_past_deadline_address(self) -> str:
        return self.filtered_address(
            status=Status.PAST_DEADLINE, position=RESPONSE_MISSING
        )

    @cached_property
    def counts(self) -> list[StatusCount]:
        """The statuses that occur, in their order, each with its number and its part of the bar."""
        counts = []
        for part in list_bar_parts(
            {status: self.by_status[status] for status in Status}
        ):
            address = self.filtered_address(status=part.status)
            counts.append(
                StatusCount(part.status, part.number, part.x, part.width, address)
            )
        return counts


FIELDS_OF_REPORT = (
    "path",
    "report_published",
    "recommendations_made",
    "other_recommendations",
)


def count_statuses_by_super_complaint(
    index_page: SuperComplaintIndexPage, list_address: str
) -> tuple[Progress, dict[str, Progress]]:
    """Return the progress of all below ``index_page``, and of each super-complaint by path."""
    states = listed_states(index_page)
    everything = Progress(list_address)
    by_path: dict[str, Progress] = defaultdict(lambda: Progress(list_address))
    for row in _count_by_parent(states):
        everything.add(row)
        by_path[row["parent_path"]].add(row)
    for parent_path, name in _past_for_one(states):
        everything.past_for_one[name] += 1
        by_path[parent_path].past_for_one[name] += 1
    for page in listed_super_complaints(index_page).only(*FIELDS_OF_REPORT):
        described = (
            by_path[page.path].recommendations + page.recommendations_without_page
        )
        asked_locally = count_asked_locally(page.other_recommendations)
        for progress in (everything, by_path[page.path]):
            progress.without_page += asked_locally
            if page.report_published:
                progress.add_report(page.recommendations_made, described)
    return everything, by_path


def _count_by_parent(
    states: RecommendationStateQuerySet,
) -> QuerySet[Any, Any]:
    """Return by super-complaint, status and who is asked how many recommendations there are."""
    return (
        states.overall()
        .filter(is_part=False)
        .annotate_status_on_day()
        .annotate(parent_path=Left("page__path", Length("page__path") - Page.steplen))
        .annotate(
            asks_force=_asks(OrganisationKind.POLICE_FORCE),
            asks_commissioner=_asks(OrganisationKind.COMMISSIONER),
        )
        .values(
            "parent_path",
            "status_on_day",
            "who_is_asked",
            "is_asked",
            "asks_force",
            "asks_commissioner",
        )
        .annotate(
            number=Count("pk"),
            recommendations=Count("pk", filter=Q(page__kind=ItemKind.RECOMMENDATION)),
            in_words=Count("pk", filter=DEADLINE_IN_WORDS),
            unanswered=Count(
                "pk", filter=Q(detailed_status__in=STATES_WITHOUT_RESPONSE)
            ),
            overdue=Count("pk", filter=is_past_any_deadline()),
        )
    )


def _asks(kind: OrganisationKind) -> Exists:
    """Return the condition of a state row that its page is known to ask an organisation of ``kind``."""
    rows = RecommendationState.objects.filter(
        page=OuterRef("page"), respondent__kind=kind
    )
    return Exists(rows.of_those_asked())


def count_asking_force(
    rows_by_page: Iterable[Iterable[RecommendationState]],
) -> tuple[int, int]:
    """Return how many pages are for the force, and how many for the commissioner and not for the force."""
    for_force = for_commissioner_alone = 0
    for rows in rows_by_page:
        kinds = set()
        for row in rows:
            if row.respondent and row.is_known_to_be_asked:
                kinds.add(row.respondent.kind)
        if OrganisationKind.POLICE_FORCE in kinds:
            for_force += 1
        elif OrganisationKind.COMMISSIONER in kinds:
            for_commissioner_alone += 1
    return for_force, for_commissioner_alone


def _past_for_one(states: RecommendationStateQuerySet) -> Iterator[tuple[str, str]]:
    """Yield the path above each recommendation past the deadline for one of several, and the one's name."""
    states = states.filter(is_part=False)
    past = states.overall().in_statuses([Status.PAST_DEADLINE])
    of_respondents = states.filter(
        page__in=past.values("page"), respondent__live=True, is_asked=True
    ).exclude(status="")
    is_past = Q(status_on_day=Status.PAST_DEADLINE)
    rows = (
        of_respondents.annotate_status_on_day()
        .values("page__path")
        .annotate(
            organisations=Count("pk"),
            past=Count("pk", filter=is_past),
            name=Max("respondent__name", filter=is_past),
        )
        .filter(organisations__gt=1, past=1)
    )
    for row in rows:
        yield row["page__path"][: -Page.steplen], row["name"]


def past_for_one_among(
    rows_by_page: Iterable[Iterable[RecommendationState]],
) -> Counter[str]:
    """Return how many pages are past the deadline for one of several organisations alone, by its name."""
    return Counter(name for rows in rows_by_page if (name := _only_one_past(rows)))


def _only_one_past(rows: Iterable[RecommendationState]) -> str:
    """Return the name of the organisation that alone makes the whole past the deadline, if one does."""
    organisations = 0
    names_of_past = []
    is_past_as_a_whole = False
    for row in rows:
        is_past = row.status_today == Status.PAST_DEADLINE
        if row.respondent is None:
            is_past_as_a_whole = is_past
        elif row.status and row.is_asked and row.respondent.live:
            organisations += 1
            if is_past:
                names_of_past.append(row.respondent.name)
    is_only_one = is_past_as_a_whole and organisations > 1 and len(names_of_past) == 1
    return names_of_past[0] if is_only_one else ""


def count_asked_locally(other_recommendations: StreamValue) -> int:
    """Return how many of the recommendations without a page ask the force or its commissioner."""
    number = 0
    for block in other_recommendations.raw_data:
        if asked_in_print(block["value"].get("addressees") or ""):
            number += 1
    return number


def count_statuses_by_theme(
    index_page: SuperComplaintIndexPage, address: str
) -> list[tuple[Theme, Progress]]:
    rows = (
        listed_states(index_page)
        .counted()
        .exclude(page__theme="")
        .annotate_status_on_day()
        .annotate(theme=F("page__theme"))
        .values_list("theme", "status_on_day")
        .annotate(number=Count("pk"))
    )
    by_theme: dict[str, Progress] = {}
    for theme, status, number in rows:
        progress = by_theme.setdefault(theme, Progress(address, theme=theme))
        progress.by_status[Status(status)] += number
    return [(theme, by_theme[theme]) for theme in Theme if theme in by_theme]


NO_DECISION_YET = "No decision yet on whether it will be investigated."
WITHOUT_REPORT: dict[str, str] = {
    Stage.RECEIVED: NO_DECISION_YET,
    Stage.ELIGIBILITY: NO_DECISION_YET,
    Stage.NOT_ELIGIBLE: "It was found not eligible, so there will be no report.",
}
UNDER_INVESTIGATION = "It is being investigated. There is no report yet."


def super_complaint_answer(page: SuperComplaintPage, progress: Progress) -> str:
    """Return when the report was published and how many of its recommendations have each status."""
    told = f"{report_sentence(page, progress)} {progress.sentence_after_report}"
    return told.strip()


def report_sentence(page: SuperComplaintPage, progress: Progress) -> str:
    """Return when the report was published, or what is known if there is none."""
    if not page.report_published:
        submitted = ""
        if page.submitted:
            submitted = f"It was submitted {page.submitted.words_with_preposition}. "
        return submitted + WITHOUT_REPORT.get(page.stage, UNDER_INVESTIGATION)
    published = (
        f"The report was published {page.report_published.words_with_preposition}."
    )
    if not progress.total:
        none_here = "None of its recommendations for the force or the commissioner is on this site."
        return f"{published} {none_here}"
    made = page.recommendations_made
    if not made or made < progress.recommendations:
        return published
    noun = f"recommendation{pluralize(made)}"
    return f"The report of {page.report_published.words} makes {made} {noun}."
