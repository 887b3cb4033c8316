"""The filters of the list of recommendations: their choices, their meaning and their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict

from complaints.models import Action, RecommendationState, SuperComplaintIndexPage
from complaints.models.recommendation_queryset import RecommendationQuerySet
from complaints.models.recommendation_state import RecommendationStateQuerySet
from complaints.vocabulary import DIFFERENT_POSITIONS, ActionStatus, Position, State, Theme
from pages.core.partial_date_fields import PartialDateFormField
from pages.core.partial_dates import EXAMPLES, PartialDate

from . import deadline_range
from .listed_pages import (
    filter_with_parts,
    listed_parts,
    listed_states,
    listed_super_complaints,
    parent_path_length,
)
from .query_parameters import MAX_VALUE_LENGTH
from .word_search import filter_by_words

NOT_STATED = "not_stated"
NOT_ANSWERED = State.NOT_ANSWERED
POSITION_CHOICES = [
    (NOT_ANSWERED.value, NOT_ANSWERED.label),
    *Position.choices,
    (DIFFERENT_POSITIONS, "Different positions"),
    (NOT_STATED, "No position given"),
]
ACTION_STATUS_CHOICES = [*ActionStatus.choices, (NOT_STATED, "No status given")]
StateRows = RecommendationStateQuerySet
PROGRESS_FILTERS: dict[str, tuple[str, Callable[[StateRows], StateRows]]] = {
    "unfinished": ("Not finished", lambda rows: rows.unfinished()),
    "done": ("Done", lambda rows: rows.done()),
    "closed": ("Closed, not done", lambda rows: rows.closed()),
    "overdue": ("Overdue", lambda rows: rows.overdue()),
    "deadline_passed": ("Deadline passed, no update", lambda rows: rows.deadline_passed()),
    "deadline_in_words": ("Deadline is not a date", lambda rows: rows.deadline_in_words()),
    "slipped": ("Deadline changed or removed", lambda rows: rows.filter(slipped=True)),
    "completed_late": ("Completed late", lambda rows: rows.in_state(State.COMPLETE_LATE)),
    "silent": ("No update for six months", lambda rows: rows.not_updated_for_six_months()),
}
SUPER_COMPLAINT_FIELDS = ("slug", "path", "title", "official_title", "identifier", "report_published")
STATE_FILTERS = ("respondent", "position", "state", "progress")
"""Filters that look at the stored states."""
FILTER_WORDS = {
    "q": "with “{}”",
    "theme": "theme: {}",
    "position": "position: {}",
    "action_status": "action: {}",
    "deadline_from": "deadline from {}",
    "deadline_to": "deadline up to {}",
}
"""How a filter is named if its value alone would not say what it means."""


@dataclass(frozen=True)
class ActiveFilter:
    """A filter in use: its parameter, its value and its name within a sentence."""

    name: str
    value: str
    words: str


def _choice_field(
    what: str, label: str, choices: Sequence[tuple[str, str]] = (), help_text: str = ""
) -> forms.ChoiceField:
    message = f"“%(value)s” is not {what} in this list."
    return forms.ChoiceField(
        required=False,
        label=label,
        choices=choices,
        help_text=help_text,
        error_messages={"invalid_choice": message},
    )


class DeadlineField(PartialDateFormField):
    """A date whose error message names it, because the list of errors is far from the field."""

    def clean(self, value: str | None) -> PartialDate | None:
        """Return the date; raise ``ValidationError`` with a message that begins with the label."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(f"{self.label}: {error.messages[0]}") from error


