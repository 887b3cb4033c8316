"""On a telephone nothing stands over anything else, names are read to their end, and lists are sorted."""

import re

import pytest
from playwright.sync_api import Locator, expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.roles import EDITORS
from tests.factories import UserFactory
from tests.submissions import submit

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

LONG = "Stop passing what victims say about their immigration status to anybody who enforces immigration"


@pytest.fixture
def telephone(demonstration, colleague):
    """An editor with a telephone, whose recommendation with a long title is in moderation."""
    editor = UserFactory(roles=[EDITORS])
    page = RecommendationResponsePage.objects.get(
        url_path__endswith="/safe-to-share/recommendation-1/"
    )
    page.title = LONG
    submit(page, editor)
    colleague = colleague(editor, width=320, height=640)
    colleague.edit(page.pk)
    return colleague.page


BOX_OF_CONTENT = """element => {
  const range = new Range();
  range.selectNodeContents(element);
  const { x, y, width, height } = range.getBoundingClientRect();
  return { x, y, width, height };
}"""


def overlap(one: Locator, other: Locator) -> bool:
    first, second = one.bounding_box(), other.evaluate(BOX_OF_CONTENT)
    return all(
        first[start] < second[start] + second[length]
        and second[start] < first[start] + first[length]
        for start, length in (("x", "width"), ("y", "height"))
    )


def test_the_editor(telephone):
    menu = telephone.get_by_role("button", name="Toggle sidebar")
    locked = telephone.locator(".messages").get_by_text("In moderation")
    expect(locked).to_be_visible()
    for words in (
        telephone.locator(".messages").get_by_text("Awaiting approval by"),
        locked,
    ):
        assert not overlap(menu, words)
    title = telephone.get_by_label("Breadcrumb", exact=True).get_by_role(
        "link", name=re.compile(LONG)
    )
    expect(title).to_be_in_viewport(ratio=1)
    assert not overlap(menu, title)
    live = telephone.get_by_role(
        "link", name="Visible to all. Visit the live page"
    ).bounding_box()
    assert live["x"] + live["width"] <= 320

    expect(telephone.get_by_role("button", name="Add Progress update")).to_be_hidden()
    telephone.get_by_role("tab", name="What it asks").click()
    expect(telephone.locator("[name=title]")).not_to_have_css(
        "background-color", "rgb(255, 255, 255)"
    )

    telephone.locator("footer").get_by_role(
        "button", name="Withdraw submission"
    ).click()
    expect(telephone.locator(".messages .success")).to_contain_text(
        "has been withdrawn"
    )
    # What could not be changed was sent with the rest.
    expect(telephone.locator(".error-message")).to_have_count(0)
    expect(telephone.locator("[name=kind]")).to_have_value("recommendation")


def test_the_dashboard_shows_every_link_whole(telephone):
    telephone.goto("/admin/")
    links = telephone.locator("main a:visible")

    expect(
        links.get_by_text("Response to several recommendations").first
    ).to_be_visible()
    boxes = [link.bounding_box() for link in links.all()]
    assert max(box["x"] + box["width"] for box in boxes) <= 320


def test_lists_are_sorted_their_buttons_stand_apart_and_headings_are_seen_whole(
    telephone,
):
    page = telephone.url.rsplit("/edit/")[0]
    telephone.goto(f"{page}/history/")
    trail = telephone.get_by_label("Breadcrumb", exact=True)
    heading = trail.get_by_role("link", name=re.compile(f"^History.*{LONG}"))
    expect(heading).to_be_in_viewport(ratio=1)
    assert heading.evaluate("element => element.scrollWidth <= element.clientWidth + 1")
    telephone.goto("/admin/account/")
    expect(telephone.locator("#header-title .icon")).to_be_in_viewport(ratio=1)

    telephone.goto("/admin/recommendations/")
    telephone.get_by_role("columnheader").get_by_role(
        "link", name="Deadline or due date"
    ).click()

    expect(telephone).to_have_url(re.compile("ordering=due"))
    expect(telephone.locator(".recommendation-list__number")).to_contain_text(
        "The public pages count"
    )

    telephone.goto("/admin/moderation/sets/")
    button = telephone.get_by_role("button", name="Create a set").bounding_box()
    below = telephone.get_by_text("There are no sets yet.").bounding_box()
    assert below["y"] >= button["y"] + button["height"] + 8

    telephone.goto(f"{page}/view_draft/")
    exit_link = telephone.get_by_role("link", name=re.compile("^Leave this site")).last
    checks = telephone.locator("wagtail-userbar").get_by_role("button").first
    expect(checks).to_be_visible()
    assert not overlap(checks, exit_link)
