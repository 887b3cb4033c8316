"""A copy is a new page that has never been public."""

from django.urls import reverse
from django.utils import timezone

from complaints.models import RecommendationResponsePage
from tests.editing import errors_of
from tests.factories.published import publish
from tests.forms import recommendation_form
from tests.submissions import decide


def test_a_copy_has_no_dates_of_publication_needs_no_change_note_and_is_published_on_approval(
    client, page, editor, moderator, officer
):
    page.title, page.change_note = "Changed", "A note."
    publish(page)
    client.force_login(editor)
    form = {"new_title": "The copy", "new_slug": "the-copy", "new_parent_page": page.get_parent().pk}
    assert client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form).status_code == 302
    copy = RecommendationResponsePage.objects.get(slug="the-copy")
    assert copy.first_published_at is None
    assert copy.get_latest_revision_as_object().first_published_at is None
    form = recommendation_form(title="The copy", number="8", slug="the-copy", change_note="")
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[copy.pk]), {**form, "action-submit": "1"})
    assert answer.status_code == 302, errors_of(answer)

    begun = timezone.now()
    for approver in (moderator, officer):
        decide(client, RecommendationResponsePage.objects.get(pk=copy.pk), approver)

    copy.refresh_from_db()
    assert copy.live
    assert copy.first_published_at >= begun > page.first_published_at
