"""Writes the cells of a row into the draft of its recommendation."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model

from complaints.models import Action, DueDate, ProgressUpdate, RecommendationResponsePage, Response
from pages.core.partial_dates import PartialDate
from pages.core.rich_text import without_editor_keys
from pages.moderation.publishing.publication_rules import messages_by_field, publication_problems

from .draft_cells import ActionCells, UpdateCells, action_cells, to_rich_text
from .forms import ActionForm, RowForms

DUE_DATE_STAYS = (
    "Put back the date: readers were promised it. That no date can be given is said on the page’s own form."
)


class CellWriter:
    """Writes the cells that were touched, and knows which cell an error belongs to."""

    def __init__(self, entry: RowForms, draft: RecommendationResponsePage) -> None:
        """Take the cells, and the draft to be changed."""
        self.entry, self.draft = entry, draft
        self.form_of: dict[int, Any] = {}
        """The form whose cells show an object, by the object's ``id``."""

    def write(self, as_at: PartialDate | None) -> None:
        """Write all cells; ``as_at`` is the date of an update that has none of its own."""
        if "position" in self.entry.form.changed_data:
            self._write_position()
        if {"as_at", "text"} & set(self.entry.form.changed_data):
            self._write_update(as_at)
        actions = list(self.draft.actions.all())
        for shown, form in self.entry.actions:
            if form.has_changed():
                self._write_action(actions, shown, form)
        self.draft.actions = actions

    def _write_position(self) -> None:
        responses = list(self.draft.responses.all())
        if not responses:
            responses.append(Response(page=self.draft))
            responses[0].respondents = [self.entry.our_force]
        responses[0].position = self.entry.form.cleaned_data["position"]
        self.draft.responses = responses
        self._check(responses[0], self.entry.form)

    def _write_update(self, as_at: PartialDate | None) -> None:
        typed, shown = self.entry.form.cleaned_data, self.entry.row.new_update
        updates = list(self.draft.progress_updates.all())
        update = next((each for each in updates if shown and _update_cells(each) == shown), None)
        if update and not typed["text"] and not typed["as_at"]:
            updates.remove(update)
        else:
            if not update:
                update = ProgressUpdate(page=self.draft, sort_order=_next_place(updates))
                updates.append(update)
            update.as_at, update.text = typed["as_at"] or as_at, to_rich_text(typed["text"])
            self._check(update, self.entry.form)
        self.draft.progress_updates = updates

    def _write_action(self, actions: list[Action], shown: ActionCells | None, form: ActionForm) -> None:
        action = next((each for each in actions if action_cells(each.serializable_data()) == shown), None)
        if not action:
            action = Action(page=self.draft, sort_order=_next_place(actions))
            actions.append(action)
        action.status, action.completed = form.cleaned_data["status"], form.cleaned_data["completed"]
        if "title" in form.changed_data:
            action.title = form.cleaned_data["title"]
        if "description" in form.changed_data:
            action.description = to_rich_text(form.cleaned_data["description"])
        if {"due", "reason"} & set(form.changed_data):
            self._write_due_date(action, form)
        self._check(action, form)

    def _write_due_date(self, action: Action, form: ActionForm) -> None:
        """Replace a due date that was never public; add one below those that readers were promised."""
        due, reason, dates = (
            form.cleaned_data["due"],
            form.cleaned_data["reason"],
            action.due_dates_in_order(),
        )
        promised = DueDate.objects.filter(action_id=action.pk).count() if self.draft.live and action.pk else 0
        is_new = len(dates) > promised
        if "due" not in form.changed_data and not is_new:
            form.add_error("reason", "Enter the new date, too.")
            return
        if not due:
            if not is_new:
                form.add_error("due", DUE_DATE_STAYS)
                return
            dates.pop()
        else:
            if not is_new:
                dates.append(DueDate(sort_order=_next_place(dates)))
            dates[-1].due, dates[-1].no_date = due, False
            dates[-1].reason = reason or dates[-1].reason
        action.due_dates = dates
        for each in dates[-1:]:
            self._check(each, form)

    def _check(self, part: Model, form: Any) -> None:
        self.form_of[id(part)] = form
        try:
            part.clean()
        except ValidationError as error:
            self.add_errors(part, error)

    def check_for_publication(self) -> None:
        """Show at the cells what a publication would lack."""
        for part, error in publication_problems(self.draft):
            self.add_errors(part, error)

    def add_errors(self, part: Model, error: ValidationError) -> None:
        """Show ``error`` at the cell that it is about, or for the row as a whole."""
        form = self.form_of.get(id(part))
        for field, found in messages_by_field(error).items():
            for message in found:
                if form and field in form.fields:
                    form.add_error(field, message)
                else:
                    self.entry.errors.append(message if part is self.draft else f"{part}: {message}")


def _update_cells(update: ProgressUpdate) -> UpdateCells:
    return UpdateCells(str(update.as_at or ""), without_editor_keys(update.text))


def _next_place(siblings: list[Any]) -> int:
    return max((each.sort_order or 0 for each in siblings), default=-1) + 1
