"""Signing out ends the session on the server, and only who presses the button is signed out."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import reverse

from pages.moderation.approval.roles import EDITORS

SIGN_OUT = "/admin/logout/"


@pytest.fixture
def editor(signed_in):
    """An editor who is signed in."""
    return signed_in(EDITORS)


def test_neither_an_address_that_was_only_opened_nor_another_site_signs_anybody_out(
    client, editor
):
    for method in ["get", "head", "put"]:
        answer = getattr(client, method)(SIGN_OUT)

        assert (answer.status_code, answer["Location"]) == (302, "/admin/"), method
        assert not answer.cookies, method
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    assert strict.post(SIGN_OUT).status_code == 403
    assert client.get("/admin/").status_code == 200


def test_signing_out_ends_the_session_and_forgets_our_cookies_alone(client, editor):
    session = client.cookies["sessionid"].value
    client.cookies["cookie_consent"] = "policy=1|preferences=1"
    assert reverse("wagtailadmin_logout") == SIGN_OUT

    answer = client.post(SIGN_OUT)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
    assert answer["Clear-Site-Data"] == '"cache"'
    assert {name: each["max-age"] for name, each in answer.cookies.items()} == {
        "sessionid": 0,
        "csrftoken": 0,
        "messages": 0,
    }
    assert {cooky["domain"] for cooky in answer.cookies.values()} == {""}
    assert not Session.objects.filter(pk=session).exists()
    again = Client()
    again.cookies["sessionid"] = session
    assert again.get("/admin/")["Location"].startswith("/admin/login/")
