"""Valid feedback is stored, and a refused form keeps what was typed."""

import datetime

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from pages.feedback import concern_rules
from pages.feedback.forms import FeedbackForm
from pages.feedback.models import FeedbackEntry
from pages.feedback.views import store_feedback
from pages.moderation.approval.publication_permit import permitted
from tests.factories import SiteWordingFactory, StandardPageFactory
from tests.forms import opened

pytestmark = pytest.mark.usefixtures("noon")

TYPED = "It took me <b>an hour</b> & more."


def typed_text(answer) -> str:
    return BeautifulSoup(answer.content, "html.parser").textarea.string.removeprefix(
        "\n"
    )


def problems(answer) -> str:
    return (
        BeautifulSoup(answer.content, "html.parser")
        .select_one(".govuk-error-summary")
        .get_text()
    )


@pytest.mark.both_databases
def test_feedback_is_stored_without_its_sender_who_is_thanked_and_finds_help(
    client, send
):
    SiteWordingFactory(contact="<p>Call <b>999</b>.</p>")

    answer = send(
        headers={"User-Agent": "canary-agent", "Referer": "https://example.org/canary"}
    )

    assert answer.status_code == 303
    assert answer["Location"] == "/feedback/thanks/"
    thanks = client.get(answer["Location"])
    assert thanks.status_code == 200
    assert "No dates." not in thanks.content.decode()
    elsewhere = client.get("/feedback/thanks/?page=//example.org/").content.decode()
    assert '<a href="/">Go to the homepage</a>' in elsewhere
    assert "If you need help now" in thanks.content.decode()
    assert "Call <b>999</b>" in thanks.content.decode()
    entry = FeedbackEntry.objects.get()
    assert (entry.about, entry.useful, entry.text, entry.state) == (
        "site",
        "no",
        "No dates.",
        "new",
    )
    stored = str(FeedbackEntry.objects.values().get())
    assert "canary" not in stored
    assert "127.0.0.1" not in stored


NOT_ANSWERS = {"page_path", "subject"}
"""Fields of the form that ask the reader nothing: where they came from, and what only programs fill in."""


def test_every_answer_on_the_form_is_stored(send):
    typed = {}
    for name, field in FeedbackForm.base_fields.items():
        if name not in NOT_ANSWERS:
            choices = getattr(field, "choices", [])
            typed[name] = choices[-1][0] if choices else f"Typed into {name}"

    send(**typed)

    entry = FeedbackEntry.objects.get()
    lost = [
        name for name, value in typed.items() if getattr(entry, name, None) != value
    ]
    assert not lost, f"The form asks, and nothing stores: {', '.join(lost)}"


def test_another_field_of_the_form_is_stored_where_the_form_alone_names_it(
    rf, feedback_page
):
    class LongerForm(FeedbackForm):
        class Meta(FeedbackForm.Meta):
            fields = (*FeedbackForm.Meta.fields, "note")

    for note in ("The first.", "The second."):
        form = LongerForm({"text": "No dates.", "note": note, "opened": opened()})
        assert form.is_valid()
        store_feedback(rf.post("/feedback/send/"), form)

    assert [entry.note for entry in FeedbackEntry.objects.order_by("pk")] == [
        "The first.",
        "The second.",
    ]


def test_the_form_says_how_to_complain_about_data_protection_whatever_editors_wrote(
    client, send
):
    """Section 164A of the Data Protection Act 2018; again where the form comes back with errors."""
    for answer in (client.get("/feedback/"), send(useful="", text="")):
        main = BeautifulSoup(answer.content, "html.parser").main
        introduction = main.select_one(".form-introduction")

        assert introduction.find_next("form") == main.form
        assert introduction.find("a", href="/privacy/").text.startswith(
            "complain to us about how we use"
        )
        assert "We will acknowledge your complaint within 30 days." in introduction.text


def test_no_page_of_the_form_is_cached_or_sets_a_cookie(client, send):
    for answer in (
        client.get("/feedback/"),
        send(),
        send(useful="", text=""),
        client.get("/feedback/thanks/"),
    ):
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies


def test_the_form_has_the_page_that_the_reader_came_from(
    client, home, feedback_page, send
):
    about = StandardPageFactory(parent=home, slug="about")

    shown = client.get("/feedback/?page=/about/").content.decode()
    send(about="page", page_path="/about/?secret=1")

    assert 'value="/about/"' in shown
    assert "Leave out names" in shown
    entry = FeedbackEntry.objects.get()
    assert entry.page_path == "/about/"
    assert entry.page.pk == about.pk
    with permitted():
        about.delete()
    entry.refresh_from_db()
    assert (entry.page, entry.page_path) == (None, "/about/")


