"""The joined pages of 43 forces: totals first, tables that become lists, filters without a script, help."""

import io
from collections import Counter

import pikepdf
import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command

from complaints.catalogue.reader import read_catalogue
from complaints.catalogue.records import CHIEF_CONSTABLES
from complaints.vocabulary import ItemKind, Status
from tests.browser.accessible import faults_in_the_dark, faults_of
from tests.databases import EMPTY

from .forty_three_forces import FORCES, WITHOUT_COMMISSIONER, status_of, write_sources

REPORT = "stalking/index.html"
PAGE = "stalking/recommendation-16/index.html"
OVERVIEW = "forces/index.html"
FORCES_NAME, COMMISSIONERS_NAME = "Forces", "Police and crime commissioners"
A4_WIDTH = 673
"""CSS pixels that the paper leaves between its margins."""


@pytest.fixture(scope="module")
def site(databases, django_db_setup, django_db_blocker, tmp_path_factory):
    """The folder with the joined pages of all forces."""
    folder = tmp_path_factory.mktemp("joined")
    write_sources(folder)
    with django_db_blocker.unblock():
        databases.use(EMPTY)
        call_command(
            "join_forces",
            folder / "sources.toml",
            to=folder / "site",
            stdout=io.StringIO(),
        )
    return folder / "site"


@pytest.fixture
def read(site):
    """Return a function that reads one of the pages."""
    return lambda name: BeautifulSoup(
        (site / name).read_text(encoding="utf-8"), "html.parser"
    )


@pytest.fixture
def open_page(site, chromium):
    """Return a function that opens one of the pages in a window of some width."""
    contexts = []

    def open_page(name, width=1280, height=800, **options):
        context = chromium.new_context(
            viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.goto(f"file://{site}/{name}")
        return page

    yield open_page
    for context in contexts:
        context.close()


def words_of(tag) -> str:
    return " ".join(tag.get_text(" ").split())


def numbers_of_items() -> dict[str, int]:
    """Return the number by which the made-up data gives each item its status."""
    identifiers = []
    for report in read_catalogue().reports:
        identifiers += [report.identifier_of(item) for item in report.recommendations]
    return {
        identifier: number for number, identifier in enumerate(identifiers, start=1)
    }


def statuses_of(identifier: str) -> list[str]:
    """Return the status of each force for an item; empty where its data has none."""
    number = numbers_of_items()[identifier]
    return [status_of(force, number) for force in range(len(FORCES))]


# The page of a report


def test_each_recommendation_comes_first_with_its_totals_and_a_bar_that_says_the_same(
    read,
):
    page = read(REPORT)
    totals = page.select_one(".joined__totals")
    seven = totals.select_one("#recommendation-7").parent
    counted = Counter(statuses_of("stalking/recommendation-7"))

    expected = [f"{counted[s]} {s.counted_words}" for s in Status if counted[s]]
    expected.append(f"{counted['']} with no entry in the data")
    assert [words_of(each) for each in seven.select("li")] == expected
    assert seven.svg["aria-label"] == f"Chart of 43: {', '.join(expected)}"
    widths = [float(bar["width"]) for bar in seven.svg.select("rect")]
    assert sum(widths) == pytest.approx(100, abs=0.05)
    assert totals.find_next("table") is not None
    assert totals.find_previous("table") is None
    names = [words_of(each) for each in totals.select("h3")]
    assert (
        "Recommendation 7: Record and find stalking when another crime is the main one"
        in names
    )
    assert "Screening: Screen crimes early so that stalking is recognised" in names


def test_the_tables_have_each_force_once_with_its_status_in_every_column(read):
    forces, commissioners = read(REPORT).select("table")
    columns = [words_of(each).partition(" :")[0] for each in forces.select("thead th")][
        1:
    ]
    rows = {each.th.contents[0]: each for each in forces.select("tbody tr")}

    assert list(rows) == list(FORCES)
    assert columns[:3] == ["7", "7.1", "7.2"]
    labels = {"": "No entry", **{status.value: status.short_label for status in Status}}
    statuses = statuses_of("stalking/recommendation-7.1")
    for number, force in enumerate(FORCES):
        cell = rows[force].find_all("td")[1]
        assert words_of(cell) == f"7.1: {labels[statuses[number]]}"
    [city] = [
        each
        for each in commissioners.select("tbody tr")
        if WITHOUT_COMMISSIONER in each.th.text
    ]
    assert {words_of(each).partition(": ")[2] for each in city.find_all("td")} == {
        "No commissioner"
    }


def test_each_number_leads_to_those_that_it_counts(site, read):
    for name in (REPORT, PAGE):
        for link in read(name).select(".joined__counts a"):
            address, _, anchor = link["href"].partition("#")
            target = (site / name).parent / address if address else site / name
            assert f'id="{anchor}"' in target.read_text(encoding="utf-8"), link["href"]


# The overview


def test_the_overview_says_on_how_many_recommendations_each_force_has_published_something(
    read,
):
    forces, commissioners = read(OVERVIEW).select("table")
    columns = [each.a["href"].split("/")[1] for each in forces.select("thead th")[1:]]
    report = read_catalogue().report("stalking")
    asked = []
    for item in report.recommendations:
        is_part = item.kind == ItemKind.PART or item.number_of_whole
        if CHIEF_CONSTABLES in item.addressees and not is_part:
            asked.append(statuses_of(report.identifier_of(item)))

    place = columns.index("stalking")
    for number, row in enumerate(forces.select("tbody tr")):
        published = [
            each[number]
            for each in asked
            if each[number] not in ("", Status.RESPONSE_MISSING)
        ]
        cell = row.find_all("td")[place]
        assert (
            words_of(cell.select_one(".joined__published"))
            == f"{len(published)} of {len(asked)}"
        )
    [city] = [
        each
        for each in commissioners.select("tbody tr")
        if WITHOUT_COMMISSIONER in each.th.text
    ]
    assert {words_of(each) for each in city.select(".joined__published")} == {
        "No commissioner"
    }


# Help


def test_sensitive_reports_and_their_recommendations_lead_to_helplines(read):
    services = read_catalogue().services_for(
        read_catalogue().report("stalking").support_services
    )
    for name in (REPORT, PAGE):
        page = read(name)
        help_section = page.find(id="support")
        assert [words_of(each) for each in help_section.select("h3")] == [
            service.name for service in services
        ]
        for service in services:
            assert not service.telephone or service.telephone in help_section.text
        assert page.select_one(".support-link a")["href"] == "#support"
    for name in (
        "section-60/index.html",
        "section-60/recommendation-1/index.html",
        OVERVIEW,
    ):
        assert read(name).find(id="support") is None


# In a browser


@pytest.mark.browser
@pytest.mark.by_turns
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["index.html", REPORT, PAGE, OVERVIEW])
def test_nothing_is_cut_off_or_broken(open_page, name, width):
    page = open_page(name, width)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Each word of a table fits its cell, and each cell the table's box.
    too_wide = page.evaluate(
        """[...document.querySelectorAll(".joined :is(th, td), .joined-region")]
            .filter(part => part.scrollWidth > part.clientWidth + 1)
            .map(part => part.innerText.slice(0, 60))"""
    )
    assert too_wide == []
    assert faults_of(page) == []
    if name == REPORT:
        assert faults_in_the_dark(page) == []


