"""One press of Escape leaves while a page still loads, on poor lines, once the page can know of it."""

from itertools import product

import pytest

from pages.content.models import SiteWording
from tests.effort import by_effort

from .conftest import COLOUR
from .line import Line
from .presses import MOMENTS, PAIRWISE, Presser

pytestmark = [
    pytest.mark.browser,
    pytest.mark.by_turns,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def line(live_server):
    """A line to the site that is as poor as it is told to be."""
    line = Line(live_server.url)
    yield line
    line.close()


@pytest.fixture
def presser(reader, desktop, address, line, stand_in):
    # A notice that can be closed: that is kept in a cookie, which the banner asks
    # about.
    SiteWording.objects.update(phase="beta", phase_sentence="This site is new.")
    return Presser(reader, desktop, line, stand_in)


BROWSERS = ["chromium", "firefox"]
EVERY_CASE = [(browser, *case) for case in PAIRWISE for browser in BROWSERS]
ONE_OF_EACH_LINE = [
    (BROWSERS[number % 2], *PAIRWISE[index])
    for number, index in enumerate((0, 4, 8, 10, 13))
]


STOP = "void stop()"
COMES_UP = "void dispatchEvent(new KeyboardEvent('keyup', {keyCode: 27}))"
"""Pressed before the page began, or while the browser kept it."""
FOR_A_MENU = f"dispatchEvent(new KeyboardEvent('keydown', {{keyCode: 18}})), {COMES_UP}"
WHEN_IT_KNOWS = 10
"""Seconds from the request by which a page knows of the key, however busy the machine is."""


@pytest.mark.parametrize(
    ("browser", "on_line", "way", "banner"),
    by_effort(ONE_OF_EACH_LINE, EVERY_CASE),
    indirect=["browser"],
)
def test_escape_leaves_at_every_moment_of_the_loading(presser, on_line, way, banner):
    presser.choose(on_line, banner)

    def press(moment):
        pressed = presser.press(way, moment)
        print(pressed)
        assert pressed.presses == 1 or not pressed.listening, pressed
        return pressed

    *_, last = [
        press(moment) for moment in by_effort(MOMENTS[on_line][::5], MOMENTS[on_line])
    ]
    assert (last if last.listening else press(WHEN_IT_KNOWS)).listening, (
        "the page never knew of the key"
    )


@pytest.mark.parametrize("browser", BROWSERS, indirect=True)
def test_escape_leaves_from_the_page_before_while_the_next_keeps_the_reader_waiting(
    reader, desktop, address, line, leaves
):
    reader.visit(f"{line.address}/super-complaints/stalking/")
    line.pages_may_come.clear()
    line.forget()
    reader.click("a[href$='/super-complaints/']")
    reader.wait_for(lambda: line.asked_at)

    reader.press("Escape")

    leaves(reader)
    with desktop.watching(COLOUR) as seen:
        line.pages_may_come.set()
        reader.wait_until_drawn()
    assert seen == []


@pytest.mark.parametrize("browser", BROWSERS, indirect=True)
def test_a_load_that_a_key_can_stop_lasts_until_the_page_is_painted(
    reader, address, line, stand_in
):
    line.keeps_styles = True
    reader.visit(f"{line.address}/super-complaints/stalking/")
    reader.visit(f"{line.address}/super-complaints/")

    reader.wait_until(
        "performance.timing.loadEventEnd > 0 && !document.querySelector('iframe')"
    )
    assert reader.evaluate(
        "performance.getEntriesByType('navigation')[0].loadEventStart"
        " > performance.getEntriesByName('first-contentful-paint')[0].startTime"
    )
    reader.wait_until("performance.timing.loadEventEnd + 2000 < Date.now()")
    reader.evaluate(COMES_UP)
    reader.wait_until_drawn()
    assert stand_in.connections == 0, "A key that was pressed in a menu left."


@pytest.mark.parametrize("browser", ["firefox"], indirect=True)
def test_escape_leaves_while_firefox_drops_the_keys_of_a_new_page(
    browser, start, address, stand_in, leaves, monkeypatch
):
    # It drops them for three frames. Two a second leave time to press.
    monkeypatch.setattr(
        browser, "settings", browser.settings | {"layout.frame_rate": 2}
    )
    reader = start()
    reader.visit(f"{stand_in.address}/before")
    reader.visit(address.complaint, wait=False)
    reader.wait_until(
        "performance.now() > 200 + performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    )

    reader.press("Escape")

    leaves(reader)


@pytest.mark.parametrize("browser", BROWSERS, indirect=True)
@pytest.mark.parametrize(
    "bytes_that_come", [3_000, pytest.param(9_000, marks=pytest.mark.long)]
)
def test_a_line_that_breaks_sends_nobody_away(
    reader, address, line, stand_in, bytes_that_come
):
    line.breaks_after = bytes_that_come

    reader.visit(f"{line.address}/super-complaints/stalking/", wait=False)

    reader.wait_until("!!window.leaveSite")
    # Not before, or Chromium would be told of the end together with the beginning, and
    # show a page of its own.
    line.may_break.set()
    # Firefox ends such a page. Chromium waits for the rest and, if it is all head,
    # draws nothing.
    if reader.name == "firefox":
        reader.wait_until("document.readyState != 'loading'")
        reader.wait_until_drawn()
    assert reader.address.startswith(line.address)
    assert stand_in.connections == 0


@pytest.mark.parametrize("browser", BROWSERS, indirect=True)
def test_escape_leaves_a_page_that_stalls_after_its_first_bytes(
    reader, address, leaves
):
    reader.visit(address.complaint)
    reader.visit(address.stalled, wait=False)
    reader.wait_until("location.pathname == '/tests/stalled/' && !!window.leaveSite")

    reader.press("Escape")

    leaves(reader)


HEARD = """void (window.heard = [], ['keydown', 'keyup'].forEach(
    type => addEventListener(type, event => heard.push(`${type} ${event.key}`), true)))"""


@pytest.mark.long
@pytest.mark.parametrize("browser", ["webkit"], indirect=True)
def test_a_second_escape_leaves_a_stalled_page_where_minibrowser_takes_the_first(
    reader, address, stand_in, leaves
):
    # While any page loads, MiniBrowser takes the press for itself: a page hears only
    # that the key comes up.
    reader.visit(address.complaint)
    reader.visit(address.stalled, wait=False)
    reader.wait_until("location.pathname == '/tests/stalled/' && !!window.leaveSite")
    reader.evaluate(HEARD)

    reader.press("Escape")
    reader.wait_until("heard.length")
    assert reader.evaluate("heard") == ["keyup Escape"]
    assert reader.evaluate("document.readyState") == "loading"
    assert stand_in.connections == 0
    reader.press("Escape")

    leaves(reader)


@pytest.mark.parametrize(
    ("browser", "by_touch"),
    by_effort(
        [("chromium", True), ("firefox", False)], list(product(BROWSERS, [False, True]))
    ),
    indirect=["browser"],
)
def test_the_link_leaves_while_the_page_is_loading(reader, address, leaves, by_touch):
    reader.visit(address.loading, wait=False)
    reader.wait_until("!!document.querySelector('h1')")
    reader.wait_until_painted()
    # Firefox hands a new page neither clicks nor keys until it has drawn 3 frames and
    # 100 ms have passed.
    reader.point_at_page()
    reader.wait_until_page_hears_keys()
    assert reader.evaluate("document.readyState") == "loading"

    (reader.tap if by_touch else reader.click)(".exit__link")

    leaves(reader)


@pytest.mark.parametrize(
    ("browser", "sign", "escape_leaves"),
    by_effort(
        [
            ("chromium", STOP, True),
            ("chromium", STOP, False),
            ("firefox", STOP, True),
            ("firefox", COMES_UP, True),
        ],
        list(product(BROWSERS, [STOP, COMES_UP], [True, False])),
    ),
    indirect=["browser"],
)
def test_a_sign_of_the_key_before_the_first_paint_leaves_unless_escape_is_turned_off(
    reader, address, stand_in, leaves, sign, escape_leaves
):
    reader.visit(address.complaint)
    if not escape_leaves:
        reader.evaluate("sessionStorage.setItem('exit-escape-off', 'yes')")
    reader.visit(address.unpainted, wait=False)
    reader.wait_until(
        "location.pathname == '/tests/unpainted/' && !!document.querySelector('iframe')"
    )

    reader.evaluate(sign)

    if escape_leaves:
        leaves(reader)
    else:
        if sign == STOP:  # the key that comes up ends no loading
            reader.wait_until("document.readyState == 'complete'")
        reader.evaluate("void setTimeout(() => { window.later = true })")
        reader.wait_until("window.later")
        assert reader.address == address.unpainted
        assert stand_in.connections == 0


@pytest.mark.parametrize("browser", ["firefox"], indirect=True)
def test_a_key_that_closes_a_menu_leaves_nobody(reader, address, stand_in):
    reader.visit(address.unpainted, wait=False)
    reader.wait_until(
        "location.pathname == '/tests/unpainted/' && !!document.querySelector('iframe')"
    )

    reader.evaluate(FOR_A_MENU)

    reader.evaluate("void setTimeout(() => { window.later = true })")
    reader.wait_until("window.later")
    assert reader.address == address.unpainted
    assert stand_in.connections == 0
