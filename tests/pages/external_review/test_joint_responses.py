"""A response of several is published only once each respondent has agreed to its words."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from complaints.models import (
    Action,
    ProgressUpdate,
    RecommendationResponsePage,
    ReportResponse,
    Response,
)
from complaints.models.respondents import organisations_to_agree_for
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.agreement import (
    check_agreements,
    check_that_all_can_agree,
    missing_agreements,
    why_no_agreement,
)
from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.roles import MODERATORS, SITE_ADMINISTRATORS
from pages.moderation.dual_control import external_approvers
from pages.moderation.models import AuditLogEntry
from pages.moderation.scheduled_work import publish_due
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    UserFactory,
    change_live,
    publish,
)
from tests.forms import recommendation_form, response
from tests.pages.external_review.conftest import ADDRESS, POST
from tests.pages.external_review.opening import open_with_code, text
from tests.submissions import decide, present_step, submit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

WORDS = [("text", "<p>We work together.</p>")]


@pytest.fixture
def force():
    SiteWordingFactory(force_name="Our force")
    return OrganisationFactory(name="Our force")


@pytest.fixture
def commissioner():
    return OrganisationFactory(name="The commissioner")


@pytest.fixture
def page(section, force):
    """A public recommendation that nobody has answered."""
    return RecommendationResponsePageFactory(
        parent=SuperComplaintPageFactory(parent=section), number="1"
    )


@pytest.fixture
def draft(page, editor, force, commissioner):
    """Return a function that drafts a joint response, and returns the page as it is then."""

    def make(narrative=WORDS, **fields):
        page.responses = [Response(position="accepted", narrative=narrative, **fields)]
        page.responses.all()[0].respondents = [force, commissioner]
        page.change_note = "We answered it."
        page.save_revision(user=editor)
        return RecommendationResponsePage.objects.get(pk=page.pk)

    return make


def latest(page):
    return RecommendationResponsePage.objects.get(
        pk=page.pk
    ).get_latest_revision_as_object()


def missing(page):
    return [str(agreement.whose) for agreement in missing_agreements(latest(page))]


def test_without_anybody_who_can_agree_the_editor_and_the_submission_say_how_to_mend_it(
    client, draft, editor, commissioner, force
):
    page = draft()
    client.force_login(editor)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    says = "No one can agree for The commissioner. Ask a site administrator"
    assert says in text(client.get(address))
    form = recommendation_form(
        number="1", responses=[response([force, commissioner])], change_note="New."
    )
    refused = text(client.post(address, {**form, "action-submit": "1"}))

    assert says in refused
    assert not present_step(page)
    single = recommendation_form(
        number="1", responses=[response([force])], change_note="New."
    )
    client.post(address, {**single, "action-submit": "1"})
    assert present_step(page)


def test_a_joint_response_is_published_once_the_other_respondent_has_agreed_by_a_link(
    client, draft, editor, commissioner, enter, send, second
):
    entry = enter(commissioner)
    page = draft()
    client.force_login(editor)
    editing = text(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])))
    assert "The commissioner must agree to the response" in editing
    asking = text(
        client.get(
            reverse("external_review_admin:ask", args=[page._meta.label_lower, page.pk])
        )
    )
    assert f"The {POST}: agree for The commissioner" in asking
    submit(latest(page), editor)
    decide(client, page, UserFactory(roles=[MODERATORS]))
    refused = client.get(decide(client, page, second)["Location"])
    assert "The commissioner: no agreement to the response yet" in text(refused)
    assert not RecommendationResponsePage.objects.get().responses.exists()
    client.logout()
    link = send(
        RecommendationResponsePage.objects.get(), approver=entry, purpose="agree"
    )
    assert "Do you agree for The commissioner?" in text(open_with_code(client, link))
    client.post(link, {"verdict": "changes", "comment": "Say when."})
    assert missing(page) == ["The commissioner"]
    client.post(link, {"verdict": "agrees", "comment": ""})
    decide(client, page, second)

    assert RecommendationResponsePage.objects.get().responses.exists()
    agreed = AuditLogEntry.objects.get(action="agreed")
    assert (agreed.actor, agreed.role) == (f"{POST}, by link", "The commissioner")
    assert agreed.revision_id == latest(page).latest_revision_id
    assert ADDRESS not in str(list(AuditLogEntry.objects.values()))


def test_an_agreement_is_to_the_words_of_the_response(
    client, draft, editor, commissioner, enter, send
):
    entry = enter(commissioner)
    link = send(draft(), approver=entry, purpose="agree")
    open_with_code(client, link)
    client.post(link, {"verdict": "agrees", "comment": ""})
    page = RecommendationResponsePage.objects.get()
    assert missing(page) == []
    other_part = latest(page)
    other_part.summary = "Another summary."
    other_part.save_revision(user=UserFactory())
    assert missing(page) == []
    draft([("text", "<p>We work apart.</p>")])

    assert missing(page) == ["The commissioner"]
    with pytest.raises(PublicationRefusedError):
        check_agreements(latest(page))
    assert "There is a newer version" in text(client.get(link))
    assert client.post(link, {"verdict": "agrees", "comment": ""}).status_code == 400


def test_an_agreement_taken_back_before_the_scheduled_day_keeps_it_from_being_published(
    client, page, draft, editor, commissioner, enter, send, second, time_machine
):
    entry = enter(commissioner)
    publish(page)
    page = latest(draft())
    page.go_live_at = timezone.now() + timedelta(hours=1)
    submit(page, editor)
    link = send(
        RecommendationResponsePage.objects.get(), approver=entry, purpose="agree"
    )
    open_with_code(client, link)
    client.post(link, {"verdict": "agrees", "comment": ""})
    decide(client, page, UserFactory(roles=[MODERATORS]))
    decide(client, page, second)
    assert page.revisions.filter(approved_go_live_at__isnull=False).exists()
    client.logout()
    open_with_code(client, link)
    assert (
        client.post(link, {"verdict": "changes", "comment": "Not yet."}).status_code
        == 303
    )

    time_machine.move_to(timezone.now() + timedelta(hours=2))
    publish_due()

    assert not RecommendationResponsePage.objects.get().responses.exists()
    assert not page.revisions.filter(approved_go_live_at__isnull=False).exists()
    assert (
        "The commissioner: no agreement"
        in AuditLogEntry.objects.get(action="unscheduled").reason
    )


def test_who_needs_to_agree_to_nothing(draft, page, force, commissioner):
    """Our own force, to what is public now, and whoever published it themselves."""
    assert organisations_to_agree_for()
    assert force not in organisations_to_agree_for()
    draft()
    assert missing(page) == ["The commissioner"]
    draft(source_link="https://commissioner.example/answer")
    assert missing(page) == []
    draft()
    publish(latest(page))
    page = RecommendationResponsePage.objects.get()
    page.summary = "Another summary."
    page.save_revision(user=UserFactory())

    assert missing(page) == []
    check_that_all_can_agree(latest(page))


def test_a_response_in_the_name_of_somebody_else_alone_needs_their_agreement_or_their_successors(
    draft, page, commissioner
):
    draft()
    page.responses.all()[0].respondents = [commissioner]
    page.save_revision()
    assert missing(page) == ["The commissioner"]
    letter = ReportResponse(position="accepted", narrative=WORDS)
    letter.respondents = [commissioner]
    page.super_complaint.responses = [letter]
    assert [str(each.whose) for each in page.super_complaint.agreements_needed()] == [
        "The commissioner"
    ]

    change_live(commissioner, successor=OrganisationFactory(name="The mayor"))
    assert missing(page) == ["The mayor"]


def test_an_update_of_another_organisation_needs_its_response_and_an_action_does_not(
    page, force, commissioner
):
    for whose, says in ((force, ""), (commissioner, "has no response on this page")):
        update = ProgressUpdate(
            as_at=PartialDate(2025), text="<p>x</p>", respondents=[whose]
        )
        page.progress_updates = [update]
        with pytest.raises(ValidationError, match=says) if says else nullcontext():
            page.clean_for_publication()
    page.progress_updates = []
    page.actions = [Action(title="Train", respondents=[commissioner])]
    page.clean_for_publication()


def test_an_author_a_stranger_and_a_removed_person_agree_to_nothing(
    draft, editor, commissioner, enter, send
):
    page = draft()
    entry = enter(commissioner)
    editor.__class__.objects.filter(pk=editor.pk).update(
        first_name="Dana", last_name="Dean"
    )
    with pytest.raises(ValidationError, match="wrote or submitted part"):
        send(page, approver=entry, purpose="agree")
    editor.__class__.objects.filter(pk=editor.pk).update(
        first_name="Jo", last_name="Jones"
    )
    with pytest.raises(
        ValidationError, match="an external approver of the organisation"
    ):
        send(page, purpose="agree")
    external_approvers.remove(entry, UserFactory(roles=[SITE_ADMINISTRATORS]))
    with pytest.raises(ValidationError, match="does not need agreement"):
        send(page, approver=entry, purpose="agree")


def test_a_respondent_with_an_account_agrees_in_the_cms(
    client, draft, commissioner, enter, editor
):
    page = draft()
    colleague = UserFactory(roles=[MODERATORS], email=ADDRESS)
    address = reverse(
        "external_review_admin:agree", args=[page._meta.label_lower, page.pk]
    )
    client.force_login(colleague)
    assert client.get(address).status_code in {302, 403}
    # The list of the root, above all pages, has the buttons of a page, too.
    assert client.get(reverse("wagtailadmin_explore_root")).status_code == 200
    enter(commissioner)
    screen = client.get(address)
    assert "We work together." in text(screen)
    shown = screen.context["form"]["shown"].value()
    form = {"verdict": "agrees", "comment": "", "shown": shown}
    assert client.post(address, {**form, "shown": "1 x"}).status_code == 200
    assert missing(page) == ["The commissioner"]
    client.post(address, form)

    assert missing(page) == []
    agreed = AuditLogEntry.objects.get(action="agreed")
    assert (agreed.actor, agreed.actor_id) == (POST, colleague.pk)


def test_who_agrees_by_an_account_stays_the_same_under_another_name(
    draft, editor, commissioner, enter
):
    User.objects.filter(pk=editor.pk).update(email=ADDRESS)
    entry = enter(commissioner)
    User.objects.filter(pk=editor.pk).update(email="jo@example.org")

    assert "wrote or submitted part of this" in why_no_agreement(latest(draft()), entry)


def test_nobody_enters_themselves_for_an_organisation(commissioner):
    administrator = UserFactory(roles=[SITE_ADMINISTRATORS], email=ADDRESS)
    with pytest.raises(ValidationError, match="You cannot add yourself"):
        external_approvers.enter(administrator, "A", POST, ADDRESS, commissioner)
    with pytest.raises(PermissionDenied):
        external_approvers.enter(UserFactory(), "A", POST, ADDRESS, commissioner)