def test_yes_costs_one_press_and_each_press_counts(client, home, feedback_page):
    about = StandardPageFactory(parent=home, slug="about")
    form = BeautifulSoup(client.get(about.url).content, "html.parser").select_one(
        ".page-foot__feedback"
    )
    fields = {each["name"]: each["value"] for each in form.select("[name]")}

    for _ in range(2):
        answer = client.post(form["action"], fields)
        assert (answer.status_code, answer["Location"]) == (
            303,
            "/feedback/thanks/?page=/about/",
        )
        assert (
            '<a href="/about/">Go back to the page'
            in client.get(answer["Location"]).content.decode()
        )

    assert fields == {"page_path": "/about/", "about": "page", "useful": "yes"}
    assert {
        (each.page_path, each.useful, each.text) for each in FeedbackEntry.objects.all()
    } == {("/about/", "yes", "")}
    assert FeedbackEntry.objects.count() == 2
    assert client.post(form["action"], {**fields, "useful": "no"}).status_code == 400
    assert (
        client.post(form["action"], {**fields, "text": "Buy this"}).status_code == 400
    )


def test_the_answer_given_on_a_page_is_filled_in(client, home, feedback_page):
    about = StandardPageFactory(parent=home, slug="about")
    soup = BeautifulSoup(client.get(about.url).content, "html.parser")
    link = soup.select_one("a[href*='useful=no']")

    form = BeautifulSoup(client.get(link["href"]).content, "html.parser")

    assert link["aria-label"] == "No, this page is not useful"
    assert form.find("input", attrs={"name": "useful", "value": "no"}).has_attr(
        "checked"
    )
    assert form.find("input", attrs={"name": "about", "value": "page"}).has_attr(
        "checked"
    )
    assert form.find("input", attrs={"name": "page_path"})["value"] == "/about/"
    assert "You came from /about/." in form.main.text
    mistake = soup.find("a", string="Tell us about a mistake on this page")["href"]
    form = BeautifulSoup(client.get(mistake).content, "html.parser")
    assert [radio["value"] for radio in form.find_all(checked=True)] == ["mistake"]
    assert not FeedbackEntry.objects.exists()
    other = BeautifulSoup(
        client.get("/feedback/?useful=%3Cscript%3E&page=/x/").content, "html.parser"
    )
    assert [radio["name"] for radio in other.find_all(checked=True)] == ["about"]
    assert client.get(reverse("feedback_send"))["Location"] == "/feedback/"


def test_an_address_on_another_site_or_with_a_secret_is_dropped(client, send):
    for address in [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "javascript:evil()",
        "//[evil",
        "evil\0",
        "/admin/login/set-up/evil/x/",
        "/x//admin/%6cogin/set-up/evil/",
    ]:
        assert (
            "evil" not in client.get("/feedback/", {"page": address}).content.decode()
        ), address
        assert send(page_path=address).status_code == 303, address
        assert FeedbackEntry.objects.latest("pk").page_path == "", address


def test_a_form_that_says_nothing_is_shown_again(send):
    answer = send(about="page", useful="", text=" ")

    assert answer.status_code == 400
    assert "Enter what happened" in problems(answer)
    title = BeautifulSoup(answer.content, "html.parser").title.get_text(strip=True)
    assert title.startswith("Error:")
    assert not FeedbackEntry.objects.exists()


def test_a_text_that_is_too_long_as_the_reader_sees_it_is_refused_and_kept(send):
    answer = send(text="x" * 1201)

    assert "Shorten your text to 1,200 characters" in problems(answer)
    assert "x" * 1201 in answer.content.decode()
    assert send(text="a\0b\x07c\x1b[31m").status_code == 303
    entry = FeedbackEntry.objects.get()
    assert entry.text == "abc[31m"
    entry.delete()
    # A line break counts as one character.
    assert send(text="\r\n".join(["x"] * 600) + "x").status_code == 303
    assert len(FeedbackEntry.objects.get().text) == 1200


class TestRefusals:
    def test_a_form_with_the_origin_of_another_site_is_shown_again(self, send):
        for origin in [
            "https://evil.example",
            "null",
            "http://testserver.evil.example",
            "http://testserver:8000",
        ]:
            answer = send(
                headers={"Sec-Fetch-Site": "same-origin", "Origin": origin}, text=TYPED
            )

            assert answer.status_code == 403, origin
            assert not FeedbackEntry.objects.exists(), origin
            assert typed_text(answer) == TYPED, origin
        answer = send(headers={"Sec-Fetch-Site": "cross-site"}, text=TYPED)
        assert answer.status_code == 403
        assert "only from this site" in problems(answer)
        assert typed_text(answer) == TYPED
        ours = {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}
        assert send(headers=ours, text=TYPED).status_code == 303

    @pytest.mark.parametrize("age", [None, datetime.timedelta(hours=25)])
    def test_a_form_that_was_open_too_long_is_shown_again_with_a_new_token(
        self, send, age
    ):
        token = opened(age) if age else "forged"
        answer = send(opened=token, text=TYPED)

        assert answer.status_code == 400
        assert "send it again" in problems(answer)
        assert typed_text(answer) == TYPED
        fresh = BeautifulSoup(answer.content, "html.parser").find(
            "input", attrs={"name": "opened"}
        )["value"]
        assert fresh != token
        assert send(opened=fresh, text=TYPED).status_code == 303

    def test_too_many_entries_from_one_network_must_wait_and_keep_their_text(
        self, client, send
    ):
        answers = [send(text="") for _ in range(2)] + [
            send(opened="forged") for _ in range(30)
        ]
        pressed_twice = opened()
        answers += [send(opened=pressed_twice) for _ in range(2)] + [
            send(text=TYPED) for _ in range(27)
        ]
        last = send(text=TYPED)
        yes = client.post(reverse("feedback_send"), {"useful": "yes", "about": "page"})

        assert {answer.status_code for answer in answers} == {303, 400}
        assert FeedbackEntry.objects.exclude(useful="yes").count() == 30
        assert (last.status_code, last["Retry-After"]) == (429, "600")
        assert typed_text(last) == TYPED
        assert yes.status_code == 303

    def test_the_limit_counts_each_reader_behind_our_proxy(self, send, settings):
        settings.TRUSTED_PROXY = True

        answers = [
            send(headers={"X-Forwarded-For": f"1.1.1.1, 192.0.2.{n}"})
            for n in range(32)
        ]

        assert {answer.status_code for answer in answers} == {303}
        # But a household's addresses of IPv6 together.
        answers = [
            send(headers={"X-Forwarded-For": f"2001:db8::{n:x}"}) for n in range(31)
        ]
        assert answers[-1].status_code == 429


