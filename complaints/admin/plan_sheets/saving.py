"""Saves what a sheet makes and changes, all of it or nothing, as drafts in one publication set."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction

from complaints.admin.round_sets import lock_open_sets_of, put_into_sets
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.core.reference_index import no_reference_updates
from pages.moderation.approval.locks import lock_stored_rows
from pages.moderation.approval.publication_rules import draft_change_note
from pages.moderation.approval.publication_set import PublicationSet
from pages.search.indexing import index_at_end

from .comparing import SheetComparison
from .reading import FilledSheet


@transaction.atomic
def save_sheet(
    parent: SuperComplaintPage, person: User, sheet: FilledSheet
) -> tuple[int, list[PublicationSet]]:
    """Save the drafts of ``sheet``; return their number, and the sets that they are in.

    Raises ``ValidationError`` if something in it cannot be taken: then nothing is
    saved.
    """
    pages = list(RecommendationResponsePage.objects.child_of(parent).order_by("pk"))
    lock_open_sets_of(pages)
    lock_stored_rows([parent, *pages])
    comparison = SheetComparison(parent, person, sheet)
    if comparison.problems:
        raise ValidationError(comparison.problems)
    drafts: list[Any] = [change.page for change in comparison.changes]
    if not drafts:
        return 0, []
    with index_at_end():
        for change in comparison.changes:
            draft = change.page
            if change.is_new:
                with no_reference_updates():  # publishing it does that
                    parent.add_child(instance=draft)
            else:
                draft.change_note = draft_change_note(draft)
            draft.save_revision(
                user=person, clean=False, log_action=True, is_locked=True
            )
    title = f"{parent.title}: plan"
    siblings = [parent, *pages]
    sets = put_into_sets(person, title, PublicationSet.Job.ROUND, drafts, siblings)
    return len(drafts), sets
