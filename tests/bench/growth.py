"""How the time of each public page grows with the content: 60, 600 and 2,000 recommendations.

Eight super-complaints were made from 2018 to 2025, with about a hundred recommendations,
so the largest site is larger than any force's in this century.

The same site stands three times on the same database server, and each page is asked for
on all three in turn: what else the machine is doing slows all of them alike. Exits with
1 if a page grows more than it may.

The arguments are gunicorn's.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.complaints import addresses

from . import server
from .delivery import processors
from .sample.super_complaints import NEWEST
from .size import IS_SMALLEST, sized

EACH = 30
"""Recommendations of the super-complaint that is asked for, on every site; the others have one."""
SITES = sized(((31, 1), (58, 17), (58, 59)), ((2, 1),))
"""Super-complaints, and recommendations of each that the register shows on its second page or later.

Those on its first page have the same on every site, so that what is measured is what a
page takes longer because of what it does not show.
"""
WORDS, SEARCHED = "recommendation 1", "recommendation 2.1"
"""What lists are filtered by, of which every super-complaint has one, and what is searched for."""
ROUNDS = sized(5, 1)
REQUESTS = sized(8, 1)
"""Sent for a page in each round; for a file with everything, one."""
ONE, LIST = 1.3, 2.0
"""How many times the time of the smallest site a page may take that shows one thing, or a list."""
FRONT = "/super-complaints/sample-1/"


@dataclass
class Page:
    """A page, and how long it took on each site: a figure a round, in milliseconds."""

    name: str
    address: str
    bound: float | None
    times: list[list[float]] = field(default_factory=lambda: [[] for _ in SITES])

    @property
    def medians(self) -> list[float]:
        """Milliseconds on each site."""
        return [statistics.median(each) for each in self.times]

    @property
    def ratios(self) -> list[float]:
        """How many times the time of the smallest site the others took in the same rounds."""
        first, *others = self.times
        return [
            statistics.median(
                other / its for other, its in zip(each, first, strict=True)
            )
            for each in others
        ]

    @property
    def requests(self) -> int:
        """How often it is asked for in each round."""
        return REQUESTS if self.bound else 1

    def __str__(self) -> str:
        """Return its line of the table."""
        milliseconds = "".join(f"{median:>10.1f}" for median in self.medians)
        ratios = "".join(f"{ratio:>8.2f}" for ratio in self.ratios)
        last = [
            other / its
            for other, its in zip(self.times[-1], self.times[0], strict=True)
        ]
        spread = f"{min(last):.2f} to {max(last):.2f}"
        return f"{self.name:42}{milliseconds}{ratios}{spread:>15}{self.bound or '-':>8}"


def pages() -> list[Page]:
    """Return every public page of the section, and those that tell of all of it."""
    everything = {*addresses.files(), "sitemap"}
    lists = addresses.section_addresses(WORDS, SEARCHED)
    single = {
        **addresses.super_complaint_addresses(FRONT),
        **addresses.recommendation_addresses(f"{FRONT}recommendation-1/"),
    }
    bounds = {"home page": ONE, "data page": ONE, **dict.fromkeys(everything)}
    return [
        *(
            Page(name, address, bounds.get(name, LIST))
            for name, address in lists.items()
        ),
        *(Page(name, address, ONE) for name, address in single.items()),
    ]


@contextmanager
def sites(options: list[str]) -> Iterator[list[tuple[str, int]]]:
    """Serve a site of each size and give their addresses."""
    loaded: dict[Future, dict[str, str]] = {}
    # It takes minutes: all are loaded at once.
    with ExitStack() as stack, ThreadPoolExecutor(len(SITES)) as loader:
        for number, in_older in SITES:
            folder = Path(
                stack.enter_context(
                    tempfile.TemporaryDirectory(prefix="super-complaints-growth-")
                )
            )
            database = stack.enter_context(server.database(folder))
            # Nothing is kept: what a page takes to make is measured.
            variables = server.variables_of(database, folder, PUBLISHED_DIR="")
            environment = {**os.environ, **variables}
            command = [
                *("-m", "tests.bench.sample"),
                f"--super-complaints={number}",
                f"--recommendations={EACH}",
                "--in-others=1",
                f"--in-older={in_older}",
            ]
            loaded[loader.submit(server.fill, environment, *command)] = environment
        for loading, environment in loaded.items():
            loading.result()
            _tidy(environment["DATABASE_URL"])
        # One thread, so that the first request opens the connection that all others
        # use. gunicorn ends such a worker after half a minute, which a file of 2,000
        # recommendations takes on a busy machine.
        options = [
            *options,
            "--threads",
            "1",
            "--timeout",
            str(server.PATIENCE_SECONDS),
        ]
        yield [
            stack.enter_context(
                server.serving(
                    options, Path(environment["DATA_DIR"], "log"), environment
                ),
            )
            for environment in loaded.values()
        ]


def _tidy(database: str) -> None:
    """Let PostgreSQL count what was loaded, as it does by itself within minutes."""
    if database.startswith("postgres"):
        with psycopg.connect(database, autocommit=True) as connection:
            connection.execute("VACUUM ANALYZE")


def measure(found: list[Page], asked: list[tuple[str, int]]) -> None:
    """Ask every site for every page, in turn, and keep the times."""
    for page in found:
        for site in asked:
            server.milliseconds(site, page.address, page.requests)
    for number in range(ROUNDS):
        for page in found:
            # There and back: a machine that gets slower or faster meanwhile favours
            # none.
            for place in range(len(asked))[:: 1 if number % 2 else -1]:
                taken = server.milliseconds(asked[place], page.address, page.requests)
                page.times[place].append(taken)


def faults(found: list[Page]) -> list[str]:
    """Print the table and return what is wrong with it."""
    sizes = [
        EACH + min(number, NEWEST) - 1 + max(0, number - NEWEST) * in_older
        for number, in_older in SITES
    ]
    milliseconds = "".join(f"{f'{size:,}, ms':>10}" for size in sizes)
    ratios = "".join(f"{f'{size}/{sizes[0]}':>8}" for size in sizes[1:])
    print(
        f"\n{'Recommendations':42}{milliseconds}{ratios}{'of the last':>15}{'at most':>8}"
    )
    wrong = []
    for page in found:
        print(page)
        if page.bound and max(page.ratios, default=0) > page.bound:
            wrong.append(
                f"{page.name} takes {max(page.ratios):.2f} times as long, not {page.bound} at most."
            )
    return wrong


def main(options: list[str]) -> None:
    """Set the sites up, measure them and throw them away."""
    found = pages()[:: sized(1, 20)]
    with processors.children_on(processors.SERVERS), sites(options) as asked:
        os.sched_setaffinity(0, processors.CLIENTS)
        begun, own = time.perf_counter(), time.process_time()
        measure(found, asked)
        client = (time.process_time() - own) / (time.perf_counter() - begun)
    print(f"The client took {client:.0%} of a processor.")
    if (wrong := faults(found)) and not IS_SMALLEST:
        sys.exit("\n".join(["", *wrong]))


if __name__ == "__main__":
    main(sys.argv[1:])
