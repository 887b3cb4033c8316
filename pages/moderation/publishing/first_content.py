"""The first content of an empty database, which nobody has to approve."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.records.published_version import PublishedVersion

from .write_permit import PublicationRefusedError, permitted


@contextmanager
def load_first_content() -> Iterator[None]:
    """Let the code inside publish without approvals, in one transaction, and log it.

    Raises ``PublicationRefusedError`` if anything was ever published in this database.
    """
    with transaction.atomic(), permitted():
        if PublishedVersion.objects.exists():
            raise PublicationRefusedError("There is published content already: new content needs approval.")
        record_decision(Decision.Action.LOADED)
        yield
