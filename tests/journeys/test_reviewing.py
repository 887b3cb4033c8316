"""A reviewer decides on a screen that shows what is to be published and what it changes."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from complaints.models import Organisation, RecommendationResponsePage
from pages.content.models import SiteWording
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory, make_response
from tests.submissions import decide, submit

from .hand_work import HandWork

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def editor(demonstration):
    return UserFactory(roles=[EDITORS])


@pytest.fixture
def page(editor):
    """A recommendation of the real content, submitted with another title."""
    page = RecommendationResponsePage.objects.get(
        url_path__endswith="/safe-to-share/recommendation-1/"
    )
    page.title = "Stop sharing immigration status"
    submit(page, editor)
    return page


def stored(page):
    return RecommendationResponsePage.objects.get(pk=page.pk)


def test_two_reviewers_on_a_telephone_publish_what_they_have_read(colleague, page):
    moderator = colleague(MODERATORS, width=320)
    moderator.open_first_review()
    main = moderator.page.get_by_role("main")
    expect(main.locator(".review__name")).to_contain_text(
        "Recommendation 1: Stop sharing"
    )
    # The super-complaint is named.
    expect(main).to_contain_text("Police data sharing for immigration purposes")
    changes = main.get_by_role("region", name="What changes")
    expect(changes.locator(".addition").first).to_contain_text("sharing")
    expect(main.locator(".review__facts")).to_contain_text("We put it right.")
    expect(changes.get_by_text("unchanged fields")).to_be_visible()
    assert moderator.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults_found_by_axe(moderator.page, within=".review") == []
    moderator.decide("Approve and send to the approving officer")
    expect(moderator.page.locator(".messages")).to_contain_text(
        "Sent to the approving officer"
    )
    assert stored(page).title != "Stop sharing immigration status"

    officer = colleague(APPROVING_OFFICERS, width=320, height=640)
    work = HandWork(officer.page)
    officer.page.goto("/admin/")
    waiting = officer.page.get_by_role("region", name="Awaiting your review")
    work.click(waiting.get_by_role("link").first)
    expect(officer.page.get_by_role("region", name="What changes")).to_be_visible()
    work.click(officer.page.get_by_role("button", name="Approve and publish now"))

    expect(officer.page.locator(".messages")).to_contain_text("Published: ")
    print("One approval on a telephone:", work.figures())
    assert (work.clicks, work.keys) == (2, 0)
    assert stored(page).title == "Stop sharing immigration status"


def test_an_officer_records_who_agreed_to_a_joint_response_before_it_is_public(
    colleague, page, client
):
    force, other = Organisation.objects.filter(live=True).order_by("name")[:2]
    SiteWording.objects.update(force_name=force.name)
    draft = page.get_latest_revision_as_object()
    draft.responses = [make_response("accepted", force)]
    draft.responses.all()[0].respondents = [force, other]
    draft.save_revision()
    decide(client, page, UserFactory(roles=[MODERATORS]))
    officer = colleague(APPROVING_OFFICERS, width=375)
    officer.open_first_review()
    agreement = officer.page.get_by_role("region", name="Agreement")
    expect(agreement).to_contain_text(f"{other} must agree to the response")
    officer.press(officer.page.get_by_role("button", name="Approve and publish now"))
    expect(officer.page.locator(".messages")).to_contain_text(
        f"has words in the name of {other}"
    )

    agreement.get_by_label("Agreed by").fill("Pat Lee")
    agreement.get_by_label("Their role").fill("Chief executive")
    agreement.get_by_label("Date they agreed").fill("2999-01-01")
    letter = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"We agree."}
    agreement.get_by_label("Letter or email").set_input_files(letter)
    officer.press(agreement.get_by_role("button", name="Record agreement"))
    main = officer.page.get_by_role("main")
    expect(main).to_contain_text("Enter today’s date or a date in the past.")
    assert faults_found_by_axe(officer.page, within=".decision") == []
    main.get_by_label("Date they agreed").fill(timezone.localdate().isoformat())
    main.get_by_label("Letter or email").set_input_files(letter)
    officer.press(main.get_by_role("button", name="Record agreement"))
    expect(agreement).to_contain_text(f"Agreed by Pat Lee, Chief executive, {other}")
    assert faults_found_by_axe(officer.page, within=".review") == []
    with officer.page.expect_download() as download:
        agreement.get_by_role("link", name="Letter or email").click()
    assert download.value.path().read_bytes() == b"We agree."
    officer.decide("Approve and publish now")

    assert other in stored(page).responses.get().respondents.all()
