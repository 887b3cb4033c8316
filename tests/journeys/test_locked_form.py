"""A form that a colleague has locked is read, and not typed into."""

import pytest
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS, MODERATORS
from tests.factories import UserFactory

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def recommendation(demonstration):
    """A recommendation with actions and a response."""
    return RecommendationResponsePage.objects.filter(
        actions__isnull=False, responses__isnull=False
    ).last()


def test_a_locked_form_says_who_locked_it_and_is_read_but_not_typed_into(
    colleague, recommendation
):
    lou = UserFactory(roles=[MODERATORS], first_name="Lou", last_name="Lee")
    type(recommendation).objects.update(locked=True, locked_by=lou)
    screen = colleague(EDITORS, height=700).page
    screen.goto(f"/admin/pages/{recommendation.pk}/edit/#tab-what_it_asks")

    expect(screen.locator(".messages")).to_contain_text(
        "Lou Lee locked this, so you cannot edit it."
    )
    # The header would cover it.
    tab = screen.get_by_role("tab", name="What it asks")
    expect(tab).to_have_attribute("aria-selected", "true")
    assert tab.evaluate(
        "tab => { const { x, y } = tab.getBoundingClientRect();"
        " return document.elementFromPoint(x + 5, y + 1) === tab; }"
    )
    title = screen.locator("[name=title]")
    title.press_sequentially("X")
    expect(title).to_have_value(recommendation.title)
    expect(title).to_have_js_property("readOnly", True)
    screen.get_by_role("tab", name="Response").click()
    chooser = screen.get_by_role("combobox", name="Respondents").first
    expect(chooser).to_be_disabled()
    position = screen.locator("[name=responses-0-position]")
    before = position.input_value()
    position.focus()
    for key in ("ArrowDown", "n", "ArrowUp"):
        screen.keyboard.press(key)
    expect(position).to_have_value(before)
    text = screen.get_by_role("tabpanel").get_by_role("textbox", name="Text").first
    expect(text).to_have_attribute("contenteditable", "false")
    written = text.inner_text()
    text.press("X")
    assert text.inner_text() == written
