"""One press of Escape, one click or one touch leaves, wherever the reader is on the page.

These are real keys and clicks in three browsers. Real iPhones are untested: no machine
here has one.
"""

import pytest

pytestmark = [
    pytest.mark.browser,
    pytest.mark.real_keys,
    pytest.mark.django_db(transaction=True),
]

DIALOG = """void (() => {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  dialog.append(document.createElement('input'));
  dialog.showModal();
})()"""
POPOVER = """void (() => {
  const popover = document.body.appendChild(document.createElement('div'));
  popover.popover = 'auto';
  popover.append('More about this');
  popover.showPopover();
})()"""
SELECT = """void (() => {
  const select = document.createElement('select');
  select.id = 'year';
  for (const year of [2024, 2025, 2026]) select.add(new Option(year));
  document.querySelector('main').prepend(select);
})()"""
FULL_SCREEN = """void (() => {
  const button = document.createElement('button');
  button.id = 'full';
  button.textContent = 'Full screen';
  button.addEventListener('click', () => document.documentElement.requestFullscreen());
  document.querySelector('main').prepend(button);
})()"""


@pytest.mark.long
def test_escape_leaves_after_scrolling(reader, address, leaves):
    reader.visit(address.long)
    reader.press("End")
    reader.wait_until("scrollY > innerHeight")

    reader.press("Escape")

    leaves(reader)


@pytest.mark.firefox
@pytest.mark.parametrize(
    "field", ["input", pytest.param("textarea", marks=pytest.mark.long)]
)
def test_escape_leaves_from_a_field(reader, address, leaves, field):
    reader.visit(address.feedback)
    reader.evaluate(
        "void document.querySelector('main').prepend(document.createElement('input'))"
    )
    reader.click(f"main {field}")
    reader.desktop.type("He knows")
    reader.wait_until(f"document.querySelector('main {field}').value == 'He knows'")

    reader.press("Escape")

    leaves(reader)


@pytest.mark.long
@pytest.mark.parametrize("box", [DIALOG, POPOVER], ids=["dialog", "popover"])
def test_escape_leaves_from_a_box_that_it_would_close(reader, address, leaves, box):
    reader.visit(address.complaint)
    reader.evaluate(box)
    reader.wait_until(
        "!!document.querySelector('dialog:modal, [popover]:popover-open')"
    )

    reader.press("Escape")

    leaves(reader)


@pytest.mark.long
def test_escape_twice_leaves_where_an_open_list_takes_the_first(
    reader, address, leaves
):
    reader.visit(address.complaint)
    reader.evaluate(SELECT)
    windows = reader.desktop.windows()
    reader.click("#year")
    # The list is a window of its own.
    reader.wait_for(lambda: reader.desktop.windows() != windows)

    reader.press("Escape")
    reader.wait_for(lambda: reader.desktop.windows() == windows)
    reader.wait_until_page_hears_keys()
    reader.press("Escape")

    leaves(reader)


@pytest.mark.long
def test_escape_twice_leaves_where_the_find_bar_takes_the_first(
    reader, address, leaves
):
    if reader.name == "webkit":
        pytest.skip("MiniBrowser's find bar does not close at Escape")
    reader.visit(address.complaint)
    reader.press("ctrl+f")
    reader.wait_until("!document.hasFocus()")

    reader.press("Escape")
    reader.wait_until("document.hasFocus()")
    reader.press("Escape")

    leaves(reader)


@pytest.mark.long
def test_escape_twice_leaves_where_full_screen_takes_the_first(reader, address, leaves):
    reader.visit(address.complaint)
    reader.evaluate(FULL_SCREEN)
    reader.click("#full")
    reader.wait_until("!!document.fullscreenElement")

    reader.press("Escape")
    reader.wait_until("!document.fullscreenElement")
    reader.wait_until_page_hears_keys()
    reader.press("Escape")

    leaves(reader)


@pytest.mark.long
def test_a_held_escape_does_not_cancel_the_way_out(reader, address, stand_in, leaves):
    stand_in.seconds = 2
    reader.visit(address.complaint)
    reader.evaluate(
        "void addEventListener('keydown', event => { localStorage.repeated = event.repeat }, true)"
    )

    reader.desktop.hold("Escape", 1.5)

    leaves(reader)
    reader.visit(address.safety)
    assert reader.evaluate("localStorage.repeated") == "true"


@pytest.mark.long
def test_a_held_escape_leaves_before_it_is_let_go(
    reader, desktop, address, stand_in, leaves
):
    if reader.name == "webkit":
        pytest.skip(
            "MiniBrowser itself takes every Escape after the first, and leaves when the key comes up"
        )
    stand_in.seconds = 2
    reader.visit(address.complaint)

    desktop.do("keydown", "Escape")
    try:
        leaves(reader)
    finally:
        desktop.do("keyup", "Escape")


@pytest.mark.long
def test_a_repeated_escape_does_not_cancel_the_way_out(
    reader, address, stand_in, leaves
):
    stand_in.seconds = 2
    reader.visit(address.complaint)

    # As fast as a hand does it, and all while the target keeps the reader waiting.
    reader.press(*["Escape"] * 10, seconds_between=0.1)

    leaves(reader)


@pytest.mark.long
def test_escape_does_not_leave_while_text_is_being_composed(reader, address, stand_in):
    # An event made by script: no input method runs on the screen that nobody sees.
    reader.visit(address.feedback)

    composing = "new KeyboardEvent('keydown', {key: 'Escape', isComposing: true, bubbles: true})"
    reader.evaluate(f"document.querySelector('textarea').dispatchEvent({composing})")

    reader.wait_until_drawn()
    assert reader.address == address.feedback
    assert reader.evaluate("getComputedStyle(document.body).visibility") == "visible"
    assert stand_in.connections == 0


@pytest.mark.firefox
@pytest.mark.parametrize(
    "how", [{"holding": "ctrl"}, pytest.param({"button": 2}, marks=pytest.mark.long)]
)
def test_a_click_that_would_open_a_tab_leaves_in_this_one_and_tells_nothing(
    reader, address, stand_in, leaves, how
):
    reader.visit(address.complaint)

    reader.click(".exit__link", **how)

    leaves(reader)
    assert not {"referer", "origin", "cookie"} & stand_in.requests[0].keys()


def test_the_keyboard_reaches_the_link_after_the_skip_link(reader, address, leaves):
    reader.visit(address.home)
    # Not clicked into: the Tab key would start from there.
    reader.visit(address.complaint, wait=False)
    reader.wait_until_at(address.complaint)
    reader.wait_until_painted()
    reader.wait_until("document.hasFocus()")
    reader.press("Tab", "Tab")
    reader.wait_until("document.activeElement.matches('.exit__link')")

    reader.press("Return")

    leaves(reader)


@pytest.mark.long
def test_a_touch_leaves_on_a_narrow_screen(reader, address, leaves):
    reader.visit(address.complaint)
    reader.narrow(320, 640)
    # MiniBrowser's toolbar makes its window 447 pixels wide at least.
    reader.wait_until(f"innerWidth == {447 if reader.name == 'webkit' else 320}")
    reader.evaluate(
        "void addEventListener('pointerdown', event => { localStorage.touched = event.pointerType }, true)"
    )

    reader.tap(".exit__link")

    leaves(reader)
    reader.visit(address.safety)
    # WebKit's driver makes a mouse's click of it.
    assert reader.evaluate("localStorage.touched") == (
        "mouse" if reader.name == "webkit" else "touch"
    )
