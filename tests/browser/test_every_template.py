"""What a designer looks for on each template: the heading at once, dark colours, large letters."""

import re
from io import BytesIO
from itertools import combinations

import pytest
from PIL import Image
from playwright.sync_api import expect

from complaints.vocabulary import Status
from tests.effort import by_effort, every_nth

from .accessible import faults_found_by_axe
from .addresses import ONE_OF_EACH_TEMPLATE
from .settled import settle

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demonstration"),
]

WIDTH, HEIGHT = 320, 640
"""A small telephone’s window."""
WITHOUT_BANNER = ("/cookies/", "/cookies/?saved")
"""Their form asks the same."""
TOO_WIDE = """document.documentElement.scrollWidth > innerWidth
    || [...document.querySelectorAll('.table-region:not(.table-region--long)')].some(
        table => table.scrollWidth > table.clientWidth)"""
LINKS_OF_THE_HEADER_THAT_OVERLAP = """() => {
    const boxes = [...document.querySelectorAll('.header__force, .header__service, .header__places a')].map(
        link => ({link, ...link.getBoundingClientRect().toJSON()}));
    const overlap = (one, other) => one.left < other.right - 1 && other.left < one.right - 1
        && one.top < other.bottom - 1 && other.top < one.bottom - 1;
    return boxes.flatMap((one, at) => boxes.slice(at + 1).filter(other => overlap(one, other)).map(
        other => `${one.link.innerText} and ${other.link.innerText}`));
}"""
OUTLINED = {"response_missing", "not_started", "in_progress", "closed"}
"""Statuses whose part of a chart is an outline, with a pattern or without."""
LEAST_DIFFERENCE, MIDDLE_TONE = 40, 128
"""Of tones of grey from 0 to 255."""
LEAST_CONTRAST = 3.0
"""Of graphics with what they stand on (WCAG 2.2, criterion 1.4.11)."""
COLOURS_OF_CHARTS = """() => [...document.querySelectorAll('.chart rect')].map(part => {
    let ground = part, colour;
    do {
        ground = ground.parentElement;
        colour = getComputedStyle(ground).backgroundColor;
    } while (colour === 'rgba(0, 0, 0, 0)');
    const {fill, stroke} = getComputedStyle(part);
    return [part.className.baseVal, fill, stroke, colour];
})"""
COLOURS_OF_LEGENDS = """() => Object.fromEntries([...document.querySelectorAll('.counts__count')].map(
    row => [row.className.match(/--(\\w+)/)[1], getComputedStyle(row, '::before').borderLeftColor]))"""


def test_a_small_telephone_shows_the_heading_with_the_banner_open(new_page):
    """At small effort every second template is tried."""
    page = new_page(WIDTH, HEIGHT, has_touch=True, is_mobile=True)
    wrong = []
    for address in every_nth(2, ONE_OF_EACH_TEMPLATE):
        page.goto(address)
        settle(page)
        exit_top = page.locator(".exit").bounding_box()["y"]
        if address not in WITHOUT_BANNER:
            banner, beta = (
                page.locator(name).bounding_box()
                for name in (".cookie-banner", ".phase")
            )
            if (
                banner["height"] + beta["height"] > HEIGHT / 4
                or banner["y"] + banner["height"] > exit_top
            ):
                wrong.append((address, "banner", banner))
        heading = page.get_by_role("heading", level=1).bounding_box()
        if heading["y"] + heading["height"] > exit_top:
            wrong.append((address, "heading", heading, exit_top))

    assert wrong == []


def test_charts_stand_out_and_have_the_colours_of_their_numbers(new_page, settings):
    settings.DEBUG = True
    page = new_page()
    page.goto("/patterns/")
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)

        parts, legends = (
            page.evaluate(COLOURS_OF_CHARTS),
            page.evaluate(COLOURS_OF_LEGENDS),
        )

        assert {name.removeprefix("chart__") for name, *_ in parts} == set(Status)
        for name, fill, stroke, ground in parts:
            status = name.removeprefix("chart__")
            colour = stroke if status in OUTLINED else fill
            assert contrast(colour, ground) >= LEAST_CONTRAST, name
            assert legends[status] == colour
        hatch = page.locator(".chart__mark--response_missing").first
        assert (
            hatch.evaluate("line => getComputedStyle(line).stroke")
            == legends["response_missing"]
        )


