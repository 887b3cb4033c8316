"""How the list of recommendations is narrowed down: every filter, what it means and how it is named."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict

from complaints.models import Action, RecommendationState
from complaints.vocabulary import MIXED, NOT_IN_SOURCE, ActionStatus, Position, State
from pages.core.partial_date_fields import PartialDateTextField
from pages.core.partial_dates import PartialDate
from pages.http_cache.keys import ORGANISATIONS
from pages.http_cache.response_recorder import record_shown_keys

from . import deadlines
from .list_parameters import LONGEST
from .listing import states_listed, super_complaints
from .word_search import containing

NOT_STATED = "not_stated"
NOT_ANSWERED = State.NOT_ANSWERED
POSITIONS = [
    (NOT_ANSWERED.value, NOT_ANSWERED.label),
    *Position.choices,
    (MIXED, "Different positions"),
    (NOT_STATED, NOT_IN_SOURCE),
]
ACTION_STATUSES = [*ActionStatus.choices, (NOT_STATED, NOT_IN_SOURCE)]
PROGRESS: dict[str, tuple[str, Callable[[Any], Any]]] = {
    "unfinished": ("Not finished", lambda rows: rows.unfinished()),
    "overdue": ("Overdue", lambda rows: rows.overdue()),
    "slipped": ("A promised date was moved or taken back", lambda rows: rows.filter(slipped=True)),
    "completed_late": ("Completed late", lambda rows: rows.in_state(State.COMPLETE_LATE)),
    "silent": ("No update for six months", lambda rows: rows.silent()),
}
OF_SUPER_COMPLAINTS = ("slug", "path", "title", "official_title", "identifier", "report_published")
WHERE_IT_STANDS = ("respondent", "position", "state", "progress")
"""Filters that ask the states."""
WORDS = {
    "q": "with “{}”",
    "position": "position: {}",
    "action_status": "action: {}",
    "deadline_from": "deadline from {}",
    "deadline_to": "deadline up to {}",
}
"""How a filter is named where its value alone would not say what it means."""


@dataclass(frozen=True)
class ActiveFilter:
    """One filter that holds: its place in the address, and its name within a sentence."""

    name: str
    value: str
    words: str


def _one_of(what: str, **options: Any) -> forms.ChoiceField:
    wrong = f"“%(value)s” is not {what} of this list."
    return forms.ChoiceField(required=False, error_messages={"invalid_choice": wrong}, **options)


class DeadlineField(PartialDateTextField):
    """A date, whose error says which one it is about: a list of errors stands far from its field."""

    def clean(self, value: Any) -> Any:
        """Return the date; raise ``ValidationError`` that begins with the label."""
        try:
            return super().clean(value)
        except forms.ValidationError as error:
            raise forms.ValidationError(f"{self.label}: {error.messages[0]}") from error


class Filters(forms.Form):
    """The filters of the list of all recommendations under ``index_page``.

    A wrong value is told as an error of its field and leaves the others at work. Position, state and
    progress are those of the chosen respondent, or else of the recommendation as a whole.
    """

    q = forms.CharField(
        required=False,
        max_length=LONGEST,
        label="Words or number",
        help_text="In the title, the exact wording or the name of the super-complaint.",
    )
    super_complaint = _one_of("a super-complaint", label="Super-complaint")
    respondent = _one_of("a respondent", label="Respondent")
    position = _one_of("a position", label="Position", choices=[("", "All"), *POSITIONS])
    state = _one_of("a status", label="Status", choices=[("", "All"), *State.choices])
    action_status = _one_of(
        "a status of actions", label="Has an action that is", choices=[("", "All"), *ACTION_STATUSES]
    )
    deadline_from = DeadlineField(
        required=False, label="Deadline from", help_text="Like 27 March 2025, March 2025 or 2025."
    )
    deadline_to = DeadlineField(required=False, label="Deadline up to", help_text="Like 27 September 2025.")
    progress = forms.MultipleChoiceField(
        required=False,
        label="Progress",
        widget=forms.CheckboxSelectMultiple,
        choices=[(name, label) for name, (label, _) in PROGRESS.items()],
        error_messages={"invalid_choice": "“%(value)s” is not a kind of progress of this list."},
    )

    def __init__(self, data: QueryDict, index_page: Any):
        """Offer the super-complaints and respondents that readers of ``index_page`` may know of."""
        super().__init__(data)
        self.asked = data
        found = super_complaints(index_page).values_list(*OF_SUPER_COMPLAINTS, named=True)
        self.super_complaints = {each.slug: each for each in found}
        choices = [(slug, each.title) for slug, each in self.super_complaints.items()]
        self.fields["super_complaint"].choices = [("", "All"), *choices]  # type: ignore[attr-defined]
        self.fields["respondent"].choices = [("", "All"), *_respondents(index_page)]  # type: ignore[attr-defined]

    def clean(self):
        """Refuse several values where one is meant, and an end before the beginning."""
        super().clean()
        for name, field in self.fields.items():
            if name != "progress" and len(self.asked.getlist(name)) > 1:
                self.add_error(name, f"“{field.label}” is given more than once. Choose one.")
        start, end = (self.cleaned_data.get(name) for name in ("deadline_from", "deadline_to"))
        if start and end and end.is_certainly_before(start):
            self.add_error(
                "deadline_to", f"{self.fields['deadline_to'].label}: {end.words} is before {start.words}."
            )

    def active(self) -> list[ActiveFilter]:
        """Return the filters that hold, in the order of the form."""
        self.is_valid()
        return [
            ActiveFilter(name, str(value), self._words(name, value))
            for name in self.fields
            for value in _each(self.cleaned_data.get(name))
        ]

    def _words(self, name: str, value: Any) -> str:
        if name == "q":
            words = value
        elif isinstance(value, PartialDate):
            words = value.words
        else:
            label = dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
            # Names stay as they are.
            words = label if name in {"super_complaint", "respondent"} else label[:1].lower() + label[1:]
        return WORDS.get(name, "{}").format(words)

    def narrow(self, recommendations: QuerySet) -> QuerySet:
        """Return those of ``recommendations`` that pass every filter that holds."""
        self.is_valid()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        if super_complaint := asked.get("super_complaint"):
            path = self.super_complaints[super_complaint].path
            recommendations = recommendations.filter(path__startswith=path)
        if status := asked.get("action_status"):
            actions = Action.objects.filter(status="" if status == NOT_STATED else status)
            recommendations = recommendations.filter(pk__in=actions.values("page"))
        if any(name in asked for name in WHERE_IT_STANDS):
            recommendations = recommendations.filter(pk__in=self._rows(asked).values("page"))
        recommendations = deadlines.between(
            recommendations, asked.get("deadline_from"), asked.get("deadline_to")
        )
        if text := asked.get("q"):
            names = {
                each.path: f"{each.title} {each.official_title} {each.identifier}"
                for each in self.super_complaints.values()
            }
            recommendations = containing(recommendations, text, names)
        return recommendations

    def _rows(self, asked: dict[str, Any]) -> QuerySet[RecommendationState]:
        rows = RecommendationState.objects.all()
        rows = rows.filter(respondent=asked["respondent"]) if "respondent" in asked else rows.whole()
        if "state" in asked:
            rows = rows.in_state(asked["state"])
        if "position" in asked:
            rows = rows.filter(_has_position(asked["position"]))
        for flag in asked.get("progress", ()):
            rows = PROGRESS[flag][1](rows)
        return rows


def _each(value: Any) -> Iterable[Any]:
    return value if isinstance(value, list) else [value] if value else []


def _has_position(position: str) -> Q:
    """Match a position: nothing answered is not the same as an answer without a position."""
    if position == NOT_ANSWERED:
        return Q(state=NOT_ANSWERED)
    return Q(position="") & ~Q(state=NOT_ANSWERED) if position == NOT_STATED else Q(position=position)


def _respondents(index_page: Any) -> list[tuple[str, str]]:
    """Return key and name of the organisations that answer something here and are named to readers."""
    record_shown_keys(ORGANISATIONS)
    found = states_listed(index_page).filter(respondent__live=True).order_by("respondent__name", "respondent")
    return [(str(pk), name) for pk, name in found.values_list("respondent", "respondent__name").distinct()]
