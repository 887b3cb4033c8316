"""Somebody is invited, signs in with two factors and looks after them, where no password alone is enough."""

import json
import re
from urllib.parse import urlencode

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.core.cache import cache
from django.test import Client
from fido2.utils import websafe_encode
from playwright.sync_api import expect

from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    SITE_ADMINISTRATORS,
)
from tests.browser.accessible import faults_found_by_axe
from tests.browser.settled import settle
from tests.factories import UserFactory
from tests.signing_in import PASSWORD, code_of, use_second_factor
from tests.waiting import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOSEN = "four words and a dot."
KEY = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXQ"


@pytest.fixture(autouse=True)
def real_site(settings, live_server):
    """A site that is no demonstration, whose links lead to the browser's address."""
    cache.clear()
    settings.DEMO = False
    settings.WAGTAILADMIN_BASE_URL = live_server.url


@pytest.fixture
def pat(home):
    """An editor with an authenticator app."""
    user = UserFactory(roles=[EDITORS], username="pat", email="pat@example.org")
    TOTP.activate(user, KEY)
    return user


def told():
    return {
        message.subject for message in mail.outbox if message.to == ["pat@example.org"]
    }


def link_in_last_mail():
    return re.search(r"http\S+", mail.outbox[-1].body)[0]


def invite(screen):
    """Make an account on the form, as a Site administrator does."""
    screen.goto("/admin/users/new/")
    screen.get_by_label("Username").fill("pat")
    screen.get_by_label("Email").fill("pat@example.org")
    screen.get_by_label("First name").fill("Pat")
    screen.get_by_label("Last name").fill("Person")
    expect(screen.get_by_label("Password")).to_have_count(0)
    screen.get_by_role("tab", name="Roles").first.click()
    screen.get_by_label(EDITORS).check()
    expect(screen.locator("#tab-roles")).not_to_contain_text(
        "None", use_inner_text=True
    )
    screen.get_by_role("button", name=re.compile("^Add|^Save|^Create")).first.click()
    expect(screen.locator(".messages")).to_contain_text("pat")


