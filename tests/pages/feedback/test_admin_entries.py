"""The screens on which the feedback team reads and changes entries."""

import datetime

import pytest
import time_machine
from django.urls import reverse
from wagtail.models import ModelLogEntry

from pages.feedback.admin.viewset import EntryForm
from pages.feedback.models import FeedbackEntry
from pages.moderation.gate.roles import EDITORS, FEEDBACK_TEAM, ROLES
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


@pytest.fixture
def save(client):
    """Return a function that sends the form of an entry."""

    def post(entry, **fields):
        form = {"state": entry.state, "assigned_to": entry.assigned_to_id or "", "note": entry.note}
        return client.post(reverse("feedback:edit", args=[entry.pk]), {**form, **fields})

    return post


@pytest.fixture
def change_all(client):
    """Return a function that changes several entries at once."""

    def post(entries, **fields):
        address = reverse("wagtail_bulk_action", args=["feedback", "feedbackentry", "change"])
        chosen = "&".join(f"id={entry if isinstance(entry, str) else entry.pk}" for entry in entries)
        form = {"state": "", "assigned_to": "", **fields}
        return client.post(f"{address}?{chosen}&next={reverse('feedback:index')}", form)

    return post


def history_of(client, entry) -> str:
    return client.get(reverse("feedback:history", args=[entry.pk])).content.decode()


def days_ago(number):
    return datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=number)


class TestEntryList:
    def test_safeguarding_concerns_come_first_then_the_newest(self, member, listed):
        FeedbackEntryFactory(text="old", created_at=days_ago(3))
        FeedbackEntryFactory(text="concern", state="safeguarding", created_at=days_ago(9))
        FeedbackEntryFactory(text="new", created_at=days_ago(1))

        assert listed() == ["concern", "new", "old"]
        assert listed(ordering="created_at") == ["concern", "old", "new"]

    def test_spam_is_hidden_unless_it_is_filtered_for(self, member, listed):
        FeedbackEntryFactory(text="spam", state="spam")
        FeedbackEntryFactory(text="ham", created_at=days_ago(1))

        assert listed() == ["ham"]
        assert listed(state="no such state") == ["ham"]
        assert listed(state="spam") == ["spam"]
        assert listed(state=["spam", "new"]) == ["ham", "spam"]

    def test_the_list_is_filtered_by_state_subject_answer_page_date_and_colleague(self, home, member, listed):
        page = StandardPageFactory(parent=home)
        FeedbackEntryFactory(text="other", useful="yes", created_at=days_ago(9))
        FeedbackEntryFactory(text="it", page=page, state="in_progress", assigned_to=member)

        assert listed(state="in_progress") == ["it"]
        assert listed(about="page") == ["it"]
        assert listed(useful="no") == ["it"]
        assert listed(page=page.pk) == ["it"]
        assert listed(created_at_from=f"{days_ago(2):%Y-%m-%d}") == ["it"]
        assert listed(created_at_to=f"{days_ago(2):%Y-%m-%d}") == ["other"]
        assert listed(assigned_to=member.pk) == ["it"]
        assert listed(assigned_to="null") == ["other"]

    def test_the_list_is_searched_by_text_and_page_path(self, member, listed):
        FeedbackEntryFactory(text="No dates anywhere.")
        FeedbackEntryFactory(text="Other.", page_path="/gone/away/")

        assert listed(q="dates") == ["No dates anywhere."]
        assert listed(q="gone/away") == ["Other."]

    def test_the_list_says_why_rules_flagged_an_entry(self, client, member):
        FeedbackEntryFactory(state="safeguarding", concerns="risk to life")

        shown = client.get(reverse("feedback:index")).content.decode()

        assert "Flagged by word rules: risk to life" in shown
        assert "flagged by fixed word rules, not by people" in shown
        assert "Nobody is answered automatically" in shown

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
            FeedbackEntryFactory(page=StandardPageFactory(parent=home), assigned_to=UserFactory())

        assert queries() <= few

    def test_the_menu_counts_concerns(self, client, member):
        FeedbackEntryFactory(state="safeguarding")
        FeedbackEntryFactory(state="safeguarding")

        assert "Feedback (2)" in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_no_other_role_may_open_the_list(self, client, signed_in, change_all):
        for role in [role for role in ROLES if role != FEEDBACK_TEAM]:
            entry = FeedbackEntryFactory(text="Not for editors.")
            signed_in(role)

            names = ["edit", "history", "redact", "usage"]
            addresses = [reverse(f"feedback:{name}", args=[entry.pk]) for name in names]
            for address in [reverse("feedback:index"), reverse("feedback:index_results"), *addresses]:
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
    def test_state_colleague_and_note_can_be_changed(self, member, save):
        entry = FeedbackEntryFactory()

        save(entry, state="in_progress", assigned_to=member.pk, note="Asked the web team.")

        entry.refresh_from_db()
        assert (entry.state, entry.assigned_to, entry.note) == (
            "in_progress",
            member,
            "Asked the web team.",
        )

    def test_what_the_reader_sent_cannot_be_changed(self, member, save):
        entry = FeedbackEntryFactory()

        save(entry, text="Forged.", useful="yes", about="response", page_path="/forged/", concerns="")

        entry.refresh_from_db()
        assert (entry.text, entry.useful, entry.about, entry.page_path) == ("No dates.", "no", "site", "")

    def test_an_entry_can_only_be_assigned_to_team_members(self, member, save):
        entry = FeedbackEntryFactory()

        answer = save(entry, assigned_to=UserFactory(roles=[EDITORS]).pk)

        assert "assigned_to" in answer.context["form"].errors
        entry.refresh_from_db()
        assert entry.assigned_to is None

    def test_a_former_team_member_stays_assigned(self, member, save):
        entry = FeedbackEntryFactory(assigned_to=UserFactory())
        kept = entry.assigned_to

        save(entry, state="in_progress")

        entry.refresh_from_db()
        assert (entry.state, entry.assigned_to) == ("in_progress", kept)

    def test_an_unseen_decision_of_a_colleague_is_not_overwritten(self, member, save):
        entry = FeedbackEntryFactory()
        seen = EntryForm(instance=entry).current_decisions
        FeedbackEntry.objects.update(state="safeguarding", note="Called\nback.", assigned_to=member)

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

        plain_clean = EntryForm.clean
        monkeypatch.setattr(EntryForm, "clean", redacted_meanwhile)
        save(entry, state="actioned")

        read(entry)
        assert (entry.state, entry.text) == ("actioned", "I am [removed].")

    def test_the_retention_period_starts_with_each_change_of_state(self, client, member, save):
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

    def test_a_deleted_entry_is_not_found(self, client, member):
        assert client.get(reverse("feedback:edit", args=[10**9])).status_code == 404
        assert client.get(reverse("feedback:redact", args=[10**9])).status_code == 404


