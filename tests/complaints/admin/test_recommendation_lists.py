"""Editors see all recommendations in number order, with what they have to know of each."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from complaints.models import Action, ProgressUpdate, RecommendationResponsePage
from complaints.vocabulary import ActionStatus
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import FEEDBACK_TEAM
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_action,
    publish,
)
from tests.submissions import submit

pytestmark = pytest.mark.django_db


def test_recommendations_are_listed_by_super_complaint_and_number(
    stalking, section, titles
):
    other = SuperComplaintPageFactory(parent=section, title="Immigration")
    RecommendationResponsePageFactory(parent=other, number="2", title="Other")
    for number in ("10", "7.1", "7"):
        RecommendationResponsePageFactory(parent=stalking, number=number, title="Do")

    in_order = [
        "Recommendation 7: Do",
        "Recommendation 7.1: Do",
        "Recommendation 10: Do",
    ]
    assert titles() == [*in_order, "Recommendation 2: Other"]
    assert titles("", reverse("wagtailadmin_explore", args=[stalking.pk])) == in_order


def test_the_number_of_a_draft_counts(stalking, titles, editor):
    for number in ("7", "8"):
        page = RecommendationResponsePageFactory(
            parent=stalking, number=number, title=f"Was {number}"
        )
    first = RecommendationResponsePage.objects.get(number="7")
    first.number = "9"
    first.save_revision(user=editor)

    assert titles() == ["Recommendation 8: Was 8", "Recommendation 9: Was 7"]
    assert page.get_admin_display_title() == "Recommendation 8: Was 8"
    stored = RecommendationResponsePage.objects.get(pk=first.pk)
    assert stored.get_admin_display_title() == "Recommendation 9: Was 7"


def test_a_row_tells_position_status_due_date_update_and_who_has_it(
    answered, rows, editor
):
    page = answered(
        "3",
        PartialDate(2025, 3),
        progress_updates=[
            ProgressUpdate(as_at=PartialDate(2025, 1), text="<p>Begun.</p>")
        ],
        operational_lead="Head of Public Protection",
    )
    page.title = "Do it soon"
    page.save_revision(user=editor)

    assert rows() == [
        [
            "Recommendation 3: Do it soon",
            "Stalking",
            "Accepts",
            "Past the deadline Not updated for 6 months",
            "March 2025",
            "January 2025",
            "Head of Public Protection",
            f"Draft by {editor.username} Live",
        ]
    ]


def test_a_draft_that_was_never_public_is_listed_with_when_it_is_due(
    stalking, rows, editor
):
    page = RecommendationResponsePage(title="New", number="5", live=False)
    stalking.add_child(instance=page)
    page.save_revision(user=editor)
    assert rows() == [
        ["Recommendation 5: New", "Stalking", "–", "Not public yet", "–", "–", "–",
         f"Draft by {editor.username} Not public"]
    ]  # fmt: skip

    page.deadline = PartialDate(2025, 6)
    action = make_action(
        ActionStatus.IN_PROGRESS, PartialDate(2025, 1), PartialDate(2025, 3)
    )
    page.actions = [action, Action(title="Done", status=ActionStatus.COMPLETE)]
    page.save_revision(user=editor)

    assert rows()[0][3:5] == ["Not public yet", "March 2025"]


def test_who_has_it_follows_the_review(answered, rows, editor):
    page = answered("3", PartialDate(2100))
    review = submit(page, editor)
    assert rows()[0][-1] == "In moderation: Moderator Live"

    review.current_task_state.reject(user=UserFactory())
    assert rows()[0][-1] == f"Changes requested from {editor.username} Live"

    revision = page.get_latest_revision()
    revision.approved_go_live_at = timezone.now() + datetime.timedelta(days=400)
    revision.save()
    assert rows()[0][-1].startswith("Scheduled for ")
    page.revisions.update(
        approved_go_live_at=timezone.now() - datetime.timedelta(minutes=5)
    )
    assert rows()[0][-1] == "Approved, not public yet Live"


def test_the_list_says_why_the_register_counts_fewer(stalking, client, editor):
    def explanation(query=""):
        page = BeautifulSoup(
            client.get(reverse("recommendations:index") + query).content, "html.parser"
        )
        found = page.select_one(".recommendation-list__number")
        return found and found.get_text()

    for number in ("7", "8"):
        RecommendationResponsePageFactory(parent=stalking, number=number)
    assert explanation() is None

    RecommendationResponsePageFactory(parent=stalking, number="7.1")
    stalking.add_child(
        instance=RecommendationResponsePage(title="New", number="9", live=False)
    )

    assert explanation() == (
        "The public pages count 2 of these recommendations. "
        "1 is a part such as 7.1, counted with the whole. 1 is not public."
    )
    assert explanation("?q=7") is None


def test_filters_search_and_sorting(
    answered, stalking, section, titles, client, editor
):
    day = timezone.localdate() + datetime.timedelta(days=5)
    late, soon, done = (
        answered("1", PartialDate(2025, 3)),
        answered("2", PartialDate(day.year, day.month, day.day)),
        RecommendationResponsePageFactory(
            parent=stalking, number="11", title="Nothing yet"
        ),
    )
    elsewhere = SuperComplaintPageFactory(parent=section, title="Immigration")
    RecommendationResponsePageFactory(
        parent=elsewhere,
        number="1",
        title="Elsewhere",
        executive_lead="Head of Training",
    )
    stalking.executive_lead = "Chief Officer"
    publish(stalking)
    submit(soon, editor)
    names = {page: page.get_admin_display_title() for page in (late, soon, done)}

    assert titles(f"?super_complaint={elsewhere.pk}") == ["Recommendation 1: Elsewhere"]
    assert titles("?attention=past_deadline&attention=soon") == [
        names[late],
        names[soon],
    ]
    assert titles("?attention=no_response") == []
    assert titles("?attention=review") == []
    assert titles("?lead=Chief+Officer") == [names[late], names[soon], names[done]]
    assert titles("?lead=Head+of+Training") == ["Recommendation 1: Elsewhere"]
    assert titles("?progress=overdue") == [names[late]]
    assert titles("?status=past_deadline&status=in_progress") == [
        names[late],
        names[soon],
    ]
    assert titles("?status=response_missing") == [
        names[done],
        "Recommendation 1: Elsewhere",
    ]
    assert titles("?position=accepted&progress=soon") == [names[soon]]
    assert titles("?due_to=2025-12-31") == [names[late]]
    assert titles("?work=review") == [names[soon]]
    assert titles("?work=draft") == []
    assert names[soon] not in titles("?work=nobody")
    assert titles("?q=nothing+yet") == [names[done]]
    for query in ("11", "rec+11", "Recommendation+11"):
        assert titles(f"?q={query}") == [names[done]]
        found = client.get(f"{reverse('wagtailadmin_pages:search')}?q={query}").context[
            "object_list"
        ]
        assert [page.pk for page in found] == [done.pk]
    assert len(titles("?q=immigration")) == 1
    assert titles("?ordering=-due")[:2] == [names[soon], names[late]]
    assert titles("?ordering=due")[:2] == [names[late], names[soon]]
    for nonsense in [
        "?state=x",
        "?due_from=x",
        "?super_complaint=x",
        "?work=x",
        "?ordering=x",
    ]:
        assert (
            client.get(reverse("recommendations:index") + nonsense).status_code == 200
        ), nonsense
    nothing = client.get(reverse("recommendations:index") + "?q=unheard")
    assert "match your query." in nothing.content.decode()


def test_the_dashboard_counts_like_the_public_pages_and_the_list_says_why_it_has_more(
    answered, stalking, client, editor
):
    answered("7", PartialDate(2025, 3))
    answered("7.1", PartialDate(2025, 3))
    public = client.get(stalking.url).content.decode()
    dashboard = " ".join(
        client.get(reverse("wagtailadmin_home")).content.decode().split()
    )

    assert "1 past the deadline" in BeautifulSoup(public, "html.parser").get_text(
        " ", strip=True
    )
    address = f"{reverse('recommendations:index')}?status=past_deadline"
    assert (
        f'<a href="{address}"><b class="count-badge">1</b> past the deadline</a>'
        in dashboard
    )
    listed = client.get(address).context
    assert len(listed["object_list"]) == 2
    assert listed["explanation"] == (
        "The public pages count 1 of these recommendations. 1 is a part such as 7.1, counted with the whole."
    )


def test_a_deadline_in_words_is_shown_where_there_is_no_date(answered, rows):
    page = answered("7", actions=[])
    page.deadline, page.deadline_printed = None, "within six months"
    publish(page)

    assert rows()[0][4] == "“within six months”"


def test_an_empty_list_counts_nothing(client, editor, section):
    shown = BeautifulSoup(
        client.get(reverse("recommendations:index")).content, "html.parser"
    )

    assert "of 0" not in shown.find("main").get_text(" ", strip=True)


def test_the_list_can_be_taken_away_without_formulas(
    answered, client, editor, signed_in
):
    page = answered("3", PartialDate(2100, 3))
    page.draft_title = "=1+1"
    answer = client.get(reverse("recommendations:index") + "?export=csv")

    head, line = b"".join(answer.streaming_content).decode().splitlines()
    assert head == (
        "Recommendation,Super-complaint,Position,Status,Needs attention,Deadline or due date,Last update,"
        "Lead,Page status"
    )
    assert line.startswith(
        "Recommendation 3: Do 3,Stalking,Accepts,In progress,Not updated for 6 months,"
    )
    # The feedback team sees neither list nor menu item.
    signed_in(FEEDBACK_TEAM)
    assert client.get(reverse("recommendations:index")).status_code == 302
    assert (
        reverse("recommendations:index")
        not in client.get(reverse("wagtailadmin_home")).content.decode()
    )


def test_query_counts_do_not_grow_with_the_rows(
    answered, stalking, client, editor, monkeypatch
):
    # A session is renewed now and then, which takes three queries on a machine that is
    # slow enough.
    monkeypatch.setattr("pages.accounts.sessions.RENEWAL_SECONDS", 3600)
    addresses = [
        f"{reverse('recommendations:index')}?attention=overdue&attention=review&attention=silent",
        reverse("page_reviews"),
        reverse("wagtailadmin_home"),
        reverse("wagtailadmin_explore", args=[stalking.pk]),
        reverse(
            "wagtailadmin_pages:type_use",
            args=["complaints", "recommendationresponsepage"],
        ),
    ]

    def count(address):
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    def add(*numbers):
        for number in numbers:
            page = answered(str(number), PartialDate(2025, 3))
            page.title = "Changed"
            submit(page, UserFactory())
            draft = answered(f"{number}.1", PartialDate(2025, 3))
            draft.title = "Changed"
            draft.save_revision(user=UserFactory())

    add(1, 2)
    few = {address: count(address) for address in addresses}
    add(3, 4)

    assert [address for address in addresses if count(address) > few[address]] == []
