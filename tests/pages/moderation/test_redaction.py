"""A redaction removes the words of a published version from everywhere."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Comment, CommentReply, PageLogEntry, Revision, TaskState

from complaints.models import Action, RecommendationResponsePage
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.audit_log import StepDecision, record_decision
from pages.moderation.approval.roles import EDITORS
from pages.moderation.approval.set_actions import make_set, submit
from pages.moderation.models import AuditLogEntry, PublishedVersion
from pages.moderation.takedown import redact, take_down
from tests.databases import CONTENTS, shared_content
from tests.factories import OrganisationFactory, StandardPageFactory, UserFactory
from tests.factories.published import publish
from tests.forms import recommendation_form
from tests.stored import tables_with
from tests.submissions import present_step

pytestmark = pytest.mark.usefixtures("noon")

CANARY = "Zebediah Quillfeather"
STEMS = ["zebediah", "quillfeath"]
"""What an index of words keeps of it."""
FORM = {
    "version": "1",
    "extent": "this",
    "because": "personal_data",
    "reason": "A name in an action.",
}


def screen(page):
    return reverse("moderation:redact", args=[page._meta.label_lower, page.pk])


@shared_content
def recommendation_with_name():
    """A page whose first two versions, and a comment, name somebody; the third does not."""
    CONTENTS["published_recommendation"]()
    page = RecommendationResponsePage.objects.get()
    editor = UserFactory(roles=[EDITORS])
    page.actions = [
        Action(
            title="Ask",
            description=f"<p>{CANARY} was asked.</p>",
            status="not_started",
            respondents=[OrganisationFactory()],
        )
    ]
    page.save_revision(user=editor, log_action=True)
    page = publish(page, user=editor)
    comment = Comment(
        page=page, user=editor, text=f"Is it {CANARY}?", contentpath="actions"
    )
    comment.replies = [CommentReply(user=editor, text=f"Yes, {CANARY}.")]
    page.wagtail_admin_comments = [comment]
    page.wording_note, page.change_note = f"As {CANARY} said.", "A note on the wording."
    page = publish(page, user=editor)
    PageLogEntry.objects.filter(page=page.pk).update(
        data={"comment": {"text": CANARY}}, label=CANARY
    )
    action = page.actions.get()
    action.description = "<p>Somebody was asked.</p>"
    page.actions, page.wording_note, page.change_note = [action], "", "Put right."
    publish(page, user=editor)


@pytest.fixture
def page_with_name(recommendation_with_name, page):
    """That page."""
    return page


def public_answers(client, page):
    section = page.get_parent().get_parent()
    for url in (page.url, page.get_parent().url):
        yield url
        yield from (f"{url}history/", f"{url}history/compare/?old=1&new=2")
        yield from (f"{url}history/{number}/" for number in range(1, 5))
        yield f"{url}history/compare/?old=3&new=4"
    yield f"{page.get_parent().url}whole-response/"
    yield from (
        section.url,
        f"{section.url}recommendations/",
        f"/search/?q={CANARY.split(maxsplit=1)[0]}",
    )
    for name in (
        "updates.atom",
        "data/recommendations.json",
        "data/recommendations.csv",
    ):
        yield f"{section.url}{name}"


def publicly_readable(client, page) -> list[str]:
    found = []
    for url in public_answers(client, page):
        answer = client.get(url, follow=True)
        assert answer.status_code < 500, url
        content = b"".join(answer) if answer.streaming else answer.content
        # What was asked for is repeated in the form.
        if CANARY in content.decode() or (
            "search" not in url and CANARY.split()[1] in content.decode()
        ):
            found.append(url)
    return found


@pytest.mark.both_databases
def test_redaction_removes_a_name_from_tables_files_and_public_answers(
    client, page_with_name, moderator
):
    assert {
        "moderation_publishedversion",
        "wagtailcore_revision",
        "wagtailcore_comment",
    } <= tables_with(*STEMS)
    assert publicly_readable(client, page_with_name)

    client.force_login(moderator)
    answer = client.post(
        screen(page_with_name), {**FORM, "version": "3", "extent": "earlier"}
    )
    assert answer.status_code == 302
    client.logout()

    assert tables_with(*STEMS) == set()
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    assert [path for path in files if CANARY.encode() in path.read_bytes()] == []
    assert publicly_readable(client, page_with_name) == []


@pytest.fixture
def publish_by_workflow(client, page, editor, moderator, officer, act):
    """Publish what the form says, by way of editor, moderator and approving officer."""

    def post(comment, **fields):
        client.force_login(editor)
        form = {**recommendation_form(number="7.1", **fields), "action-submit": "1"}
        assert (
            client.post(
                reverse("wagtailadmin_pages:edit", args=[page.pk]), form
            ).status_code
            == 302
        )
        for approver in (moderator, officer):
            act(approver, "approve", comment)
        page.refresh_from_db()
        assert page.title == fields["title"]

    return post


@pytest.mark.both_databases
def test_redaction_removes_a_name_that_went_through_preview_and_review(
    client, page, editor, moderator, publish_by_workflow
):
    fields_with_name = {
        "title": f"{CANARY} has to go",
        "change_note": f"{CANARY} said so.",
        "wording_note": f"As {CANARY} read it.",
    }
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk])
    assert client.post(
        address, recommendation_form(number="7.1", **fields_with_name)
    ).json()["is_valid"]
    publish_by_workflow(f"Fine, {CANARY} agreed.", **fields_with_name)
    publish_by_workflow(
        f"{CANARY} is out.", title="Clean", change_note="Put right.", wording_note="No."
    )
    assert {
        "moderation_auditlogentry",
        "wagtailadmin_formstate",
        "wagtailcore_pagelogentry",
        "wagtailcore_revision",
        "wagtailcore_taskstate",
    } <= tables_with(*STEMS)
    decided = (
        AuditLogEntry.objects.about(page)
        .order_by("pk")
        .values_list("pk", "decided_at", "actor_id", "role", "action")
    )
    before = list(decided)

    redact(page, 2, moderator, "personal_data", "A name.", and_earlier=True)

    assert tables_with(*STEMS) == set()
    assert list(decided)[: len(before)] == before
    last = AuditLogEntry.objects.about(page).exclude(action="redacted").first()
    assert (last.action, last.object_name, last.reason) == (
        "published",
        "Recommendation 7.1: Clean",
        "Put right.",
    )


def test_redaction_removes_what_was_said_of_the_set(
    client, page, home, editor, moderator, officer
):
    other = StandardPageFactory(parent=home)
    for each in (page, other):
        each.title = f"{each.title}, as of today"
        each.save_revision(user=editor)
    publication_set = make_set(
        editor, f"What {CANARY} said", f"{CANARY} told us.", [page, other]
    )
    submit(publication_set, editor)
    for person in (moderator, officer):
        state = present_step(page)
        if state and state.status == "in_progress":
            state.task.specific.decide(state, person, DecisionChoice("approve"))
    for each in (page, other):
        stored = type(each).objects.get(pk=each.pk)
        stored.title, stored.change_note = "Put right", "Put right."
        publish(stored, user=editor)

    def redact_version(obj):
        number = (
            PublishedVersion.objects.for_object(obj)
            .filter(publication_set=publication_set)
            .get()
            .number
        )
        redact(
            type(obj).objects.get(pk=obj.pk),
            number,
            moderator,
            "personal_data",
            "A name.",
        )

    redact_version(page)
    assert (
        not AuditLogEntry.objects.about(publication_set)
        .filter(reason__contains=CANARY)
        .exists()
    )
    assert "moderation_publicationset" not in tables_with(f"{CANARY} told us.")
    redact_version(other)
    assert tables_with(*STEMS) == set()


def test_only_the_chosen_version_is_redacted_and_readers_see_its_date_and_reason(
    client, page_with_name, moderator
):
    redact(page_with_name, 2, moderator, "safety", "A name.")

    versions = {
        version.number: version
        for version in PublishedVersion.objects.for_object(page_with_name)
    }
    assert (versions[2].snapshot, versions[2].change_note, versions[2].title) == (
        {},
        "",
        "Redacted",
    )
    assert versions[2].redacted_because == "safety"
    assert all(
        versions[number].snapshot and not versions[number].redacted_at
        for number in (1, 3)
    )

    today = f"{timezone.localdate():%-d %B %Y}"
    assert (
        f"Redacted on {today}: someone’s safety."
        in client.get(f"{page_with_name.url}history/").content.decode()
    )
    answer = client.get(f"{page_with_name.url}history/2/")
    assert answer.status_code == 410
    assert f"Redacted on {today}: someone’s safety." in answer.content.decode()
    assert "A name." not in answer.content.decode()


def test_the_live_page_the_latest_draft_and_later_comments_stay(
    page_with_name, editor, moderator
):
    comment = Comment.objects.create(
        page=page_with_name, user=editor, text="Well done.", contentpath="title"
    )
    page_with_name.title, page_with_name.change_note = "A new draft", "Not yet."
    draft = page_with_name.save_revision(user=editor)
    live = page_with_name.live_revision_id

    redact(page_with_name, 3, moderator, "error", "A figure.", and_earlier=True)

    assert list(Comment.objects.all()) == [comment]
    assert set(page_with_name.revisions.values_list("pk", flat=True)) == {
        live,
        draft.pk,
    }
    page = RecommendationResponsePage.objects.get(pk=page_with_name.pk)
    assert page.live
    assert page.get_latest_revision().as_object().title == "A new draft"
    assert publish(page).title == page.title


def test_a_redaction_is_logged_and_removes_only_words_from_other_entries(
    client, page_with_name, moderator
):
    approved = record_decision(
        "approved",
        obj=page_with_name,
        user=moderator,
        reason=f"As {CANARY} wants.",
        revision=7,
        data=StepDecision(step=1),
    )
    PublishedVersion.objects.for_object(page_with_name).filter(number=4).update(
        published_at=timezone.now()
    )
    client.force_login(moderator)
    client.post(screen(page_with_name), FORM)
    client.post(
        screen(page_with_name), {**FORM, "version": "2", "reason": "Another name."}
    )

    second, first = AuditLogEntry.objects.filter(action="redacted")
    assert (first.actor_id, first.reason, first.object_name) == (
        moderator.pk,
        FORM["reason"],
        page_with_name.get_admin_display_title(),
    )
    assert first.data == {"because": "personal_data", "versions": [1]}
    assert second.reason == "Another name."
    line = AuditLogEntry.objects.get(pk=approved.pk)
    assert (line.object_name, line.reason) == ("Redacted", "Redacted")
    kept = ("decided_at", "action", "actor_id", "actor", "role", "revision_id", "data")
    assert [getattr(line, name) for name in kept] == [
        getattr(approved, name) for name in kept
    ]


def test_the_public_version_cannot_be_redacted_and_every_field_is_required(
    client, page_with_name, moderator
):
    client.force_login(moderator)

    for extent in ["this", "earlier"]:
        answer = client.post(
            screen(page_with_name), {**FORM, "version": "4", "extent": extent}
        )

        assert answer.status_code == 200, extent
        assert (
            "Version 4 is public and cannot be redacted." in answer.content.decode()
        ), extent
        assert not PublishedVersion.objects.exclude(redacted_at=None).exists(), extent
        with pytest.raises(ValidationError, match="publish a corrected version"):
            redact(page_with_name, 4, moderator, "error", "x")

    for missing in FORM:
        answer = client.post(
            screen(page_with_name),
            {name: value for name, value in FORM.items() if name != missing},
        )

        assert list(answer.context["form"].errors) == [missing], missing
        assert not AuditLogEntry.objects.filter(action="redacted").exists(), missing


def test_a_withdrawn_page_needs_a_draft_without_the_words_first(
    client, page_with_name, editor, moderator
):
    page_with_name.wording_note, page_with_name.change_note = f"{CANARY} again.", "x"
    page_with_name = publish(page_with_name)
    take_down(
        page_with_name,
        moderator,
        PublishedVersion.WithdrawalReason.PERSONAL_DATA,
        "A name.",
    )
    with pytest.raises(ValidationError, match="Save a draft without them first"):
        redact(
            page_with_name, 5, moderator, "personal_data", "A name.", and_earlier=True
        )

    page = RecommendationResponsePage.objects.get(pk=page_with_name.pk)
    page.wording_note = "Without."
    page.save_revision(user=editor)
    redact(page, 5, moderator, "personal_data", "A name.", and_earlier=True)

    assert tables_with(*STEMS) == set()
    page = RecommendationResponsePage.objects.get(pk=page_with_name.pk)
    assert (page.live, page.wording_note) == (False, "Without.")
    assert publicly_readable(client, page) == []


@pytest.mark.parametrize(
    ("waits", "says"),
    [
        ("scheduled", "Cancel the scheduled publication first"),
        ("in moderation", "Withdraw the submission first"),
    ],
)
def test_a_revision_that_waits_and_may_contain_the_words_blocks_redaction(
    page, editor, moderator, waits, says
):
    page.change_note, page.title = "Changed.", "Changed"
    changed = publish(page)
    first = PublishedVersion.objects.for_object(changed).get(number=1)
    if waits == "scheduled":
        in_an_hour = timezone.now() + timezone.timedelta(hours=1)
        Revision.objects.filter(pk=first.revision_id).update(
            approved_go_live_at=in_an_hour
        )
    else:
        changed.get_workflow().start(changed, editor)
        TaskState.objects.update(revision_id=first.revision_id)

    with pytest.raises(ValidationError, match=says):
        redact(changed, 1, moderator, "error", "x")
    assert PublishedVersion.objects.for_object(changed).get(number=1).snapshot


def test_editors_neither_redact_nor_see_the_button(
    client, page_with_name, moderator, editor
):
    address = reverse("wagtailadmin_pages:edit", args=[page_with_name.pk])
    for user, offered in ((moderator, True), (editor, False)):
        client.force_login(user)
        assert (
            screen(page_with_name) in client.get(address).content.decode()
        ) == offered

    # To the dashboard, with Wagtail's refusal.
    assert client.post(screen(page_with_name), FORM).status_code == 302
    assert not AuditLogEntry.objects.filter(action="redacted").exists()
    with pytest.raises(PermissionDenied):
        redact(page_with_name, 1, editor, "error", "x")


def test_the_screen_says_that_there_are_no_earlier_versions(client, page, moderator):
    client.force_login(moderator)

    text = client.get(screen(page)).content.decode()

    assert "There is no earlier version to redact." in text
    assert "Redact for good" not in text
