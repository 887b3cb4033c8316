"""Row locks: two people never change the same moderated object at the same time."""

from django.core.exceptions import ValidationError
from wagtail.models import DraftStateMixin, Page


class DeletedMeanwhileError(ValidationError):
    """Somebody deleted the object after this user had opened it."""

    def __init__(self) -> None:
        """Set the message."""
        super().__init__("This has been deleted since you opened it.")


def lock_row(obj: DraftStateMixin | None) -> DraftStateMixin:
    """Lock the row of ``obj`` until the transaction ends, and return the object as the database has it now.

    Whatever approves, publishes, saves a revision or takes down locks the object before any other row, so
    that two transactions never wait for each other. SQLite locks the whole database instead. Needs a
    transaction. Raises ``DeletedMeanwhileError`` if the object no longer exists.
    """
    if not obj:
        raise DeletedMeanwhileError
    model = Page if isinstance(obj, Page) else type(obj)
    # The key stays unlocked: rows that refer to the object can still be added.
    found = model._base_manager.select_for_update(no_key=True).filter(pk=obj.pk).first()
    if not found:
        raise DeletedMeanwhileError
    return found.specific if isinstance(found, Page) else found
