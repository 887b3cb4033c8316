"""Histories and comparisons in a real browser without scripts."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from pages.moderation.models import PublishedVersion
from tests.browser.accessible import faults_at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

PATHS = [
    "history/",
    "history/1/",
    "history/2/",
    "history/compare/",
    "history/compare/?old=1&new=3",
]


@pytest.fixture
def changed_recommendation(recommendation, publish_on):
    """A recommendation with three versions, of which the second is redacted."""
    publish_on(
        recommendation,
        "2025-04-01 10:00",
        note="Reworded.",
        wording="Another " + "word " * 20,
    )
    page = publish_on(
        recommendation, "2025-05-01 10:00", note="Once more.", wording="Unbroken" * 30
    )
    PublishedVersion.objects.for_object(page).filter(number=2).update(
        redacted_at=timezone.now(), redacted_because="legal"
    )
    return page


@pytest.mark.long
def test_every_page_passes_axe_and_fits_the_width(new_page, changed_recommendation):
    addresses = [changed_recommendation.url + path for path in PATHS]
    addresses += [
        changed_recommendation.get_parent().url + path
        for path in ("history/", "history/1/")
    ]

    assert faults_at(new_page(), addresses) == ""


def test_a_reader_compares_two_versions_and_reads_the_first_without_scripts(
    new_page, changed_recommendation
):
    reader = new_page(java_script_enabled=False)
    reader.goto(changed_recommendation.url + "history/")

    reader.get_by_label("Older version").select_option("1")
    reader.get_by_label("Newer version").select_option("3")
    reader.get_by_role("button", name="Compare").click()
    expect(reader.get_by_role("heading", level=3)).to_have_text("Exact wording")
    expect(reader.locator("ins").first).to_contain_text("[added: ")

    reader.get_by_role("link", name="See the history of this page").click()
    reader.get_by_role("link", name="Read version 1,").click()
    expect(reader.get_by_role("main")).to_contain_text(
        "Chief constables should do this."
    )
