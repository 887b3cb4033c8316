"""The real content in a real browser: accessibility, narrow screens, few requests, nothing stored unasked."""

import re

import pytest
from playwright.sync_api import expect

from .accessible import faults_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demonstration"),
]


def test_a_reader_finds_a_response_without_scripts(new_page):
    page = new_page(width=320, height=640, java_script_enabled=False)
    page.goto("/")

    page.get_by_role("main").get_by_role("link", name="super-complaints").first.click()
    page.get_by_role("heading", name="Section 60 stop and search").get_by_role(
        "link"
    ).click()
    page.get_by_role("link", name=re.compile("Recommendation 3|Read .*3")).or_(
        page.get_by_role("main").locator("a[href$='recommendation-3/']")
    ).first.click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("Accepts")
    expect(main).to_contain_text("14 June 2024")


def test_a_telephone_shows_the_answer_on_the_first_screen_of_a_first_visit(
    new_page, settings
):
    page = new_page(width=320, height=640, has_touch=True, is_mobile=True)
    for address, shown in {
        "/": [".page-heading .answer", "a[href='/staying-safe-online/'] >> nth=1"],
        "/super-complaints/stalking/": [
            ".page-heading .answer",
            ".page-heading .status",
        ],
        "/super-complaints/stalking/recommendation-16/": [
            ".page-heading .asked",
            ".page-heading .status",
        ],
        "/staying-safe-online/": ["a[href='tel:999']"],
        "/search/?q=am+i+safe": [".page-heading .answer a"],
    }.items():
        page.goto(address)

        end = page.locator(".exit").bounding_box()["y"]
        for each in shown:
            box = page.locator(f"{each}").first.bounding_box()
            assert box["y"] + box["height"] <= end, (address, each)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Skip to main content"))
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Leave this site"))
    assert page.locator(":focus").bounding_box()["height"] >= 44
    settings.MAINTENANCE = True
    assert faults_at(page, ["/"]) == ""
