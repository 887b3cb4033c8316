"""What stands on the screen from the key on: not the site, whatever becomes of the way out."""

import pytest

from .conftest import COLOUR

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]

NOTE_EACH_FRAME = """void addEventListener('keydown', () => {
  const frames = [];
  const look = () => {
    frames.push({
      visibility: getComputedStyle(document.body).visibility,
      title: document.title,
      icons: [...document.querySelectorAll('link[rel~=icon]')].map(icon => icon.href),
      path: location.pathname,
    });
    localStorage.frames = JSON.stringify(frames);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
}, {capture: true, once: true})"""
"""Kept for the next visit: Chromium's remote control hears nothing of a page that is on its way out."""


@pytest.fixture
def frames(reader, address, stand_in, leaves):
    """What the page was like at each frame after the key, while it waited for a slow target."""
    stand_in.seconds = 2
    reader.visit(address.complaint)
    reader.evaluate(NOTE_EACH_FRAME)
    reader.press("Escape")
    leaves(reader)
    reader.visit(address.safety)
    frames = reader.evaluate("JSON.parse(localStorage.frames)")
    assert frames
    return frames


def test_the_page_is_neutral_at_once_and_invisible_by_the_second_frame(frames):
    first = {name: value for name, value in frames[0].items() if name != "visibility"}
    assert first == {"title": "Loading", "icons": ["data:,"], "path": "/"}
    assert {frame["visibility"] for frame in frames[1:] or frames} == {"hidden"}


@pytest.mark.long
def test_a_slow_target_leaves_nothing_on_the_screen(
    reader, desktop, address, stand_in, leaves
):
    stand_in.may_answer.clear()
    reader.visit(address.complaint)
    reader.wait_for(lambda: desktop.shows(COLOUR))

    reader.press("Escape")
    # Before the target has answered.
    reader.wait_for(lambda: stand_in.requests and not desktop.shows(COLOUR))

    with desktop.watching(COLOUR) as seen:
        stand_in.may_answer.set()
        leaves(reader)
    assert seen == []


@pytest.mark.long
@pytest.mark.parametrize("way", ["escape", "link"])
def test_escape_and_the_link_leave_when_every_other_script_fails(
    reader, address, leaves, way
):
    reader.visit(address.broken)

    reader.press("Escape") if way == "escape" else reader.click(".exit__link")

    leaves(reader)


def wait_for_error_page(reader, address, *, after=0):
    """Wait until the browser says that it cannot reach a page, and return when that began."""
    return reader.wait_until(
        f"!document.URL.startsWith('{address.home}')"
        f" && performance.timeOrigin > {after} && performance.timeOrigin"
    )


@pytest.mark.long
def test_offline_nothing_of_the_site_comes_back(reader, desktop, address, stand_in):
    reader.visit(address.home)
    reader.visit(address.complaint)
    stand_in.go_offline()

    reader.press("Escape")

    reader.wait_for(lambda: not desktop.shows(COLOUR))
    with desktop.watching(COLOUR) as seen:
        first_time = wait_for_error_page(reader, address)
        reader.back()
        wait_for_error_page(reader, address, after=first_time)
        reader.wait_until_drawn()
    assert seen == []


@pytest.mark.long
def test_the_back_button_does_not_stop_a_slow_way_out(
    reader, desktop, address, stand_in, leaves
):
    stand_in.seconds = 2
    reader.visit(address.home)
    reader.visit(address.complaint)
    reader.press("Escape")
    reader.wait_for(lambda: stand_in.requests and not desktop.shows(COLOUR))

    with desktop.watching(COLOUR) as seen:
        reader.back()
        leaves(reader, times=2)

    assert seen == []
