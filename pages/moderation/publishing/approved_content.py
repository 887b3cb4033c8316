"""What exactly is approved: the content of a revision, and the files that it shows."""

from typing import Any

from pages.files.contents import digests_of
from pages.moderation.records.snapshot import fingerprint

from .write_permit import PublicationRefusedError


def approved_state(revision: Any, version: Any = None) -> dict[str, Any]:
    """Return digests of all that somebody who approves ``revision`` now approves.

    ``version`` is the object that it makes, where that is at hand: to make one takes longer than all else.
    """
    version = version or revision.as_object()
    return {"fingerprint": fingerprint(revision.content), "files": digests_of(version)}


def check_files(approved: dict[str, Any], now: dict[str, Any]) -> None:
    """Raise ``PublicationRefusedError`` if a file has changed between two states of a revision."""
    if approved["files"] != now["files"]:
        raise PublicationRefusedError(
            "A file that this shows was changed or deleted after somebody had approved it. "
            "Submit it again, so that everyone who approves it sees the file as it is now."
        )
