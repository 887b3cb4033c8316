"""How long a process waits for the database: for an answer seconds, for background work minutes."""

import time
from dataclasses import dataclass, field

from django.conf import settings

CONNECT_SECONDS = 3
GRACE_SECONDS = 2
"""How much longer the client waits than the server may take: one that runs at all ends a statement itself."""
PAUSE_SECONDS = 1
"""How long nobody connects again after that: one request may ask several times, and would wait each time."""


@dataclass
class WaitingLimits:
    """The limits of this process."""

    answers_requests: bool = False
    gave_up_at: dict[str, float] = field(default_factory=dict)
    """When a server was last given up that said nothing, by its name in ``DATABASES``."""

    def note_silence(self, alias: str) -> None:
        self.gave_up_at[alias] = time.monotonic()

    def note_answer(self, alias: str) -> None:
        """Note that the server is there: who comes now need not wait out the pause."""
        self.gave_up_at.pop(alias, None)

    def has_just_given_up(self, alias: str) -> bool:
        """Tell whether somebody waited so long just now that it makes no sense to wait again."""
        gave_up_at = self.gave_up_at.get(alias)
        paused = gave_up_at is not None and time.monotonic() - gave_up_at < PAUSE_SECONDS
        return self.answers_requests and paused

    @property
    def statement_seconds(self) -> int:
        """Return how long the server may take for one statement; 0 is without end."""
        return settings.DATABASE_TIMEOUT if self.answers_requests else settings.DATABASE_TIMEOUT_BACKGROUND

    @property
    def client_seconds(self) -> float | None:
        """Return how long to wait for a server that says nothing at all, such as one that is frozen."""
        return self.statement_seconds + GRACE_SECONDS if self.statement_seconds else None


LIMITS = WaitingLimits()


def wait_as_for_requests() -> None:
    """From now on, wait for the database only as long as somebody who reads a page would."""
    LIMITS.answers_requests = True
