"""The checks that an editor opens beside the form look at the page that is being written."""

import re

import pytest
from playwright.sync_api import expect

from pages.content.blocks.text import SAMARITANS
from pages.moderation.approval.roles import EDITORS
from tests.factories import StandardPageFactory

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

# Wagtail 8.0 calls them by the first name, 8.1 by the second.
WORDS = "[data-content-word-count], [data-metric-value=word-count]"
READABILITY = "[data-content-readability-score], [data-metric-value=readability-score]"


def open_checks(colleague, home, search_description="Where to find help."):
    """Open the panel of checks beside the form of a page with text and all that templates set in bold."""
    page = StandardPageFactory(
        parent=home,
        title="Advice",
        search_description=search_description,
        body=[
            ("text", "<p>Call us when you need help or advice.</p>"),
            ("contact", {"name": "The police", "telephone": "101"}),
            ("support_services", {"heading": "Help", "services": [SAMARITANS]}),
            (
                "action_list",
                {
                    "actions": [
                        {"heading": "Training", "text": "<p>All were trained.</p>"}
                    ]
                },
            ),
        ],
    )
    editor = colleague(EDITORS)
    editor.edit(page.pk)
    editor.page.get_by_role("button", name=re.compile("checks", re.I)).click()
    return editor.page


def test_words_readability_and_accessibility_are_those_of_the_draft(colleague, home):
    checks = open_checks(colleague, home)

    expect(checks.locator(WORDS)).to_have_text(re.compile(r"^[1-9]\d*$"))
    expect(checks.locator(READABILITY)).not_to_have_text("-")
    expect(checks.get_by_role("heading", name="Issues found 0")).to_be_visible()


def test_a_page_without_a_description_for_search_engines_has_an_issue(colleague, home):
    checks = open_checks(colleague, home, search_description="")

    expect(checks.get_by_role("heading", name="Issues found 1")).to_be_visible()
