"""Many readers send feedback at once: as fast as may be expected, none lost and none stored twice."""

import statistics

from django.db import connection

from . import clients
from .delivery import table
from .delivery.table import Row
from .figures import HEAD, Figures
from .size import IS_SMALLEST, sized
from .submissions import Contender, Submission, contenders, lost_and_doubled

CLIENTS = 32
ROUNDS = sized(30, 2)
"""Many and short: what else the machine does falls on neighbours alike, and odd rounds leave the median."""
SUBMISSIONS = sized(100, 8)
"""Sent to each form in each round."""
WARM_UP = sized(100, 8)
SENT_TWICE = sized(500, 8)
LEAST = 0.8
"""Of the control's speed, what our form must reach."""


def faults(address: clients.Address) -> list[str]:
    """Measure the site at ``address``, print the figures and return what is wrong with them."""
    title = f"{connection.display_name}: {CLIENTS} clients, {ROUNDS} rounds of {SUBMISSIONS} submissions each"
    print(f"\n{title}", flush=True)
    forms = contenders(address)
    measured = _compare(address, forms)
    twice = Figures()
    twice.add(*_send(address, forms[0], SENT_TWICE, copies=2))
    every = {**measured, "ours, each sent twice at once": twice}
    too_slow = _speed(measured)
    # So few submissions say nothing about speed, but all of them must be stored.
    return [*([] if IS_SMALLEST else too_slow), *_failures(every)]


def _compare(address: clients.Address, forms: list[Contender]) -> dict[str, Figures]:
    for form in forms:
        _send(address, form, WARM_UP)
    measured = {form.name: Figures() for form in forms}
    for number in range(ROUNDS):
        # There and back: a machine that gets slower or faster meanwhile favours none.
        for form in forms if number % 2 else reversed(forms):
            measured[form.name].add(*_send(address, form, SUBMISSIONS))
    return measured


def _send(
    address: clients.Address, form: Contender, count: int, copies: int = 1
) -> tuple[list[Submission], clients.Answers]:
    submissions = form.submissions(count)
    requests = [submission.request for submission in submissions]
    return submissions, clients.send(address, requests, CLIENTS, copies)


def _speed(measured: dict[str, Figures]) -> list[str]:
    """Print how fast each was; return a fault if ours is too slow."""
    print(f"{'':8}{HEAD}")
    for name, figures in measured.items():
        print(f"{name:8}{figures}")
    shares = [share for figures in measured.values() for share in figures.client_shares]
    print(f"The clients took {statistics.median(shares):.0%} of one processor.")
    control, bare = (
        [
            mine / its
            for mine, its in zip(
                measured["ours"].rates, measured[other].rates, strict=True
            )
        ]
        for other in ("control", "bare")
    )
    ratios = [
        Row("ours/control", "ratio", control, least=LEAST),
        Row("ours/bare", "ratio", bare),
    ]
    return table.faults(ratios)


def _failures(every: dict[str, Figures]) -> list[str]:
    """Print what became of the submissions to each; return those lines that tell of a fault."""
    wrong = []
    for name, figures in every.items():
        lost, doubled = lost_and_doubled(figures.accepted)
        line = (
            f"{name}: {len(figures.accepted)} accepted, of them {lost} lost and {doubled} stored twice; "
            f"{figures.failed} failed"
        )
        print(line)
        if lost or doubled or figures.failed:
            wrong.append(line)
    return wrong