class RecommendationFilters(forms.Form):
    """The filters of the list of all recommendations under ``index_page``.

    A wrong value is an error of its field; the other filters still work. Position, state and progress are
    those of the chosen respondent, or else of the recommendation as a whole.
    """

    q = forms.CharField(
        required=False,
        max_length=MAX_VALUE_LENGTH,
        label="Words or number",
        help_text="Searches titles, summaries and the names of super-complaints.",
    )
    super_complaint = _choice_field("a super-complaint", label="Super-complaint")
    respondent = _choice_field("a respondent", label="Respondent")
    theme = _choice_field("a theme", label="Theme", choices=[("", "All"), *Theme.choices])
    position = _choice_field(
        "a position",
        label="Position",
        choices=[("", "All"), *POSITION_CHOICES],
        help_text="Of all who answered, or of the respondent that you chose.",
    )
    state = _choice_field("a status", label="Status", choices=[("", "All"), *State.choices])
    action_status = _choice_field(
        "an action status", label="Action status", choices=[("", "All"), *ACTION_STATUS_CHOICES]
    )
    deadline_from = DeadlineField(required=False, label="Deadline from", help_text=f"For example {EXAMPLES}.")
    deadline_to = DeadlineField(required=False, label="Deadline up to", help_text=f"For example {EXAMPLES}.")
    progress = forms.MultipleChoiceField(
        required=False,
        label="Progress",
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, label) for name, (label, _) in PROGRESS_FILTERS.items()],
        error_messages={"invalid_choice": "“%(value)s” is not a kind of progress in this list."},
    )

    def __init__(self, data: QueryDict, index_page: SuperComplaintIndexPage):
        """Offer the super-complaints and respondents that readers of ``index_page`` may see."""
        super().__init__(data)
        self.query = data
        self.index_page = index_page
        found = listed_super_complaints(index_page).values_list(*SUPER_COMPLAINT_FIELDS, named=True)
        self.super_complaints = {each.slug: each for each in found}
        choices = [(slug, each.title) for slug, each in self.super_complaints.items()]
        self.fields["super_complaint"].choices = [("", "All"), *choices]  # type: ignore[attr-defined]
        self.fields["respondent"].choices = [("", "All"), *_respondent_choices(index_page)]  # type: ignore[attr-defined]

    def clean(self) -> None:
        """Refuse several values of a single-value filter, and an end before the beginning."""
        super().clean()
        for name, field in self.fields.items():
            if name != "progress" and len(self.query.getlist(name)) > 1:
                self.add_error(name, f"“{field.label}” is given more than once. Choose one.")
        start, end = (self.cleaned_data.get(name) for name in ("deadline_from", "deadline_to"))
        if start and end and end.is_certainly_before(start):
            self.add_error(
                "deadline_to", f"{self.fields['deadline_to'].label}: {end.words} is before {start.words}."
            )

    def active_filters(self) -> list[ActiveFilter]:
        """Return the filters in use, in the order of the form."""
        self.is_valid()
        return [
            ActiveFilter(name, str(value), self._words(name, value))
            for name in self.fields
            for value in _as_list(self.cleaned_data.get(name))
        ]

    def _words(self, name: str, value: object) -> str:
        if name == "q":
            words = value
        elif isinstance(value, PartialDate):
            words = value.words
        else:
            label = dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
            # Names stay as they are.
            words = label if name in {"super_complaint", "respondent"} else label[:1].lower() + label[1:]
        return FILTER_WORDS.get(name, "{}").format(words)

    def apply(self, recommendations: RecommendationQuerySet) -> RecommendationQuerySet:
        """Return those of ``recommendations`` that pass every filter in use."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if super_complaint := values.get("super_complaint"):
            path = self.super_complaints[super_complaint].path
            recommendations = recommendations.filter(path__startswith=path)
        if theme := values.get("theme"):
            recommendations = recommendations.filter(theme=theme)
        if status := values.get("action_status"):
            actions = Action.objects.filter(status="" if status == NOT_STATED else status)
            recommendations = recommendations.filter(pk__in=actions.values("page"))
        if any(name in values for name in STATE_FILTERS):
            recommendations = self._filter_by_state(recommendations, values)
        recommendations = deadline_range.filter_by_deadline(
            recommendations, values.get("deadline_from"), values.get("deadline_to")
        )
        if text := values.get("q"):
            names = {
                each.path: f"{each.title} {each.official_title} {each.identifier}"
                for each in self.super_complaints.values()
            }
            recommendations = filter_by_words(recommendations, text, names, listed_parts(self.index_page))
        return recommendations

    def _filter_by_state(
        self, recommendations: RecommendationQuerySet, values: dict[str, Any]
    ) -> RecommendationQuerySet:
        """Return the recommendations whose state passes; a respondent may have answered a part alone."""
        passes = Q(pk__in=self._state_rows(values).values("page"))
        if "respondent" not in values:
            return recommendations.filter(passes)
        length = parent_path_length(self.index_page)
        return filter_with_parts(recommendations, listed_parts(self.index_page), length, passes)

    def more_is_open(self) -> bool:
        """Tell whether a filter in the folded part is in use or wrong."""
        used = {each.name for each in self.active_filters()} | set(self.errors)
        return not used <= {"state", "super_complaint"}

    def _state_rows(self, values: dict[str, Any]) -> RecommendationStateQuerySet:
        rows = RecommendationState.objects.all()
        rows = rows.filter(respondent=values["respondent"]) if "respondent" in values else rows.overall()
        if "state" in values:
            rows = rows.in_state(values["state"])
        if "position" in values:
            rows = rows.filter(_has_position(values["position"]))
        for flag in values.get("progress", ()):
            rows = PROGRESS_FILTERS[flag][1](rows)
        return rows


def _as_list(value: object) -> list[object]:
    return value if isinstance(value, list) else [value] if value else []


def _has_position(position: str) -> Q:
    """Match a position. “Not answered” is not the same as a response without a position."""
    if position == NOT_ANSWERED:
        return Q(state=NOT_ANSWERED)
    return Q(position="") & ~Q(state=NOT_ANSWERED) if position == NOT_STATED else Q(position=position)


def _respondent_choices(index_page: SuperComplaintIndexPage) -> list[tuple[str, str]]:
    """Return key and name of the public organisations that respond to something here."""
    found = listed_states(index_page).filter(respondent__live=True).order_by("respondent__name", "respondent")
    return [(str(pk), name) for pk, name in found.values_list("respondent", "respondent__name").distinct()]
