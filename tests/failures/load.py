"""Readers and senders of feedback, who go on while something fails, and what became of their requests."""

import contextlib
import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.waiting import wait_until

from .servers import KEPT, Servers


@dataclass
class Load:
    """Readers and senders of feedback, until it is over."""

    servers: Servers
    kept: list[int] = field(default_factory=list)
    """The statuses that readers of a kept page got."""
    made: list[int] = field(default_factory=list)
    """The statuses that readers of what is made for them got."""
    acknowledged: set[str] = field(default_factory=set)
    """The texts whose senders were thanked."""
    given_back: int = 0
    """How many senders got their text back in the form, or were told to go back to it."""
    unanswered: list[str] = field(default_factory=list)
    """Answers to feedback that neither thanked nor gave the text back."""
    broken: list[str] = field(default_factory=list)
    """Whose connection broke before there was an answer, and how."""
    slowest: float = 0.0
    back_after: float | None = None
    """How many seconds the site took to come back, where it was away."""

    def read_kept(self) -> None:
        """Read a page that nginx has."""
        self.kept.append(self.servers.nginx.ask(KEPT).status)

    def read_made(self) -> None:
        """Read what the application must make."""
        started_at = time.monotonic()
        self.made.append(
            self.servers.nginx.ask(f"/search/?q=police+{len(self.made)}").status
        )
        self.slowest = max(self.slowest, time.monotonic() - started_at)

    def send(self) -> None:
        """Send feedback."""
        text = f"Piece {time.monotonic()} of {threading.get_ident()}"
        answer = self.servers.send_feedback(text)
        if answer.status == 303:
            self.acknowledged.add(text)
        elif (
            text in answer.body.decode()
            or b"what you typed should still be there" in answer.body
        ):
            self.given_back += 1
        else:
            self.unanswered.append(f"{answer.status}")

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Let all of them go on while the code inside runs, and wait for the last answers."""
        over = threading.Event()

        def repeat(step) -> None:
            while not over.is_set():
                try:
                    step()
                except (OSError, http.client.HTTPException) as error:
                    self.broken.append(f"{step.__name__}: {error!r}")
                over.wait(0.02)

        threads = [threading.Thread(target=repeat, args=(step,)) for step in self.steps]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    @property
    def steps(self) -> list:
        """What goes on at once."""
        return [self.read_kept, self.read_made, self.read_made, self.send]

    def goes_on(self, pieces: int = 3) -> None:
        """Wait until so many more pieces of feedback were thanked for."""
        done = len(self.acknowledged)
        wait_until(lambda: len(self.acknowledged) >= done + pieces)

    def wait_until_back(self, servers: Servers) -> None:
        """Wait until ``servers`` answer again."""
        began_at = time.monotonic()
        servers.wait_until_up()
        self.back_after = time.monotonic() - began_at

    def report(self, name: str) -> None:
        """Print the line of the table of faults."""
        failed = sum(status != 200 for status in self.made)
        print(
            f"{name}: {len(self.kept)} kept reads, {sum(status != 200 for status in self.kept)} failed; "
            f"{len(self.made)} made reads, {failed} failed, slowest {self.slowest:.1f} s; "
            f"{len(self.acknowledged)} pieces thanked for, {self.given_back} given back, "
            f"{len(self.lost())} lost, {len(self.broken)} connections broken"
            + (
                f"; back after {self.back_after:.1f} s"
                if self.back_after is not None
                else ""
            )
        )

    def lost(self) -> set[str]:
        """Return the texts that were thanked for and are not stored."""
        return self.acknowledged - self.servers.database.texts()

    def assert_nothing_lost(self, *, killed: bool = False) -> None:
        """Fail if somebody got no answer, a kept page failed, or a text was neither stored nor given back.

        Where the application is ``killed``, the connections of those break for whom it
        was making something.
        """
        broken = [
            each for each in self.broken if each.startswith("read_kept") or not killed
        ]
        assert not broken, broken
        assert set(self.kept) == {200}
        assert self.unanswered == []
        assert self.lost() == set()


@contextlib.contextmanager
def under_load(servers: Servers, name: str, *, killed: bool = False) -> Iterator[Load]:
    """Let readers and senders go on while something fails, and see that nothing is lost."""
    load = Load(servers)
    with load.going_on():
        yield load
    load.report(name)
    load.assert_nothing_lost(killed=killed)
