"""The form that filters the list of recommendations, and what it finds."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import In
from django.http import QueryDict

from complaints.models import (
    Action,
    Organisation,
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
)
from complaints.models.identifiers import PRINTED_NUMBER
from complaints.models.recommendation_queryset import (
    CHOICE_FILTERS,
    MISSING_INFORMATION,
    PARENT_PATH,
    POSITION_CHOICES,
    PROGRESS,
    RESPONSE_MISSING,
    ChoiceFilter,
    RecommendationQuerySet,
    StateRows,
    condition_of_position,
)
from complaints.vocabulary import ACTION_STATUS_NOT_ENTERED, ItemKind, Status
from pages.core.addresses import MAX_VALUE_LENGTH
from pages.core.grouping import index_by
from pages.core.page_visibility import public_descendants
from pages.core.partial_date_fields import PartialDateFormField
from pages.core.partial_dates import EXAMPLES, PartialDate

from .filter_words import filter_meant_by
from .listed_pages import (
    filter_with_parts,
    listed_parts,
    listed_states,
    listed_super_complaints,
)

SUPER_COMPLAINT_FIELDS = (
    "slug",
    "path",
    "title",
    "official_title",
    "identifier",
    "report_published",
    "recommendations_made",
)
FILTER_WORDS = {
    "q": "with “{}”",
    "deadline_from": "deadline from {}",
    "deadline_to": "deadline up to {}",
    "asked": "asked of {}",
    "respondent": "response by {}",
    **{declared.name: declared.words for declared in CHOICE_FILTERS},
}
"""How a filter in use is named within a sentence."""
WORDS_OF_VALUES = {
    ("position", RESPONSE_MISSING): "with a response missing (any status)",
    **{("status", status.value): status.counted_words for status in Status},
}
"""The same for a value that says by itself what it is.

No comma is in it: a heading lists several.
"""
ORGANISATION_FILTERS = ("asked", "respondent")
"""The filters by an organisation; the first in use decides whose status and position count."""
NAMED_FILTERS = {"super_complaint", *ORGANISATION_FILTERS}
SHOWN_APART = {"status", "super_complaint", "progress"}
"""The filters that the form shows first or as boxes; the other choices are folded away."""
MAX_WORDS = 10
NUMBERED_ITEM = re.compile(
    rf"\b(?P<kind>{'|'.join(ItemKind.values)})[ -](?P<number>{PRINTED_NUMBER})(?![\w.]*\w)",
    re.IGNORECASE,
)
"""``Recommendation 7.1``, or the end of the identifier ``stalking/recommendation-7.1``."""


Parameters = list[tuple[str, str]]
"""Names and values, in the order of an address."""


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use: its parameter, its value and its name within a sentence."""

    name: str
    value: str
    words: str

    @property
    def quoted(self) -> str:
        """The words that a reader typed or chose, in quotation marks."""
        return f"“{self.value if self.name == 'q' else self.words}”"


def choice_field(
    what: str,
    label: str,
    choices: Any = (),
    *,
    takes_all: bool = False,
    help_text: str = "",
) -> forms.ChoiceField:
    """Return a field for one value, or all; with ``takes_all``, for several that apply together."""
    common: dict[str, Any] = {
        "required": False,
        "label": label,
        "help_text": help_text,
        "error_messages": {
            "invalid_choice": f"“%(value)s” is not {what} in this list."
        },
    }
    if takes_all:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **common
        )
    return forms.ChoiceField(choices=[("", "All"), *choices], **common)


