"""One thing at a time happens to an object that is moderated."""

from django.core.exceptions import ValidationError
from wagtail.models import Page


class GoneError(ValidationError):
    """Somebody deleted the object meanwhile."""

    def __init__(self):
        """Say so."""
        super().__init__("This has been deleted since you opened it.")


def lock(obj):
    """Lock the row of ``obj`` until the transaction ends, and return the object as it now is.

    Whatever approves, publishes, saves a revision or takes down locks the object before any other row, so
    that no two of them wait for each other. SQLite locks the whole database instead. Needs a transaction.
    Raises ``GoneError`` if there is no such object any more.
    """
    model = Page if isinstance(obj, Page) else type(obj)
    # Not the key: rows that refer to it can still be added.
    found = obj and model._base_manager.select_for_update(no_key=True).filter(pk=obj.pk).first()
    if not found:
        raise GoneError
    return found.specific if isinstance(found, Page) else found
