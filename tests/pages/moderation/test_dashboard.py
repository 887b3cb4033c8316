"""The dashboard shows first what somebody has to do, and names everything in full."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from pages.moderation.approval.review_comments import add_comment
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    FEEDBACK_TEAM,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import PendingChange, PublishedVersion, PublishingPause
from pages.moderation.views.my_work import work_of
from site_config.models import WORKER, Heartbeat
from tests.factories import (
    FeedbackEntryFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import clear, publish
from tests.submissions import submit

pytestmark = pytest.mark.django_db

NAME = "Recommendation 7.1: Publish a plan (Stalking)"


@pytest.fixture
def page(section):
    parent = SuperComplaintPageFactory(parent=section, title="Stalking")
    return RecommendationResponsePageFactory(
        parent=parent, number="7.1", title="Publish a plan"
    )


@pytest.fixture
def panels(client):
    """Return a function that gives the words of each panel of the dashboard by its heading."""
    Heartbeat.beat(WORKER)  # or a warning that it stopped would come first

    def read(user):
        client.force_login(user)
        soup = BeautifulSoup(
            client.get(reverse("wagtailadmin_home")).content, "html.parser"
        )
        found = soup.select("main section.dashboard-panel")
        return {
            each.h2.get_text(strip=True): " ".join(each.get_text(" ").split())
            for each in found
        }

    return read


def test_what_one_has_to_decide_comes_first_with_its_open_comments(
    page, panels, client
):
    editor = UserFactory(first_name="Ed", last_name="Itor", roles=[EDITORS])
    page.title = "Changed"
    page.save_revision(user=editor)
    assert "1 with a draft" in panels(editor)["Recommendations"]
    # Nothing is shown for a field that is stated to be none.
    assert "overdue" not in panels(editor)["Recommendations"]
    assert (
        "Changed"
        in client.get(f"{reverse('recommendations:index')}?work=draft").content.decode()
    )
    page.title = "Publish a plan"
    submit(page, editor)

    moderator = UserFactory(roles=[MODERATORS])
    add_comment(page, moderator, "Who trained them?")
    shown = panels(moderator)

    assert list(shown)[:2] == ["My tasks", "Awaiting your review"]
    assert f"Review {NAME} Submitted by Ed Itor on" in shown["Awaiting your review"]
    assert "· 1 open comment" in shown["Awaiting your review"]
    assert (
        "Site summary" not in client.get(reverse("wagtailadmin_home")).content.decode()
    )
    assert (
        panels(UserFactory(roles=[APPROVING_OFFICERS]))["My tasks"]
        == "My tasks You have no tasks."
    )
    add_comment(page, moderator, "When?")
    assert (
        "In moderation: Moderator · 2 open comments"
        in panels(editor)["Your drafts and submissions"]
    )


def test_authors_see_their_own_work_and_why_it_came_back(page, panels, client):
    editor = UserFactory(roles=[EDITORS])
    review = submit(page, editor)
    assert (
        f"{NAME} In moderation: Moderator"
        in panels(editor)["Your drafts and submissions"]
    )

    moderator = UserFactory(roles=[MODERATORS], first_name="Mo", last_name="Derator")
    review.current_task_state.reject(user=moderator, comment="Say when.")
    assert (
        f"{NAME} Changes requested by Mo Derator: “Say when.”"
        in panels(editor)["Changes requested"]
    )
    form = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    assert "Changes requested by Mo Derator: “Say when.”" in form.content.decode()
    assert "Awaiting your review" not in panels(editor)


def test_who_decides_is_told_of_a_go_live_time(page, panels, client, time_machine):
    time_machine.move_to(datetime(2026, 12, 1, 9, tzinfo=UTC), tick=False)
    moderator = UserFactory(roles=[MODERATORS])
    page.go_live_at = datetime(2026, 12, 7, 9, tzinfo=UTC)
    submit(page, UserFactory(roles=[EDITORS]))

    row = panels(moderator)["Awaiting your review"]
    assert "go-live 7 December 2026, 09:00" in row
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    form = client.get(address).content.decode()
    assert "It goes live on 7 December 2026, 09:00, or once approved if" in form
    time_machine.move_to(datetime(2026, 12, 8, 9, tzinfo=UTC), tick=False)
    assert "go-live" not in panels(moderator)["Awaiting your review"]


def test_each_list_of_work_holds_just_what_its_number_counts(section, panels, client):
    editor, officer = (
        UserFactory(roles=[EDITORS]),
        UserFactory(roles=[APPROVING_OFFICERS]),
    )

    def page_called(title, **fields):
        page = StandardPageFactory(parent=section.get_parent(), title=title)
        for name, value in fields.items():
            setattr(page, name, value)
        return page

    later = page_called("Later", go_live_at=timezone.now() + timedelta(days=1))
    clear(later, user=editor).publish()
    until = timezone.now() + timedelta(days=1)
    PublishingPause.objects.create(reason="An election.", until=until)
    delayed = clear(page_called("Delayed"), user=editor)
    delayed.approved_go_live_at = timezone.now()
    delayed.save()
    sent_back = page_called("Sent back")
    submit(sent_back, editor).current_task_state.reject(
        user=UserFactory(roles=[MODERATORS])
    )
    submit(page_called("In moderation"), editor)

    def read(user):
        client.force_login(user)
        found = {}
        for each in work_of(user):
            address = reverse("moderation:my_work", args=[each.key])
            screen = BeautifulSoup(
                client.get(address).content, "html.parser"
            ).select_one(".my-work")
            found[each.key] = [
                line.get_text(" ", strip=True) for line in screen.ul.select("li a")
            ]
        return found

    shown = panels(editor)["My tasks"]
    for words in ("Changes requested 1", "Scheduled 2"):
        assert words in shown
    dashboard = client.get(reverse("wagtailadmin_home")).content.decode()
    assert f'href="{reverse("moderation:my_work", args=["sent-back"])}"' in dashboard
    assert read(editor) == {
        "sent-back": ["Sent back"],
        "mine": ["In moderation", "Delayed", "Later"],
        "scheduled": ["Delayed", "Later"],
    }
    moderator = UserFactory(roles=[MODERATORS])
    assert [each.key for each in work_of(moderator)] == [
        "sent-back",
        "take-down",
        "decide",
        "mine",
        "scheduled",
    ], "the most urgent first"
    assert read(officer)["scheduled"] == ["Delayed", "Later"]
    assert "You have no tasks" not in panels(officer)["My tasks"]
    assert (
        client.get(reverse("moderation:my_work", args=["nothing"])).status_code == 404
    )
    assert set(read(UserFactory(roles=[FEEDBACK_TEAM]))) == {"sent-back", "mine"}


def test_the_feedback_team_sees_its_own_numbers_and_no_titles(page, panels):
    member = UserFactory(roles=[FEEDBACK_TEAM])
    assert "You have no feedback to deal with" in panels(member)["Feedback"]
    FeedbackEntryFactory(state="safeguarding")

    shown = panels(member)

    assert "Safeguarding concern 1" in shown["Feedback"]
    # Or it would say that there are no tasks, below those that there are.
    assert "My tasks" not in shown
    assert "Recommendations" not in shown
    assert "Feedback" not in panels(UserFactory(roles=[EDITORS]))


def test_only_people_who_open_pages_get_a_search_of_pages(page, client):
    for role, has_search in ((FEEDBACK_TEAM, False), (EDITORS, True)):
        client.force_login(UserFactory(roles=[role]))
        shown = BeautifulSoup(
            client.get(reverse("wagtailadmin_home")).content, "html.parser"
        )

        assert bool(shown.select("main form[role=search]")) == has_search, role


def test_the_editor_says_where_it_differs_from_wagtail(page, client):
    publish(page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client.force_login(UserFactory(roles=[EDITORS]))
    shown = BeautifulSoup(client.get(address).content, "html.parser")

    note = shown.select_one(".action-buttons__note").get_text(strip=True)
    assert note == (
        "Your change is published once it is approved, or at its go-live time if that is later."
    )
    about_previews = shown.select_one(".change-panel__about-previews").get_text(
        strip=True
    )
    assert (
        about_previews
        == "Public pages show no Wagtail user bar. To see your draft, open the preview."
    )
    words = "Ask to take down"
    (how,) = [link for link in shown.select("a") if words in link.get_text()]
    assert client.get(how["href"]).status_code == 200
    client.force_login(UserFactory(roles=[MODERATORS]))
    assert words not in client.get(address).content.decode()


def test_the_dashboard_leads_editors_to_a_new_super_complaint_and_a_response_to_several_recommendations(
    page, client
):
    section = page.get_parent().get_parent()
    client.force_login(UserFactory(roles=[EDITORS]))
    shown = BeautifulSoup(
        client.get(reverse("wagtailadmin_home")).content, "html.parser"
    )

    link = shown.find("a", href=reverse("new_response", args=[section.pk]))
    assert link.get_text(strip=True) == "New super-complaint"
    super_complaint = page.get_parent()
    respond = shown.find("a", href=re.compile(rf"/pages/{super_complaint.pk}/edit/#"))
    assert (
        respond.get_text()
        == f"Response to several recommendations of {super_complaint.title}"
    )
    address, anchor = respond["href"].split("#")
    form = BeautifulSoup(client.get(address).content, "html.parser")
    tab = form.find(id=anchor, role="tabpanel")
    assert tab.find("h2", string=re.compile("Responses to several recommendations"))


def test_administrators_see_roles_to_confirm_and_accounts_without_a_role(
    section, panels
):
    giver = UserFactory(roles=[SITE_ADMINISTRATORS])
    PendingChange.objects.create(
        kind="role",
        person=UserFactory(roles=[EDITORS]),
        data={"role": MODERATORS, "give": True},
        asked_by=giver,
    )
    UserFactory()

    assert (
        "Changes to confirm as a second person 1"
        in panels(UserFactory(roles=[APPROVING_OFFICERS]))["Administration"]
    )
    shown = panels(giver)["Administration"]
    assert "Accounts without a role 1" in shown
    assert "Changes to confirm" not in shown


def test_wagtails_reports_and_histories_of_reviews_name_the_super_complaint_and_who_submitted(
    client, page, signed_in
):
    submit(page, UserFactory(first_name="Ed", last_name="Itor", roles=[EDITORS]))
    page.title = "Publish a better plan"
    page.save_revision(user=signed_in(MODERATORS))

    for report in ["workflow", "workflow_tasks"]:
        shown = client.get(reverse(f"wagtailadmin_reports:{report}")).content.decode()

        assert "Recommendation 7.1: Publish a better plan (Stalking)" in shown, report
        assert '<td data-label="Submitted by">Ed Itor</td>' in shown, report
    arguments = [page.pk, page.current_workflow_state.pk]
    history = client.get(
        reverse("wagtailadmin_pages:workflow_history_detail", args=arguments)
    )
    assert "Requested by <b>Ed Itor</b>" in history.content.decode()


def test_a_version_is_named_with_the_title_that_it_had(page):
    version = PublishedVersion(
        model="wagtailcore.page", object_id=str(page.pk), title="Earlier title"
    )

    assert version.full_name == "Recommendation 7.1: Earlier title (Stalking)"
    assert (
        PublishedVersion(
            model="wagtailcore.page", object_id="0", title="Gone"
        ).full_name
        == "Gone"
    )