@pytest.mark.parametrize(
    "options",
    [{}, {"color_scheme": "dark"}, {"forced_colors": "active"}],
    ids=["light", "dark", "forced"],
)
@pytest.mark.parametrize(
    "drawn", [".chart >> nth=0", "ul.counts >> nth=0"], ids=["bar", "numbers"]
)
def test_each_status_differs_without_its_colour(new_page, settings, options, drawn):
    """The bar and the squares beside the numbers are compared as pictures in black, white and two tones."""
    settings.DEBUG = True
    page = new_page(**options)
    page.goto("/patterns/")
    within = page.locator(drawn)
    parts = within.locator("rect, .counts__count")
    pictures = {}
    for part in parts.all():
        part.scroll_into_view_if_needed()
        box = part.bounding_box()
        status = re.search(
            r"(?:chart__|counts__count--)(\w+)", part.get_attribute("class")
        ).group(1)
        # Away from the outline, which only some have.
        clip = {
            "x": box["x"] + 3,
            "y": box["y"] + box["height"] / 2 - 7,
            "width": 14,
            "height": 14,
        }
        pictures[status] = pattern_of(page.screenshot(clip=clip))

    assert set(pictures) == set(Status)
    alike = [
        (one, other)
        for one, other in combinations(pictures, 2)
        if pictures[one] == pictures[other]
    ]
    assert alike == []


def pattern_of(png: bytes) -> list[bool] | str:
    """Return which points of a picture in grey are darker than its middle tone, without what is plain."""
    picture = Image.open(BytesIO(png)).convert("L")
    darkest, lightest = picture.getextrema()
    if lightest - darkest < LEAST_DIFFERENCE:
        # A plain part is either dark or light.
        return "dark" if lightest < MIDDLE_TONE else "light"
    middle = (darkest + lightest) / 2
    return [point < middle for point in picture.tobytes()]


@pytest.mark.by_turns
@pytest.mark.parametrize(("pixels", "injected"), [(32, "100%"), (16, "200%")])
def test_nothing_scrolls_sideways_with_large_letters(
    chromium, chromium_program, live_server, pixels, injected
):
    """At small effort every second template by one way, and the others by the other."""
    too_wide = []
    tried = by_effort(ONE_OF_EACH_TEMPLATE[pixels // 32 :: 2], ONE_OF_EACH_TEMPLATE)
    with chromium.browser_type.launch(
        executable_path=chromium_program,
        args=["--no-sandbox", f"--blink-settings=defaultFontSize={pixels}"],
    ) as browser:
        page = browser.new_page(
            base_url=live_server.url, viewport={"width": WIDTH, "height": HEIGHT}
        )
        for address in tried:
            page.goto(address)
            settle(page)
            page.evaluate(
                "size => { document.documentElement.style.fontSize = size }", injected
            )
            assert (
                page.evaluate(
                    "parseFloat(getComputedStyle(document.documentElement).fontSize)"
                )
                == 32
            )
            expect(page.locator(".exit__link")).to_be_in_viewport(ratio=1)
            if page.evaluate(TOO_WIDE):
                too_wide.append(address)
            assert page.evaluate(LINKS_OF_THE_HEADER_THAT_OVERLAP) == [], address

    assert too_wide == []


@pytest.mark.by_turns
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_component_in_every_state_passes_axe(new_page, settings, scheme):
    settings.DEBUG = True
    page = new_page(WIDTH, HEIGHT, color_scheme=scheme)
    page.goto("/patterns/")

    assert faults_found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours as browsers write them (WCAG 2.2, relative luminance)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    numbers = [float(number) for number in re.findall(r"[\d.]+", colour)[:3]]
    channels = [
        number if colour.startswith("color(") else number / 255 for number in numbers
    ]
    linear = [
        channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4
        for channel in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
