"""Saves a round as one publication set: all rows that were touched, or none."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page
from wagtail.rich_text import RichText

from complaints.admin.entry_grid import GridRefusedError
from complaints.admin.round_sets import (
    lock_open_sets_of,
    open_sets_of,
    put_into_sets,
    submit_as_one,
)
from complaints.models import (
    Action,
    ProgressUpdate,
    RecommendationResponsePage,
    Response,
)
from complaints.models.actions import next_place
from pages.core.grouping import index_by
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.publication_rules import (
    check_change_note,
    draft_change_note,
    messages_by_field,
    publication_problems,
)
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.set_actions import write_change_note

from .forms import ActionForm, RoundForm, RowForms
from .rows import (
    ActionCells,
    RoundRow,
    action_cells,
    list_rows,
    to_rich_text,
    update_cells,
    with_links,
)

DUE_DATE_STAYS = (
    "Put back the published date. To say that no date can be given, edit the page."
)


class CellWriter:
    """Writes the cells that were touched, and knows which cell an error belongs to."""

    def __init__(self, entry: RowForms, draft: RecommendationResponsePage) -> None:
        self.entry, self.draft = entry, draft
        self.form_of: dict[int, Any] = {}
        """The form whose cells show an object, by the object's ``id``."""

    def write(self, as_at: PartialDate | None) -> None:
        """Write all cells; ``as_at`` is the date of an update that has none of its own."""
        if {"position", "reason", "answer"} & set(self.entry.form.changed_data):
            self._write_response()
        if {"as_at", "text"} & set(self.entry.form.changed_data):
            self._write_update(as_at)
        actions = list(self.draft.actions.all())
        for shown, form in self.entry.actions:
            if form.has_changed():
                self._write_action(actions, shown, form)
        self.draft.actions = actions

    def _write_response(self) -> None:
        responses = list(self.draft.responses.all())
        response: Any = self._response_of_our_force(responses)
        if not response:
            response = Response(page=self.draft, respondents=[self.entry.our_force])
            responses.append(response)
        typed = self.entry.form.cleaned_data
        response.position, response.reason = typed["position"], typed["reason"]
        response.untick_if_contradicted()
        if "answer" in self.entry.form.changed_data:
            response.narrative = []
            if typed["answer"]:
                response.narrative = [("text", RichText(to_rich_text(typed["answer"])))]
        self.draft.responses = responses
        self._check(response, self.entry.form)

    def _response_of_our_force(self, responses: list[Response]) -> Response | None:
        """Return the first of ``responses`` that our force gave, alone or with others."""
        for response in responses:
            if self.entry.our_force in response.respondents.all():
                return response
        return None

    def _write_update(self, as_at: PartialDate | None) -> None:
        typed, shown = self.entry.form.cleaned_data, self.entry.row.new_update
        updates = list(self.draft.progress_updates.all())
        update = next(
            (known for known in updates if shown and update_cells(known) == shown), None
        )
        if update and not typed["text"] and not typed["as_at"]:
            updates.remove(update)
        else:
            if not update:
                whose = [self.entry.our_force] if self.entry.our_force else []
                update = ProgressUpdate(
                    page=self.draft, sort_order=next_place(updates), respondents=whose
                )
                updates.append(update)
            update.as_at, update.text = (
                typed["as_at"] or as_at,
                to_rich_text(typed["text"]),
            )
            self._check(update, self.entry.form)
        self.draft.progress_updates = updates

    def _write_action(
        self, actions: list[Action], shown: ActionCells | None, form: ActionForm
    ) -> None:
        same = (a for a in actions if action_cells(a.serializable_data()) == shown)
        action = next(same, None)
        if not action:
            whose = [self.entry.our_force] if self.entry.our_force else []
            action = Action(
                page=self.draft, sort_order=next_place(actions), respondents=whose
            )
            actions.append(action)
        action.status, action.completed = (
            form.cleaned_data["status"],
            form.cleaned_data["completed"],
        )
        if "status_words" in form.changed_data:
            action.status_words = form.cleaned_data["status_words"]
        if "owner" in form.changed_data:
            action.owning_post = form.cleaned_data["owner"]
        if form.cleaned_data["evidence"]:
            action.add_evidence(with_links(form.cleaned_data["evidence"]))
        if "title" in form.changed_data:
            action.title = form.cleaned_data["title"]
        if "description" in form.changed_data:
            action.description = to_rich_text(form.cleaned_data["description"])
        if {"due", "reason"} & set(form.changed_data):
            self._write_due_date(action, form)
        self._check(action, form)

    def _write_due_date(self, action: Action, form: ActionForm) -> None:
        """Replace a due date that was never public; add one below those that readers were promised."""
        due, reason = form.cleaned_data["due"], form.cleaned_data["reason"]
        dates = action.due_dates_in_order()
        is_new = len(dates) > len(action.promised_due_dates)
        if "due" not in form.changed_data and not is_new:
            form.add_error("reason", "Enter the new date as well.")
            return
        if not due:
            if not is_new:
                form.add_error("due", DUE_DATE_STAYS)
                return
            action.due_dates = dates[:-1]
            current = action.current_due_date
        else:
            current = action.set_due_date(due)
            current.reason = reason or current.reason
        if current:
            self._check(current, form)

    def _check(self, part: Model, form: Any) -> None:
        self.form_of[id(part)] = form
        try:
            part.clean()
        except ValidationError as error:
            self.add_errors(part, error)

    def check_for_publication(self) -> None:
        for part, error in publication_problems(self.draft):
            self.add_errors(part, error)

    def add_errors(self, part: Model, error: ValidationError) -> None:
        """Show ``error`` at the cell that it is about, or for the row as a whole."""
        form = self.form_of.get(id(part))
        place = "" if part is self.draft else f"{part}: "
        for field, messages in messages_by_field(error).items():
            for message in messages:
                if form and field in form.fields:
                    form.add_error(field, message)
                else:
                    self.entry.errors.append(f"{place}{message}")


