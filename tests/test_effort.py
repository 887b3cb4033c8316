"""What a run at small effort leaves out, one with the other kind of seed takes."""

from types import SimpleNamespace

import pytest

from .effort import left_out

BY_TURNS = ["one[a]", "one[b]", "one[c]", "two[a]", "two[b]"]


def item(name, mark=""):
    return SimpleNamespace(nodeid=name, get_closest_marker=lambda asked: asked == mark)


@pytest.fixture
def leaves_out():
    """Return a function that gives the names of what a run leaves out."""

    def run(seed, asked_for="tests"):
        config = SimpleNamespace(
            args=[asked_for], getini=lambda _: ["tests"], getoption=lambda *_: seed
        )
        items = [
            item("always"),
            item("for a release", "long"),
            *(item(name, "by_turns") for name in [*BY_TURNS, "the only case"]),
        ]
        return [each.nodeid for each in left_out(items, config)]

    return run


def test_an_even_and_an_odd_seed_try_all_that_runs_by_turns_between_them(leaves_out):
    even, odd = (leaves_out(seed) for seed in (2, 3))

    assert sorted(even + odd) == sorted([*BY_TURNS, "for a release", "for a release"])
    assert 2 < len(even) < len(BY_TURNS)
    assert leaves_out(4) == even


def test_whoever_names_a_test_gets_it(leaves_out):
    assert leaves_out(2, "tests/test_x.py") == ["for a release"]
