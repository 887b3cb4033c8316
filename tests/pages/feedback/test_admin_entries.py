"""The screens on which the feedback team reads and changes entries."""

import datetime

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pages.feedback.admin.entry_list import EntryListView
from pages.feedback.admin.viewset import FeedbackEntryForm
from pages.feedback.forms import FeedbackForm
from pages.feedback.models import FeedbackEntry
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM, ROLES
from tests.factories import FeedbackEntryFactory, StandardPageFactory, UserFactory

RUDE = "<script>alert('x')</script> \u202eesrever 👩🏽\u200d🚒 </textarea><img src=x onerror=y>"
pytestmark = pytest.mark.django_db


@pytest.fixture
def member(signed_in):
    return signed_in(FEEDBACK_TEAM)


@pytest.fixture
def listed(client):
    """Return a function that gives the texts of the list, in its order."""

    def texts(**query):
        answer = client.get(reverse("feedback:index"), query)
        return [entry.text for entry in answer.context["object_list"]]

    return texts


def test_every_question_with_choices_is_asked_and_shown_to_the_team(
    client, member, feedback_page
):
    entry = FeedbackEntryFactory()
    asked = BeautifulSoup(client.get("/feedback/").content, "html.parser")
    listed = client.get(reverse("feedback:index"))
    opened = client.get(reverse("feedback:edit", args=[entry.pk])).content.decode()
    with_choices = [
        name
        for name in FeedbackForm.Meta.fields
        if FeedbackEntry._meta.get_field(name).choices
    ]

    assert list(FeedbackForm.Meta.labels_for_staff) == with_choices
    for name, label in FeedbackForm.Meta.labels_for_staff.items():
        answer = getattr(entry, f"get_{name}_display")()
        assert asked.find("input", {"name": name, "type": "radio"}), name
        assert answer in opened
        assert f"<dt>{label}</dt>" in opened
        assert name in listed.context["filters"].form.fields
        assert f"get_{name}_display" in EntryListView.export_headings
        assert name in [
            column.name for column in listed.context["table"].columns.values()
        ]


@pytest.fixture
def save(client):
    """Return a function that sends the form of an entry."""

    def post(entry, **fields):
        form = {
            "state": entry.state,
            "assigned_to": entry.assigned_to_id or "",
            "note": entry.note,
        }
        return client.post(
            reverse("feedback:edit", args=[entry.pk]), {**form, **fields}
        )

    return post


@pytest.fixture
def change_all(client):
    """Return a function that changes several entries at once."""

    def post(entries, **fields):
        address = reverse(
            "wagtail_bulk_action", args=["feedback", "feedbackentry", "change"]
        )
        chosen = "&".join(
            f"id={entry if isinstance(entry, str) else entry.pk}" for entry in entries
        )
        form = {"state": "", "assigned_to": "", **fields}
        return client.post(f"{address}?{chosen}&next={reverse('feedback:index')}", form)

    return post


def history_of(client, entry) -> str:
    return client.get(reverse("feedback:history", args=[entry.pk])).content.decode()


def days_ago(number):
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=number)


