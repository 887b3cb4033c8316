"""One table for all rows."""

import statistics
from dataclasses import dataclass

MOST_OF_A_CLIENT = 0.9
HEAD = f"{'':66}{'median':>10}{'spread':>20}{'wanted':>14}{'client':>8}"


@dataclass
class Row:
    """One thing that was measured, round by round."""

    name: str
    unit: str
    rounds: list[float]
    least: float | None = None
    most: float | None = None
    client: float | None = None
    """How much of one processor the clients took in their busiest round."""
    digits: int = 2

    @property
    def median(self) -> float:
        """The figure that counts."""
        return statistics.median(self.rounds)

    @property
    def is_lower_bound(self) -> bool:
        """Whether the clients may have been what was slow."""
        return self.client is not None and self.client > MOST_OF_A_CLIENT

    @property
    def fault(self) -> str:
        """What is wrong with it; nothing if it is as wanted."""
        if (
            self.least is not None
            and self.median < self.least
            and not self.is_lower_bound
        ):
            return f"{self.name}: {self._text(self.median)}, not {self.least} or more"
        if self.most is not None and self.median > self.most:
            return f"{self.name}: {self._text(self.median)}, not {self.most} at most"
        return ""

    def _text(self, figure: float) -> str:
        return f"{figure:,.{self.digits}f}"

    def __str__(self) -> str:
        """Return its line of the table."""
        spread = f"{self._text(min(self.rounds))} to {self._text(max(self.rounds))}"
        wanted = f">= {self.least}" if self.least is not None else ""
        wanted = f"<= {self.most}" if self.most is not None else wanted
        client = "" if self.client is None else f"{self.client:.0%}"
        bound = "  (lower bound: the client was busy)" if self.is_lower_bound else ""
        named = f"{self.name}, {self.unit}"
        return f"{named:66}{self._text(self.median):>10}{spread:>20}{wanted:>14}{client:>8}{bound}"


def faults(rows: list[Row]) -> list[str]:
    """Print the table and return what is wrong with it."""
    print(f"\n{HEAD}")
    for row in rows:
        print(row)
    return [row.fault for row in rows if row.fault]
