"""Row locks: two people never change the same moderated object at the same time."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.models import DraftStateMixin, Page

from pages.core.grouping import keys_of

from .publication_set import PublicationSet, publication_order, sets_holding


class DeletedMeanwhileError(ValidationError):
    """Somebody deleted the object after this user had opened it."""

    def __init__(self) -> None:
        super().__init__("Someone has deleted this since you opened it.")


class SubmittedMeanwhileError(ValidationError):
    """Somebody submitted the set that the object is in at this very moment."""

    def __init__(self) -> None:
        super().__init__(
            "Someone has just submitted this in a publication set. This is the current version."
        )


def lock_row(obj: DraftStateMixin | None) -> DraftStateMixin:
    """Lock the row of ``obj`` until the transaction ends, and return the object as the database has it now.

    Whatever approves, publishes, saves a revision or takes down locks the object before
    any other row, so that two transactions never wait for each other. What is in a
    submitted set is locked by the set, whose row comes first. SQLite locks the whole
    database instead. Needs a transaction. Raises ``DeletedMeanwhileError`` if the
    object no longer exists.
    """
    return lock_row_and_set(obj)[0]


def lock_row_and_set(
    obj: DraftStateMixin | None,
) -> tuple[DraftStateMixin, PublicationSet | None]:
    """Lock the row of ``obj`` as ``lock_row`` does; return it and the submitted set that it is in."""
    if not obj:
        raise DeletedMeanwhileError
    rows, sets = _lock_rows_and_sets([obj])
    row = rows[0].specific if isinstance(rows[0], Page) else rows[0]
    return row, next(iter(sets), None)


def lock_rows(objects: Iterable[DraftStateMixin]) -> list[Any]:
    """Lock the rows of ``objects`` as ``lock_row`` does; return them in the order of their publication."""
    rows = lock_stored_rows(objects)
    # Schedules and reviews, too, are read for all of them together.
    pages = (
        Page.objects.specific().annotate_approved_schedule().prefetch_workflow_states()
    )
    pages_by_key = pages.in_bulk([row.pk for row in rows if isinstance(row, Page)])
    for index, row in enumerate(rows):
        if isinstance(row, Page):
            rows[index] = pages_by_key[row.pk]
    return rows


def lock_stored_rows(objects: Iterable[DraftStateMixin]) -> list[Any]:
    """Do the same, and return pages without the fields of their type."""
    return _lock_rows_and_sets(objects)[0]


def _lock_rows_and_sets(
    objects: Iterable[DraftStateMixin],
) -> tuple[list[Any], list[PublicationSet]]:
    ordered = sorted(objects, key=publication_order)
    locked_sets = lock_submitted_sets(ordered)
    rows: list[Any] = []
    for model, objects_of_model in groupby(ordered, _locked_model):
        keys = keys_of(objects_of_model)
        # The key stays unlocked: rows that refer to the object can still be added.
        to_lock = model._base_manager.select_for_update(no_key=True)
        order = "path" if model is Page else "pk"
        locked = list(to_lock.filter(pk__in=keys).order_by(order))
        if len(locked) < len(keys):
            raise DeletedMeanwhileError
        rows += locked
    sets = _submitted_sets_of(ordered)
    if keys_of(sets) - locked_sets:
        # To wait for the set now, with the rows locked, would stop whoever has locked
        # the set.
        raise SubmittedMeanwhileError
    return rows, sets


def _locked_model(obj: DraftStateMixin) -> Any:
    """Return the model of the row that stands for ``obj``: of a page of any type, the row that all types share."""
    return Page if isinstance(obj, Page) else type(obj)


def lock_submitted_sets(objects: Iterable[DraftStateMixin]) -> set[int]:
    sets = _submitted_sets_of(objects)
    return {lock_set(publication_set.pk).pk for publication_set in sets}


def _submitted_sets_of(objects: Iterable[DraftStateMixin]) -> list[PublicationSet]:
    sets = set(sets_holding(objects).values())
    return sorted(
        (one for one in sets if one.state in PublicationSet.SUBMITTED),
        key=attrgetter("pk"),
    )


def lock_set(key: int) -> PublicationSet:
    """Lock the set until the transaction ends, and return it, or raise ``DeletedMeanwhileError``."""
    found = PublicationSet.objects.select_for_update(no_key=True).filter(pk=key).first()
    if not found:
        raise DeletedMeanwhileError
    return found
