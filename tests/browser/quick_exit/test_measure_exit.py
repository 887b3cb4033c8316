"""Measures how fast the exit hides a page, and whether it leaves one that loads; `make measure-exit` runs it.

PRESSES says how often each moment is tried; without it, a press of each kind shows that
the measurement still works. Nearly all of the time is spent waiting for poor lines, so
several processes press at once.
"""

import os
import statistics
import time
from pathlib import Path

import pytest

from pages.content.models import SiteWording
from tests.effort import by_effort
from tests.hanging import LIMIT

from .conftest import COLOUR
from .line import Line
from .presses import EVERY_CASE, MOMENTS, Presser

PRESSES = int(os.environ.get("PRESSES", "0"))
CASES = EVERY_CASE if PRESSES else [("30 kB/s", "by link", "banner")]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
    pytest.mark.parametrize(
        "browser", by_effort(["chromium"], ["chromium", "firefox"]), indirect=True
    ),
]

TIMES = 30 if PRESSES else 1
NOTE_FRAMES_AND_TIME = """void addEventListener('keydown', event => {
  let frames = 0;
  const look = () => {
    frames += 1;
    if (getComputedStyle(document.body).visibility == 'hidden')
      localStorage.hidden = JSON.stringify([frames, performance.now() - event.timeStamp]);
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, {capture: true, once: true})"""


def test_measure(request, reader, desktop, address, stand_in, leaves):
    if PRESSES:
        request.config.stash[LIMIT].stop()
    stand_in.seconds = 0.5
    frames, script, screen = [], [], []
    for time_of_it in range(TIMES):
        reader.visit(address.complaint)
        reader.wait_for(lambda: desktop.shows(COLOUR))
        reader.wait_until_drawn()
        reader.evaluate(NOTE_FRAMES_AND_TIME)
        with desktop.watching(COLOUR) as seen:
            pressed = time.monotonic()
            reader.press("Escape")
            leaves(reader, times=time_of_it + 1)
        screen.append(1000 * (max(seen, default=pressed) - pressed))
        reader.visit(address.safety)
        counted, took = reader.evaluate("JSON.parse(localStorage.hidden)")
        frames.append(counted)
        script.append(took)
    for name, figures in [
        ("frames until hidden", frames),
        ("ms from key to a hidden frame", script),
        ("ms from key to off the screen (with xdotool's own start)", screen),
    ]:
        median, worst = statistics.median(figures), max(figures)
        print(
            f"\n{reader.name}: {name}: median {median:.1f}, worst {worst:.1f} of {TIMES}",
            end="",
        )


@pytest.fixture
def table(tmp_path):
    """Where the rows go.

    The Makefile writes the heads, since several processes add rows.
    """
    return Path("var/measure-exit.tsv") if PRESSES else tmp_path / "measure-exit.tsv"


@pytest.mark.parametrize(("on_line", "way", "banner"), CASES)
def test_measure_while_loading(
    request,
    reader,
    desktop,
    address,
    live_server,
    stand_in,
    table,
    banner,
    way,
    on_line,
):
    """Press at each moment of one kind of visit, and add what became of it to a table."""
    request.config.stash[LIMIT].stop()
    SiteWording.objects.update(phase="beta", phase_sentence="This site is new.")
    line = Line(live_server.url)
    presser = Presser(reader, desktop, line, stand_in)
    presser.choose(on_line, banner)
    for moment in MOMENTS[on_line] if PRESSES else MOMENTS[on_line][5:6]:
        row = [reader.name, on_line, way, banner, moment]
        _add(table, row, [presser.press(way, moment) for _ in range(PRESSES or 1)])
    line.close()


def _add(table, row, presses):
    """Add a line to the table: what was tried, and what became of it."""
    left = [press for press in presses if press.presses]
    gone = [1000 * press.gone_after for press in left]
    figures = [
        len(presses),
        sum(press.listening for press in presses),
        len(left),
        sum(press.presses == 1 for press in presses),
        sum(press.presses != 1 and press.listening for press in presses),
        sum(press.presses > 1 or press.where == "shown" for press in presses),
        round(statistics.median(gone)) if gone else "",
        round(max(gone)) if gone else "",
        ", ".join(sorted({press.where for press in presses if not press.presses})),
    ]
    with table.open("a") as file:
        file.write("\t".join(map(str, row + figures)) + "\n")