class TestEntryList:
    def test_safeguarding_concerns_come_first_then_the_newest_and_spam_if_it_is_asked_for(
        self, client, member, listed
    ):
        FeedbackEntryFactory(
            text="old", created_at=days_ago(3), page_path="/gone/away/"
        )
        FeedbackEntryFactory(
            text="concern", state="safeguarding", created_at=days_ago(9)
        )
        FeedbackEntryFactory(text="new", created_at=days_ago(1))
        FeedbackEntryFactory(text="spam", state="spam")

        assert listed() == listed(state="no such state") == ["concern", "new", "old"]
        assert listed(ordering="created_at") == ["concern", "old", "new"]
        assert listed(state="spam") == ["spam"]
        assert listed(state=["spam", "new"]) == ["new", "old", "spam"]
        assert listed(q="new") == ["new"]
        assert listed(q="gone/away") == ["old"]
        for name in ("edit", "redact"):
            assert (
                client.get(reverse(f"feedback:{name}", args=[10**9])).status_code == 404
            )

    def test_the_list_is_filtered_by_state_subject_answer_page_date_and_colleague(
        self, home, member, listed
    ):
        page = StandardPageFactory(parent=home)
        FeedbackEntryFactory(text="other", useful="yes", created_at=days_ago(9))
        FeedbackEntryFactory(
            text="it", page=page, state="in_progress", assigned_to=member
        )

        assert listed(state="in_progress") == ["it"]
        assert listed(about="page") == ["it"]
        assert listed(useful="no") == ["it"]
        assert listed(page=page.pk) == ["it"]
        assert listed(created_at_from=f"{days_ago(2):%Y-%m-%d}") == ["it"]
        assert listed(created_at_to=f"{days_ago(2):%Y-%m-%d}") == ["other"]
        assert listed(assigned_to=member.pk) == ["it"]
        assert listed(assigned_to="null") == ["other"]

    def test_the_list_links_to_the_page_and_its_editor(self, client, home, signed_in):
        page = StandardPageFactory(parent=home, title="About us", slug="about")
        FeedbackEntryFactory(page=page)
        editor = reverse("wagtailadmin_pages:edit", args=[page.pk])

        signed_in(FEEDBACK_TEAM)
        for_the_team = client.get(reverse("feedback:index")).content.decode()
        signed_in(FEEDBACK_TEAM, EDITORS)
        for_an_editor_too = client.get(reverse("feedback:index")).content.decode()

        assert '/about/">About us</a>' in for_the_team
        assert editor not in for_the_team
        assert editor in for_an_editor_too

    def test_the_number_of_queries_does_not_grow_with_the_number_of_entries(
        self, client, home, member, django_assert_max_num_queries
    ):
        def queries():
            with django_assert_max_num_queries(200) as counted:
                client.get(reverse("feedback:index"))
            return len(counted)

        page = StandardPageFactory(parent=home)
        FeedbackEntryFactory(page=page, assigned_to=member)
        queries()
        few = queries()
        for _ in range(10):
            FeedbackEntryFactory(
                page=StandardPageFactory(parent=home), assigned_to=UserFactory()
            )

        assert queries() <= few

    def test_concerns_are_counted_in_the_menu_and_the_list_says_why_rules_flagged_them(
        self, client, member
    ):
        FeedbackEntryFactory(state="safeguarding", concerns="risk to life")
        FeedbackEntryFactory(state="safeguarding")

        shown = client.get(reverse("feedback:index")).content.decode()

        assert "Feedback (2)" in shown
        assert "Flagged by word rules: risk to life" in shown
        assert "flagged automatically by certain words, not by people" in shown
        assert "No one gets an automatic reply" in shown

    def test_no_other_role_may_open_the_list(self, client, signed_in, change_all):
        for role in [role for role in ROLES if role != FEEDBACK_TEAM]:
            entry = FeedbackEntryFactory(text="Not for editors.")
            signed_in(role)

            names = ["edit", "history", "redact", "usage"]
            addresses = [reverse(f"feedback:{name}", args=[entry.pk]) for name in names]
            for address in [
                reverse("feedback:index"),
                reverse("feedback:index_results"),
                *addresses,
            ]:
                answer = client.get(address, follow=True)
                assert "Not for editors." not in answer.content.decode(), role
                assert answer.request["PATH_INFO"] == reverse("wagtailadmin_home"), role
            change_all([entry], state="spam")
            entry.refresh_from_db()
            assert entry.state == "new", role

    def test_nobody_may_add_or_delete_entries(self, client, admin_user):
        entry = FeedbackEntryFactory()
        client.force_login(admin_user)

        client.post(reverse("feedback:add"), {"state": "new"})
        client.post(reverse("feedback:delete", args=[entry.pk]))

        assert FeedbackEntry.objects.get() == entry


class TestEntryView:
    def test_only_state_colleague_and_note_can_be_changed_and_only_for_team_members(
        self, member, save, signed_in
    ):
        entry = FeedbackEntryFactory()
        forged = {
            "text": "Forged.",
            "useful": "yes",
            "about": "response",
            "page_path": "/forged/",
        }

        answer = save(entry, assigned_to=UserFactory(roles=[EDITORS]).pk)
        assert "assigned_to" in answer.context["form"].errors
        save(
            entry,
            state="in_progress",
            assigned_to=member.pk,
            note="Asked.",
            concerns="",
            **forged,
        )

        entry.refresh_from_db()
        assert (entry.state, entry.assigned_to, entry.note) == (
            "in_progress",
            member,
            "Asked.",
        )
        assert (entry.text, entry.useful, entry.about, entry.page_path) == (
            "No dates.",
            "no",
            "site",
            "",
        )
        # Whoever was of the team stays assigned.
        member.groups.clear()
        member.groups.add(Group.objects.get(name=EDITORS))
        signed_in(FEEDBACK_TEAM)
        save(entry, state="actioned")
        entry.refresh_from_db()
        assert (entry.state, entry.assigned_to) == ("actioned", member)

    def test_an_unseen_decision_of_a_colleague_is_not_overwritten(self, member, save):
        entry = FeedbackEntryFactory()
        seen = FeedbackEntryForm(instance=entry).current_decisions
        FeedbackEntry.objects.update(
            state="safeguarding", note="Called\nback.", assigned_to=member
        )

        answer = save(entry, state="no_action", seen=seen)

        form = answer.context["form"]
        assert "Safeguarding concern, assigned to" in form.non_field_errors()[0]
        assert "noted: Called back." in form.non_field_errors()[0]
        entry.refresh_from_db()
        assert (entry.state, entry.note) == ("safeguarding", "Called\nback.")
        save(entry, state="no_action", seen=form.current_decisions)
        entry.refresh_from_db()
        assert (entry.state, entry.note) == ("no_action", "Called\nback.")

    def test_a_redaction_in_the_meantime_is_kept(self, member, save, monkeypatch):
        entry = FeedbackEntryFactory(text="I am Jane.")
        read = FeedbackEntry.refresh_from_db

        def redacted_meanwhile(form):
            FeedbackEntry.objects.update(text="I am [removed].")
            return plain_clean(form)

        plain_clean = FeedbackEntryForm.clean
        monkeypatch.setattr(FeedbackEntryForm, "clean", redacted_meanwhile)
        save(entry, state="actioned")

        read(entry)
        assert (entry.state, entry.text) == ("actioned", "I am [removed].")

    def test_the_retention_period_starts_with_each_change_of_state(
        self, client, member, save
    ):
        now = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
        with time_machine.travel(now, tick=False) as clock:
            entry = FeedbackEntryFactory()
            save(entry, state="actioned")
            clock.shift(datetime.timedelta(days=60))
            client.force_login(member)
            entry.refresh_from_db()
            first_closed = entry.closed_at
            save(entry, note="Told them.")
            entry.refresh_from_db()
            assert entry.closed_at == first_closed == now
            save(entry, state="spam")
            entry.refresh_from_db()
            assert entry.closed_at == now + datetime.timedelta(days=60)
            save(entry, state="in_progress")

        entry.refresh_from_db()
        assert entry.closed_at is None


