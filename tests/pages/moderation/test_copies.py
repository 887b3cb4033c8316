"""A copy is a new page that has never been public."""

import pytest
from django.urls import reverse
from django.utils import timezone

from complaints.models import RecommendationResponsePage
from tests.editing import errors_of
from tests.factories.published import publish
from tests.forms import recommendation_form
from tests.submissions import decide


@pytest.fixture
def copy(client, page, editor) -> RecommendationResponsePage:
    """The copy that an editor makes by the form of a page that was changed since it was published."""
    page.title, page.change_note = "Changed", "A note."
    publish(page)
    client.force_login(editor)
    form = {"new_title": "The copy", "new_slug": "the-copy", "new_parent_page": page.get_parent().pk}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    return RecommendationResponsePage.objects.get(slug="the-copy")


@pytest.fixture
def submitted_copy(client, copy, editor) -> RecommendationResponsePage:
    """The copy, filled in as a new recommendation without a change note, and submitted."""
    client.force_login(editor)
    form = recommendation_form(title="The copy", number="8", slug="the-copy", change_note="")
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[copy.pk]), {**form, "action-submit": "1"})
    assert answer.status_code == 302, errors_of(answer)
    return RecommendationResponsePage.objects.get(pk=copy.pk)


def test_a_copy_does_not_keep_the_publication_dates(copy):
    assert copy.first_published_at is None
    assert copy.get_latest_revision_as_object().first_published_at is None


def test_a_copy_needs_no_change_note_and_is_published_on_approval(
    client, page, submitted_copy, moderator, officer
):
    begun = timezone.now()
    for approver in (moderator, officer):
        decide(client, submitted_copy, approver)

    copy = RecommendationResponsePage.objects.get(pk=submitted_copy.pk)
    assert copy.live
    assert copy.first_published_at >= begun > page.first_published_at
