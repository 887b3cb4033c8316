"""Mail by Microsoft 365: nobody is asked before something is sent, and what is sent arrives whole."""

import base64
import json
from email import message_from_bytes, policy
from urllib.error import HTTPError
from urllib.parse import parse_qs

import pytest
from django.core.mail import EmailMessage, mailers

from site_config.settings.services import read_mailer
from tests.deploy.recorder import recording


@pytest.fixture
def microsoft():
    with recording() as microsoft:
        microsoft.body = json.dumps(
            {"access_token": "token", "expires_in": 1, "new": 1}
        ).encode()
        yield microsoft


@pytest.fixture
def configure(microsoft, settings, monkeypatch):
    """Return a function that takes EMAIL_URL, with the stand-in in the place of Microsoft."""

    def take(address):
        monkeypatch.setenv("EMAIL_URL", address)
        mailer = read_mailer()
        mailer["OPTIONS"] |= {"sign_in": microsoft.address, "graph": microsoft.address}
        settings.MAILERS = {"default": mailer}
        return mailers.default

    return take


def test_a_message_is_sent_from_its_mailbox_by_the_application(configure, microsoft):
    backend = configure("graph://client:s%7Ecret%2F@tenant")
    assert microsoft.requests == []

    mail = EmailMessage(
        "Straße",
        "Text – canary",
        "Site <no-reply@force.example>",
        ["one@force.example"],
    )
    assert backend.send_messages([mail]) == 1

    token, sent = microsoft.requests
    assert token.path == "/tenant/oauth2/v2.0/token"
    assert parse_qs(token.body.decode())["client_secret"] == ["s~cret/"]
    assert sent.path == "/v1.0/users/no-reply%40force.example/sendMail"
    assert sent.headers["Authorization"] == "Bearer token"
    arrived = message_from_bytes(base64.b64decode(sent.body), policy=policy.default)
    assert (arrived["Subject"], arrived["To"]) == ("Straße", "one@force.example")
    assert arrived.get_content().strip() == "Text – canary"


def test_an_application_that_is_not_let_in_is_noticed_by_sending_and_by_opening(
    configure, microsoft
):
    backend = configure("graph://client:wrong@tenant")
    microsoft.status = 401

    with pytest.raises(HTTPError):
        backend.send_messages(
            [EmailMessage("a", "b", "a@force.example", ["b@force.example"])]
        )
    with pytest.raises(HTTPError), backend:
        pass
