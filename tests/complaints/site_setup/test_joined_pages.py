"""Two pages of one recommendation become one: proposed, approved, and then as readers and data see it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from complaints.catalogue.reader import read_catalogue
from complaints.models import ProgressUpdate, RecommendationResponsePage
from complaints.models.respondents import our_force
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval import roles
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.publication_set import PublicationSet
from pages.moderation.approval.set_actions import discard, submit
from pages.moderation.models import PublishedVersion
from tests.complaints.catalogue.newer import use_catalogue, with_number_12
from tests.factories import (
    RecommendationResponsePageFactory,
    UserFactory,
    make_action,
    make_response,
    publish,
)
from tests.forms import recommendation_form

from .catalogue_updates import (
    NAME,
    draft_of,
    item_page,
    report_page,
    titles_in_set,
    update,
)

pytestmark = pytest.mark.django_db
SCREENING = "stalking/screening"
TWELVE = "stalking/recommendation-12"
OWN_PAGE = "/super-complaints/stalking/recommendation-12/"
DATA = "/super-complaints/data/"


@pytest.fixture
def two_pages(installed_force):
    """The page of screening, with our response and action, and another that our force made by the number."""
    force = our_force()
    screening = draft_of(item_page(SCREENING))
    screening.responses.add(
        make_response(
            Position.ACCEPTED, force, narrative=[("text", "<p>We agree.</p>")]
        )
    )
    due = PartialDate(2027, 5, 1)
    screening.actions = [
        make_action(ActionStatus.IN_PROGRESS, due, respondents=[force])
    ]
    update_of_june = ProgressUpdate(
        as_at=PartialDate(2026, 6), text="<p>Begun.</p>", respondents=[force]
    )
    screening.progress_updates = [update_of_june]
    screening.operational_lead = "Head of Public Protection"
    screening.change_note = "Our response."
    publish(screening)
    twelve = RecommendationResponsePageFactory(
        parent=report_page("stalking"),
        number="12",
        title="Our own page",
        addressees=[force],
    )
    publish(twelve)
    return screening.url, twelve.url


def approve_all(publication_set):
    """Submit ``publication_set`` as an editor, and approve it as the two who have to."""
    submit(publication_set, UserFactory(roles=[roles.EDITORS]))
    for role in (roles.MODERATORS, roles.APPROVING_OFFICERS):
        state = publication_set.reviews_in_order()[
            0
        ].content_object.current_workflow_task_state
        state.task.specific.decide(
            state,
            UserFactory(roles=[role]),
            DecisionChoice("approve", "It is the same."),
        )


def identifiers_in_data(client):
    return {
        each["id"]: each
        for each in client.get(f"{DATA}recommendations.json").json()["recommendations"]
    }


def test_the_responses_of_two_pages_are_moved_to_one_with_approvals_redirect_history_and_data(
    two_pages, monkeypatch, capsys, client, django_capture_on_commit_callbacks
):
    old_address, kept_address = two_pages
    number_before = len(identifiers_in_data(client))
    use_catalogue(monkeypatch, with_number_12())

    # Proposed: nothing changes for readers.
    told = update(capsys)
    assert "the same as “Recommendation 12: Our own page" in told
    assert len(titles_in_set()) == 2
    assert client.get(old_address).status_code == 200
    assert len(identifiers_in_data(client)) == number_before

    # Approved by two people, as one set.
    with django_capture_on_commit_callbacks(execute=True):
        approve_all(PublicationSet.objects.get(title=NAME))

    # Readers are sent to the page that stays, which has everything.
    answer = client.get(old_address)
    assert (answer.status_code, answer["Location"]) == (301, kept_address)
    shown = client.get(kept_address).content.decode()
    for words in ("We agree.", "Begun.", "1 May 2027", "Head of Public Protection"):
        assert words in shown, words
    assert shown.count("Its letter is on GOV.UK") <= 1, (
        "what both pages had is there once"
    )
    assert old_address not in client.get("/super-complaints/stalking/").content.decode()
    assert old_address not in client.get("/sitemap.xml").content.decode()
    for found in ("/search/?q=screening", "/super-complaints/recommendations/"):
        assert old_address not in client.get(found).content.decode(), found

    # The history of both is kept, and each leads to the other.
    history = client.get(f"{old_address}history/").content.decode()
    assert "Our response." in history
    assert f'href="{kept_address}"' in history
    assert client.get(f"{old_address}history/2/").status_code == 200
    assert (
        f"{old_address}history/"
        in client.get(f"{kept_address}history/").content.decode()
    )
    assert PublishedVersion.objects.filter(identifier=SCREENING).count() == 3

    # The data has one entry with both identifiers.
    data = identifiers_in_data(client)
    assert len(data) == number_before - 1
    assert SCREENING in data[TWELVE]["aliases"]
    changes = client.get(f"{DATA}changes.csv").content.decode()
    rows = [line for line in changes.splitlines() if f",{SCREENING},3," in line]
    assert [row for row in rows if ",moved_to,Responses moved to,,," in row], rows

    # It is proposed once.
    assert "the same as" not in update(capsys)
    assert not PublicationSet.objects.filter(state=PublicationSet.State.OPEN).exists()


def test_a_discarded_move_is_not_proposed_again(two_pages, monkeypatch, capsys):
    use_catalogue(monkeypatch, with_number_12())
    update(capsys)
    discard(PublicationSet.objects.get(title=NAME), UserFactory(roles=[roles.EDITORS]))

    assert "the same as" not in update(capsys)


def test_an_editor_who_says_that_two_pages_are_the_same_is_offered_to_join_them(
    two_pages, monkeypatch, capsys
):
    page = draft_of(item_page(SCREENING))
    page.same_as, page.change_note = TWELVE, "It is recommendation 12."
    publish(page)

    assert "the same as “Recommendation 12: Our own page" in update(capsys)

    title = f"Catalogue of {read_catalogue().version}"
    objects = PublicationSet.objects.get(title=title).objects_in_order()
    moved = [draft_of(each).moved_to for each in objects]
    assert moved == [TWELVE, ""]


def test_pages_that_someone_is_editing_are_not_joined_yet(
    two_pages, monkeypatch, capsys
):
    page = draft_of(item_page(TWELVE))
    page.summary = "Being written."
    page.save_revision()
    use_catalogue(monkeypatch, with_number_12())

    assert "(left out: someone is editing “Recommendation 12: Our own page" in update(
        capsys
    )
    assert draft_of(item_page(SCREENING)).moved_to == ""

    publish(draft_of(item_page(TWELVE)))
    update(capsys)
    assert draft_of(item_page(SCREENING)).moved_to == TWELVE


def test_a_past_day_shows_both_pages_as_they_were_and_today_shows_one(
    two_pages, client
):
    yesterday = timezone.now() - timedelta(days=1)
    PublishedVersion.objects.update(published_at=yesterday)
    page = draft_of(item_page(SCREENING))
    page.moved_to, page.change_note = TWELVE, "Moved."
    publish(page)

    def shown_on(moment):
        day = timezone.localdate(moment)
        return client.get(f"/super-complaints/stalking/?as_at={day}").content.decode()

    assert item_page(SCREENING).title in shown_on(yesterday)
    assert item_page(SCREENING).title not in shown_on(timezone.now())
    for moment in (yesterday, timezone.now()):
        assert "Our own page" in shown_on(moment)


def test_the_form_refuses_to_move_responses_to_nowhere_or_to_a_page_that_readers_do_not_see(
    two_pages, client, signed_in
):
    page = item_page(SCREENING)
    hidden = RecommendationResponsePageFactory(
        parent=report_page("stalking"), number="90", live=False
    )
    signed_in(roles.EDITORS)
    for moved_to, problem in (
        ("stalking/nothing", "Enter the identifier of another page"),
        (SCREENING, "Enter the identifier of another page"),
        (hidden.identifier, "Enter the identifier of another page"),
    ):
        form = recommendation_form(number="", moved_to=moved_to)
        answer = client.post(f"/admin/pages/{page.pk}/edit/", form).content.decode()
        assert problem in answer, moved_to
    twelve = item_page(TWELVE)
    twelve.moved_to, twelve.change_note = SCREENING, "Moved."
    publish(twelve)
    page.moved_to, page.change_note = TWELVE, "Moved back."
    with pytest.raises(Exception, match="Readers do not see that page"):
        publish(page)


def test_what_moved_can_move_back(two_pages, client):
    page = draft_of(item_page(SCREENING))
    page.moved_to, page.change_note = TWELVE, "Moved."
    publish(page)
    assert client.get(page.url).status_code == 301
    assert not RecommendationResponsePage.objects.get(pk=page.pk).states.exists()

    page = draft_of(item_page(SCREENING))
    page.moved_to, page.change_note = "", "It is another recommendation."
    publish(page)

    assert client.get(page.url).status_code == 200
    assert page.url in client.get("/super-complaints/stalking/").content.decode()
