"""What Lighthouse makes of each template: performance, accessibility, best practices and SEO, medians of 5.

The site is served as ``make run`` serves it, and asked as Lighthouse asks by itself: as a slow telephone.
Exits with 1 unless everything is at 100. The arguments, if any, are addresses to look at instead of all.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR

from . import demonstration

ROUNDS = int(os.environ.get("ROUNDS", "5"))
PERFECT = 100
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
STALKING = "/super-complaints/stalking/"
RECOMMENDATION = f"{STALKING}recommendation-7/"
TEMPLATES = {
    "home page": "/",
    "register": "/super-complaints/",
    "register as it stood": "/super-complaints/?as_at=2026-01-01",
    "all recommendations": "/super-complaints/recommendations/",
    "super-complaint": STALKING,
    "whole response": f"{STALKING}whole-response/",
    "recommendation": RECOMMENDATION,
    "history": f"{RECOMMENDATION}history/",
    "version": f"{RECOMMENDATION}history/1/",
    "comparison": f"{RECOMMENDATION}history/compare/",
    "data": "/super-complaints/data/",
    "search": "/search/?q=stalking",
    "accessibility statement": "/accessibility-statement/",
    "safety": "/staying-safe-online/",
    "cookies": "/cookies/",
    "feedback": "/feedback/",
    "thanks": "/feedback/thanks/",
}
NOT_TO_BE_FOUND = ("register as it stood", "version", "comparison", "search", "thanks")
"""Search engines are told to leave these out, which Lighthouse counts as a fault."""


def look(address: str, found_by_engines: bool, folder: Path) -> dict:
    """Return what Lighthouse reports of one view of ``address``."""
    report = folder / "report.json"
    options = [
        "--quiet",
        "--output=json",
        f"--output-path={report}",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-background-networking --disable-sync",
    ]
    if not found_by_engines:
        options.append("--skip-audits=is-crawlable")
    command = [
        str(PROJECT_DIR / "tests" / "bench" / "npm" / "node_modules" / ".bin" / "lighthouse"),
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


def measure(site: str, addresses: dict[str, str], folder: Path) -> bool:
    """Print a line for each of ``addresses``; return whether everything is at 100."""
    print(f"{'Template':28}{''.join(f'{name:>16}' for name in CATEGORIES)}   what costs a point, how often")
    perfect = True
    for name, address in addresses.items():
        scores: dict[str, list[int]] = defaultdict(list)
        faults: Counter[str] = Counter()
        for _ in range(ROUNDS):
            report = look(f"{site}{address}", name not in NOT_TO_BE_FOUND, folder)
            for category in CATEGORIES:
                scores[category].append(round(100 * report["categories"][category]["score"]))
            faults.update(faults_of(report))
        medians = [statistics.median(scores[category]) for category in CATEGORIES]
        perfect &= min(medians) == 100
        told = ", ".join(f"{fault} {times}" for fault, times in sorted(faults.items()))
        figures = "".join(
            f"{median:>7.0f} ({min(scores[c])}-{max(scores[c])})".rjust(16)
            for c, median in zip(CATEGORIES, medians, strict=True)
        )
        print(f"{name:28}{figures}   {told}", flush=True)
    return perfect


def main(addresses: list[str]) -> None:
    """Set the site up, look at it and throw it away."""
    chosen = {address: address for address in addresses} or TEMPLATES
    with (
        tempfile.TemporaryDirectory(prefix="super-complaints-lighthouse-") as folder,
        demonstration.site(Path(folder)) as site,
    ):
        if not measure(site, chosen, Path(folder)):
            sys.exit("Not everything is at 100.")


if __name__ == "__main__":
    main(sys.argv[1:])
