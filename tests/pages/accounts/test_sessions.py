"""How long a session lasts, and what ends it."""

import datetime

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from pages.accounts.sessions import delete_ended_sessions, describe_browser
from tests.factories import StandardPageFactory
from tests.signing_in import PASSWORD, code_of, use_second_factor

from .conftest import KEY

pytestmark = pytest.mark.django_db
MORNING = datetime.datetime(2038, 3, 1, 8, tzinfo=datetime.UTC)


@pytest.fixture
def clock(time_machine):
    """Return a function that moves to so many minutes after eight in the morning."""

    def move(minutes):
        time_machine.move_to(MORNING + datetime.timedelta(minutes=minutes), tick=False)

    move(0)
    return move


@pytest.fixture
def signed_in_editor(clock, editor, client):
    """The editor, who has just opened the CMS."""
    client.force_login(editor)
    client.get("/admin/")
    return client


def is_in(client):
    return client.get("/admin/").status_code == 200


def test_a_session_ends_after_half_an_hour_without_input(signed_in_editor, clock, home):
    """An autosave is input, as it follows typing; a public page reads and writes no session."""
    page = StandardPageFactory(parent=home)
    clock(29)
    assert is_in(signed_in_editor)
    clock(58)
    autosave = {"body-count": "0"}
    signed_in_editor.post(
        f"/admin/pages/{page.pk}/edit/",
        autosave,
        headers={"accept": "application/json"},
    )
    clock(87)
    assert is_in(signed_in_editor)
    clock(100)
    answer = signed_in_editor.get(home.url)
    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies
    clock(117)
    assert not is_in(signed_in_editor)


def test_what_the_browser_asks_for_by_itself_is_no_input(signed_in_editor, clock):
    by_itself = [
        "session/",
        "jsi18n/",
        "editing-sessions/ping/content/standardpage/1/1/",
    ]
    for minutes in (10, 20, 29):
        clock(minutes)
        for address in by_itself:
            signed_in_editor.post(f"/admin/{address}")
            signed_in_editor.get(f"/admin/{address}")
    clock(31)

    assert not is_in(signed_in_editor)


@pytest.mark.slow
def test_a_session_ends_after_twelve_hours_whatever_somebody_does(
    signed_in_editor, clock
):
    for minutes in range(29, 12 * 60, 29):
        clock(minutes)
        assert is_in(signed_in_editor), minutes
    clock(12 * 60)

    assert not is_in(signed_in_editor)


def test_sessions_that_have_ended_are_deleted_and_what_was_listed_of_them(
    clock, editor, no_demo
):
    sign_in(editor, 0)
    assert Session.objects.count() == UserSession.objects.count() == 1
    clock(29)
    delete_ended_sessions()
    assert Session.objects.count() == UserSession.objects.count() == 1
    clock(31)

    delete_ended_sessions()

    assert not Session.objects.exists()
    assert not UserSession.objects.exists()


def test_a_session_without_a_second_factor_is_nobodys(client, no_demo, editor, home):
    client.force_login(editor)

    assert client.get("/admin/")["Location"].startswith("/admin/login/")
    assert client.get("/admin/session/").json()["person"] is None
    use_second_factor(client)
    assert client.get("/admin/").status_code == 200


def sign_in(editor, later, browser=""):
    client = Client(headers={"user-agent": browser or f"Browser {later}"})
    client.post("/admin/login/", {"login": "jo", "password": PASSWORD})
    client.post("/admin/login/code/", {"code": code_of(KEY, later)})
    return client


@pytest.mark.parametrize("which", ["one", "all others"])
def test_sessions_are_listed_and_ended_one_by_one_or_all_but_ones_own(
    editor, no_demo, which
):
    here, there = sign_in(editor, 0), sign_in(editor, 1)
    screen = here.get("/admin/security/sessions/").content.decode()
    assert "Browser 0" in screen
    assert "Browser 1" in screen

    form = {"session": UserSession.objects.latest("pk").pk} if which == "one" else {}
    here.post("/admin/security/sessions/", form)

    assert (is_in(here), is_in(there)) == (True, False)


def test_nobody_ends_the_session_of_somebody_else(editor, no_demo, admin_client):
    there = sign_in(editor, 0)
    use_second_factor(admin_client)

    answer = admin_client.post(
        "/admin/security/sessions/", {"session": UserSession.objects.get().pk}
    )

    assert answer.status_code == 404
    assert is_in(there)


def test_another_password_ends_all_other_sessions(editor, no_demo):
    here, there = sign_in(editor, 0), sign_in(editor, 1)
    new = "quite another one 7"

    here.post(
        "/admin/security/password/",
        {"oldpassword": PASSWORD, "password1": new, "password2": new},
    )

    editor.refresh_from_db()
    assert editor.check_password(new)
    assert is_in(here)
    assert not is_in(there)


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Safari/537.36 Edg/130.0.0.0",
            "Edge on Windows",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 "
            "(KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on an iPhone",
        ),
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
            "Chrome/130.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        (
            "Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0",
            "Firefox on Linux",
        ),
        ("Something else/1.0", "Something else/1.0"),
        ("", "An unknown browser"),
    ],
)
def test_people_read_what_they_call_a_browser(user_agent, words):
    assert describe_browser(user_agent) == words


def test_the_list_of_sessions_names_the_browser(editor, no_demo):
    mac = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Firefox/132.0"
    client = sign_in(editor, 0, browser=mac)

    shown = client.get("/admin/security/sessions/").content.decode()

    assert "Firefox on a Mac" in shown
    assert "Mozilla" not in shown