class DeadlineField(PartialDateFormField):
    """A date whose error message names it, because the list of errors is far from the field."""

    def __init__(self, label: str) -> None:
        super().__init__(
            required=False, label=label, help_text=f"For example {EXAMPLES}."
        )

    def clean(self, value: str | None) -> PartialDate | None:
        """Return the date; raise ``ValidationError`` with a message that begins with the label."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(f"{self.label}: {error.messages[0]}") from error


ChoiceFilterForm: Any = type(
    "ChoiceFilterForm",
    (forms.Form,),
    {
        declared.name: choice_field(
            declared.what,
            declared.label,
            declared.choices,
            takes_all=declared.takes_all,
            help_text=declared.help_text,
        )
        for declared in CHOICE_FILTERS
    },
)


class RecommendationFilters(ChoiceFilterForm):
    """The filters of the list of all recommendations under ``index_page``.

    A wrong value is an error of its field; the other filters still work. Position,
    status and progress are those of the chosen organisation, the one that was asked
    before the one that responded. If none is chosen, status and progress are those of
    the recommendation as a whole, and the position is that of any organisation that was
    asked.
    """

    q = forms.CharField(
        required=False,
        max_length=MAX_VALUE_LENGTH,
        label="Words or number",
        help_text="Such as “training” or “recommendation 7.1”.",
    )
    super_complaint = choice_field("a super-complaint", "Super-complaint")
    asked = choice_field(
        "an organisation",
        "Asked of",
        help_text="For recommendations to chief constables, choose the force.",
    )
    respondent = choice_field("an organisation", "Responded")
    deadline_from = DeadlineField("Deadline from")
    deadline_to = DeadlineField("Deadline up to")

    field_order = [
        "q",
        "super_complaint",
        "theme",
        "asked",
        "respondent",
        "status",
        "position",
        "action_status",
        "deadline_from",
        "deadline_to",
        "recorded",
        "progress",
    ]

    def __init__(self, data: QueryDict, index_page: SuperComplaintIndexPage) -> None:
        """Offer the super-complaints and respondents that readers of ``index_page`` may see."""
        data = _with_meant_filter(data)
        super().__init__(data)
        self.query = data
        self.index_page = index_page
        # Built once, because each of these looks up what is not public below the page.
        self.parts = listed_parts(index_page)
        self.public_states = listed_states(index_page)
        self.pairs_by_filter = {
            name: self._pairs_of_organisations(name, chosen=[])
            for name in ORGANISATION_FILTERS
        }
        super_complaints = listed_super_complaints(index_page).values_list(
            *SUPER_COMPLAINT_FIELDS, named=True
        )
        self.super_complaints = index_by(super_complaints, "slug")
        choices = [(page.slug, page.title) for page in super_complaints]
        self.fields["super_complaint"].choices = [("", "All"), *choices]
        for name in ORGANISATION_FILTERS:
            self.fields[name].choices = [("", "All"), *self._organisation_choices(name)]

    def _organisation_choices(self, name: str) -> list[tuple[str, str]]:
        """Return key and name of the public organisations that the filter ``name`` finds something for."""
        keys = {key for key, _ in self.pairs_by_filter[name] if key}
        offered = Organisation.objects.filter(live=True, pk__in=keys)
        names = offered.order_by("name", "pk").values_list("pk", "name")
        return [(str(key), name) for key, name in names]

    def clean(self) -> None:
        """Refuse several values of a single-value filter, and an end before the beginning."""
        super().clean()
        for name, field in self.fields.items():
            is_single = not isinstance(field, forms.MultipleChoiceField)
            if is_single and len(self.query.getlist(name)) > 1:
                self.add_error(
                    name, f"“{field.label}” is given more than once. Choose one."
                )
        start, end = map(self.cleaned_data.get, ("deadline_from", "deadline_to"))
        if start and end and end.is_certainly_before(start):
            self.add_error(
                "deadline_to",
                f"{self.fields['deadline_to'].label}: {end.words} is before {start.words}.",
            )

    @property
    def is_for_organisation(self) -> bool:
        """Return True if an organisation is chosen, whose states count."""
        return any(map(self.cleaned_data.get, ORGANISATION_FILTERS))

    def active_filters(self) -> list[ActiveFilter]:
        self.is_valid()
        filters = []
        for name in self.fields:
            for value in _as_list(self.cleaned_data.get(name)):
                words = self._words(name, value)
                filters.append(ActiveFilter(name, str(value), words))
        return filters

    def parameters(self) -> Parameters:
        """Return the filters in use as parameters of an address."""
        return [(active.name, active.value) for active in self.active_filters()]

    def _words(self, name: str, value: Any) -> str:
        words = str(getattr(value, "words", value))
        if choices := getattr(self.fields[name], "choices", None):
            label = dict(choices)[value]
            # Names stay as they are.
            words = label if name in NAMED_FILTERS else label[:1].lower() + label[1:]
        named = FILTER_WORDS.get(name, "{}").format(words)
        return WORDS_OF_VALUES.get((name, value), named)

    def apply(
        self, recommendations: RecommendationQuerySet, *leaving_out: str
    ) -> RecommendationQuerySet:
        """Return those of ``recommendations`` that pass the filters in use, but for ``leaving_out``."""
        self.is_valid()
        values = {
            name: value
            for name, value in self.cleaned_data.items()
            if value and name not in leaving_out
        }
        if super_complaint := values.get("super_complaint"):
            path = self.super_complaints[super_complaint].path
            recommendations = recommendations.filter(path__startswith=path)
        for declared in CHOICE_FILTERS:
            if declared.name in values and not declared.is_of_state:
                recommendations = declared.select(
                    recommendations, _as_list(values[declared.name])
                )
        recommendations = self._filter_by_state(recommendations, values)
        recommendations = filter_by_deadline(
            recommendations, values.get("deadline_from"), values.get("deadline_to")
        )
        if text := values.get("q"):
            names = {
                complaint.path: f"{complaint.title} {complaint.official_title} {complaint.identifier}"
                for complaint in self.super_complaints.values()
            }
            conditions = word_conditions(text, names)
            recommendations = filter_with_parts(
                recommendations, self.parts, *conditions
            )
        return recommendations

    def _filter_by_state(
        self, recommendations: RecommendationQuerySet, values: dict[str, Any]
    ) -> RecommendationQuerySet:
        """Return the recommendations whose state passes; an organisation may have answered a part alone."""
        chosen = [
            (declared, _as_list(values[declared.name]))
            for declared in FILTERS_OF_STATE
            if declared.name in values
        ]
        for name in ORGANISATION_FILTERS:
            if name not in values:
                continue
            rows = SELECT_ROWS_OF_ORGANISATIONS[name](RecommendationState.objects.all())
            rows = rows.of_organisation(values[name])
            for declared, selected in chosen:
                rows = declared.select(rows, selected)
            passes = Q(pk__in=rows.values("page"))
            if name == "asked" and not chosen:
                passes |= _names_as_asked(values[name])
            recommendations = filter_with_parts(recommendations, self.parts, passes)
            chosen = []  # of this organisation, and not of a second one as well
        for declared, selected in chosen:
            rows = declared.select(declared.state_rows(), selected)
            passes = Q(pk__in=rows.values("page"))
            if declared.is_of_each_organisation:
                recommendations = filter_with_parts(recommendations, self.parts, passes)
            else:
                recommendations = recommendations.filter(passes)
        return recommendations

    def choices_with_counts(
        self, recommendations: RecommendationQuerySet
    ) -> dict[str, list[tuple[str, str]]]:
        """Return what can be chosen in each filter: with how many of ``recommendations`` that gives.

        What gives none is left out, unless it is chosen. Nothing is counted for words,
        which are looked for once, nor the states of a respondent, who may have answered
        parts alone.
        """
        names = [
            name for name, field in self.fields.items() if hasattr(field, "choices")
        ]
        counted = set() if self.cleaned_data.get("q") else set(names)
        if self.is_for_organisation:
            counted -= {"status", "position", "progress"}
        choices = {}
        for name in names:
            if name in counted:
                counts = self._count(name, recommendations)
                choices[name] = self._counted_choices(name, counts)
            else:
                choices[name] = [
                    (value, _option(name, value, label))
                    for value, label in self.fields[name].choices
                ]
        # Its boxes are Django's own.
        self.fields["progress"].choices = choices["progress"]
        return choices

    def folded_filters(
        self, choices: Mapping[str, list[tuple[str, str]]]
    ) -> list[tuple[forms.BoundField, list[tuple[str, str]]]]:
        """Return the selections that are folded away, each with what can be chosen."""
        return [
            (self[name], choices[name])
            for name in self.fields
            if name in choices and name not in SHOWN_APART
        ]

    def _count(
        self, name: str, recommendations: RecommendationQuerySet
    ) -> Mapping[str, int]:
        if name in ORGANISATION_FILTERS:
            return self.count_by_organisation(name, recommendations)
        # Ticks go together, while one choice stands in the place of another.
        filtered = self.apply(recommendations, *({name} - {"progress"}))
        if name == "position":
            return self._count_by_position(filtered)
        counts = COUNT_BY[name](filtered)
        if name == "super_complaint":
            return {
                complaint.slug: counts.get(complaint.path, 0)
                for complaint in self.super_complaints.values()
            }
        return counts

    def _counted_choices(
        self, name: str, counts: Mapping[str, int]
    ) -> list[tuple[str, str]]:
        chosen = _as_list(self.cleaned_data.get(name))
        choices = []
        for value, label in self.fields[name].choices:
            number = counts.get(value, 0)
            if not value:
                choices.append((value, str(label)))
            elif value in chosen or number:
                choices.append((value, f"{_option(name, value, label)} ({number})"))
        return choices

    def count_by_organisation(
        self, name: str, recommendations: RecommendationQuerySet
    ) -> Mapping[str, int]:
        """Return how many of ``recommendations`` each was asked or answered, itself or a part."""
        chosen = [
            declared
            for declared in FILTERS_OF_STATE
            if self.cleaned_data.get(declared.name)
        ]
        if name == "respondent" and self.cleaned_data.get("asked"):
            chosen = []  # they are those of the organisation that was asked
        leaving_out = [declared.name for declared in chosen]
        filtered = self.apply(recommendations, name, *leaving_out)
        keys = set(filtered.values_list("pk", flat=True))
        pairs = self.pairs_by_filter[name]
        if chosen:
            pairs = self._pairs_of_organisations(name, chosen)
        return Counter(
            str(organisation) for organisation, item in pairs if item in keys
        )

    def _pairs_of_organisations(
        self, name: str, chosen: Sequence[ChoiceFilter]
    ) -> set[tuple[int | None, int]]:
        """Return the organisations that the filter ``name`` offers, each with a recommendation, as keys.

        Their states meet the ``chosen`` filters.
        """
        rows = SELECT_ROWS_OF_ORGANISATIONS[name](self.public_states)
        for declared in chosen:
            rows = declared.select(rows, _as_list(self.cleaned_data[declared.name]))
        pairs = set(rows.values_list("organisation", Coalesce("whole", "page")))
        if name == "asked" and not chosen:
            pairs |= _pairs_of_asked(self.index_page)
        return pairs

    def _count_by_position(self, filtered: RecommendationQuerySet) -> Mapping[str, int]:
        rows = self.public_states.of_each_organisation()
        rows = rows.annotate(item=Coalesce("whole", "page")).filter(
            item__in=filtered.values("pk")
        )
        counts = {
            position: Count(
                "item", filter=condition_of_position(position), distinct=True
            )
            for position, _ in POSITION_CHOICES
        }
        return rows.aggregate(**counts)


def _option(name: str, value: str, label: Any) -> str:
    """Return the label of a choice, as short as a phone shows it."""
    if name == "status" and value in Status:
        return Status(value).short_label
    return str(label)


FILTERS_OF_STATE = [declared for declared in CHOICE_FILTERS if declared.is_of_state]


SELECT_ROWS_OF_ORGANISATIONS: dict[str, Callable[[StateRows], StateRows]] = {
    "asked": lambda rows: rows.of_those_asked(),
    "respondent": lambda rows: rows.of_those_who_responded(),
}
"""The states of what organisations were asked, and of what they responded to."""


def _names_as_asked(organisation: str) -> Q:
    """Match what names ``organisation`` as asked: one that is not of this area has no state there."""
    asked = RecommendationResponsePage.objects.filter(addressees=organisation)
    return Q(pk__in=asked.order_by().values("pk"))


def _pairs_of_asked(index_page: SuperComplaintIndexPage) -> set[tuple[int, int]]:
    """Return the keys of the organisations that are named as asked, each with that of a recommendation."""
    public = public_descendants(RecommendationResponsePage.objects.all(), index_page)
    pairs = public.order_by().filter(addressees__isnull=False, states__respondent=None)
    return set(pairs.values_list("addressees", Coalesce("states__whole", "pk")))


def _with_meant_filter(data: QueryDict) -> QueryDict:
    """Return ``data`` with a filter in place of words that mean it: “overdue”, “not answered”."""
    meant = filter_meant_by(data.get("q", ""))
    if not meant:
        return data
    name, value = meant
    changed = data.copy()
    del changed["q"]
    if value not in changed.getlist(name):
        changed.appendlist(name, value)
    return changed


def _count(rows: Any, of: str, what: str = "pk") -> dict[str, int]:
    return dict(
        rows.order_by().values_list(of).annotate(number=Count(what, distinct=True))
    )


def _overall_states(filtered: RecommendationQuerySet) -> Any:
    return RecommendationState.objects.overall().filter(page__in=filtered.values("pk"))


def _count_by_recorded(filtered: RecommendationQuerySet) -> dict[str, int]:
    counts = {
        name: Count("pk", filter=condition(), distinct=True)
        for name, (_, condition) in MISSING_INFORMATION.items()
    }
    return filtered.order_by().aggregate(**counts)


def _count_by_progress(filtered: RecommendationQuerySet) -> dict[str, int]:
    every = RecommendationState.objects.overall()
    counts = {
        name: Count("pk", filter=Q(pk__in=select(every).values("pk")))
        for name, (_, select) in PROGRESS.items()
    }
    return _overall_states(filtered).aggregate(**counts)


def _count_by_action_status(filtered: RecommendationQuerySet) -> dict[str, int]:
    counts = _count(
        Action.objects.filter(page__in=filtered.values("pk")), "status", "page"
    )
    return {**counts, ACTION_STATUS_NOT_ENTERED: counts.get("", 0)}


COUNT_BY: dict[str, Callable[[RecommendationQuerySet], dict[str, int]]] = {
    "super_complaint": lambda filtered: _count(
        filtered.annotate(parent_path=PARENT_PATH), "parent_path"
    ),
    "action_status": _count_by_action_status,
    "status": lambda filtered: _count(
        _overall_states(filtered).annotate_status_on_day(), "status_on_day"
    ),
    "recorded": _count_by_recorded,
    "progress": _count_by_progress,
    **{
        declared.name: partial(_count, of=declared.name)
        for declared in CHOICE_FILTERS
        if declared.is_field
    },
}
"""How many recommendations each choice of a filter gives, by its value."""


def _as_list(value: object) -> list[Any]:
    if isinstance(value, list):
        return value
    return [value] if value else []


# Deadlines, which are known to the day, the month or the year


def filter_by_deadline(
    recommendations: RecommendationQuerySet,
    start: PartialDate | None,
    end: PartialDate | None,
) -> RecommendationQuerySet:
    """Return those of ``recommendations`` whose deadline is certainly from ``start`` to ``end``.

    A deadline in March 2025 is certainly from 1 March 2025 and up to 31 March, but
    neither for 14 March.
    """
    if start:
        recommendations = recommendations.filter(
            deadline__gte=_first_stored_form(start)
        )
    if end:
        last = end.latest.isoformat()
        recommendations = recommendations.filter(deadline__lte=last)
        recommendations = recommendations.exclude(
            deadline__in=["", *_periods_not_over_by(end)]
        )
    return recommendations


def _first_stored_form(start: PartialDate) -> str:
    """Return the first stored form, in text order, of a date that begins on the first day of ``start``."""
    year, month, day = start.earliest.isoformat().split("-")
    if day != "01":
        return f"{year}-{month}-{day}"
    return year if month == "01" else f"{year}-{month}"


def _periods_not_over_by(end: PartialDate) -> list[str]:
    """Return the month and the year, as stored, that ``end`` falls into and that are not over then."""
    last = end.latest
    day_after = end.latest + timedelta(days=1)
    periods = []
    if day_after.month == last.month:
        periods.append(f"{last:%Y-%m}")
    if day_after.year == last.year:
        periods.append(f"{last:%Y}")
    return periods


# Words, numbers and identifiers that a reader types


def word_conditions(text: str, super_complaints: Mapping[str, str]) -> list[Q]:
    """Return the conditions that a recommendation, or a part of it, has every word of ``text``.

    A word may be in the title, in the summary, in the wording, be the number, or be in
    the names of the super-complaint, which ``super_complaints`` holds by tree path.
    """
    text = " ".join(text.split())
    conditions = [
        _has_number(item["kind"], item["number"])
        for item in NUMBERED_ITEM.finditer(text)
    ]
    for word in NUMBERED_ITEM.sub(" ", text).replace("/", " ").split()[:MAX_WORDS]:
        named = [
            path
            for path, names in super_complaints.items()
            if word.casefold() in names.casefold()
        ]
        conditions.append(
            Q(number__iexact=word) | _mentions(word) | Q(In(PARENT_PATH, named))
        )
    return conditions


def _has_number(kind: str, number: str) -> Q:
    """Match an item by its number, its sub-items (7.1 of 7), its identifier, and items that mention it."""
    has_number = Q(number__iexact=number) | Q(number__startswith=f"{number}.")
    has_identifier = Q(published_identifier__iendswith=f"/{kind}-{number}")
    return (
        Q(kind=kind.lower()) & has_number
        | has_identifier
        | _mentions(f"{kind} {number}")
    )


def _mentions(words: str) -> Q:
    return (
        Q(title__icontains=words)
        | Q(summary__icontains=words)
        | Q(wording__icontains=words)
    )
