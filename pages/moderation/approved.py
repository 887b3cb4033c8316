"""What exactly is approved: the content of a revision, and the files that it shows."""

from typing import Any

from pages.files.contents import digests_of

from .permit import PublicationRefusedError
from .snapshot import fingerprint


def approved_state(revision: Any) -> dict[str, Any]:
    """Return digests of all that somebody who approves ``revision`` now approves."""
    return {"fingerprint": fingerprint(revision.content), "files": digests_of(revision.as_object())}


def check_files(approved: dict[str, Any], now: dict[str, Any]) -> None:
    """Raise ``PublicationRefusedError`` if a file has changed between two states of a revision.

    Approvals from before files were recorded hold as they were given.
    """
    if approved.get("files", now["files"]) != now["files"]:
        raise PublicationRefusedError(
            "A file that this shows was changed or deleted after somebody had approved it. "
            "Submit it again, so that everyone who approves it sees the file as it is now."
        )
