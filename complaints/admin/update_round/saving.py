"""Saves a round: all rows that were touched, or none."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, WorkflowState

from complaints.models import RecommendationResponsePage
from pages.moderation.records.row_locks import DeletedMeanwhileError, lock_row
from pages.moderation.rules.change_notes import check_change_note, draft_change_note

from .drafts import CellWriter
from .forms import RoundForm, RowForms
from .rows import Row, list_rows

CHANGED_MEANWHILE = (
    "{name} changed this since you opened it. The cells that you did not touch show it as it is now. Check "
    "what you typed, and save again."
)


class RoundRefusedError(ValidationError):
    """Something in the round has to be put right first; the forms say what."""


@transaction.atomic
def save_round(
    super_complaint: Page, person: User, form: RoundForm, touched: list[RowForms], *, submit: bool
) -> list[RecommendationResponsePage]:
    """Save a draft of each recommendation in ``touched``, and submit them if asked to.

    Raises ``RoundRefusedError`` if any row cannot be saved: then none is.
    """
    for entry in sorted(touched, key=lambda entry: entry.row.page.pk):
        try:
            lock_row(entry.row.page)
        except DeletedMeanwhileError as error:
            entry.errors.extend(error.messages)
    current = {row.page.pk: row for row in list_rows(super_complaint, person)}
    drafts: list[RecommendationResponsePage] = []
    form.full_clean()
    for entry in touched:
        if row := current.get(entry.row.page.pk):
            drafts += _save_row(entry, row, person, form, submit=submit)
    if form.errors or any(entry.has_errors for entry in touched):
        raise RoundRefusedError("Nothing is saved yet.")
    if submit:
        _submit(drafts, person)
    return drafts


def _save_row(
    entry: RowForms, row: Row, person: User, form: RoundForm, *, submit: bool
) -> Iterable[RecommendationResponsePage]:
    if row.obstacle:
        entry.errors.append(f"{row.obstacle}. What you typed is not saved.")
        entry.show_current(row)
    elif not entry.was_opened_with(row.version):
        entry.errors.append(CHANGED_MEANWHILE.format(name=row.changed_by))
        entry.show_current(row)
    elif not entry.has_errors:
        draft = _change_draft(entry, row, person, form, submit=submit)
        return [] if entry.has_errors else [draft]
    return []


def _change_draft(
    entry: RowForms, row: Row, person: User, form: RoundForm, *, submit: bool
) -> RecommendationResponsePage:
    # A list's page lacks the fields that its query deferred.
    page = RecommendationResponsePage.objects.get(pk=row.page.pk)
    draft = page.get_latest_revision_as_object()
    writer = CellWriter(entry, draft)
    writer.write(form.cleaned_data.get("as_at"))
    draft.change_note = form.cleaned_data.get("change_note") or draft_change_note(page)["change_note"]
    draft.minor_correction = False
    if submit:
        writer.check_for_publication()
        _check_change_note(draft, form)
    if not entry.has_errors:
        try:
            draft.save_revision(user=person, log_action=True)
        except ValidationError as error:
            writer.add_errors(draft, error)
    return draft


def _check_change_note(draft: RecommendationResponsePage, form: RoundForm) -> None:
    try:
        check_change_note(draft)
    except ValidationError as error:
        if not form.has_error("change_note"):
            form.add_error("change_note", error.messages)


def _submit(drafts: list[RecommendationResponsePage], person: User) -> None:
    for draft in drafts:
        review = draft.current_workflow_state
        if review and review.status == WorkflowState.STATUS_NEEDS_CHANGES:
            review.resume(person)
        elif workflow := draft.get_workflow():
            workflow.start(draft, person)
