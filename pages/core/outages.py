"""Logs outages and failing work: when one begins, once a minute while it lasts, and when it is over."""

import logging
import threading
import time

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LINES = 60


class Outage:
    """A service that may not answer. Each process counts its own failures."""

    failure = "%s did not answer (%s times so far): %s. %s"
    success = "%s answers again, after %s failures"

    def __init__(self, name: str, advice: str) -> None:
        self.name = name
        self.advice = advice
        self._lock = threading.Lock()
        self.failures = 0
        self._logged_at: float | None = None

    def note_failure(
        self, error: Exception | str, with_traceback: bool = False
    ) -> None:
        with self._lock:
            self.failures += 1
            now = time.monotonic()
            if (
                self._logged_at is not None
                and now - self._logged_at < SECONDS_BETWEEN_LINES
            ):
                return
            self._logged_at = now
            times = self.failures
        cause = error if with_traceback and times == 1 else None
        logger.error(self.failure, self.name, times, error, self.advice, exc_info=cause)  # type: ignore[arg-type]

    def note_success(self) -> None:
        if self._logged_at is None:
            return
        with self._lock:
            failures = self.failures
            self.failures = 0
            self._logged_at = None
        logger.warning(self.success, self.name, failures)


class FailingWork(Outage):
    """Work that is tried again and again.

    The first line in the log has the traceback, those after it say how often it failed.
    """

    failure = "Not done: %s (%s times so far): %s. %s"
    success = "Done again: %s, after %s failures"


DATABASE = Outage(
    "The database",
    "See that PostgreSQL runs and has room on its disk; everything goes on by itself then",
)
PUBLISHED_DISK = Outage(
    "The disk of published files",
    "Make room there; every page is made for each reader anew until then",
)
