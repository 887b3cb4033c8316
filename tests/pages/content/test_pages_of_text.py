"""Pages of text must be complete to be published."""

import datetime

import pytest
from django.core.exceptions import ValidationError

from pages.content.models import AccessibilityStatementPage, SafetyPage, StandardPage
from pages.cookies.models import CookiesPage
from pages.feedback.models import FeedbackPage
from tests.factories.published import add_live, publish

TEXT = [("text", "<p>Some text.</p>")]


def test_an_empty_page_can_be_saved_but_not_published(home):
    for model in (StandardPage, CookiesPage, FeedbackPage, SafetyPage):
        page = add_live(home, model(title=f"Empty {model.__name__}", live=False))

        with pytest.raises(ValidationError, match="Add some text"):
            publish(page)

        page.refresh_from_db()
        assert not page.live


def test_an_accessibility_statement_must_have_every_required_part(home):
    for missing in [
        "introduction",
        "contact",
        "enforcement",
        "known_problems",
        "prepared_on",
    ]:
        parts = dict.fromkeys(
            ["introduction", "contact", "enforcement", "known_problems"], TEXT
        )
        parts["prepared_on"] = datetime.date(2026, 11, 24)
        complete = AccessibilityStatementPage(title="Accessibility", **parts)
        complete.clean_for_publication()

        del parts[missing]

        with pytest.raises(ValidationError) as refused:
            AccessibilityStatementPage(
                title="Accessibility", **parts
            ).clean_for_publication()
        assert set(refused.value.message_dict) == {missing}, missing
    complete = {**parts, "prepared_on": datetime.date(2026, 11, 24)}
    del complete["known_problems"]
    AccessibilityStatementPage(
        title="Accessibility", compliance="fully", **complete
    ).clean_for_publication()
