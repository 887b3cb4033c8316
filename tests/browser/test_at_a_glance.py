"""What readers see of the main pages without scrolling or searching, on a phone and a desktop."""

import pytest
from playwright.sync_api import expect

from tests.factories.published import change_live

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demonstration"),
]

STALKING = "/super-complaints/stalking/"
SIXTEEN = f"{STALKING}recommendation-16/"
PHONE = {"width": 375, "height": 667}


def tops(page, selectors: list[str]) -> list[float]:
    """Return how far down each of ``selectors`` begins, all of which are visible."""
    return [page.locator(selector).first.bounding_box()["y"] for selector in selectors]


def end_of_first_screen(page) -> float:
    """Return where the bar with the exit begins."""
    return page.locator(".exit").bounding_box()["y"]


def ends(page, selector: str) -> float:
    box = page.locator(selector).first.bounding_box()
    return box["y"] + box["height"]


@pytest.mark.parametrize("width", [375, 1280])
def test_a_recommendation_goes_from_what_was_asked_to_what_readers_can_do(
    new_page, width
):
    page = new_page(width=width)
    page.goto(SIXTEEN)

    in_order = [
        ".page-heading .asked",
        ".page-heading .status",
        ".page-heading .answer",
        ".party",
        "#timeline",
        ".response",
        ".uses",
    ]
    if width == 1280:
        in_order.remove(".uses")  # it is beside the responses
    assert tops(page, in_order) == sorted(tops(page, in_order))
    labels = page.get_by_role("main").get_by_text(
        "Past the deadline, not marked complete", exact=True
    )
    assert [label.is_visible() for label in labels.all()].count(True) == 1


def test_one_press_prints_a_recommendation_and_without_scripts_there_is_nothing_to_press(
    new_page,
):
    page = new_page()
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(SIXTEEN)
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")

    page = new_page(java_script_enabled=False)
    page.goto(SIXTEEN)
    expect(page.get_by_text("Use this page")).to_be_visible()
    expect(page.get_by_text("Print", exact=True)).to_have_count(0)


def test_readers_can_ask_where_the_site_wording_says_whom(new_page):
    from pages.content.models import SiteWording

    page = new_page()
    page.goto(SIXTEEN)
    expect(page.get_by_role("link", name="Ask about")).to_have_count(0)
    page.goto("/accessibility-statement/")
    expect(page.locator("#another-language")).to_have_text(
        "We have not recorded who to ask for a page in another language."
    )
    change_live(SiteWording.objects.get(), questions_to="questions@example.org")
    page.goto(SIXTEEN)
    ask = page.get_by_role("link", name="Ask about this recommendation")
    expect(ask).to_have_attribute("href", "mailto:questions@example.org")
    page.goto("/accessibility-statement/")
    ask = page.get_by_role("link", name="Ask for a page in another language")
    expect(ask).to_have_attribute("href", "mailto:questions@example.org")


def test_the_table_of_recommendations_is_a_list_on_a_phone(new_page):
    page = new_page(width=1280)
    page.goto(STALKING)
    rows, cells = page.locator("tr.row"), page.locator("tr.row").first.locator("td, th")
    expect(page.get_by_role("columnheader")).to_have_text(
        ["Number", "What the report asks", "For", "Deadline", "Status"]
    )
    assert len({round(cell.bounding_box()["y"]) for cell in cells.all()}) == 1
    expect(page.get_by_role("row", name="7.1")).to_have_count(1)

    page.set_viewport_size(PHONE)
    assert rows.count() == 9
    expect(page.locator(".rows-of-recommendations thead")).to_be_hidden()
    tops_of_facts = [cell.bounding_box()["y"] for cell in cells.all()[1:]]
    assert len(set(tops_of_facts)) == 4
    assert tops_of_facts == sorted(tops_of_facts)
    for row in rows.all():
        box = row.bounding_box()
        assert box["x"] + box["width"] <= PHONE["width"]


