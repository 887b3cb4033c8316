"""Tests that press real keys may be tried a second time, all others never; the run counts and names them.

A real key can get lost between the screen and the browser: no page hears of it, and no
condition tells.
"""

import pytest


def pytest_collection_modifyitems(items):
    """Let tests marked ``real_keys`` be tried a second time, and refuse others that ask for it."""
    for item in items:
        if item.get_closest_marker("flaky"):
            raise pytest.UsageError(
                f"{item.nodeid} asks to be tried again: only tests marked real_keys are."
            )
        if item.get_closest_marker("real_keys"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_terminal_summary(terminalreporter):
    """Tell which tests were tried a second time, and how they had failed."""
    again = terminalreporter.stats.get("rerun", [])
    if not again:
        return
    names = ", ".join(report.nodeid for report in again)
    terminalreporter.section("tried again")
    terminalreporter.line(
        f"Tried a second time: {len(again)} test{'s' if again[1:] else ''}: {names}"
    )
    for report in again:
        terminalreporter.line(f"\n{report.nodeid}, first time:\n{report.longreprtext}")
