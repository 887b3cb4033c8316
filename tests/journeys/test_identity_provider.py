"""Signing in by the force's identity provider, which is a real one on this machine."""

import re
from urllib.parse import urlsplit

import oidc_provider_mock
import pytest
import requests
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from django.contrib.auth.models import User
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import expect

from pages.moderation.approval.roles import EDITORS, MODERATORS, roles_of
from tests.browser.accessible import faults_found_by_axe
from tests.factories import UserFactory
from tests.signing_in import code_of, use_second_factor

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ"


@pytest.fixture
def provider(settings, monkeypatch):
    """The address of a running provider, which the site trusts."""
    cache.clear()
    # Between the two on this machine there is no TLS.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with oidc_provider_mock.run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        app = {
            "provider_id": "provider",
            "name": "the force’s sign-in",
            "client_id": "cms",
            "secret": "secret",
            "settings": {"server_url": address, "oauth_pkce_enabled": True},
        }
        settings.DEMO = False
        settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app]}}
        settings.OIDC_ROLES = {"group-1": EDITORS, "group-2": MODERATORS}
        settings.ADMIN_CSP = {
            **settings.ADMIN_CSP,
            "form-action": [*settings.ADMIN_CSP["form-action"], address],
        }
        yield address


def put_into_groups(provider, person, *groups, **others):
    """Let the directory know somebody."""
    claims = {
        "email": f"{person}@example.org",
        "preferred_username": person,
        "given_name": "Pat",
        "family_name": "Person",
        "groups": list(groups),
        **others,
    }
    requests.put(
        f"{provider}/users/{person}", json=claims, timeout=10
    ).raise_for_status()


def sign_in(page, person):
    page.goto("/admin/")
    page.get_by_role("button", name="Use the force’s sign-in").click()
    page.get_by_role("textbox", name="Subject").fill(person)
    page.get_by_role("button", name="Authorize", exact=True).click()


def test_groups_of_the_directory_are_roles_at_each_sign_in(provider, home, new_page):
    put_into_groups(provider, "pat", "group-1", "unknown")
    page = new_page(width=320)
    sign_in(page, "pat")
    expect(page).to_have_url(re.compile("/admin/$"))
    pat = User.objects.get(email="pat@example.org")
    assert roles_of(pat) == [EDITORS]
    assert not pat.has_usable_password()
    assert SocialAccount.objects.get().extra_data == {"groups": ["group-1"]}

    put_into_groups(provider, "pat", "group-2")
    again = new_page()
    sign_in(again, "pat")

    expect(again).to_have_url(re.compile("/admin/$"))
    assert roles_of(User.objects.get()) == [MODERATORS]


def test_nobody_gets_in_without_a_group_of_ours_or_at_an_account_with_a_password(
    provider, home, new_page
):
    boss = UserFactory(username="boss", email="pat@example.org", roles=[MODERATORS])
    put_into_groups(provider, "pat", "group-1")
    put_into_groups(provider, "sam", "unknown")
    for person, told in {
        "sam": "You are not in a group that can use this CMS",
        "pat": "If it is yours and has a password, sign in with it.",
    }.items():
        page = new_page(width=320)
        sign_in(page, person)

        expect(page.get_by_text(told)).to_be_visible()
        assert faults_found_by_axe(page) == []
        page.goto("/admin/")
        expect(page.get_by_role("heading", name="Sign in to the CMS")).to_be_visible()
    assert User.objects.get() == boss


@pytest.mark.parametrize(
    "claims",
    [
        {"email": "pat@example.org"},
        {"email": "PAT+x@example.org"},
        {"preferred_username": "pat@example.org"},
    ],
)
def test_of_two_in_the_directory_with_one_address_the_second_is_refused(
    provider, home, new_page, claims
):
    put_into_groups(provider, "pat", "group-1")
    sign_in(new_page(), "pat")
    put_into_groups(provider, "mallory", "group-2", **claims)
    page = new_page()

    sign_in(page, "mallory")

    expect(
        page.get_by_text("Another account already has your email address or username")
    ).to_be_visible()
    assert [
        (each.uid, roles_of(each.user)) for each in SocialAccount.objects.all()
    ] == [("pat", [EDITORS])]
    assert User.objects.count() == 1