class TestHistory:
    def test_the_history_says_who_changed_what_and_no_word_of_anybody(
        self, client, member, save
    ):
        entry = FeedbackEntryFactory(
            text="canary of a reader", note="canary of a colleague"
        )
        colleague = UserFactory(
            first_name="Sam", last_name="Lee", roles=[FEEDBACK_TEAM]
        )
        save(entry)
        assert not ModelLogEntry.objects.exists()

        save(
            entry, state="in_progress", assigned_to=colleague.pk, note="Another canary."
        )

        log = ModelLogEntry.objects.get()
        assert log.user == member
        assert (
            log.message
            == "Status: New → In progress. Assigned to Sam Lee. Note changed."
        )
        assert "canary" not in f"{log.data} {log.label}".lower()
        assert log.message in history_of(client, entry)
        colleague.delete()
        assert "Assigned to someone whose account was deleted." in history_of(
            client, entry
        )


class TestBulkChange:
    def test_bulk_changes_are_made_and_logged_for_each_entry(
        self, client, member, change_all
    ):
        entries = [FeedbackEntryFactory(), FeedbackEntryFactory(state="in_progress")]
        other = FeedbackEntryFactory()

        change_all(entries, state="actioned", assigned_to=str(member.pk))

        for entry in entries:
            entry.refresh_from_db()
            assert (entry.state, entry.assigned_to) == ("actioned", member)
            assert entry.closed_at
            assert "→ Actioned" in history_of(client, entry)
        other.refresh_from_db()
        assert other.state == "new"

    def test_fields_that_are_not_chosen_stay_unchanged(
        self, client, member, change_all
    ):
        entry = FeedbackEntryFactory(state="in_progress", assigned_to=member)
        for chosen, expected in [
            ({"state": "actioned"}, ("actioned", member)),
            ({"assigned_to": "nobody"}, ("actioned", None)),
            (
                {"assigned_to": str(UserFactory().pk)},
                ("actioned", None),
            ),  # nobody of the team
        ]:
            change_all([entry], **chosen)
            entry.refresh_from_db()
            assert (entry.state, entry.assigned_to) == expected

        assert (
            "Choose a status, or a person to assign them to."
            in change_all([entry]).content.decode()
        )
        assert change_all(["all"], state="no_action").status_code == 404
        entry.refresh_from_db()
        assert entry.state == "actioned"
        shown = client.get(reverse("feedback:index")).content.decode()
        assert "data-bulk-action-num-objects-in-listing" not in shown


def test_readers_text_is_escaped_on_every_screen(client, member):
    entry = FeedbackEntryFactory(
        text=RUDE, page_path="/<script>alert(2)</script>/", state="safeguarding"
    )
    bulk = reverse("wagtail_bulk_action", args=["feedback", "feedbackentry", "change"])
    # What was done, and how often pages were named.
    without_text = [
        reverse("feedback:history", args=[entry.pk]),
        reverse("feedback_report"),
    ]
    for address in [
        reverse("feedback:index_results") + "?q=alert",
        reverse("feedback:edit", args=[entry.pk]),
        reverse("feedback:redact", args=[entry.pk]),
        f"{bulk}?id={entry.pk}",
        *without_text,
        reverse("feedback:index"),
    ]:
        answer = client.get(address)
        shown = answer.content.decode()
        assert answer.status_code == 200, address
        assert ("&lt;script&gt;alert(" in shown) == (address not in without_text), (
            address
        )
        assert "<script>alert(" not in shown, address
        assert "<img src=x" not in shown, address
    # Text from right to left does not turn a line of the list around.
    assert "<bdi>&lt;script&gt;" in shown
    assert "👩🏽\u200d🚒" in shown
