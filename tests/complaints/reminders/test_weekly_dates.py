"""Editors hear each Monday of what is past a deadline, is due soon or has not been updated."""

from datetime import datetime, timedelta
from io import StringIO
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from complaints.models import NextUpdate, ProgressUpdate
from complaints.reminders.weekly import send_reminders
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.roles import EDITORS, MODERATORS
from pages.moderation.emails.mail import DigestChoice
from pages.moderation.models import PageReview
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_action,
    make_response,
    publish,
)

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2025, 3, 24, 8, tzinfo=LONDON)


@pytest.fixture
def due(section, time_machine):
    """Recommendations that pass their dates one after the other, on a Monday in between."""
    time_machine.move_to(MONDAY, tick=False)
    parent = SuperComplaintPageFactory(parent=section, title="Stalking")
    for number, title, deadline in (
        ("7", "Record it", PartialDate(2025, 3, 20)),
        ("10", "Train", PartialDate(2025, 4, 5)),
        ("12", "Plan", PartialDate(2025, 12, 1)),
    ):
        RecommendationResponsePageFactory(
            parent=parent,
            number=number,
            title=title,
            deadline=deadline,
            deadline_printed="as printed",
        )
    return parent


@pytest.fixture
def editor(section):
    return UserFactory(roles=[EDITORS], email="editor@example.org", first_name="Ann")


def test_an_editor_gets_one_e_mail_a_week_about_all_dates(
    due, editor, time_machine, monkeypatch
):
    UserFactory(roles=[MODERATORS], email="moderator@example.org")
    with monkeypatch.context() as broken:
        broken.setattr("pages.moderation.emails.mail.send_mail", lambda *mail: 1 / 0)
        send_reminders()

    send_reminders()
    send_reminders()

    [sent] = mail.outbox
    assert sent.to == ["editor@example.org"]
    assert sent.subject == "2 recommendations need attention"
    missing = "Past the deadline with no response:\n- Recommendation 7: Record it"
    assert sent.body.index(missing) < sent.body.index(
        "Due within 14 days:\n- Recommendation 10: Train"
    )
    assert "Plan" not in sent.body
    assert reverse("wagtailadmin_account") in sent.body

    time_machine.move_to(datetime(2025, 3, 31, 6, 59, tzinfo=LONDON), tick=False)
    send_reminders()
    assert len(mail.outbox) == 1
    time_machine.move_to(datetime(2025, 3, 31, 7, 0, tzinfo=LONDON), tick=False)
    send_reminders()
    assert len(mail.outbox) == 2


def test_each_is_named_once_under_the_most_pressing_that_applies(
    editor, section, time_machine
):
    time_machine.move_to(MONDAY, tick=False)
    report = {
        "report_published": PartialDate(2024, 6),
        "respond_by": PartialDate(2025, 3, 1),
    }
    parent = SuperComplaintPageFactory(parent=section, **report)
    force = OrganisationFactory()

    def add(number, position="", *actions, **fields):
        responses = [make_response(position, force)] if position else []
        return RecommendationResponsePageFactory(
            parent=parent,
            number=number,
            title="x",
            responses=responses,
            actions=actions,
            **fields,
        )

    passed, to_come = PartialDate(2025, 3, 20), PartialDate(2025, 12)
    add("1")  # only the deadline to respond has passed
    add("2", Position.AWAITING, deadline=passed)
    add("3", Position.NOT_STATED, deadline=passed)
    add(
        "4",
        Position.ACCEPTED,
        make_action(ActionStatus.IN_PROGRESS, passed),
        deadline=to_come,
    )
    add(
        "5",
        Position.NOT_STATED,
        deadline_printed="within six months",
        deadline_over=True,
    )
    add("6", Position.NOT_STATED, deadline=to_come, deadline_printed="by December")
    add("7", Position.NOT_ACCEPTED, deadline=passed)
    add("8", Position.ACCEPTED, make_action(ActionStatus.COMPLETE), deadline=passed)
    add(
        "9",
        Position.NOT_STATED,
        deadline=to_come,
        progress_updates=[update_of(force, MONDAY)],
    )

    send_reminders()

    found = {}
    for line in mail.outbox[0].body.splitlines():
        if line.endswith(":"):
            kind = line.removesuffix(":")
        elif line.startswith("- Recommendation "):
            found.setdefault(kind, []).append(line.split()[2].removesuffix(":"))
    assert found == {
        "Past the deadline with no response": ["1", "2"],
        "Past the deadline, not marked complete": ["3", "4", "5"],
        "Not updated for 6 months": ["6"],
    }


def update_of(force, moment):
    return ProgressUpdate(
        as_at=PartialDate.of_day(moment.date()), text="<p>x</p>", respondents=[force]
    )


def test_the_e_mail_can_be_switched_off(due, editor, client):
    client.force_login(editor)
    page = client.get(reverse("wagtailadmin_account"))
    assert b"Weekly email about dates" in page.content
    DigestChoice.objects.update_or_create(
        person=editor, defaults={"weekly_dates": False}
    )

    send_reminders()

    assert not mail.outbox


