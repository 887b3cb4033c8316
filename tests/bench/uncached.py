"""Row c: how long a page takes that no cache holds, beside the same page without our middleware and routing.

Both sites run on one database, each with one thread on the first processor, and are
asked in turn. The other one has our page types, templates and data, and of the rest
only what `wagtail start` makes. Beside it stands a plain page of Wagtail's, as long as
our recommendation. Then a super-complaint and its 30 recommendations are published.
Exits with 1 if ours takes more than 1.2 times the time. The arguments are gunicorn's.
"""

import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django

from site_config.start import open_protected_tables

from . import server
from .delivery import processors
from .delivery.table import Row, faults
from .size import IS_SMALLEST, sized

ROUNDS = sized(5, 1)
REQUESTS = sized(20, 1)
"""Sent for a page in each round; the median counts."""
MOST = 1.2
SUPER_COMPLAINT = "/super-complaints/sample-1/"
RECOMMENDATION = f"{SUPER_COMPLAINT}recommendation-1/"
PAGES = {
    "home page": "/",
    "register": "/super-complaints/",
    "super-complaint with 30 recommendations": SUPER_COMPLAINT,
    "whole response": f"{SUPER_COMPLAINT}whole-response/",
    "recommendation": RECOMMENDATION,
    "accessibility statement": "/accessibility-statement/",
}
PLAIN = "/plain/"

Address = tuple[str, int]


def rows(ours: Address, theirs: Address) -> list[Row]:
    """Measure each page on both sites, in turn."""
    found = []
    for name, path in list(PAGES.items())[: sized(len(PAGES), 1)]:
        begun, own = time.perf_counter(), time.process_time()
        times: dict[Address, list[float]] = {ours: [], theirs: []}
        for site in times:
            server.milliseconds(site, path, sized(5, 1))
        for number in range(ROUNDS):
            for site in [ours, theirs] if number % 2 else [theirs, ours]:
                times[site].append(server.milliseconds(site, path, REQUESTS))
        client = (time.process_time() - own) / (time.perf_counter() - begun)
        ratios = [
            mine / its for mine, its in zip(times[ours], times[theirs], strict=True)
        ]
        found += [
            Row(
                f"(c) uncached {name} / without our middleware",
                "ratio",
                ratios,
                most=MOST,
                client=client,
            ),
            Row("    ours", "ms", times[ours], digits=1),
            Row("    without", "ms", times[theirs], digits=1),
        ]
    plain = [server.milliseconds(theirs, PLAIN, REQUESTS) for _ in range(ROUNDS)]
    return [
        *found,
        Row(
            "    a plain page of Wagtail's, as long as the recommendation",
            "ms",
            plain,
            digits=1,
        ),
    ]


@contextmanager
def sites(folder: Path, options: list[str]) -> Iterator[tuple[Address, Address]]:
    """Serve both sites."""
    options = [*options, "--threads", "1"]
    theirs = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.bench.wagtail_alone"}
    with (
        server.serving(options, folder / "ours.log", os.environ) as ours,
        server.serving(options, folder / "theirs.log", theirs) as others,
    ):
        yield ours, others


def _add_plain_page(folder: Path, page: bytes) -> None:
    """Add a page of Wagtail's own type whose template has the bytes of ``page``."""
    from wagtail.models import Page

    from pages.content.models import HomePage
    from pages.moderation.approval.publication_permit import permitted

    from .publishing import PLAIN

    template = folder / "templates" / "wagtailcore" / "page.html"
    template.parent.mkdir(parents=True)
    text = page.decode().replace("{", "(").replace("<h1>", "<h1>{{ page.title }} ")
    template.write_text(text)
    with permitted():
        HomePage.objects.get().add_child(instance=Page(title="Plain", slug=PLAIN))


def main(options: list[str]) -> None:
    """Set both sites up, measure them and throw them away."""
    with (
        tempfile.TemporaryDirectory(prefix="super-complaints-bench-") as name,
        server.database(Path(name)) as database,
    ):
        folder = Path(name)
        os.environ |= server.variables_of(database, folder, PUBLISHED_DIR="")
        sample = ["--super-complaints=2", "--recommendations=30"]
        server.fill(os.environ, "-m", "tests.bench.sample", *sample)
        django.setup()
        open_protected_tables([])
        from django.test import Client

        from . import publishing

        _add_plain_page(
            folder, Client(headers={"host": "127.0.0.1"}).get(RECOMMENDATION).content
        )
        with (
            processors.children_on(processors.SERVERS),
            sites(folder, options) as (ours, theirs),
        ):
            os.sched_setaffinity(0, processors.CLIENTS)
            found = [*rows(ours, theirs), *publishing.rows()]
    if (wrong := faults(found)) and not IS_SMALLEST:
        sys.exit("\n".join(["", *wrong]))


if __name__ == "__main__":
    main(sys.argv[1:])
