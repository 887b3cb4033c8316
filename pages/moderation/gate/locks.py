"""Row locks: two people never change the same moderated object at the same time."""

from collections import defaultdict
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail.models import DraftStateMixin, Page

from .decision import model_label
from .publication_set import PublicationSet


class DeletedMeanwhileError(ValidationError):
    """Somebody deleted the object after this user had opened it."""

    def __init__(self) -> None:
        super().__init__("This has been deleted since you opened it.")


class SubmittedMeanwhileError(ValidationError):
    """Somebody submitted the set that the object is in at this very moment."""

    def __init__(self) -> None:
        super().__init__("Somebody has just submitted this in a publication set. Look at it as it is now.")


def lock_row(obj: DraftStateMixin | None) -> DraftStateMixin:
    """Lock the row of ``obj`` until the transaction ends, and return the object as the database has it now.

    Whatever approves, publishes, saves a revision or takes down locks the object before any other row, so
    that two transactions never wait for each other. What is in a submitted set is locked by the set, whose
    row comes first. SQLite locks the whole database instead. Needs a transaction. Raises
    ``DeletedMeanwhileError`` if the object no longer exists.
    """
    if not obj:
        raise DeletedMeanwhileError
    is_in_set = lock_submitted_sets([obj])
    model = Page if isinstance(obj, Page) else type(obj)
    # The key stays unlocked: rows that refer to the object can still be added.
    found = model._base_manager.select_for_update(no_key=True).filter(pk=obj.pk).first()
    if not found:
        raise DeletedMeanwhileError
    if not is_in_set and PublicationSet.objects.holding(obj).submitted().exists():
        # To wait for the set now, with the row locked, would stop whoever has locked the set.
        raise SubmittedMeanwhileError
    return found.specific if isinstance(found, Page) else found


def lock_submitted_sets(objects: Iterable[DraftStateMixin]) -> bool:
    """Lock the submitted sets that ``objects`` are in; return whether there are any."""
    by_model = defaultdict(list)
    for obj in objects:
        by_model[model_label(obj)].append(str(obj.pk))
    condition = Q(pk__in=[])
    for model, object_ids in by_model.items():
        condition |= Q(items__model=model, items__object_id__in=object_ids)
    keys = PublicationSet.objects.submitted().filter(condition).order_by("pk").values_list("pk", flat=True)
    locked = [lock_set(key) for key in dict.fromkeys(keys)]
    return bool(locked)


def lock_set(key: int) -> PublicationSet:
    """Lock the set with this key until the transaction ends, and return it as it is now.

    Raises ``DeletedMeanwhileError`` if it no longer exists.
    """
    found = PublicationSet.objects.select_for_update(no_key=True).filter(pk=key).first()
    if not found:
        raise DeletedMeanwhileError
    return found
