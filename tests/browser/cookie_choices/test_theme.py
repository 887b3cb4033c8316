"""Light and dark colours: the device decides, a reader may choose, and only consent lets it be remembered."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import faults_of

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

DARK_AT_FIRST_PAINT = """
new PerformanceObserver(() => { window.atFirstPaint = document.documentElement.className; })
    .observe({type: 'paint', buffered: true});
"""


def ground(reader) -> int:
    """Return how light the ground of the page is, from 0 to 255."""
    colour = reader.page.evaluate(
        "getComputedStyle(document.documentElement).backgroundColor"
    )
    return max(int(number) for number in re.findall(r"\d+", colour)[:3])


def button(reader, name: str):
    return reader.page.get_by_role("region", name="Colours").get_by_role(
        "button", name=name
    )


def test_the_device_decides_without_scripts_and_no_switch_is_shown(new_reader):
    for scheme, is_light in (("light", True), ("dark", False)):
        reader = new_reader(color_scheme=scheme, java_script_enabled=False).goto("/")

        assert (ground(reader) > 127) is is_light
        expect(reader.page.get_by_text("Same as your device")).to_be_hidden()


def test_without_consent_a_choice_counts_for_this_page_alone(reader):
    reader.goto("/").choose("reject")

    button(reader, "Dark").click()

    assert ground(reader) < 64
    expect(button(reader, "Dark")).to_have_attribute("aria-pressed", "true")
    expect(reader.page.get_by_text("This page only.")).to_be_visible()
    assert "theme" not in reader.cookies
    assert faults_of(reader.page) == []
    reader.goto("/long/")
    assert ground(reader) > 127
    expect(button(reader, "Same as your device")).to_have_attribute(
        "aria-pressed", "true"
    )


def test_remember_this_is_the_consent_to_preferences_and_nothing_else(
    reader, statistics
):
    reader.page.add_init_script(DARK_AT_FIRST_PAINT)
    reader.goto("/")
    button(reader, "Dark").click()
    reader.page.get_by_role("button", name="Remember this").click()

    expect(reader.page.get_by_text("This page only.")).to_be_hidden()
    expect(button(reader, "Dark")).to_be_focused()
    assert reader.cookies["theme"] == "dark"
    assert "preferences=1|statistics=-1" in reader.cookies["cookie_consent"]
    reader.goto("/long/")
    assert (
        "theme-dark"
        in reader.page.wait_for_function("window.atFirstPaint").json_value()
    )
    assert statistics.requests == []
    button(reader, "Same as your device").click()
    assert "theme" not in reader.cookies
    reader.goto("/")
    assert ground(reader) > 127


def test_who_accepted_cookies_is_not_asked_again_and_taking_it_back_forgets_the_theme(
    reader,
):
    reader.goto("/").choose("accept")
    button(reader, "Dark").click()

    expect(reader.page.get_by_role("button", name="Remember this")).to_be_hidden()
    assert reader.cookies["theme"] == "dark"
    reader.save_on_the_page(preferences="no")
    assert "theme" not in reader.cookies
    assert ground(reader.goto("/")) > 127


def test_a_theme_chosen_before_the_answer_stays_and_is_remembered_with_it(reader):
    reader.goto("/")
    button(reader, "Dark").click()
    reader.choose("accept")

    assert ground(reader) < 64
    assert reader.cookies["theme"] == "dark"


def test_a_browser_that_keeps_no_cookies_is_told_so(reader):
    reader.goto("/")
    reader.page.route("**/cookies/choice/", lambda route: route.fulfill(status=204))
    button(reader, "Light").click()
    reader.page.get_by_role("button", name="Remember this").click()

    expect(
        reader.page.get_by_text("Sorry, your browser did not keep it.")
    ).to_be_visible()
    assert reader.cookies == {}
