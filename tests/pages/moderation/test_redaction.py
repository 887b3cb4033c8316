"""The words of a published version can be taken away for good; a name that stood in it is nowhere then."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageLogEntry, Revision, TaskState

from complaints.models import Action, RecommendationResponsePage
from pages.moderation.log.decisions import record_decision
from pages.moderation.models import Decision, PublishedVersion
from pages.moderation.publishing.redaction import RedactionRefusedError, redact
from pages.moderation.publishing.take_down import take_down
from pages.moderation.records.published_version import PublishedVersion as Version
from pages.moderation.rules.roles import MODERATORS
from tests.factories import UserFactory
from tests.factories.published import publish
from tests.forms import recommendation_form
from tests.stored import tables_with

pytestmark = [pytest.mark.both_databases, pytest.mark.usefixtures("noon")]

CANARY = "Zebediah Quillfeather"
STEMS = ["zebediah", "quillfeath"]
"""What an index of words keeps of it."""
FORM = {"version": "1", "extent": "this", "because": "personal_data", "reason": "A name in an action."}


def screen(page):
    return reverse("moderation:redact", args=[page._meta.label_lower, page.pk])


@pytest.fixture
def named(page, editor):
    """A page whose first two versions, and a comment, name somebody; the third does not."""
    page.actions = [Action(title="Ask", description=f"<p>{CANARY} was asked.</p>", status="not_started")]
    page.save_revision(user=editor, log_action=True)
    page = publish(page, user=editor)
    comment = Comment(page=page, user=editor, text=f"Is it {CANARY}?", contentpath="actions")
    comment.replies = [CommentReply(user=editor, text=f"Yes, {CANARY}.")]
    page.wagtail_admin_comments = [comment]
    page.wording_note, page.change_note = f"As {CANARY} said.", "A note on the wording."
    page = publish(page, user=editor)
    PageLogEntry.objects.filter(page=page.pk).update(data={"comment": {"text": CANARY}}, label=CANARY)
    action = page.actions.get()
    action.description = "<p>Somebody was asked.</p>"
    page.actions, page.wording_note, page.change_note = [action], "", "Put right."
    return publish(page, user=editor)


def public_answers(client, page):
    section = page.get_parent().get_parent()
    for url in (page.url, page.get_parent().url):
        yield url
        yield from (f"{url}history/", f"{url}history/compare/?old=1&new=2")
        yield from (f"{url}history/{number}/" for number in range(1, 5))
        yield f"{url}history/compare/?old=3&new=4&view=side"
        yield from (f"{url}?as_at={day}" for day in ("2025-01-01", timezone.localdate()))
    yield f"{page.get_parent().url}whole-response/"
    yield from (section.url, f"{section.url}recommendations/", f"/search/?q={CANARY.split(maxsplit=1)[0]}")
    for name in ("updates.atom", "data/changes.csv", "data/recommendations.json", "data/recommendations.csv"):
        yield f"{section.url}{name}"


def publicly_readable(client, page) -> list[str]:
    found = []
    for url in public_answers(client, page):
        answer = client.get(url, follow=True)
        assert answer.status_code < 500, url
        content = b"".join(answer) if answer.streaming else answer.content
        # What was asked for is repeated in the form.
        if CANARY in content.decode() or ("search" not in url and CANARY.split()[1] in content.decode()):
            found.append(url)
    return found


def test_after_it_a_name_is_in_no_table_no_file_and_no_public_answer(client, named, moderator):
    assert {"moderation_publishedversion", "wagtailcore_revision", "wagtailcore_comment"} <= tables_with(
        *STEMS
    )
    assert publicly_readable(client, named)

    client.force_login(moderator)
    answer = client.post(screen(named), {**FORM, "version": "3", "extent": "earlier"})
    assert answer.status_code == 302
    client.logout()

    assert tables_with(*STEMS) == set()
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert publicly_readable(client, named) == []


@pytest.fixture
def publish_by_workflow(client, page, editor, moderator, officer, act):
    """Publish what the form says, by way of editor, moderator and approving officer."""

    def post(comment, **fields):
        client.force_login(editor)
        form = {**recommendation_form(number="7.1", **fields), "action-submit": "1"}
        assert client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form).status_code == 302
        for approver in (moderator, officer):
            act(approver, "approve", comment)
        page.refresh_from_db()
        assert page.title == fields["title"]

    return post


def test_a_name_that_went_through_preview_review_and_publication_is_nowhere_either(
    client, page, editor, moderator, publish_by_workflow
):
    named = {
        "title": f"{CANARY} has to go",
        "change_note": f"{CANARY} said so.",
        "wording_note": f"As {CANARY} read it.",
    }
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(address, recommendation_form(number="7.1", **named)).json()["is_valid"]
    publish_by_workflow(f"Fine, {CANARY} agreed.", **named)
    publish_by_workflow(f"{CANARY} is out.", title="Clean", change_note="Put right.", wording_note="No.")
    assert {
        "moderation_decision",
        "wagtailadmin_formstate",
        "wagtailcore_pagelogentry",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
    } <= tables_with(*STEMS)
    decided = (
        Decision.objects.about(page)
        .order_by("pk")
        .values_list("pk", "decided_at", "actor_id", "role", "action")
    )
    before = list(decided)

    redact(page, 2, moderator, "personal_data", "A name.", and_earlier=True)

    assert tables_with(*STEMS) == set()
    assert list(decided)[: len(before)] == before
    last = Decision.objects.about(page).exclude(action="redacted").first()
    assert (last.action, last.object_name, last.reason) == ("published", "Clean", "Put right.")


def test_readers_see_date_and_category_in_its_place(client, named, moderator):
    redact(named, 2, moderator, "safety", "A name.")

    today = f"{timezone.localdate():%-d %B %Y}"
    assert f"Redacted on {today}: somebody’s safety." in client.get(f"{named.url}history/").content.decode()
    answer = client.get(f"{named.url}history/2/")
    assert answer.status_code == 410
    assert f"Redacted on {today}: somebody’s safety." in answer.content.decode()
    assert "A name." not in answer.content.decode()


def test_only_the_chosen_versions_lose_their_words(named, moderator):
    redact(named, 2, moderator, "legal", "A name.")

    versions = {version.number: version for version in PublishedVersion.objects.for_object(named)}
    assert (versions[2].snapshot, versions[2].change_note, versions[2].title) == ({}, "", "Redacted")
    assert versions[2].redacted_because == "legal"
    assert versions[1].snapshot
    assert versions[3].snapshot
    assert versions[1].redacted_at is None


def test_the_live_page_and_its_latest_draft_stay(named, editor, moderator):
    named.title, named.change_note = "A new draft", "Not yet."
    draft = named.save_revision(user=editor)
    live = named.live_revision_id

    redact(named, 3, moderator, "error", "A figure.", and_earlier=True)

    assert set(named.revisions.values_list("pk", flat=True)) == {live, draft.pk}
    page = RecommendationResponsePage.objects.get(pk=named.pk)
    assert page.live
    assert page.get_latest_revision().as_object().title == "A new draft"
    assert publish(page).title == page.title


def test_comments_since_the_correction_stay(named, editor, moderator):
    comment = Comment.objects.create(page=named, user=editor, text="Well done.", contentpath="title")

    redact(named, 3, moderator, "error", "A figure.", and_earlier=True)

    assert list(Comment.objects.all()) == [comment]


def test_it_is_logged_with_its_reason_and_other_lines_lose_their_words_alone(client, named, moderator):
    approved = record_decision(
        "approved", obj=named, user=moderator, reason=f"As {CANARY} wants.", revision=7, data={"step": 1}
    )
    PublishedVersion.objects.for_object(named).filter(number=4).update(published_at=timezone.now())
    client.force_login(moderator)
    client.post(screen(named), FORM)
    client.post(screen(named), {**FORM, "version": "2", "reason": "Another name."})

    second, first = Decision.objects.filter(action="redacted")
    assert (first.actor_id, first.reason, first.object_name) == (moderator.pk, FORM["reason"], str(named))
    assert first.data == {"because": "personal_data", "versions": [1]}
    assert second.reason == "Another name."
    line = Decision.objects.get(pk=approved.pk)
    assert (line.object_name, line.reason) == ("Redacted", "Redacted")
    kept = ("decided_at", "action", "actor_id", "actor", "role", "revision_id", "data")
    assert [getattr(line, name) for name in kept] == [getattr(approved, name) for name in kept]


@pytest.mark.parametrize("extent", ["this", "earlier"])
def test_what_is_public_now_is_refused(client, named, moderator, extent):
    client.force_login(moderator)

    answer = client.post(screen(named), {**FORM, "version": "4", "extent": extent})

    assert answer.status_code == 200
    assert "Version 4 is public now and can’t be redacted." in answer.content.decode()
    assert not PublishedVersion.objects.exclude(redacted_at=None).exists()
    with pytest.raises(RedactionRefusedError, match="corrected version published"):
        redact(named, 4, moderator, "error", "x")


@pytest.mark.parametrize("missing", FORM)
def test_everything_has_to_be_said(client, named, moderator, missing):
    client.force_login(moderator)

    answer = client.post(screen(named), {name: value for name, value in FORM.items() if name != missing})

    assert list(answer.context["form"].errors) == [missing]
    assert not Decision.objects.filter(action="redacted").exists()


def test_what_was_taken_down_waits_for_a_draft_without_the_words(client, named, editor, moderator):
    named.wording_note, named.change_note = f"{CANARY} again.", "x"
    named = publish(named)
    take_down(named, moderator, Version.WithdrawalReason.PERSONAL_DATA, "A name.")
    with pytest.raises(RedactionRefusedError, match="Save a draft without them first"):
        redact(named, 5, moderator, "personal_data", "A name.", and_earlier=True)

    page = RecommendationResponsePage.objects.get(pk=named.pk)
    page.wording_note = "Without."
    page.save_revision(user=editor)
    redact(page, 5, moderator, "personal_data", "A name.", and_earlier=True)

    assert tables_with(*STEMS) == set()
    page = RecommendationResponsePage.objects.get(pk=named.pk)
    assert (page.live, page.wording_note) == (False, "Without.")
    assert publicly_readable(client, page) == []


@pytest.fixture
def changed(page):
    """A page that was published twice."""
    page.change_note, page.title = "Changed.", "Changed"
    return publish(page)


def test_what_waits_for_its_time_and_may_hold_the_words_stands_in_the_way(changed, moderator):
    first = PublishedVersion.objects.for_object(changed).get(number=1)
    in_an_hour = timezone.now() + timezone.timedelta(hours=1)
    Revision.objects.filter(pk=first.revision_id).update(approved_go_live_at=in_an_hour)

    with pytest.raises(RedactionRefusedError, match="Call the scheduled publication off first"):
        redact(changed, 1, moderator, "error", "x")
    assert PublishedVersion.objects.for_object(changed).get(number=1).snapshot


def test_what_is_in_review_and_may_hold_the_words_stands_in_the_way(changed, editor, moderator):
    first = PublishedVersion.objects.for_object(changed).get(number=1)
    changed.get_workflow().start(changed, editor)
    TaskState.objects.update(revision_id=first.revision_id)

    with pytest.raises(RedactionRefusedError, match="Withdraw what is in review first"):
        redact(changed, 1, moderator, "error", "x")
    assert PublishedVersion.objects.for_object(changed).get(number=1).snapshot


def test_editors_and_nobody_else_can_not(client, named, editor):
    client.force_login(editor)

    assert client.post(screen(named), FORM).status_code == 302  # to the dashboard, with Wagtail's refusal
    assert not Decision.objects.filter(action="redacted").exists()
    with pytest.raises(PermissionDenied):
        redact(named, 1, editor, "error", "x")


def test_the_page_offers_it_to_those_who_may(client, named, moderator, editor):
    address = reverse("wagtailadmin_pages:edit", args=[named.pk])
    for user, offered in ((moderator, True), (editor, False)):
        client.force_login(user)
        assert (screen(named) in client.get(address).content.decode()) == offered


@pytest.mark.parametrize("address", ["complaints.nothing/1", "auth.user/1", "wagtailcore.page/x"])
def test_what_does_not_exist_is_not_found(client, moderator, address):
    client.force_login(moderator)
    assert client.get(f"/admin/moderation/redact/{address}/").status_code == 404


def test_a_page_without_earlier_versions_says_so(client, page):
    client.force_login(UserFactory(roles=[MODERATORS]))

    text = client.get(screen(page)).content.decode()

    assert "There is no earlier version whose words are still kept." in text
    assert "Redact for good" not in text
