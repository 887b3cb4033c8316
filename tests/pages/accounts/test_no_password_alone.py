"""Where a second factor is required, no address of the site lets a password alone in."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.core.cache import cache
from django.test import Client

from tests.effort import by_effort
from tests.pages.moderation.routes.discovery import url_patterns
from tests.signing_in import PASSWORD

pytestmark = pytest.mark.django_db
NAMES = ("login", "username", "email", "name", "user")
PASSWORDS = ("password", "password1", "oldpassword", "old_password")
SAMPLES = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}


def sample_address(pattern):
    """Return an address that a pattern may fit, with one thing in each of its places."""
    address = re.sub(
        r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1], "x"), pattern
    )
    address = re.sub(r"\(\?P<\w+>[^()]*\)|\(\?:[^()]*\)\?|\([^()]*\)", "1", address)
    return "/" + re.sub(r"[\^$]|\\Z", "", address).replace("\\", "")


def test_no_address_lets_a_password_alone_in(no_demo, editor, without_factor, home):
    let_in = []
    addresses = {sample_address(pattern) for _, pattern, _ in url_patterns()}
    assert {
        "/admin/login/",
        "/_util/login/",
        "/admin/login/code/",
        "/admin/account/",
    } <= addresses
    for number, address in enumerate(sorted(addresses)):
        people = [editor, without_factor]
        for person in by_effort([people[number % 2]], people):
            cache.clear()
            client = Client(raise_request_exception=False)
            form = dict.fromkeys(NAMES, person.username) | dict.fromkeys(
                PASSWORDS, PASSWORD
            )
            client.post(address, form)
            if (
                client.get("/admin/").status_code != 302
                or client.get("/admin/session/").json()["person"]
            ):
                let_in.append(address)

    assert let_in == []
    assert not UserSession.objects.exists()