def test_a_number_that_is_not_recorded_is_told_in_words(new_page):
    page = new_page(width=1280)
    page.goto(STALKING)
    row = page.get_by_role("row", name="Publish a force action plan on stalking")
    expect(row.get_by_role("cell").first).to_have_text("Not recorded")
    expect(row.get_by_text("Number not recorded here")).to_be_hidden()

    page.set_viewport_size(PHONE)
    shown = page.locator("tr.row", has_text="Publish a force action plan on stalking")
    expect(shown.get_by_text("Number not recorded here")).to_be_visible()
    expect(shown.get_by_text("Not recorded", exact=True)).to_be_hidden()


@pytest.mark.parametrize(
    "query", ["status=response_missing", "progress=overdue", "position=accepted"]
)
def test_a_phone_shows_a_result_on_the_first_screen_of_a_filtered_list(new_page, query):
    page = new_page(width=375, height=812)
    page.goto(f"/super-complaints/recommendations/?{query}")
    expect(page.locator(".cookie-banner")).to_be_visible()

    assert ends(page, ".row__asked > a") <= end_of_first_screen(page)


def test_a_super_complaint_has_one_bar_then_its_dates_and_then_the_table(new_page):
    page = new_page(**PHONE)
    page.goto(STALKING)

    expect(page.locator("main svg.chart")).to_have_count(1)
    in_order = ["main .chart", "#timeline", "tr.row", ".uses", "#other-recommendations"]
    assert tops(page, in_order) == sorted(tops(page, in_order))
    numbers = page.locator(".page-heading .counts__count a").all_text_contents()
    assert (
        sum(int(number.split()[0]) for number in numbers)
        == page.locator("tr.row").count()
    )


@pytest.mark.parametrize("address", ["/", "/super-complaints/"])
def test_a_phone_shows_the_state_of_things_and_help_on_the_first_screen_of_a_first_visit(
    new_page, address
):
    page = new_page(**PHONE)
    page.goto(address)
    expect(page.locator(".cookie-banner")).to_be_visible()

    parts = [".page-heading .answer", ".page-heading svg.chart", ".help-line a"]
    for part in parts:
        assert ends(page, part) <= end_of_first_screen(page), part
    assert tops(page, parts) == sorted(tops(page, parts))
    bar = page.locator(".page-heading svg.chart").bounding_box()
    assert bar["x"] >= 0
    assert bar["x"] + bar["width"] <= PHONE["width"]
    numbers = page.locator(".page-heading svg.chart rect").count()
    assert numbers == page.locator(".page-heading .counts__count").count() > 1
    help_link = page.get_by_role("link", name="Talk to someone who is not the police")
    expect(help_link).to_have_attribute("href", "/staying-safe-online/")


def test_a_phone_shows_the_helpline_of_a_super_complaint_on_the_first_screen_of_a_first_visit(
    new_page,
):
    page = new_page(**PHONE)
    page.goto(STALKING)
    expect(page.locator(".cookie-banner")).to_be_visible()

    assert ends(page, ".support-link a") <= end_of_first_screen(page)
    assert tops(page, [".page-heading .answer", ".support-link"]) == sorted(
        tops(page, [".page-heading .answer", ".support-link"])
    )

    page.get_by_role("button", name="Reject").click()
    page.goto(STALKING)
    numbers = page.locator(".support-link a[href^='tel:']").all()
    assert [each.inner_text() for each in numbers] == [
        "0808 802 0300",
        "08 08 16 89 111",
    ]
    for number in numbers:
        box = number.bounding_box()
        assert box["y"] + box["height"] <= end_of_first_screen(page)


def test_the_helpline_that_fits_the_subject_is_first_on_its_pages(new_page):
    page = new_page(**PHONE)
    for address, name in {
        STALKING: "National Stalking Helpline",
        SIXTEEN: "National Stalking Helpline",
        "/super-complaints/modern-slavery/": "Modern Slavery & Exploitation Helpline",
    }.items():
        page.goto(address)
        expect(page.locator(".support-link")).to_contain_text(
            f"Talk to someone who is not the police: {name}", use_inner_text=True
        )
        expect(page.locator("#support h3").first).to_have_text(name)
