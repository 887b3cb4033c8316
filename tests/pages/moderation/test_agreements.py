"""Words in the name of another organisation are public only once its agreement is recorded."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from complaints.models import RecommendationResponsePage, ReportResponse, Response
from pages.moderation.approval.agreement import (
    RecordedAgreement,
    purge_old_agreements,
)
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.approval.set_actions import make_set
from pages.moderation.approval.set_actions import submit as submit_set
from pages.moderation.models import AuditLogEntry
from pages.moderation.scheduled_work import publish_due
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    UserFactory,
    publish,
)
from tests.submissions import decide, present_step, submit, was_decided

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

LETTER = b"Dear Jo, we agree to the response. Yours, Pat Lee"
REFUSAL = "has words in the name of The commissioner"


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)


@pytest.fixture
def force():
    SiteWordingFactory(force_name="Our force")
    return OrganisationFactory(name="Our force")


@pytest.fixture
def commissioner(force):
    return OrganisationFactory(name="The commissioner")


def answer_jointly(page, respondents, words="<p>We work together.</p>", **fields):
    """Add a response to ``page``, which is not saved."""
    page.responses = [
        Response(position="accepted", narrative=[("text", words)], **fields)
    ]
    page.responses.all()[0].respondents = respondents


@pytest.fixture
def joint(page, force, commissioner):
    """The page, with a joint response that is not saved yet."""
    answer_jointly(page, [force, commissioner])
    return page


@pytest.fixture
def at_last_step(client, joint, editor, moderator):
    submit(joint, editor)
    decide(client, joint, moderator)
    return stored(joint)


def stored(page):
    return RecommendationResponsePage.objects.get(pk=page.pk)


def record(client, page, user, state=None, **changed):
    """Send the form of the review screen as ``user``, and return the answer."""
    client.force_login(user)
    form = {
        "organisation_id": stored(page)
        .get_latest_revision_as_object()
        .organisations_to_agree()[0]
        .pk,
        "name": "Pat Lee",
        "post": "Chief executive",
        "agreed_on": timezone.localdate().isoformat(),
        "document": SimpleUploadedFile("letter.txt", LETTER),
        **changed,
    }
    state = state or present_step(page)
    return client.post(reverse("moderation:agreement", args=[state.pk]), form)


def text(answer):
    return answer.content.decode()


def test_the_last_approval_is_refused_without_an_agreement_and_publishes_with_one(
    client, at_last_step, officer
):
    refused = decide(client, at_last_step, officer)

    assert not was_decided(refused)
    assert REFUSAL in text(client.get(refused["Location"]))
    assert not stored(at_last_step).responses.exists()

    screen = client.get(record(client, at_last_step, officer)["Location"])
    today = f"{timezone.localdate():%-d %B %Y}"
    words = f"Agreed by Pat Lee, Chief executive, The commissioner, on {today}"
    assert words in text(screen)
    assert was_decided(decide(client, at_last_step, officer))
    assert stored(at_last_step).responses.exists()


def test_the_log_keeps_who_agreed_who_recorded_it_and_where_the_letter_is(
    client, at_last_step, officer
):
    record(client, at_last_step, officer)

    entry = AuditLogEntry.objects.get(action="agreed")
    agreement = RecordedAgreement.objects.get()
    assert entry.words == str(agreement)
    assert "Pat Lee, Chief executive, The commissioner" in entry.words
    assert (entry.actor_id, entry.role) == (officer.pk, APPROVING_OFFICERS)
    assert entry.revision_id == at_last_step.latest_revision_id
    address = reverse("moderation:agreement_document", args=[agreement.pk])
    assert f'href="{address}"' in text(client.get(reverse("decision_log")))


@pytest.mark.parametrize(
    ("roles", "fields"),
    [
        ([EDITORS], {}),
        ([MODERATORS], {}),
        ([FEEDBACK_TEAM], {}),
        ([SITE_ADMINISTRATORS], {}),
        ([], {"is_superuser": True}),
        ([MODERATORS], {"is_superuser": True}),
    ],
)
def test_only_an_approving_officer_records_one(client, at_last_step, roles, fields):
    answer = record(client, at_last_step, UserFactory(roles=roles, **fields))

    assert answer.status_code in {302, 403}
    assert not RecordedAgreement.objects.exists()


def test_an_approving_officer_who_wrote_it_or_approved_the_first_step_records_none(
    client, joint, editor, moderator
):
    author, first = (
        UserFactory(roles=[EDITORS, APPROVING_OFFICERS]),
        UserFactory(roles=[MODERATORS, APPROVING_OFFICERS]),
    )
    joint.save_revision(user=author)
    submit(joint, editor)
    record(client, joint, first)  # it is not the last step
    decide(client, joint, first)
    for person in (author, first):
        record(client, joint, person)
    assert not RecordedAgreement.objects.exists()

    record(client, joint, UserFactory(roles=[APPROVING_OFFICERS]))
    assert RecordedAgreement.objects.exists()


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"agreed_on": "2999-01-01"}, "Enter today’s date or a date in the past."),
        ({"name": " "}, "This field is required."),
        ({"post": ""}, "This field is required."),
        ({"document": ""}, "This field is required."),
        ({"organisation_id": "0"}, "Select a valid choice."),
        (
            {"document": SimpleUploadedFile("letter.docx", LETTER)},
            "is not allowed. Allowed extensions are: pdf, txt, eml.",
        ),
        (
            {"document": SimpleUploadedFile("letter.eml", b"<script>alert(1)")},
            "damaged",
        ),
        (
            {"document": SimpleUploadedFile("letter.pdf", b"no PDF")},
            "damaged",
        ),
    ],
)
def test_a_form_that_lacks_something_is_shown_again_with_what_is_wrong(
    client, at_last_step, officer, changed, problem
):
    answer = record(client, at_last_step, officer, **changed)

    assert answer.status_code == 200
    assert problem in text(answer)
    assert not RecordedAgreement.objects.exists()


def test_a_document_that_is_too_large_is_refused(
    client, at_last_step, officer, settings
):
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = len(LETTER) - 1

    assert "must be smaller" in text(record(client, at_last_step, officer))
    assert not RecordedAgreement.objects.exists()


def test_the_letter_is_for_those_who_approve_alone(
    client, at_last_step, officer, moderator, editor
):
    record(client, at_last_step, officer)
    decide(client, at_last_step, officer)
    agreement = RecordedAgreement.objects.get()
    address = reverse("moderation:agreement_document", args=[agreement.pk])

    for person in (officer, moderator):
        client.force_login(person)
        answer = client.get(address)
        assert b"".join(answer.streaming_content) == LETTER
        assert answer["Content-Disposition"].startswith("attachment")
        assert "no-store" in answer["Cache-Control"]
    others = [editor, UserFactory(roles=[SITE_ADMINISTRATORS])]
    for person in [*others, UserFactory(is_superuser=True)]:
        client.force_login(person)
        assert client.get(address).status_code in {302, 403}
    client.logout()
    assert client.get(address).status_code == 302
    client.force_login(officer)
    assert client.get(agreement.document.url).status_code == 404


def test_another_revision_needs_another_agreement(
    client, at_last_step, officer, editor, moderator, force, commissioner
):
    earlier = present_step(at_last_step)
    record(client, at_last_step, officer)
    decide(client, at_last_step, officer, "reject", "Say when.")
    changed = at_last_step.get_latest_revision_as_object()
    answer_jointly(changed, [force, commissioner], "<p>We work apart.</p>")
    changed.change_note = "We put it right."
    changed.save_revision(user=editor)
    stored(changed).current_workflow_state.resume(editor)

    assert not was_decided(decide(client, changed, officer))
    assert not stored(changed).responses.exists()
    record(client, changed, officer, earlier)  # from a screen that was left open
    assert RecordedAgreement.objects.count() == 1
    record(client, changed, officer)
    decide(client, changed, officer)
    decide(client, changed, moderator)  # who approved the earlier revision
    assert "apart" in str(stored(changed).responses.get().narrative)


def test_words_that_are_public_need_no_other_agreement_until_they_change(
    client, at_last_step, officer, editor, moderator, force, commissioner
):
    record(client, at_last_step, officer)
    decide(client, at_last_step, officer)
    page = stored(at_last_step)
    page.summary = "Another summary."
    submit(page, editor)
    decide(client, page, moderator)
    assert was_decided(decide(client, page, officer))
    assert stored(page).summary == "Another summary."

    answer_jointly(page, [force, commissioner], "<p>We work apart.</p>")
    assert page.organisations_to_agree() == [commissioner]


def test_a_scheduled_publication_needs_it_when_it_is_approved(
    client, joint, editor, moderator, officer, time_machine
):
    joint.go_live_at = timezone.now() + timedelta(hours=1)
    submit(joint, editor)
    decide(client, joint, moderator)
    assert not was_decided(decide(client, joint, officer))
    record(client, joint, officer)
    assert was_decided(decide(client, joint, officer))

    time_machine.move_to(timezone.now() + timedelta(hours=2))
    publish_due()

    assert stored(joint).responses.exists()


def test_one_letter_is_enough_for_all_parts_of_a_set(
    client, joint, editor, moderator, officer, force, commissioner
):
    other = publish(RecommendationResponsePageFactory(parent=joint.get_parent()))
    answer_jointly(other, [force, commissioner])
    drafts = []
    for page in (joint, other):
        page.save_revision(user=editor)
        drafts.append(stored(page))
    submit_set(make_set(editor, "Our joint response", "We answered.", drafts), editor)
    state = present_step(joint)
    state.task.specific.decide(state, moderator, DecisionChoice("approve"))
    state = present_step(joint)
    with pytest.raises(ValidationError, match=REFUSAL):
        state.task.specific.decide(state, officer, DecisionChoice("approve"))

    record(client, joint, officer)

    [first, second] = RecordedAgreement.objects.all()
    assert first.document.name == second.document.name
    state.task.specific.decide(state, officer, DecisionChoice("approve"))
    assert stored(joint).responses.exists()
    assert stored(other).responses.exists()


def test_who_needs_to_agree(page, force, commissioner):
    def needed(respondents, **fields):
        answer_jointly(page, respondents, **fields)
        return page.organisations_to_agree()

    source = "https://commissioner.example/answer"
    assert needed([force]) == []
    assert needed([force, commissioner]) == [commissioner]
    assert needed([commissioner]) == [commissioner]
    assert needed([force, commissioner], source_link=source) == []
    letter = ReportResponse(position="accepted", narrative=[("text", "<p>Yes.</p>")])
    letter.respondents = [commissioner]
    page.super_complaint.responses = [letter]
    assert page.super_complaint.organisations_to_agree() == [commissioner]


def test_a_letter_is_deleted_when_its_entry_in_the_log_is(
    client, at_last_step, officer, time_machine
):
    record(client, at_last_step, officer)
    name = RecordedAgreement.objects.get().document.name
    purge_old_agreements()
    assert default_storage.exists(name)

    time_machine.move_to(timezone.now() + timedelta(days=8 * 365))
    purge_old_agreements()

    assert not RecordedAgreement.objects.exists()
    assert not default_storage.exists(name)
