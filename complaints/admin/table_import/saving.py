"""Saves what a plan makes and changes, all of it or nothing, as drafts in one publication set."""

from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError

from complaints.admin.round_sets import lock_open_sets_of, put_into_sets
from complaints.importing.plan import Plan
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.moderation.gate.locks import lock_row
from pages.moderation.gate.publication_rules import messages_by_field
from pages.moderation.gate.publication_set import PublicationSet

from .comparison import CREATED, Change, Comparison


class ImportRefusedError(ValidationError):
    """Something has to be put right first; the changes say what."""


def lock_for_import(parent: SuperComplaintPage) -> None:
    """Lock the super-complaint and its recommendations until the transaction ends."""
    pages = list(RecommendationResponsePage.objects.child_of(parent).order_by("pk"))
    lock_open_sets_of(pages)
    lock_row(parent)


def save_changes(
    parent: SuperComplaintPage, person: User, comparison: Comparison, plan: Plan
) -> list[PublicationSet]:
    """Save a draft of each change, within the caller's transaction; return the sets that hold them.

    Raises ``ImportRefusedError`` if one cannot be saved: then the caller undoes all.
    """
    permissions = parent.permissions_for_user(person)
    if comparison.of_kind(CREATED) and not permissions.can_add_subpage():
        raise PermissionDenied
    if comparison.leads and not permissions.can_edit():
        raise PermissionDenied
    for change in comparison.to_save:
        _save(parent, person, change)
    if comparison.refused:
        raise ImportRefusedError("Nothing is saved yet.")
    drafts: list[Any] = [change.draft for change in comparison.to_save]
    if comparison.leads:
        drafts.insert(0, _save_leads(parent, person, plan))
    if not drafts:
        return []
    siblings: list[Any] = [parent, *RecommendationResponsePage.objects.child_of(parent)]
    try:
        return put_into_sets(person, f"{parent.title}: plan of the force", drafts, siblings)
    except ValidationError as error:
        raise ImportRefusedError(error.messages) from error


def _save_leads(parent: SuperComplaintPage, person: User, plan: Plan) -> SuperComplaintPage:
    draft = parent.get_latest_revision_as_object()
    for meaning, said in plan.leads.items():
        setattr(draft, meaning.value, said.text)
    draft.minor_correction = False
    draft.save_revision(user=person, log_action=True)
    return draft


def _save(parent: SuperComplaintPage, person: User, change: Change) -> None:
    draft = change.draft
    draft.minor_correction = False
    try:
        if change.row:
            lock_row(draft)
        else:
            parent.add_child(instance=draft)
        draft.save_revision(user=person, log_action=True)
    except ValidationError as error:
        found = messages_by_field(error)
        change.problems += [message for messages in found.values() for message in messages]
