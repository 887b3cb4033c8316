"""Saves what a plan makes and changes, all of it or nothing, as drafts in one publication set."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from modelcluster.models import get_all_child_relations
from wagtail.models import Page

from complaints.admin.entry_grid import RefusedError
from complaints.admin.round_sets import lock_open_sets_of, put_into_sets
from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.core.reference_index import update_reference_index_once
from pages.moderation.gate.locks import lock_stored_rows
from pages.moderation.gate.publication_rules import messages_by_field
from pages.moderation.gate.publication_set import PublicationSet
from pages.search.indexing import index_at_end

from .comparison import CREATED, UNDATED, Change, Comparison

NEVER_IN_A_PLAN = {field.name for field in Page._meta.fields} - {"title", "slug"}
"""What no plan says: to check it costs a query for each field."""


def lock_for_import(parent: SuperComplaintPage) -> None:
    """Lock the super-complaint and its recommendations until the transaction ends."""
    pages = list(RecommendationResponsePage.objects.child_of(parent).order_by("pk"))
    lock_open_sets_of(pages)
    lock_stored_rows([parent, *pages])


def save_changes(parent: SuperComplaintPage, person: User, comparison: Comparison) -> list[PublicationSet]:
    """Save a draft of each change, within the transaction that locked them; return the sets that hold them.

    Raises ``RefusedError`` if one cannot be saved: then the caller undoes all.
    """
    if comparison.lacks_date:
        raise RefusedError(UNDATED)
    permissions = parent.permissions_for_user(person)
    if comparison.of_kind(CREATED) and not permissions.can_add_subpage():
        raise PermissionDenied
    if comparison.above and not permissions.can_edit():
        raise PermissionDenied
    with index_at_end():
        # All are checked before the first is saved: each is compared with all that are there.
        _do(partial(_check, parent), comparison)
        _do(partial(_save, parent, person), comparison)
    drafts: list[Any] = [change.draft for change in comparison.to_save]
    if not drafts:
        return []
    siblings: list[Any] = [parent, *RecommendationResponsePage.objects.child_of(parent)]
    try:
        return put_into_sets(person, f"{parent.title}: plan of the force", drafts, siblings)
    except ValidationError as error:
        raise RefusedError(error.messages) from error


def _do(step: Callable[[Change], None], comparison: Comparison) -> None:
    """Do ``step`` for each change, and refuse all if one has to be put right."""
    for change in comparison.to_save:
        try:
            step(change)
        except ValidationError as error:
            found = messages_by_field(error)
            change.problems += [message for messages in found.values() for message in messages]
    if comparison.refused:
        raise RefusedError


def _check(parent: SuperComplaintPage, change: Change) -> None:
    change.draft.minor_correction = False
    change.draft.locale_id = parent.locale_id
    if change.is_there and isinstance(change.draft, RecommendationResponsePage):
        # Its number and address stay, so nothing else can have them.
        change.draft.clean_fields(exclude=NEVER_IN_A_PLAN)
        change.draft.refuse_deadline_before_report()
    else:
        change.draft.full_clean(exclude=NEVER_IN_A_PLAN)


def _save(parent: SuperComplaintPage, person: User, change: Change) -> None:
    if not change.is_there:
        change.draft = _add(parent, change.draft)
    change.draft.save_revision(user=person, clean=False, log_action=True, is_locked=True)


def _add(parent: SuperComplaintPage, draft: RecommendationResponsePage) -> RecommendationResponsePage:
    """Add a new page, and return it with its parts: a revision holds them until they are published."""
    fields = {field.attname: getattr(draft, field.attname) for field in draft._meta.concrete_fields}
    page: Any = RecommendationResponsePage(**fields)
    page.owner, page.future_parent = draft.owner, parent  # else both are read again for each page
    with update_reference_index_once(None):  # there are no references in the rest
        parent.add_child(instance=page)
    # Also those without a part are set: the database need not be asked for any.
    parts = [relation.get_accessor_name() for relation in get_all_child_relations(draft)]
    for name in (*parts, "addressees"):
        setattr(page, name, list(getattr(draft, name).all()))
    return page
