"""The cells of the round as forms: those of a recommendation, of its actions, and what counts for all rows.

Each cell carries the value that it was opened with, so that only what the person
touched is changed, whatever somebody else has saved meanwhile.
"""

from itertools import count
from typing import Any

from django import forms
from django.http import QueryDict

from complaints.admin.entry_grid import (
    GRID_SCRIPTS,
    date_cell,
    text_cell,
    wrong_cells_of,
)
from complaints.models import Action
from complaints.status.recorded_facts import parse_stored_date
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_date_fields import PartialDateFormField, PartialDateInput
from pages.core.text import PlainTextField

from .rows import ActionCells, RoundRow, to_plain_text

NOT_RECORDED = ("", "– Not recorded")
"""What readers see if it is blank. By the dash the key N leads to “Not started”."""


class RoundForm(forms.Form):
    """What counts for all rows."""

    as_at = PartialDateFormField(
        required=False,
        label="Date of the updates in all rows",
        widget=PartialDateInput(kind="past"),
        help_text="For updates without their own date",
    )
    change_note = PlainTextField(
        required=False,
        label="Change note",
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="For the public: what you changed, and why. One note for everything you change here. "
        "The person who enters it cannot approve the set.",
    )

    class Media:
        js = GRID_SCRIPTS


class RecommendationForm(forms.Form):
    """The cells that a recommendation has once."""

    position = forms.ChoiceField(
        required=False,
        label="Position",
        choices=[NOT_RECORDED, *Position.choices],
        show_hidden_initial=True,
    )
    reason = text_cell("Reason for the position", rows=2)
    answer = text_cell("Text of the response", rows=4)
    as_at = date_cell("Date of the update", show_hidden_initial=True, past=True)
    text = text_cell("Progress update", rows=2)


class ActionForm(forms.Form):
    """The cells of one action."""

    part = ""
    """What the action is called, where there are several."""

    status = forms.ChoiceField(
        required=False,
        label="Status",
        choices=[NOT_RECORDED, *ActionStatus.choices],
        show_hidden_initial=True,
    )
    completed = date_cell("Completed", show_hidden_initial=True, past=True)
    due = date_cell("Due", show_hidden_initial=True)
    reason = forms.CharField(required=False, label="Why the date changed")
    status_words = forms.CharField(
        required=False,
        label="Status in the response’s own words",
        max_length=Action._meta.get_field("status_words").max_length,
        show_hidden_initial=True,
    )
    owner = text_cell("Responsible posts", rows=1)
    title = forms.CharField(
        required=False,
        label="Action",
        max_length=Action._meta.get_field("title").max_length,
        show_hidden_initial=True,
    )
    description = text_cell("What is done", rows=2)
    evidence = PlainTextField(
        required=False,
        label="More evidence that it was done",
        widget=forms.Textarea(attrs={"rows": 1}),
    )

    def __init__(
        self, *args: Any, action: ActionCells | None = None, **options: Any
    ) -> None:
        """Ask what is done of an action that does not say it yet; others say it on the form of the page."""
        super().__init__(*args, **options)
        if action and action.title:
            del self.fields["title"], self.fields["description"]

    @property
    def folded(self) -> list[forms.BoundField]:
        """The cells that are under “More”."""
        return [self["owner"], self["status_words"], self["evidence"]]