def looks_right(page):
    """Compare the open screen with rules of accessibility, its policy, and its width with the window's."""
    assert [
        message.text
        for message in page.console_messages()
        if "Content Security Policy" in message.text
    ] == []
    settle(page)
    for message in page.locator(".messages > ul").all():
        expect(message).to_have_css("opacity", "1")
    assert faults_found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def type_password(page):
    page.goto("/admin/")
    page.get_by_label("Username or email address").fill("pat@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.goto("/admin/security/")
    page.get_by_role("button", name="Sign out here").click()
    expect(page).to_have_url(re.compile("/admin/login/$"))
    page.wait_for_load_state()  # the script takes the press of the button


def add_passkeys_to(page):
    """Give the browser a device that answers at once, as one with a finger on it."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def choose_password(page, password):
    page.get_by_label("New password").fill(password)
    page.get_by_label("The same password again").fill(password)
    page.get_by_role("button", name="Continue").click()


def type_code(page, code):
    expect(page.get_by_role("heading", name="Enter your code")).to_be_visible()
    page.get_by_label("Code").fill(code)
    page.get_by_role("button", name="Sign in").click()


def test_somebody_is_invited_chooses_a_password_and_sets_up_an_app(
    home, colleague, new_page
):
    invite(colleague(SITE_ADMINISTRATORS).page)
    wait_until(lambda: mail.outbox)
    page = new_page(width=320)
    page.goto(link_in_last_mail())
    looks_right(page)
    choose_password(page, "password1234")
    expect(page.get_by_text("too common")).to_be_visible()
    choose_password(page, CHOSEN)
    expect(
        page.get_by_role("heading", name="Set up two-step verification")
    ).to_be_visible()
    looks_right(page)
    # Until there is a factor, nothing else opens.
    page.goto("/admin/pages/")
    expect(
        page.get_by_role("heading", name="Set up two-step verification")
    ).to_be_visible()

    page.get_by_role("link", name="Use an authenticator app").click()
    page.get_by_text("Enter a key instead").click()
    page.get_by_label("Authenticator code").fill(
        code_of(page.locator("code").inner_text())
    )
    looks_right(page)
    page.get_by_role("button", name="Add the app").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    looks_right(page)
    page.get_by_role("link", name="go to the CMS").click()

    expect(page).to_have_url(re.compile("/admin/$"))
    assert told() >= {
        "Your password was set",
        "An authenticator app was added to your account",
    }


def test_somebody_signs_in_with_a_code_and_then_with_a_passkey(pat, new_page):
    page = new_page(width=320)
    page.goto("/admin/")
    looks_right(page)
    type_password(page)
    looks_right(page)
    type_code(page, "123456")
    expect(page.get_by_text("The code is wrong")).to_be_visible()
    type_code(page, code_of(KEY))
    expect(page).to_have_url(re.compile("/admin/$"))

    page.goto("/admin/account/")
    page.get_by_role("tab", name="More actions").click()
    page.get_by_role("link", name="Sign-in and security").click()
    looks_right(page)
    add_passkeys_to(page)
    page.get_by_role("link", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    sign_out(page)
    page.get_by_role("button", name="Use a passkey").click()

    expect(page).to_have_url(re.compile("/admin/$"))
    assert told() >= {
        "A passkey was added to your account",
        "Someone signed in to your account from a new device",
    }


def sent_by(page, address, button):
    """Press ``button``, and return the form that the page's script then sends to ``address``."""
    with page.expect_request(
        lambda each: each.method == "POST" and each.url.endswith(address)
    ) as sent:
        page.get_by_role("button", name=button).click()
    return sent.value.post_data_json


def test_a_passkey_lets_in_its_owner_alone_and_each_answer_counts_once(pat, new_page):
    sam = UserFactory(roles=[EDITORS])
    page, of_sam, thief = new_page(), Client(), Client()
    type_password(page)
    type_code(page, code_of(KEY))
    expect(page).to_have_url(re.compile("/admin/$"))
    add_passkeys_to(page)
    page.goto("/admin/security/passkeys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()

    # Pat's new passkey is not added to another account.
    added = sent_by(page, "/passkeys/add/", "Add a passkey")
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    of_sam.force_login(sam)
    use_second_factor(of_sam)
    of_sam.post("/admin/security/confirm/", {"password": PASSWORD})
    assert of_sam.get("/admin/security/passkeys/add/").status_code == 200
    assert (
        "The code is wrong"
        in of_sam.post("/admin/security/passkeys/add/", added).content.decode()
    )
    assert not Authenticator.objects.filter(user=sam).exists()

    # Nor does it let anybody in as somebody else.
    def name_sam(route):
        form = route.request.post_data_json
        answer = json.loads(form["credential"])
        answer["response"]["userHandle"] = websafe_encode(
            user_pk_to_url_str(sam).encode()
        )
        route.continue_(post_data=urlencode({**form, "credential": json.dumps(answer)}))

    sign_out(page)
    page.route(
        "**/login/passkey/",
        lambda route: name_sam(route) if route.request.post_data else route.continue_(),
    )
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("The code is wrong")).to_be_visible()
    page.unroute("**/login/passkey/")

    # What was sent once is of no use again.
    used = sent_by(page, "/login/passkey/", "Use a passkey")
    expect(page).to_have_url(re.compile("/admin/$"))
    thief.get("/admin/login/passkey/", headers={"X-Requested-With": "XMLHttpRequest"})
    thief.post("/admin/login/passkey/", used)
    assert "_auth_user_id" not in thief.session

    pat.is_active = False
    pat.save()
    page.goto("/admin/")
    page.get_by_role("button", name="Use a passkey").click()
    expect(page).to_have_url(re.compile("/admin/login/inactive/$"))


def test_two_people_reset_a_factor_that_was_lost(pat, colleague):
    asker = colleague(SITE_ADMINISTRATORS).page
    asker.goto("/admin/users/?q=pat")
    asker.get_by_role("button", name=re.compile("More options for")).click()
    asker.get_by_role("link", name="Help to sign in").click()
    asker.get_by_role("button", name="Ask to reset two-step verification").click()
    expect(asker.locator(".messages")).to_contain_text(
        "needs confirmation by a second person"
    )
    officer = colleague(APPROVING_OFFICERS, width=320).page
    officer.goto("/admin/moderation/second-person/")
    looks_right(officer)

    officer.get_by_role(
        "button", name="Confirm pat: reset of two-step verification"
    ).click()

    expect(officer.locator(".messages")).to_contain_text(
        "pat: reset of two-step verification: confirmed."
    )
    wait_until(lambda: "Set up your account again" in told())
    assert "/admin/login/set-up/" in link_in_last_mail()
    assert not pat.authenticator_set.exists()
