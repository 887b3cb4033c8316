"""What Lighthouse makes of each template: performance, accessibility, best practices and SEO, medians of 5.

A page is not looked at again once three views are perfect, since its medians are then
100 whatever the others say.

The site is served as ``make run`` serves it, and asked as Lighthouse asks by itself: as
a slow telephone. Exits with 1 unless everything is at 100. The arguments, if any, are
addresses to look at instead of all.
"""

import json
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

import requests

from site_config.settings.environment import PROJECT_DIR
from tests.browser.addresses import MORE_STATES, ONE_OF_EACH_TEMPLATE

from . import demonstration
from .size import IS_SMALLEST, sized

ROUNDS = sized(5, 1)
PERFECT = 100
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
PAGES = [*ONE_OF_EACH_TEMPLATE, *MORE_STATES]
NOT_FOUND = "/no-such-page/"
NOT_TO_BE_INDEXED = 'name="robots" content="noindex'
"""Search engines are told to leave such a page out, which Lighthouse counts as a fault."""


def look(address: str, folder: Path) -> dict:
    """Return what Lighthouse reports of one view of ``address``."""
    report = folder / "report.json"
    options = [
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking --disable-sync",
    ]
    # A page that does not exist says so by its status, which the browser logs as an
    # error.
    not_found = address.endswith(NOT_FOUND)
    if not_found or NOT_TO_BE_INDEXED in requests.get(address, timeout=60).text:
        skipped = [
            "is-crawlable",
            *(["http-status-code", "errors-in-console"] if not_found else []),
        ]
        options += ["--ignore-status-code", f"--skip-audits={','.join(skipped)}"]
    command = [
        str(
            PROJECT_DIR
            / "tests"
            / "bench"
            / "npm"
            / "node_modules"
            / ".bin"
            / "lighthouse"
        ),
        address,
        *options,
    ]
    # Now and then it cannot read its own trace (NO_NAVSTART) and asks to be run again.
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:  # noqa: S603
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    return json.loads(report.read_text())


def faults_of(report: dict) -> set[str]:
    """Return the audits of ``report`` that cost a point."""
    counted = {
        each["id"]
        for category in report["categories"].values()
        for each in category["auditRefs"]
        if each["weight"]
    }
    scores = {name: audit["score"] for name, audit in report["audits"].items()}
    return {name for name in counted if scores[name] is not None and scores[name] < 1}


def measure(site: str, addresses: list[str], folder: Path) -> bool:
    """Print a line for each of ``addresses``; return whether everything is at 100."""
    print(
        f"{'Address':66}{''.join(f'{name:>16}' for name in CATEGORIES)}   what costs a point, how often"
    )
    perfect = True
    for address in addresses:
        scores: dict[str, list[int]] = defaultdict(list)
        faults: Counter[str] = Counter()
        perfect_views = 0
        for _ in range(ROUNDS):
            report = look(f"{site}{address}", folder)
            for category in CATEGORIES:
                scores[category].append(
                    round(100 * report["categories"][category]["score"])
                )
            faults.update(faults_of(report))
            perfect_views += all(scores[name][-1] == PERFECT for name in CATEGORIES)
            if perfect_views > ROUNDS / 2:
                break
        medians = [statistics.median(scores[category]) for category in CATEGORIES]
        perfect &= min(medians) == PERFECT
        told = ", ".join(f"{fault} {times}" for fault, times in sorted(faults.items()))
        figures = "".join(
            f"{median:>7.0f} ({min(scores[c])}-{max(scores[c])})".rjust(16)
            for c, median in zip(CATEGORIES, medians, strict=True)
        )
        print(f"{address:66}{figures}   {told}", flush=True)
    return perfect


def main(addresses: list[str]) -> None:
    """Set the site up, look at it and throw it away."""
    with (
        tempfile.TemporaryDirectory(prefix="super-complaints-lighthouse-") as folder,
        demonstration.site(Path(folder)) as site,
    ):
        perfect = measure(
            site, addresses or PAGES[: sized(len(PAGES), 1)], Path(folder)
        )
        if not (perfect or IS_SMALLEST):
            sys.exit("Not everything is at 100.")


if __name__ == "__main__":
    main(sys.argv[1:])