class RowForms:
    """All cells of one row, with what is wrong with the row as a whole."""

    def __init__(
        self, row: RoundRow, our_force: Any, data: QueryDict | None = None
    ) -> None:
        """Show ``row``, or what was typed in it; a new response is one of ``our_force``."""
        self.errors: list[str] = []
        self.typed_in_vain: list[tuple[str, str]] = []
        """What was typed in cells that the row does not have any more, by their labels."""
        self.our_force = our_force
        self.fill(row, data)

    def fill(self, row: RoundRow, data: QueryDict | None) -> None:
        """Show ``row`` with what was typed, or with cells for one action that it does not have yet."""
        self.row, self.data = row, data
        self.prefix = f"row-{row.page.pk}"
        initial: dict[str, Any] = {
            "position": row.position,
            "reason": row.reason,
            "answer": row.answer or "",
        }
        if update := row.new_update:
            initial["as_at"] = parse_stored_date(update.as_at)
            initial["text"] = to_plain_text(update.text)
        self.form = RecommendationForm(data, prefix=self.prefix, initial=initial)
        if row.answer is None:
            del self.form.fields["answer"]
        self.has_position_cell = len(row.responses) == 1 or bool(
            not row.responses and self.our_force
        )
        if data is None:
            number = len(row.actions) + 1
        else:
            number = _count_actions(data, self.prefix)
        self.shown_actions: list[ActionCells | None] = [*row.actions, None]
        self.shown_actions += [None] * (number - len(self.shown_actions))
        self.action_forms = [
            ActionForm(
                data,
                prefix=f"{self.prefix}-action-{place}",
                action=next(iter(self.shown_actions[place : place + 1]), None),
                initial=_action_initial(*self.shown_actions[place : place + 1]),
            )
            for place in range(number)
        ]
        if row.actions[1:]:
            for place, (action, cells) in enumerate(
                zip(row.actions, self.action_forms, strict=False), 1
            ):
                cells.part = action.title or f"Action {place}"

    @property
    def name(self) -> str:
        return self.row.name

    @property
    def forms(self) -> list[forms.Form]:
        return [self.form, *self.action_forms]

    @property
    def actions(self) -> list[tuple[ActionCells | None, ActionForm]]:
        return list(zip(self.shown_actions, self.action_forms, strict=False))

    @property
    def rows_of_actions(self) -> list[tuple[ActionCells | None, ActionForm]]:
        """The actions that have a row each, at least one."""
        return self.actions[: max(1, len(self.row.actions))]

    @property
    def other_actions(self) -> list[ActionForm]:
        """The cells of one more action, where there is one already."""
        return [form for _, form in self.actions[len(self.rows_of_actions) :]]

    @property
    def is_touched(self) -> bool:
        if not self.data:
            return False
        return any(form.has_changed() for form in self.forms)

    @property
    def has_errors(self) -> bool:
        return bool(self.errors) or bool(
            self.data and any(form.errors for form in self.forms)
        )

    @property
    def opens_more(self) -> bool:
        """Return True if something under “More” is wrong."""
        cells: list[Any] = []
        if "answer" in self.form.fields:
            cells.append(self.form["answer"])
        for _, form in self.rows_of_actions:
            cells += form.folded
        for form in self.other_actions:
            cells += list(form)
        return any(cell.errors for cell in cells)

    @property
    def wrong_cells(self) -> list[tuple[str, str, str]]:
        row = (f"{self.prefix}-name", "")
        found = [(*row, text) for text in self.errors]
        for form in self.forms:
            found += wrong_cells_of(form, row)
        return found

    def was_opened_with(self, version: str) -> bool:
        if not self.data:
            return False
        return self.data.get(f"{self.prefix}-version", "") == version

    def _prefixes_still_there(self, posted: QueryDict) -> set[str | None]:
        """Return the prefixes of the forms whose action is the one that they were opened with."""
        prefixes = {self.form.prefix}
        for action, form in self.actions:
            identity = action.identity if action else ""
            if posted.get(f"{form.prefix}-identity") == identity:
                prefixes.add(form.prefix)
        return prefixes

    def show_current(self, row: RoundRow) -> None:
        """Show what others saved meanwhile in the cells that the person did not touch.

        A cell that was touched keeps what was typed; saved once more, it replaces what
        is there now.
        """
        typed: list[tuple[forms.Form, Any]] = []
        for form in self.forms:
            typed += [(form, form[name]) for name in form.changed_data]
        posted = self.data or QueryDict()
        self.fill(row, None)
        kept = self._prefixes_still_there(posted)
        data = self.current_data()
        for form, cell in typed:
            if form.prefix in kept and not row.obstacle:
                data[cell.html_name] = cell.value() or ""
            else:
                self.typed_in_vain.append((str(cell.label), cell.value() or "nothing"))
        self.fill(row, data)

    def current_data(self) -> QueryDict:
        """Return what a browser would send of the row if the person typed nothing."""
        data = QueryDict(mutable=True)
        data[f"{self.prefix}-version"] = self.row.version
        for action, action_form in self.actions:
            data[f"{action_form.prefix}-identity"] = action.identity if action else ""
        for form in self.forms:
            for cell in form:
                data[cell.html_name] = data[cell.html_initial_name] = _as_typed(
                    cell.value()
                )
        return data


def _action_initial(action: ActionCells | None = None) -> dict[str, Any]:
    if not action:
        return {}
    return {
        "status": action.status,
        "status_words": action.status_words,
        "completed": parse_stored_date(action.completed),
        "due": action.due,
        "owner": action.owner,
        "title": action.title,
        "description": to_plain_text(action.description) or "",
    }


def _count_actions(data: QueryDict, prefix: str) -> int:
    """Return how many actions the row had when it was opened."""
    return next(
        place for place in count() if f"{prefix}-action-{place}-identity" not in data
    )


def _as_typed(value: Any) -> str:
    if value is None:
        return ""
    return str(getattr(value, "words", value))
