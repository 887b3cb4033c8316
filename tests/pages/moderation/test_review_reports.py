"""Wagtail's reports and histories of reviews name things in full, and whoever submitted them."""

import pytest
from django.urls import reverse

from pages.moderation.gate.roles import EDITORS, MODERATORS
from tests.factories import RecommendationResponsePageFactory, SuperComplaintPageFactory, UserFactory
from tests.submissions import submit

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(section):
    """A review of what one person submitted and a moderator changed afterwards."""
    parent = SuperComplaintPageFactory(parent=section, title="Stalking")
    page = RecommendationResponsePageFactory(parent=parent, number="7.1", title="Publish a plan")
    submit(page, UserFactory(first_name="Ed", last_name="Itor", roles=[EDITORS]))
    page.title = "Publish a better plan"
    page.save_revision(user=UserFactory(first_name="Mo", last_name="Derator", roles=[MODERATORS]))
    return page.current_workflow_state


def test_reports_name_the_super_complaint_and_the_submitter(client, signed_in, review):
    signed_in(MODERATORS)

    for report in ["workflow", "workflow_tasks"]:
        shown = client.get(reverse(f"wagtailadmin_reports:{report}")).content.decode()

        assert "Recommendation 7.1: Publish a better plan (Stalking)" in shown, report
        assert '<td data-label="Submitted by">Ed Itor</td>' in shown, report
    arguments = [review.content_object.pk, review.pk]
    history = client.get(reverse("wagtailadmin_pages:workflow_history_detail", args=arguments))
    assert "Requested by <b>Ed Itor</b>" in history.content.decode()