def answer_for(client, person):
    """Begin to sign in, and return the address to which the provider leads back as ``person``."""
    begun = client.post("/admin/login/oidc/provider/login/")
    answer = requests.post(
        begun["Location"], data={"sub": person}, allow_redirects=False, timeout=10
    )
    return urlsplit(answer.headers["Location"])._replace(scheme="", netloc="").geturl()


def test_an_answer_of_the_provider_counts_once_and_in_its_own_session(provider, home):
    put_into_groups(provider, "pat", "group-1")
    own, other, stale = Client(), Client(), Client()
    answer = answer_for(own, "pat")

    other.get(answer)
    assert "_auth_user_id" not in other.session
    own.get(answer)
    assert own.get("/admin/").status_code == 200
    own.get("/admin/logout/")
    own.post("/admin/logout/")
    own.get(answer)
    assert "_auth_user_id" not in own.session

    # A later sign-in in the same session has another nonce.
    first = answer_for(stale, "pat")
    answer_for(stale, "pat")
    stale.get(first)
    assert "_auth_user_id" not in stale.session


def begin_by_request(page, query="", **form):
    """Begin to sign in, in the session of ``page``, by a request that no screen sends."""
    address = f"/admin/login/oidc/provider/login/{query}"
    page.goto("/admin/account/")
    token = page.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    answer = page.request.post(
        address,
        form={"csrfmiddlewaretoken": token, **form},
        headers={"Referer": page.url},
        max_redirects=0,
    )
    page.goto(answer.headers["location"])


@pytest.mark.parametrize(
    ("query", "form"), [("", {"process": "connect"}), ("?process=connect", {})]
)
def test_a_stranger_binds_no_identity_to_a_session_that_was_left_open(
    provider, home, client, new_page, live_server, query, form
):
    boss = UserFactory(username="boss", email="boss@example.org", roles=[MODERATORS])
    put_into_groups(provider, "mallory", "group-1")
    client.force_login(boss)
    use_second_factor(client)
    page = new_page()
    cookie = {
        "name": "sessionid",
        "value": client.cookies["sessionid"].value,
        "url": live_server.url,
    }
    page.context.add_cookies([cookie])

    begin_by_request(page, query, **form)
    page.get_by_role("textbox", name="Subject").fill("mallory")
    page.get_by_role("button", name="Authorize", exact=True).click()
    expect(page).to_have_url(re.compile("/admin/$"))

    # The stranger is signed in as themselves, and the session of the other has ended.
    assert [account.user.email for account in SocialAccount.objects.all()] == [
        "mallory@example.org"
    ]
    assert roles_of(User.objects.get(pk=boss.pk)) == [MODERATORS]


def test_somebody_with_a_factor_here_and_an_identity_there_can_sign_in_while_the_account_is_open(
    provider, home, new_page
):
    put_into_groups(provider, "pat", "group-1")
    sign_in(new_page(), "pat")
    put_into_groups(provider, "pat", "group-2")
    pat = User.objects.get(email="pat@example.org")
    TOTP.activate(pat, KEY)

    def role_after_a_code(is_active, later):
        User.objects.filter(pk=pat.pk).update(is_active=True)
        page = new_page()
        sign_in(page, "pat")
        page.get_by_label("Code").fill(code_of(KEY, later))
        User.objects.filter(pk=pat.pk).update(is_active=is_active)
        page.get_by_role("button", name="Sign in").click()
        expect(page).to_have_url(
            re.compile("/admin/$" if is_active else "/admin/login/")
        )
        return list(pat.groups.values_list("name", flat=True))

    assert role_after_a_code(False, 0) == [EDITORS]
    again = new_page()
    sign_in(again, "pat")
    expect(again).to_have_url(re.compile("/admin/login/inactive/$"))
    assert role_after_a_code(True, 1) == [MODERATORS]
