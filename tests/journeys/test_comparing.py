"""Editors and reviewers see what a draft changes, and nothing else."""

import re

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.gate.roles import EDITORS

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def recommendation(demonstration):
    return RecommendationResponsePage.objects.get(url_path__endswith="/safe-to-share/recommendation-1/")


def differences(page):
    """Return what the comparison that is open lists, by the name of the field."""
    rows = page.locator(".review__changes > div")
    return {row.locator("> dt").inner_text().strip(): row.locator("> dd").inner_text() for row in rows.all()}


def test_comparing_a_draft_with_what_is_live_shows_the_changed_title_alone(colleague, recommendation):
    editor = colleague(EDITORS)
    editor.edit(recommendation.pk)
    editor.open_tab("What it asks")
    editor.fill("Title*", "Stop sharing immigration status")
    editor.fill("Change note", "A plainer title.")
    editor.save_draft()

    header = editor.page.locator("header")
    header.get_by_role("button", name="Actions").click()
    header.get_by_role("link", name="Compare with what is live").click()

    expect(editor.page.get_by_role("heading", level=1)).to_contain_text(re.compile("Compar", re.I))
    assert set(differences(editor.page)) == {"Title", "Change note"}
