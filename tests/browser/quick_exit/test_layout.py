"""The exit stays in view and in nobody's way: narrow, wide, at 400 % and after scrolling."""

import pytest

from pages.content.models import SiteWording
from tests.browser.quick_exit import urls
from tests.effort import by_effort

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# WCAG 2.2, criterion 1.4.10: 1280 by 1024 at 400 % leaves 320 by 256.
VIEWS = [(320, 640), (1280, 900), (320, 256)]
LONG_PAGE = "/super-complaints/stalking/recommendation-7-1/"


@pytest.fixture(params=VIEWS, ids=lambda view: f"{view[0]}x{view[1]}")
def page(request, demonstration, new_page):
    """A long page of the real content."""
    page = new_page(*request.param)
    page.goto(LONG_PAGE)
    return page


def test_the_link_is_in_view_and_large_wherever_the_page_is_scrolled_to(page):
    link = page.locator(".exit__link")
    view = page.viewport_size
    for part in (0, 0.5, 1):
        page.evaluate(
            f"scrollTo({{top: {part} * document.documentElement.scrollHeight, behavior: 'instant'}})"
        )
        box = link.bounding_box()
        assert box["height"] >= 44
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= view["width"]
        assert box["y"] >= 0
        assert box["y"] + box["height"] <= view["height"]
        if view["height"] == 256 and part == 0.5:
            # At 400 % it takes at most a fifth of the view.
            box = page.locator(".exit").bounding_box()
            assert min(box["y"] + box["height"], 256) - max(box["y"], 0) <= 256 / 5
        assert link.evaluate(
            "link => { const box = link.getBoundingClientRect();"
            " const middle = [box.x + box.width / 2, box.y + box.height / 2];"
            " return link.contains(document.elementFromPoint(...middle)) }"
        )


COVERED = """() => {
  const focused = document.activeElement;
  if (focused === document.body) return 'end';
  const exit = document.querySelector('.exit');
  if (exit.contains(focused)) return null;
  // A link over two lines has two boxes; its middle may be in neither.
  const boxes = [...focused.getClientRects()].filter(box => box.width && box.height);
  const free = box => [0.1, 0.5, 0.9].some(across => [0.1, 0.5, 0.9].some(down => {
    const x = box.x + box.width * across, y = box.y + box.height * down;
    const top = document.elementFromPoint(x, y);
    return top && !exit.contains(top);
  }));
  return boxes.length && !boxes.some(free) ? focused.outerHTML : null;
}"""


def test_the_exit_covers_nothing_that_has_the_focus(page):
    covered = []
    for key in ("Tab", "Shift+Tab"):
        for _ in range(200):
            page.keyboard.press(key)
            found = page.evaluate(COVERED)
            if found == "end":
                break
            if found:
                covered.append((key, found[:120]))

    assert covered == []


BOXES = """['.exit__key', '.exit__link'].map(selector => {
  // A scroll bar, which a longer page has, moves the whole header.
  const edge = document.querySelector('.header__row').getBoundingClientRect().right;
  const box = document.querySelector(selector).getBoundingClientRect();
  return [edge - box.right, box.y, box.width, box.height];
})"""


@pytest.mark.real_keys
@pytest.mark.parametrize("browser", ["chromium", "firefox"], indirect=True)
def test_the_exit_is_whole_before_the_rest_of_the_page_comes_and_stays_in_its_place(
    reader, address
):
    reader.visit(address.loading, wait=False)
    reader.wait_until("!!document.querySelector('h1')")
    reader.wait_until_painted()
    boxes = reader.evaluate(BOXES)
    assert reader.evaluate("document.readyState") == "loading"
    assert all(width for _, _, width, _ in boxes)

    urls.rest_may_come.set()

    reader.wait_until("document.readyState == 'complete'")
    assert reader.evaluate(BOXES) == boxes


@pytest.mark.real_keys
@pytest.mark.parametrize("browser", ["chromium", "firefox"], indirect=True)
def test_the_sentence_on_the_key_is_whole_where_the_page_comes_in_parts(
    reader, address
):
    reader.visit(address.cut, wait=False)
    reader.wait_until("!!document.querySelector('.exit script')")
    assert not reader.evaluate("document.querySelector('.exit__key')")

    urls.rest_may_come.set()

    reader.wait_until("document.readyState == 'complete'")
    sentence = reader.evaluate("document.querySelector('.exit__key').textContent")
    assert sentence == "Quickly exit this site by pressing the Escape key"


RED = "#a3201d"
"""As red as the exit is elsewhere."""
EDGES = """(() => {
  const right = selector => document.querySelector(selector).getBoundingClientRect().right;
  const row = document.querySelector('.header__row');
  return [right('.exit__link'), right('.header__row') - parseFloat(getComputedStyle(row).paddingRight)];
})()"""
COLOURS = """(() => {
  const parts = value => value.match(/[\\d.]+/g).slice(0, 3).map(Number);
  const link = getComputedStyle(document.querySelector('.exit__link'));
  const header = getComputedStyle(document.querySelector('.header'));
  return [link.color, link.backgroundColor, header.backgroundColor].map(parts);
})()"""


def contrast(one, other):
    """Return the contrast of two colours by WCAG 2.2."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour):
    linear = []
    for part in colour:
        share = part / 255
        linear.append(
            share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4
        )
    red, green, blue = linear
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.real_keys
@pytest.mark.parametrize(
    "browser", by_effort(["firefox"], ["chromium", "firefox", "webkit"]), indirect=True
)
def test_in_a_wide_window_the_link_ends_at_the_right_edge_and_stands_out_from_a_red_header(
    reader, address
):
    SiteWording.objects.update(brand_colour=RED)

    reader.visit(address.complaint)

    assert reader.evaluate("innerWidth >= 1200")
    link, edge = reader.evaluate(EDGES)
    assert abs(link - edge) < 1
    text, button, header = reader.evaluate(COLOURS)
    assert header == [163, 32, 29]
    assert contrast(text, button) >= 4.5
    assert contrast(button, header) >= 3
