"""A second tap, or a second person, is told what was decided, and decides about nothing else."""

import re

import pytest
from django.db import connection, transaction
from playwright.sync_api import expect

from complaints.models import RecommendationResponsePage
from pages.moderation.approval.locks import lock_row
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    display_name,
)
from tests.factories import UserFactory
from tests.submissions import decide, present_step, review_address, submit
from tests.waiting import wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def editor(demonstration):
    return UserFactory(roles=[EDITORS])


@pytest.fixture
def officer():
    return UserFactory(roles=[APPROVING_OFFICERS], first_name="Olive", last_name="Grey")


@pytest.fixture
def pages(client, editor):
    """Two recommendations that a moderator has approved and an officer has not."""
    moderator = UserFactory(roles=[MODERATORS])
    found = RecommendationResponsePage.objects.filter(
        url_path__contains="/safe-to-share/"
    ).order_by("path")
    for page in found[:2]:
        page.title = f"Changed {page.title}"[:90]
        submit(page, editor)
        decide(client, page, moderator, comment="Right.")
        assert present_step(page).task.name == "Approving officer"
    return [RecommendationResponsePage.objects.get(pk=page.pk) for page in found[:2]]


def stored(page):
    return RecommendationResponsePage.objects.get(pk=page.pk)


def requests_that_wait_for_a_lock():
    # Other tests have databases of their own on this server, and their requests wait,
    # too. What the server says of its connections does not change within a transaction;
    # what it says of its locks does.
    query = (
        "SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN ("
        "SELECT pid FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database"
        " WHERE datname = current_database())"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone()[0]


def approve_button(colleague):
    return colleague.page.get_by_role(
        "button", name=re.compile("^Approve and publish now")
    )


def middle(button):
    """Return where a finger taps the button: a second tap comes down at the same place, whatever is there."""
    expect(button).to_be_in_viewport(ratio=1)
    box = button.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_a_second_tap_on_a_slow_server_is_told_that_it_is_published(
    colleague, officer, pages
):
    decider = colleague(officer, width=375, height=700)
    decider.page.goto(review_address(present_step(pages[0])))
    x, y = middle(approve_button(decider))

    with transaction.atomic():
        # The server answers neither tap before both have arrived.
        lock_row(pages[0])
        for number in (1, 2):
            decider.page.mouse.click(x, y)
            wait_until(lambda number=number: requests_that_wait_for_a_lock() == number)

    said = decider.page.locator(".messages")
    expect(said).to_contain_text("It was published on")
    expect(said).to_contain_text("Olive Grey approved this on")
    expect(said).not_to_contain_text("withdr")
    assert stored(pages[0]).title.startswith("Changed")


def test_the_second_of_two_quick_taps_decides_about_nothing_else(
    colleague, officer, pages
):
    decider = colleague(officer, width=375, height=700)
    decider.page.goto(review_address(present_step(pages[0])))
    x, y = middle(approve_button(decider))

    with decider.page.expect_navigation():
        decider.page.mouse.click(x, y)
    expect(decider.page.locator(".messages .success")).to_contain_text("Published: ")
    for _ in range(3):
        decider.page.mouse.click(x, y)
    decider.page.wait_for_load_state("networkidle")

    assert present_step(pages[1]).task.name == "Approving officer"
    assert not stored(pages[1]).title.startswith("Changed")


def test_the_next_review_is_one_link_away(colleague, officer, pages):
    decider = colleague(officer, width=375, height=700)
    decider.page.goto(review_address(present_step(pages[0])))
    decider.decide("Approve and publish now")

    decider.press(
        decider.page.get_by_role("link", name=f"Review next: {pages[1].full_name}")
    )

    expect(decider.page.locator(".review__name").first).to_contain_text("Changed")
    decider.decide("Approve and publish now")
    assert all(stored(page).title.startswith("Changed") for page in pages)


def test_of_two_people_who_decide_at_once_the_later_is_told_what_the_other_did(
    colleague, officer, pages
):
    other = UserFactory(roles=[APPROVING_OFFICERS])
    first, second = colleague(officer), colleague(other, width=375, height=700)
    for decider in (first, second):
        decider.page.goto(review_address(present_step(pages[0])))
    second.page.get_by_label("Comment on your decision").fill("Say whose status.")

    with transaction.atomic():
        lock_row(pages[0])
        approve_button(first).click(no_wait_after=True)
        wait_until(lambda: requests_that_wait_for_a_lock() == 1)
        second.page.get_by_role("button", name="Request changes").click(
            no_wait_after=True
        )
        wait_until(lambda: requests_that_wait_for_a_lock() == 2)

    expect(first.page.locator(".messages .success")).to_contain_text("Published: ")
    expect(second.page.get_by_role("main")).to_contain_text(
        f"{display_name(officer)} approved this on"
    )
    expect(second.page.get_by_role("main")).to_contain_text("It was published on")
    expect(second.page.get_by_role("main")).to_contain_text(
        "What you entered was not submitted."
    )
    expect(second.page.locator("textarea[readonly]")).to_have_value("Say whose status.")
    assert stored(pages[0]).title.startswith("Changed")
