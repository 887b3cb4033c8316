"""What a browser's reader view keeps of our pages, by the library that Firefox uses for its own.

It guesses what the article is. It drops a ``div`` that is mostly links or has a class
name like an advert's. It leaves a ``section`` alone.
"""

import pytest

from site_config.settings.environment import PROJECT_DIR

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("demonstration"),
]

LIBRARY = (
    PROJECT_DIR / "tests/browser/npm/node_modules/@mozilla/readability/Readability.js"
)
READ = "() => { %s; return new Readability(document.cloneNode(true)).parse().textContent; }"
ADD_PARAGRAPHS = """(response, number) => {
    for (let i = 0; i < number; i++) {
        const paragraph = document.createElement("p");
        paragraph.textContent = "We trained all officers of the control room, the response teams and the "
            + "detectives by March, and checked in May what they had learned.";
        response.append(paragraph);
    }
}"""
RECOMMENDATIONS = [
    "/super-complaints/stalking/recommendation-7/",
    "/super-complaints/stalking/recommendation-16/",
    "/super-complaints/safe-to-share/recommendation-1/",
    "/super-complaints/safe-to-share/recommendation-local-support/",
    "/super-complaints/section-60/recommendation-children/",
]
SUPER_COMPLAINTS = [
    "/super-complaints/stalking/",
    "/super-complaints/safe-to-share/",
    "/super-complaints/section-60/",
    "/super-complaints/modern-slavery/",
]
STATUS_AND_SENTENCE = [".page-heading .status", ".page-heading .answer"]
WHAT_IS_ASKED = ".page-heading :is(.asked, .quotation, .wording__note)"


@pytest.fixture
def reader(new_page):
    """A page whose content security policy lets the library of the reader view run."""
    return new_page(bypass_csp=True)


def without_spaces(text: str) -> str:
    return "".join(text.split())


def texts(page, selector: str) -> list[str]:
    """Return the texts of the elements of ``page`` that match ``selector``.

    There must be one at least.
    """
    found = page.locator(selector).all_text_contents()
    assert found, f"Nothing on {page.url} matches {selector}"
    return found


def dropped(page, *selectors: str) -> list[str]:
    """Return which texts of the elements that match ``selectors`` are not in the reader view of ``page``."""
    kept = without_spaces(page.evaluate(READ % LIBRARY.read_text()))
    wanted = [text for selector in selectors for text in texts(page, selector)]
    return [text for text in wanted if without_spaces(text) not in kept]


@pytest.mark.parametrize("address", RECOMMENDATIONS)
def test_the_reader_view_of_a_recommendation_keeps_status_sentence_wording_and_responses(
    reader, address
):
    reader.goto(address)

    facts = [".party :is(p, dd)", ".timeline > li", ".columns__side dd"]
    assert (
        dropped(reader, *STATUS_AND_SENTENCE, WHAT_IS_ASKED, ".response > *", *facts)
        == []
    )


def test_the_reader_view_keeps_the_status_of_a_recommendation_with_a_long_response(
    reader,
):
    reader.goto("/super-complaints/stalking/recommendation-7/")
    reader.locator(".response .flow.measure").last.evaluate(ADD_PARAGRAPHS, 40)

    assert (
        dropped(
            reader,
            *STATUS_AND_SENTENCE,
            WHAT_IS_ASKED,
            ".support-link a",
            ".response > *",
        )
        == []
    )


@pytest.mark.parametrize("address", SUPER_COMPLAINTS)
def test_the_reader_view_of_a_super_complaint_keeps_where_each_recommendation_stands(
    reader, address
):
    reader.goto(address)

    assert (
        dropped(reader, *STATUS_AND_SENTENCE, "tr.row :is(td, th)", ".timeline > li")
        == []
    )


def test_the_reader_view_of_the_whole_response_keeps_each_response_and_where_it_stands(
    reader,
):
    reader.goto("/super-complaints/stalking/whole-response/")

    of_each = [
        ".whole__item h2",
        ".whole__item .answer",
        ".whole__item .status",
        ".whole__item :is(.asked, .quotation)",
        ".response > *",
    ]
    assert dropped(reader, *STATUS_AND_SENTENCE, *of_each, ".services a") == []


def test_the_reader_view_of_the_help_page_keeps_every_telephone_number(reader):
    reader.goto("/staying-safe-online/")

    assert (
        dropped(reader, "main a[href^='tel:']", ".services li > *", "main h2[id]") == []
    )


def test_the_reader_view_of_the_home_page_keeps_where_the_force_stands(reader):
    reader.goto("/")

    assert (
        dropped(
            reader, ".page-heading .answer", ".page-heading__lede", "main h2:visible"
        )
        == []
    )
