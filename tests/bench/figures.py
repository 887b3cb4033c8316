"""What was measured, as figures."""

import statistics
from dataclasses import dataclass, field

from .clients import Answers
from .submissions import Submission

STORED = 303
HEAD = f"{'a second':>10}{'50th, ms':>10}{'99th, ms':>10}"


@dataclass
class Figures:
    """What became of the submissions to one form, over all rounds."""

    rates: list[float] = field(default_factory=list)
    """Answers a second, for each round."""
    latencies: list[float] = field(default_factory=list)
    accepted: list[Submission] = field(default_factory=list)
    failed: int = 0
    """Answers that were no thanks, or did not come."""
    client_shares: list[float] = field(default_factory=list)
    """How much of one processor the clients took, for each round."""

    def add(self, submissions: list[Submission], answers: Answers) -> None:
        """Add a round: the ``answers`` to ``submissions``."""
        self.rates.append(len(answers.latencies) / answers.seconds)
        self.latencies += answers.latencies
        self.client_shares.append(answers.client_seconds / answers.seconds)
        for submission, statuses in zip(submissions, answers.statuses, strict=True):
            self.failed += sum(status != STORED for status in statuses)
            if STORED in statuses:
                self.accepted.append(submission)

    def __str__(self) -> str:
        """Return the figures as they stand under ``HEAD``."""
        percentiles = statistics.quantiles(self.latencies, n=100)
        rate, half, most = (
            statistics.median(self.rates),
            percentiles[49] * 1000,
            percentiles[98] * 1000,
        )
        return f"{rate:>10.0f}{half:>10.1f}{most:>10.1f}"