CHANGED_MEANWHILE = (
    "{name} has changed this since you opened it. Cells you have not changed show the current version. Check "
    "what you typed, and save again."
)


@transaction.atomic
def save_round(
    super_complaint: Page,
    person: User,
    form: RoundForm,
    touched: list[RowForms],
    *,
    submit: bool,
) -> tuple[int, list[PublicationSet]]:
    """Save a draft of each recommendation in ``touched`` into one set, and submit that if asked to.

    Return how many drafts were saved, and the sets that they are in: one, unless the
    pages were in several before. Without a touched row, submit the set that the
    recommendations are in. Raises ``RefusedError`` if something is in the way: then
    nothing is saved.
    """
    form.full_clean()
    drafts = _save_rows(super_complaint, person, form, touched, submit=submit)
    if form.errors or any(entry.has_errors for entry in touched):
        raise GridRefusedError
    children = RecommendationResponsePage.objects.child_of(super_complaint)
    as_at = form.cleaned_data["as_at"]
    when = as_at.words if as_at else f"{timezone.localdate():%B %Y}"
    title = f"{super_complaint.title}: update, {when}"
    try:
        if drafts:
            sets = put_into_sets(
                person, title, PublicationSet.Job.ROUND, drafts, children
            )
        else:
            sets = open_sets_of(children)
        if note := form.cleaned_data["change_note"]:  # an empty one leaves theirs
            for publication_set in sets:
                write_change_note(publication_set, person, note)
        if submit and sets:
            submit_as_one(sets, person)
    except ValidationError as error:
        form.add_error(None, error)
        raise GridRefusedError from error
    return len(drafts), sets


def _save_rows(
    super_complaint: Page,
    person: User,
    form: RoundForm,
    touched: list[RowForms],
    *,
    submit: bool,
) -> list[RecommendationResponsePage]:
    lock_open_sets_of([entry.row.page for entry in touched])
    for entry in sorted(touched, key=lambda entry: entry.row.page.pk):
        try:
            lock_row(entry.row.page)
        except ValidationError as error:  # deleted or submitted a moment ago
            entry.errors.extend(error.messages)
    current = index_by(list_rows(super_complaint, person), "page.pk")
    drafts: list[RecommendationResponsePage] = []
    for entry in touched:
        row = current.get(entry.row.page.pk)
        if not row:
            continue
        if refusal := _refusal_to_save(entry, row):
            entry.errors.append(refusal)
            entry.show_current(row)
        elif not entry.has_errors:
            drafts.append(_change_draft(entry, row, person, form, submit=submit))
    return drafts


def _refusal_to_save(entry: RowForms, row: RoundRow) -> str:
    if row.obstacle:
        return f"{row.obstacle}. Your entries in this row were not saved."
    if not entry.was_opened_with(row.version):
        return CHANGED_MEANWHILE.format(name=row.changed_by)
    return ""


def _change_draft(
    entry: RowForms, row: RoundRow, person: User, form: RoundForm, *, submit: bool
) -> RecommendationResponsePage:
    # A list's page lacks the fields that its query deferred.
    page = RecommendationResponsePage.objects.get(pk=row.page.pk)
    draft = page.get_latest_revision_as_object()
    writer = CellWriter(entry, draft)
    writer.write(form.cleaned_data.get("as_at"))
    draft.change_note = form.cleaned_data.get("change_note") or draft_change_note(page)
    if submit:
        writer.check_for_publication()
        try:
            check_change_note(draft)
        except ValidationError as error:
            if not form.has_error("change_note"):
                form.add_error("change_note", error.messages)
    if not entry.has_errors:
        try:
            draft.save_revision(user=person, log_action=True)
        except ValidationError as error:
            writer.add_errors(draft, error)
    return draft