class TestHistory:
    def test_the_history_says_who_changed_what(self, client, member, save):
        entry = FeedbackEntryFactory()
        colleague = UserFactory(first_name="Sam", last_name="Lee", roles=[FEEDBACK_TEAM])

        save(entry, state="in_progress", assigned_to=colleague.pk, note="Ask Sam.")

        log = ModelLogEntry.objects.get()
        assert log.user == member
        assert log.message == "State: New → In progress. Assigned to Sam Lee. Note changed."
        assert log.message in history_of(client, entry)

    def test_the_history_has_no_words_of_readers_or_colleagues(self, member, save):
        entry = FeedbackEntryFactory(text="canary of a reader", note="canary of a colleague")

        save(entry, state="spam", note="another canary")

        log = ModelLogEntry.objects.get()
        assert "canary" not in f"{log.data} {log.label} {log.message}"

    def test_nothing_is_logged_without_a_change(self, member, save):
        save(FeedbackEntryFactory())

        assert not ModelLogEntry.objects.exists()

    def test_the_history_works_after_a_colleagues_account_is_deleted(self, client, member, save):
        entry = FeedbackEntryFactory()
        colleague = UserFactory(roles=[FEEDBACK_TEAM])
        save(entry, assigned_to=colleague.pk)
        colleague.delete()

        assert "Assigned to someone whose account is gone." in history_of(client, entry)


class TestBulkChange:
    def test_bulk_changes_are_made_and_logged_for_each_entry(self, client, member, change_all):
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

    def test_fields_that_are_not_chosen_stay_unchanged(self, member, change_all):
        entry = FeedbackEntryFactory(state="in_progress", assigned_to=member)

        change_all([entry], state="actioned")
        entry.refresh_from_db()
        assert entry.assigned_to == member

        change_all([entry], assigned_to="nobody")
        entry.refresh_from_db()
        assert (entry.state, entry.assigned_to) == ("actioned", None)

    def test_a_bulk_change_without_any_change_is_refused(self, member, change_all):
        answer = change_all([FeedbackEntryFactory()])

        assert "Choose a state, or whom to assign them to." in answer.content.decode()

    def test_entries_can_only_be_assigned_to_team_members(self, member, change_all):
        entry = FeedbackEntryFactory()

        change_all([entry], assigned_to=str(UserFactory().pk))

        entry.refresh_from_db()
        assert entry.assigned_to is None

    def test_only_selected_entries_are_changed(self, client, member, change_all):
        entry = FeedbackEntryFactory()

        assert change_all(["all"], state="no_action").status_code == 404

        entry.refresh_from_db()
        assert entry.state == "new"
        assert (
            "data-bulk-action-num-objects-in-listing"
            not in client.get(reverse("feedback:index")).content.decode()
        )


class TestReadersText:
    @pytest.fixture
    def screens(self, client, member):
        entry = FeedbackEntryFactory(text=RUDE, page_path="/<script>alert(2)</script>/", state="safeguarding")
        bulk = reverse("wagtail_bulk_action", args=["feedback", "feedbackentry", "change"])
        return [
            reverse("feedback:index"),
            reverse("feedback:index_results") + "?q=alert",
            reverse("feedback:edit", args=[entry.pk]),
            reverse("feedback:redact", args=[entry.pk]),
            reverse("feedback:history", args=[entry.pk]),
            f"{bulk}?id={entry.pk}",
            reverse("feedback_report"),
        ]

    def test_readers_text_is_escaped_on_every_screen(self, client, screens):
        without_text = {screens[4], screens[6]}  # what was done, and how often pages were named
        for address in screens:
            answer = client.get(address)
            shown = answer.content.decode()
            assert answer.status_code == 200, address
            assert ("&lt;script&gt;alert(" in shown) == (address not in without_text), address
            assert "<script>alert(" not in shown, address
            assert "<img src=x" not in shown, address

    def test_right_to_left_text_does_not_turn_the_line_around(self, client, screens):
        shown = client.get(screens[0]).content.decode()

        assert "<bdi>&lt;script&gt;" in shown
        assert "👩🏽\u200d🚒" in shown
