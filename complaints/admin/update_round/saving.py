"""Saves a round as one publication set: all rows that were touched, or none."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from complaints.admin.round_sets import (
    lock_open_sets_of,
    open_sets_of,
    put_into_sets,
    submit_as_one,
    write_change_note,
)
from complaints.models import RecommendationResponsePage
from pages.moderation.records.publication_set import PublicationSet
from pages.moderation.records.row_locks import lock_row
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


@dataclass
class SavedRound:
    """What was saved, and the sets that it is in: one, unless the pages were in several before."""

    drafts: list[RecommendationResponsePage]
    sets: list[PublicationSet]


@transaction.atomic
def save_round(
    super_complaint: Page, person: User, form: RoundForm, touched: list[RowForms], *, submit: bool
) -> SavedRound:
    """Save a draft of each recommendation in ``touched`` into one set, and submit that if asked to.

    Without a touched row, submit the set that the recommendations are in. Raises ``RoundRefusedError`` if
    something is in the way: then nothing is saved.
    """
    form.full_clean()
    drafts = _save_rows(super_complaint, person, form, touched, submit=submit)
    if form.errors or any(entry.has_errors for entry in touched):
        raise RoundRefusedError("Nothing is saved yet.")
    children = RecommendationResponsePage.objects.child_of(super_complaint)
    title = _set_title(super_complaint, form)
    note = form.cleaned_data["change_note"]
    try:
        sets = put_into_sets(person, title, drafts, children) if drafts else open_sets_of(children)
        write_change_note(sets, note)
        if submit and sets:
            submit_as_one(sets, person)
    except ValidationError as error:
        form.add_error(None, error.messages)
        raise RoundRefusedError("Nothing is saved yet.") from error
    return SavedRound(drafts, sets)


def _save_rows(
    super_complaint: Page, person: User, form: RoundForm, touched: list[RowForms], *, submit: bool
) -> list[RecommendationResponsePage]:
    lock_open_sets_of([entry.row.page for entry in touched])
    for entry in sorted(touched, key=lambda entry: entry.row.page.pk):
        try:
            lock_row(entry.row.page)
        except ValidationError as error:  # deleted or submitted a moment ago
            entry.errors.extend(error.messages)
    current = {row.page.pk: row for row in list_rows(super_complaint, person)}
    drafts: list[RecommendationResponsePage] = []
    for entry in touched:
        if row := current.get(entry.row.page.pk):
            drafts += _save_row(entry, row, person, form, submit=submit)
    return drafts


def _set_title(super_complaint: Page, form: RoundForm) -> str:
    as_at = form.cleaned_data["as_at"]
    return f"{super_complaint.title}: update, {as_at.words if as_at else f'{timezone.localdate():%B %Y}'}"


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
