"""Says in the log that something is away or fails: when it begins, now and then, and when it is over."""

import logging
import threading
import time

logger = logging.getLogger(__name__)

SECONDS_BETWEEN_LINES = 60
SECONDS_BETWEEN_COUNTS = 60 * 60


class AwayError(Exception):
    """A service other than the database, which this request needs, does not answer."""


class Outage:
    """One thing that may be away. Each process counts for itself."""

    def __init__(self, name: str, advice: str) -> None:
        self.name = name
        self.advice = advice
        self._lock = threading.Lock()
        self._failures = 0
        self._logged_at: float | None = None

    def note_failure(self, error: Exception | str) -> None:
        with self._lock:
            self._failures += 1
            now = time.monotonic()
            if self._logged_at is not None and now - self._logged_at < SECONDS_BETWEEN_LINES:
                return
            self._logged_at = now
            times = self._failures
        logger.error("%s did not answer (%s times so far): %s. %s", self.name, times, error, self.advice)

    def note_success(self) -> None:
        if self._logged_at is None:
            return
        with self._lock:
            failures, self._failures, self._logged_at = self._failures, 0, None
        logger.warning("%s answers again, after %s failures", self.name, failures)


class RepeatedWork:
    """Says of work that is tried again and again why it is not done: the whole story once, then each hour."""

    def __init__(self) -> None:
        self._failures: dict[str, tuple[str, int, float]] = {}

    def note_failure(self, name: str, error: Exception, with_traceback: bool = True) -> None:
        story, times, logged_at = self._failures.get(name, ("", 0, 0.0))
        now = time.monotonic()
        if story != repr(error):
            times, logged_at = 0, now
            logger.error("Not done: %s: %s", name, error, exc_info=error if with_traceback else None)
        elif now - logged_at >= SECONDS_BETWEEN_COUNTS:
            logged_at = now
            logger.error("Not done: %s, %s times so far", name, times + 1)
        self._failures[name] = (repr(error), times + 1, logged_at)

    def note_success(self, name: str) -> None:
        if name in self._failures:
            logger.warning("Done again: %s, after %s failures", name, self._failures.pop(name)[1])


DATABASE = Outage(
    "The database", "See that PostgreSQL runs and has room on its disk; everything goes on by itself then"
)
UPLOADS = Outage(
    "The bucket of uploads",
    "See that BUCKET_SERVER runs and takes BUCKET_KEY; pictures and documents answer 503 until then",
)
PUBLISHED_DISK = Outage(
    "The disk of PUBLISHED_DIR", "Make room there; every page is made for each reader anew until then"
)