def test_a_dry_run_prints_the_e_mails_and_sends_none(due, editor):
    said = StringIO()

    call_command("send_reminders", dry_run=True, stdout=said)
    assert "2 recommendations need attention" in said.getvalue()
    assert not mail.outbox
    assert not DigestChoice.objects.exists()

    call_command("send_reminders", stdout=said)
    assert len(mail.outbox) == 1


def test_the_dashboard_leads_to_the_list_and_from_there_to_the_round_with_just_these_rows(
    due, editor, client
):
    client.force_login(editor)
    dashboard = " ".join(
        client.get(reverse("wagtailadmin_home")).content.decode().split()
    )
    assert '<b class="count-badge">1</b> past the deadline</a>' in dashboard
    assert "Chart: Date has passed: 1; March 2025: 0; April 2025: 1;" in dashboard
    update_round = reverse("update_round", args=[due.pk])
    assert f'<a href="{update_round}">Update round<span' in dashboard
    assert "April 2025: 1; May 2025: 0" in client.get(due.url).content.decode()
    address = f"{reverse('recommendations:index')}?attention=soon"
    assert address in dashboard

    beside = client.get(
        reverse("wagtailadmin_explore", args=[due.get_parent().pk])
    ).content.decode()
    assert reverse("update_round", args=[due.pk]) in beside

    listed = client.get(address).content.decode()
    round_address = f"{reverse('update_round', args=[due.pk])}?attention=soon"
    assert round_address in listed
    searched = client.get(f"{address}&q=Train").content.decode()
    assert reverse("update_round", args=[due.pk]) not in searched
    [row] = client.get(round_address).context["entries"]
    assert row.row.page.number == "10"

    typed = {
        "row": row.row.page.pk,
        f"row-{row.row.page.pk}-as_at": "no date",
        "as_at": "31 October 2024",
    }
    refused = client.post(round_address, typed).context
    assert refused["wrong"]
    assert [row.row.page.number for row in refused["entries"]] == ["10"]
    assert (
        len(client.get(reverse("update_round", args=[due.pk])).context["entries"]) == 3
    )


def test_a_page_to_look_at_again_is_named(editor, section, time_machine):
    time_machine.move_to(MONDAY, tick=False)
    above = SuperComplaintPageFactory(parent=section)
    answer = make_response(Position.NOT_ACCEPTED, OrganisationFactory())
    page = publish(
        RecommendationResponsePageFactory(parent=above, live=False, responses=[answer])
    )
    PageReview.objects.create(page=page, next_review=MONDAY.date() + timedelta(days=7))
    send_reminders()
    assert not mail.outbox

    time_machine.move_to(MONDAY + timedelta(days=7), tick=False)
    send_reminders()

    assert f"Review due:\n- {page.heading}" in mail.outbox[0].body


def promise_update(page, day, certainty="confirmed"):
    page.next_updates = [NextUpdate(due=day, certainty=certainty, sort_order=0)]
    return publish(page)


def test_an_editor_is_reminded_of_a_next_update_that_is_due_soon_or_was_due(
    section, editor, client, time_machine
):
    time_machine.move_to(datetime(2025, 3, 3, 8, tzinfo=LONDON), tick=False)
    late = SuperComplaintPageFactory(parent=section, title="Stalking")
    promise_update(late, PartialDate(2025, 3, 12))
    promise_update(
        SuperComplaintPageFactory(parent=section, title="Safe"), PartialDate(2025, 4, 4)
    )
    promise_update(
        SuperComplaintPageFactory(parent=section, title="Far"), PartialDate(2025, 6)
    )
    time_machine.move_to(MONDAY, tick=False)

    send_reminders()

    [sent] = mail.outbox
    assert sent.subject == "Next update of 2 super-complaints"
    assert (
        "Next update:\n- Safe: The next update is due on 4 April 2025.\n" in sent.body
    )
    assert (
        "- Stalking: The next update was due on 12 March 2025, 12 days ago.\n"
        in sent.body
    )
    assert "Far" not in sent.body
    client.force_login(editor)
    dashboard = BeautifulSoup(
        client.get(reverse("wagtailadmin_home")).content, "html.parser"
    )
    edit = reverse("wagtailadmin_pages:edit", args=[late.pk])
    [link] = dashboard.select(f'li a[href="{edit}"]')
    assert link.parent.get_text(strip=True).endswith(
        "due on 12 March 2025, 12 days ago."
    )


def test_an_editor_is_asked_for_the_next_date_once_an_update_was_published(
    section, editor, time_machine
):
    time_machine.move_to(datetime(2025, 3, 3, 8, tzinfo=LONDON), tick=False)
    page = promise_update(
        SuperComplaintPageFactory(parent=section, title="Stalking"),
        PartialDate(2025, 3),
    )
    time_machine.move_to(datetime(2025, 3, 4, 8, tzinfo=LONDON), tick=False)
    publish(RecommendationResponsePageFactory(parent=page, number="7"))
    time_machine.move_to(MONDAY, tick=False)

    send_reminders()

    assert [sent.to for sent in mail.outbox] == [["editor@example.org"]]
    assert (
        "- Stalking: An update was published. Enter when, and when the next one is due."
        in mail.outbox[0].body
    )