@pytest.mark.browser
def test_the_heading_and_the_first_column_of_a_table_stay_in_view(open_page):
    page = open_page(REPORT, 800)
    region = page.get_by_role("region", name="Forces by recommendation")
    region.scroll_into_view_if_needed()
    region.evaluate("box => { box.scrollTop = 600; box.scrollLeft = 300; }")

    box = region.bounding_box()
    heading = region.get_by_role("columnheader", name="Online").bounding_box()
    force = region.get_by_role("rowheader", name="Kent Police").bounding_box()
    assert region.evaluate("box => box.scrollTop") == 600
    assert heading["y"] == pytest.approx(box["y"], abs=4)
    assert force["x"] == pytest.approx(box["x"], abs=4)


@pytest.mark.browser
def test_on_a_phone_the_table_is_a_list_of_forces_with_the_name_of_each_recommendation(
    open_page,
):
    page = open_page(REPORT, 320)
    kent = (
        page.get_by_role("row")
        .filter(has=page.get_by_role("rowheader", name="Kent Police"))
        .first
    )

    assert not page.locator(".joined thead").first.is_visible()
    told = kent.inner_text().split("\n")
    assert told[0] == "Kent Police"
    assert kent.get_by_role("cell").nth(1).inner_text().split() == [
        "7.1:",
        "No",
        "entry",
    ]


@pytest.mark.browser
def test_the_filters_of_a_recommendation_need_no_script(open_page):
    page = open_page(PAGE, java_script_enabled=False)
    forces = page.get_by_role("region", name=FORCES_NAME, exact=True)
    commissioners = page.get_by_role("region", name=COMMISSIONERS_NAME)
    statuses = statuses_of("stalking/recommendation-16")
    late = [
        force
        for force, status in zip(FORCES, statuses, strict=True)
        if status == Status.PAST_DEADLINE
    ]
    assert forces.get_by_role("article").count() == 43

    forces.get_by_role("link", name=f"{len(late)} past the deadline").click()

    assert (
        forces.get_by_role("article").get_by_role("heading").all_inner_texts() == late
    )
    assert forces.get_by_text(
        f"Only the {len(late)} past the deadline are shown."
    ).is_visible()
    assert commissioners.get_by_role("article").count() == 43
    assert page.url.endswith("#forces-past_deadline")
    forces.get_by_role("link", name="Show all 43").click()
    assert forces.get_by_role("article").count() == 43


@pytest.mark.browser
def test_the_pages_print_on_few_sheets_with_headings_on_each(open_page):
    """The tables print as tables, and their headings stand on every sheet."""
    for name, sheets in ((REPORT, 6), (OVERVIEW, 5), (PAGE, 11)):
        page = open_page(name, A4_WIDTH)
        pdf = page.pdf(format="A4")
        page.emulate_media(media="print")

        assert page.evaluate("document.documentElement.scrollWidth") <= A4_WIDTH, name
        assert page.locator(".chart").first.is_hidden()
        for heading in page.locator(".joined thead").all():
            assert (
                heading.evaluate("part => getComputedStyle(part).display")
                == "table-header-group"
            )
        assert len(pikepdf.open(io.BytesIO(pdf)).pages) <= sheets, name
