"""What the identity provider answers is looked at, whatever it says: it need not be as it should."""

import json
import re
import time
from urllib.parse import parse_qs, urlsplit

import jwt
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.test import Client
from requests.adapters import BaseAdapter

from pages.accounts import oidc
from pages.moderation.approval.roles import (
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
    roles_of,
)
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
SERVER = "https://provider.example"
ADDRESS = "/admin/login/oidc/provider/login/"


class Provider(BaseAdapter):
    """Answers in the place of a provider, where ``token`` and ``person`` say what is other than usual."""

    def __init__(self):
        super().__init__()
        self.nonce, self.token = "", {}
        self.person = {"sub": "pat", "email": "pat@example.org", "groups": ["group-1"]}

    def answer_to(self, path):
        if path == "/userinfo":
            return self.person
        if path == "/token":
            claims = {
                "iss": SERVER,
                "aud": "cms",
                "exp": time.time() + 60,
                "sub": "pat",
                "nonce": self.nonce,
            }
            told = {
                name: value
                for name, value in (claims | self.token).items()
                if value is not None
            }
            return {
                "access_token": "x",
                "id_token": jwt.encode(told, None, algorithm="none"),
            }
        places = {"authorization": "auth", "token": "token", "userinfo": "userinfo"}
        return {
            "issuer": SERVER,
            "jwks_uri": f"{SERVER}/keys",
            **{
                f"{name}_endpoint": f"{SERVER}/{place}"
                for name, place in places.items()
            },
        }

    def send(self, request, **options):
        response = requests.Response()
        response.status_code, response.request, response.url = 200, request, request.url
        response.headers["Content-Type"] = "application/json"
        response._content = json.dumps(
            self.answer_to(urlsplit(request.url).path)
        ).encode()
        return response

    def close(self):
        pass

    def sign_in(self):
        """Sign in, and return the answer and whether the CMS is open then."""
        client = Client()
        asked = parse_qs(urlsplit(client.post(ADDRESS)["Location"]).query)
        self.nonce = asked["nonce"][0]
        answer = client.get(
            f"{ADDRESS}callback/", {"code": "1", "state": asked["state"][0]}
        )
        self.client = client
        return answer, client.get("/admin/").status_code == 200


@pytest.fixture
def provider(settings, monkeypatch, no_demo):
    fake, session = Provider(), requests.Session()
    session.mount("https://", fake)
    monkeypatch.setattr(
        oidc.ProviderAdapter, "get_requests_session", lambda adapter: session
    )
    app = {
        "provider_id": "provider",
        "name": "x",
        "client_id": "cms",
        "settings": {"server_url": SERVER},
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
    settings.OIDC_ROLES = {
        "group-1": EDITORS,
        "group-2": MODERATORS,
        "g": SITE_ADMINISTRATORS,
    }
    return fake


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.example"},
        {"iss": None},
        {"aud": "other"},
        {"aud": None},
        {"exp": 1},
        {"nonce": "other"},
        {"nonce": None},
        {"sub": "somebody-else"},
        {"sub": None},
    ],
)
def test_a_token_of_another_site_time_or_person_lets_nobody_in(provider, claims):
    provider.token = claims

    answer, is_in = provider.sign_in()

    assert (answer.status_code, is_in) == (401, False)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    "groups", [1, True, {"group-1": "x"}, ["group-1", 2], [["group-1"]], [None]]
)
@pytest.mark.parametrize("place", ["person", "token"])
def test_groups_of_another_type_are_refused(provider, groups, place):
    getattr(provider, place)["groups"] = groups

    answer, is_open = provider.sign_in()

    assert (answer.status_code < 500, is_open) == (True, False)
    assert not User.objects.exists()


@pytest.mark.parametrize("groups", ["group-1", ["group-1"]])
def test_one_group_may_be_sent_as_a_text(provider, groups):
    provider.person["groups"] = groups

    assert provider.sign_in()[1]
    assert roles_of(User.objects.get()) == [EDITORS]


def test_groups_of_the_provider_are_the_roles_of_each_sign_in_and_none_lets_nobody_in(
    provider,
):
    provider.person["groups"] = ["unknown"]
    answer, is_in = provider.sign_in()
    assert (answer.status_code, is_in) == (403, False)
    assert not User.objects.exists()

    provider.person["groups"] = ["group-1", "unknown"]
    assert provider.sign_in()[1]
    assert roles_of(User.objects.get()) == [EDITORS]

    provider.person["groups"] = ["group-2"]
    assert provider.sign_in()[1]
    assert roles_of(User.objects.get()) == [MODERATORS]


def test_who_has_no_password_here_is_offered_nothing_that_asks_for_it(provider):
    provider.sign_in()

    screen = provider.client.get("/admin/security/").content.decode()

    assert "You use your organisation’s sign-in" in screen
    offered = re.findall(r'href="(/admin/security/[^"]*|/admin/login/set-up/)"', screen)
    assert offered == ["/admin/security/sessions/"]


@pytest.mark.parametrize("address", [None, "", "no address"])
def test_nobody_gets_an_account_that_has_no_mailbox(provider, address):
    provider.person["email"] = address

    answer, is_in = provider.sign_in()

    assert (answer.status_code, is_in) == (403, False)
    assert "does not give us your email address" in answer.content.decode()
    assert not User.objects.exists()


def test_an_address_may_come_with_the_token_alone(provider):
    provider.person, provider.token = (
        {"sub": "pat"},
        {"email": "pat@example.org", "groups": ["group-1"]},
    )

    assert provider.sign_in()[1]
    assert User.objects.get().email == "pat@example.org"


def test_an_address_that_an_account_gave_up_lets_its_next_owner_in(provider):
    provider.sign_in()
    assert not EmailAddress.objects.exists()
    pat = User.objects.get()
    pat.email = "pat.new@example.org"
    pat.save()
    provider.person["sub"] = provider.token["sub"] = "patricia"

    assert provider.sign_in()[1]

    assert [account.user.email for account in SocialAccount.objects.order_by("pk")] == [
        "pat.new@example.org",
        "pat@example.org",
    ]


def test_an_inactive_account_stays_outside_with_the_roles_that_it_had(provider):
    provider.sign_in()
    User.objects.update(is_active=False)
    provider.person["groups"] = ["group-2"]

    answer, is_in = provider.sign_in()

    assert (answer["Location"], is_in) == ("/admin/login/inactive/", False)
    assert [group.name for group in User.objects.get().groups.all()] == [EDITORS]


def test_an_address_of_somebody_who_is_here_gets_nobody_at_the_account(provider):
    boss = UserFactory(email="pat@example.org", roles=[SITE_ADMINISTRATORS])

    answer, is_in = provider.sign_in()

    assert (answer.status_code, is_in) == (403, False)
    assert User.objects.get() == boss