def test_what_nginx_refused_comes_back_with_all_that_was_typed_and_is_not_stored(
    client, feedback_page
):
    answer = client.post(reverse("feedback_busy"), {"useful": "no", "text": "canary"})

    assert (answer.status_code, answer["Retry-After"]) == (429, "600")
    assert "canary</textarea>" in answer.content.decode()
    assert not FeedbackEntry.objects.exists()


def test_a_form_without_a_token_is_taken_at_its_own_address_alone(feedback_page):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/feedback/", {"text": TYPED})

    assert answer.status_code == 403
    assert "govuk-skip-link" in answer.content.decode()
    form = {"about": "site", "useful": "no", "opened": opened()}
    assert strict.post(reverse("feedback_send"), form).status_code == 303


def test_the_text_is_kept_during_maintenance(send, settings):
    settings.MAINTENANCE = True

    answer = send(text=TYPED)

    assert answer.status_code == 503
    assert typed_text(answer) == TYPED


class TestSpam:
    """It is stored as spam, and its sender is thanked like everybody."""

    def test_what_is_sent_at_once_is_shown_again_with_its_text_if_it_has_a_web_address(
        self, send, time_machine
    ):
        time_machine.move_to(timezone.now(), tick=False)
        answer = send(
            opened=opened(datetime.timedelta(seconds=1)),
            text="Buy at https://example.org/",
        )

        assert answer.status_code == 400
        assert "web address very quickly" in problems(answer)
        assert typed_text(answer) == "Buy at https://example.org/"
        assert not FeedbackEntry.objects.exists()
        assert (
            send(opened=opened(datetime.timedelta(seconds=1)), text=TYPED).status_code
            == 303
        )
        assert FeedbackEntry.objects.get().state == "new"

    def test_a_filled_hidden_field_marks_spam_unless_it_tells_of_a_concern(self, send):
        concern = {
            "about": "",
            "useful": "",
            "text": "my ex is outside my house right now with a knife",
        }
        assert send(subject="Cheap watches", **concern).status_code == 303
        assert FeedbackEntry.objects.get().state == "spam"
        send(text="The page about stalking is hard to find.")

        assert concern_rules.flag_concerns_in_new_entries() == 1
        assert concern_rules.flag_concerns_in_new_entries() == 0

        worrying, harmless = FeedbackEntry.objects.order_by("pk")
        assert (worrying.state, worrying.closed_at) == ("safeguarding", None)
        assert (worrying.about, worrying.useful) == ("", "")
        assert "danger now" in worrying.concerns
        assert (harmless.state, harmless.concerns) == ("new", "")

    @pytest.mark.both_databases
    def test_a_double_submission_is_stored_once(self, send):
        token = opened()
        for _ in range(3):
            assert send(opened=token).status_code == 303

        assert FeedbackEntry.objects.count() == 1
        # The same text from another form, and another text, are stored too.
        for text, form in (("No dates.", opened()), ("No dates. None.", token)):
            assert send(text=text, opened=form).status_code == 303
        assert FeedbackEntry.objects.count() == 3


@pytest.mark.both_databases
class TestFailures:
    def test_the_text_is_kept_if_it_cannot_be_stored(self, send):
        def full(execute, sql, params, many, context):
            if sql.startswith("INSERT") and "feedback_feedbackentry" in sql:
                raise OperationalError("database or disk is full")
            return execute(sql, params, many, context)

        def away(*args):
            raise OperationalError("could not connect")

        for fault in (full, away):
            with connection.execute_wrapper(fault):
                answer = send(text=TYPED)

            assert answer.status_code == 503
            assert "could not store" in problems(answer)
            assert typed_text(answer) == TYPED

    def test_feedback_is_stored_without_mail(self, client, send, settings):
        settings.MAILERS = {
            "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend"}
        }

        answer = send()

        assert answer.status_code == 303
        assert client.get(answer["Location"]).status_code == 200
        assert FeedbackEntry.objects.count() == 1
