"""Pages of text must be complete to be published."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from pages.content.models import AccessibilityStatementPage, SafetyPage, StandardPage
from pages.cookies.models import CookiesPage
from pages.feedback.models import FeedbackPage
from tests.factories.published import add_live, publish

TEXT = [("text", "<p>Some text.</p>")]


@pytest.mark.parametrize("model", [StandardPage, CookiesPage, FeedbackPage, SafetyPage])
def test_an_empty_page_can_be_saved_but_not_published(home, model):
    page = add_live(home, model(title="Empty", live=False))

    with pytest.raises(ValidationError, match="Add some text"):
        publish(page)

    page.refresh_from_db()
    assert not page.live


def test_an_accessibility_statement_must_have_every_required_part(home):
    for missing in ["introduction", "contact", "enforcement", "known_problems", "prepared_on"]:
        parts = dict.fromkeys(["introduction", "contact", "enforcement", "known_problems"], TEXT)
        parts["prepared_on"] = datetime.date(2026, 11, 24)
        complete = AccessibilityStatementPage(title="Accessibility", **parts)
        complete.clean_for_publication()

        del parts[missing]

        with pytest.raises(ValidationError) as refused:
            AccessibilityStatementPage(title="Accessibility", **parts).clean_for_publication()
        assert set(refused.value.message_dict) == {missing}, missing


def test_a_statement_of_full_compliance_needs_no_known_problems(home):
    AccessibilityStatementPage(
        title="Accessibility",
        compliance="fully",
        introduction=TEXT,
        contact=TEXT,
        enforcement=TEXT,
        prepared_on=datetime.date(2026, 11, 24),
    ).clean_for_publication()
