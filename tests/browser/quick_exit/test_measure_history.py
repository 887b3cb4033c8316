"""Counts how often a tab that was left shows the site or sends readers away; `make measure-exit-history`.

TRIES says how often each step is tried; without it, once, which shows that the
measurement still works. BUSY says how many programs keep the machine busy meanwhile.
STEPS, EXITS and WAYS_OUT name those that are tried.
"""

import os
from itertools import product
from pathlib import Path

import pytest

from tests.hanging import LIMIT

from .plain import PLAIN_BROWSERS
from .steps import BUSY, MUST_LEAVE, SHOULD_SHOW, TRIES, WAYS_OUT, Steps

EXITS = ("1", "2", "3")


def chosen(name: str, choices: tuple[str, ...]) -> list[str]:
    """Return those of ``choices`` that the environment names; all of them if it names none."""
    named = os.environ.get(name, "").split() or choices
    return [choice for choice in choices if choice in named]


CASES = [("back", "2", way_out) for way_out in WAYS_OUT]
if TRIES:
    STEPS = chosen("STEPS", MUST_LEAVE + SHOULD_SHOW)
    CASES = list(product(STEPS, chosen("EXITS", EXITS), chosen("WAYS_OUT", WAYS_OUT)))

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def table(tmp_path):
    """Where the rows go. The Makefile writes the heads."""
    return (
        Path("var/measure-exit-history.tsv")
        if TRIES
        else tmp_path / "measure-exit-history.tsv"
    )


@pytest.mark.parametrize("name", list(PLAIN_BROWSERS))
@pytest.mark.parametrize(("step", "exits", "way_out"), CASES)
def test_measure_steps_in_the_history(
    request, desktop, address, stand_in, busy, table, name, step, exits, way_out
):
    """Take a step after so many exits, again and again, and add to a table how often it went wrong."""
    request.config.stash[LIMIT].stop()
    browser = PLAIN_BROWSERS[name](desktop, stand_in)
    try:
        steps = Steps(browser, desktop, address, stand_in)
        outcomes = [
            _outcome(steps, step, int(exits), way_out) for _ in range(TRIES or 1)
        ]
    finally:
        browser.close()
    wrong = outcomes.count(step in MUST_LEAVE)
    done = len(outcomes) - outcomes.count(None)
    figures = [
        name,
        step,
        exits,
        way_out,
        BUSY,
        round(os.getloadavg()[0], 1),
        done,
        wrong,
    ]
    with table.open("a") as file:
        file.write("\t".join(map(str, figures)) + "\n")
    if not TRIES:
        assert (done, wrong) == (1, 0)


def _outcome(steps, step, exits, way_out) -> bool | None:
    """Return whether the site can be seen after a step; None if keys were lost before it."""
    try:
        shown = getattr(steps, step)(exits, way_out)
    except AssertionError as error:
        if not TRIES:
            raise
        print(f"void: {error}", flush=True)
        return None
    print(
        f"{step} after {exits} by {way_out}: {'shown' if shown else 'not shown'}",
        flush=True,
    )
    return shown
