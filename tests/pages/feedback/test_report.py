"""The report “What readers say”: counts for the pages that a user may change."""

import datetime

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from wagtail.models import GroupPagePermission

from pages.feedback.admin.report import chart_of_weeks
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM
from tests.factories import FeedbackEntryFactory, StandardPageFactory, UserFactory

# A Wednesday.
NOW = datetime.datetime(2026, 7, 15, 12, tzinfo=datetime.UTC)


@pytest.fixture(autouse=True)
def clock():
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def about(home):
    return StandardPageFactory(parent=home, title="About us", slug="about")


@pytest.fixture
def report(client):
    """Return a function that gives what the report is made of."""

    def get(**query):
        return client.get(reverse("feedback_report"), query).context

    return get


@pytest.fixture
def shown(client):
    return lambda **query: client.get(
        reverse("feedback_report"), query
    ).content.decode()


def by_page(context) -> dict:
    return {
        str(tally.label): tuple(tally.counts.values()) for tally in context["pages"]
    }


def by_week(context) -> dict:
    return {
        f"{tally.label:%Y-%m-%d}": tuple(tally.counts.values())
        for tally in context["weeks"]
        if tally.total
    }


def editor_of(page):
    """Return somebody who may change ``page`` and what is below, and nothing else."""
    group = Group.objects.create(name=f"Editors of {page}")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    GroupPagePermission.objects.create(
        group=group,
        page=page,
        permission=Permission.objects.get(codename="change_page"),
    )
    user = UserFactory()
    user.groups.add(group)
    return user


def test_answers_but_spam_are_counted_by_page_most_answered_first(
    home, about, signed_in, report, shown
):
    FeedbackEntryFactory(
        page=StandardPageFactory(parent=home, title="Other"), useful="partly"
    )
    FeedbackEntryFactory(page=about, state="spam")
    for useful in ("yes", "yes", "no"):
        FeedbackEntryFactory(page=about, useful=useful)
    signed_in(FEEDBACK_TEAM)

    found = by_page(report())

    assert found == {"About us": (2, 0, 1), "Other": (0, 1, 0)}
    assert list(found) == ["About us", "Other"]
    assert by_week(report(page=about.pk)) == {"2026-07-13": (2, 0, 1)}
    assert "By week: About us" in " ".join(shown(page=about.pk).split())
    for page in ["x", "-1", "9" * 30, "\0"]:
        assert report(page=page)["chosen"] is None, page


def test_answers_are_counted_by_week_from_monday_in_london(about, signed_in, report):
    # 23:30 UTC on Sunday is Monday in British summer time.
    for day in ("2026-07-05T22:30", "2026-07-05T23:30", "2026-07-12T12:00"):
        FeedbackEntryFactory(
            page=about, created_at=datetime.datetime.fromisoformat(f"{day}+00:00")
        )
    signed_in(FEEDBACK_TEAM)

    context = report()

    assert by_page(report(first="2026-07-05", last="2026-07-06")) == {
        "About us": (0, 0, 2)
    }
    assert by_week(context) == {"2026-06-29": (0, 0, 1), "2026-07-06": (0, 0, 2)}
    weeks = [tally.label for tally in context["weeks"]]  # those without answers, too
    assert (weeks[0], weeks[-1], len(weeks)) == (
        datetime.date(2026, 4, 27),
        datetime.date(2026, 7, 13),
        12,
    )


def test_entries_without_a_page_are_counted_together_without_their_paths(
    signed_in, report, shown, home
):
    FeedbackEntryFactory(about="page", page_path="/buy-canary/")
    FeedbackEntryFactory(about="site", useful="yes")
    signed_in(FEEDBACK_TEAM)

    assert by_page(report()) == {
        "The whole website": (1, 0, 0),
        "Pages that are not public now, or none": (0, 0, 1),
    }
    assert "canary" not in shown()


def test_an_editor_sees_only_counts_of_pages_they_may_change(
    client, home, about, report
):
    below = StandardPageFactory(parent=about, title="Below")
    other = StandardPageFactory(parent=home, title="Other")
    for page in (about, below, other):
        FeedbackEntryFactory(page=page, useful="yes")
    FeedbackEntryFactory(page=about, about="site")
    FeedbackEntryFactory(about="site")
    client.force_login(editor_of(about))

    assert by_page(report()) == {"About us": (1, 0, 0), "Below": (1, 0, 0)}
    assert by_week(report()) == {"2026-07-13": (2, 0, 0)}
    # Nor by asking for it.
    assert report(page=other.pk)["chosen"] is None
    assert by_week(report(page=other.pk)) == {"2026-07-13": (2, 0, 0)}


def test_a_user_who_may_change_no_page_sees_no_report(client, db):
    user = UserFactory()
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client.force_login(user)
    address = reverse("feedback_report")

    assert client.get(address).status_code == 302
    assert address not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_report_is_in_the_menu_and_shows_no_text_of_readers(
    client, signed_in, about, shown
):
    FeedbackEntryFactory(page=about, text="canary", note="canary", concerns="canary")

    for role in [EDITORS, FEEDBACK_TEAM]:
        signed_in(role)

        assert (
            reverse("feedback_report")
            in client.get(reverse("wagtailadmin_home")).content.decode()
        ), role
        assert "About us" in shown()
        assert "canary" not in shown()


def test_an_invalid_period_shows_an_error(signed_in, home, shown):
    signed_in(FEEDBACK_TEAM)

    for query, message in [
        (
            {"first": "2026-07-02", "last": "2026-07-01"},
            "The end date must be the same as or after the start date.",
        ),
        ({"first": "2016-07-02", "last": "2026-07-01"}, "Choose 3 years or less."),
        ({"first": "soon"}, "Enter a date, like 27/03/2027"),
        ({"last": "9999-12-31"}, "Ensure this value is less than or equal to"),
        ({"first": "0001-01-01"}, "Ensure this value is greater than or equal to"),
    ]:
        assert message in shown(**query), query


def test_the_chart_stacks_the_answers_of_each_week_and_is_described_in_words(
    about, signed_in, report, shown
):
    for useful in ("yes", "yes", "partly", "no"):
        FeedbackEntryFactory(page=about, useful=useful)
    FeedbackEntryFactory(
        page=about,
        useful="yes",
        created_at=datetime.datetime(2026, 7, 8, tzinfo=datetime.UTC),
    )
    signed_in(FEEDBACK_TEAM)

    drawn = chart_of_weeks(report()["weeks"])

    bars = [(bar["x"], bar["y"], bar["height"], bar["answer"]) for bar in drawn["bars"]]
    assert drawn["highest"] == 4
    assert bars == [
        (202, 75, 25, "yes"),
        (222, 50, 50, "yes"),
        (222, 25, 25, "partly"),
        (222, 0, 25, "no"),
    ]
    text = " ".join(shown().split())
    assert "Answers by week, 27 April 2026 to 15 July 2026, at most 4 a week." in text
    figure = text.split("<figure")[1].split("</figure>")[0]
    assert "<script" not in figure
    assert "style=" not in figure
