"""Measures how fast the exit hides the page; it tests nothing, and `make test` does not run it.

var/venv/bin/python -m pytest -s tests/browser/quick_exit/measure_exit.py
"""

import statistics
import time

import pytest

from .conftest import COLOUR

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

TIMES = 30
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


def test_measure(reader, desktop, address, stand_in, leaves):
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
        print(f"\n{reader.name}: {name}: median {median:.1f}, worst {worst:.1f} of {TIMES}", end="")
