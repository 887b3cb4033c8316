"""The authors of a draft count whenever its text comes back; public text has no authors."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval.authors import authors_since_publication
from pages.moderation.models import Authorship
from tests.factories import StandardPageFactory, UserFactory
from tests.factories.published import publish
from tests.submissions import decide


@pytest.fixture
def draft(home):
    """A public page."""
    return publish(StandardPageFactory(parent=home, title="As published"))


def publish_newest(page):
    page.refresh_from_db()
    publish(page.get_latest_revision_as_object())


@pytest.fixture
def write(draft):
    """Save a draft as ``user`` and return its revision."""

    def save(user, title, **options):
        draft.refresh_from_db()
        version = draft.get_latest_revision_as_object()
        version.title = title
        # This is a new block with its own number.
        version.body = [("text", f"<p>{title}</p>")]
        return version.save_revision(user=user, **options)

    return save


@pytest.fixture
def abandoned(draft, write, editor, moderator):
    """A draft of the moderator's, instead of which something else was published."""
    revision = write(moderator, "By the moderator")
    write(editor, "By the editor")
    publish_newest(draft)
    return revision


def authors(page):
    page.refresh_from_db()
    return authors_since_publication(page)


def test_reverting_to_a_draft_restores_all_its_authors(draft, write, editor, moderator):
    other = UserFactory()
    write(other, "Begun by another")
    abandoned = write(moderator, "Finished by the moderator")
    write(editor, "By the editor")
    publish_newest(draft)
    assert authors(draft) == set()

    abandoned.as_object().save_revision(user=editor, previous_revision=abandoned)

    assert authors(draft) == {editor.pk, moderator.pk, other.pk}


def test_pasting_the_text_of_a_draft_restores_its_author(
    draft, write, abandoned, editor, moderator
):
    write(editor, "By the moderator")
    write(editor, "By the moderator, with an end by the editor")

    assert authors(draft) == {editor.pk, moderator.pk}


def test_reverting_to_a_public_version_adds_no_authors(
    draft, write, abandoned, editor, moderator
):
    first = draft.live_revision
    first.as_object().save_revision(user=moderator, previous_revision=first)  # in vain
    write(moderator, "Also published")
    publish_newest(draft)
    public = type(draft).objects.get(pk=draft.pk).live_revision
    write(editor, "Later")
    publish_newest(draft)

    for earlier in (first, public):
        earlier.as_object().save_revision(user=editor, previous_revision=earlier)

        assert authors(draft) == {editor.pk}


def test_authors_of_abandoned_drafts_are_forgotten_after_a_year(
    draft, write, abandoned, editor, moderator
):
    with time_machine.travel(timezone.now() + datetime.timedelta(days=366)):
        write(editor, "A year later")
        publish_newest(draft)

    assert not Authorship.objects.filter(user_id=moderator.pk).exists()


def copy_of(client, page, user):
    client.force_login(user)
    form = {
        "new_title": "The copy",
        "new_slug": "the-copy",
        "new_parent_page": page.get_parent().pk,
    }
    client.post(reverse("wagtailadmin_pages:copy", args=[page.pk]), form)
    return type(page).objects.get(slug="the-copy")


def test_copying_a_public_page_makes_the_copier_the_only_author(
    client, draft, abandoned, editor
):
    assert authors(copy_of(client, draft, editor)) == {editor.pk}


def test_a_copy_is_a_new_page_that_has_never_been_public_and_needs_no_change_note(
    client, draft, editor, moderator
):
    copy = copy_of(client, draft, editor)
    latest = copy.get_latest_revision_as_object()
    assert copy.first_published_at is latest.first_published_at is None
    assert latest.change_note == ""

    begun = timezone.now()
    latest.get_workflow().start(latest, editor)
    decide(client, copy, moderator)

    copy.refresh_from_db()
    assert copy.live
    assert copy.first_published_at >= begun > draft.first_published_at


def test_reverting_a_copy_to_a_copied_draft_restores_its_author(
    client, draft, abandoned, editor, moderator
):
    copy = copy_of(client, draft, editor)
    earlier = copy.revisions.get(content__title="By the moderator")

    version = earlier.as_object()
    version.slug = copy.slug
    version.save_revision(user=editor, previous_revision=earlier)

    assert authors(copy) == {editor.pk, moderator.pk}
