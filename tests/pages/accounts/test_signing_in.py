"""Who gets in, who does not, and what is said and written down of it."""

import json
import logging
import secrets
from datetime import timedelta

import pytest
from allauth.account.utils import user_pk_to_url_str
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.auth.models import User
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from fido2.utils import websafe_encode

from pages.accounts import adapters
from pages.accounts.enrolment import find_enrolling, make_link
from pages.moderation.approval.roles import MODERATORS, SITE_ADMINISTRATORS
from tests.factories import UserFactory
from tests.signing_in import PASSWORD, code_of

from .conftest import KEY

SIGN_IN = "/admin/login/"
CODE = "/admin/login/code/"
ODD_CBOR = [b"", b"\x00", b"\x00" * 16 + b"\x00\x01a\x01", b"\x81" * 2000, b"\xff"]
pytestmark = pytest.mark.django_db


def sign_in(client, name, password=PASSWORD, **headers):
    return client.post(SIGN_IN, {"login": name, "password": password}, headers=headers)


def is_in(client):
    return client.get("/admin/").status_code == 200


def sign_in_with_code(client, name="jo", code=None):
    sign_in(client, name)
    return client.post(CODE, {"code": code or code_of(KEY)})


def test_a_password_and_a_code_let_somebody_in_once_by_name_or_address(
    no_demo, editor, time_machine
):
    # A code is that of a half minute, which must not end while the test runs.
    time_machine.move_to(timezone.now(), tick=False)
    for later, name in enumerate(["jo", "jo@example.org", "Jo@Example.org"]):
        client = Client()
        assert sign_in(client, name)["Location"] == CODE
        before = client.cookies["sessionid"].value
        assert not is_in(client)

        assert (
            client.post(CODE, {"code": code_of(KEY, later - 1)})["Location"]
            == "/admin/"
        ), name

        assert client.cookies["sessionid"].value != before
        assert is_in(client)
    again = Client()
    sign_in_with_code(again, code=code_of(KEY, 1))
    assert not is_in(again)


def test_a_demonstration_names_its_accounts_and_a_real_site_names_nobody(
    client, editor, settings
):
    UserFactory(
        username="gone", email="gone@example.org", is_active=False, roles=[MODERATORS]
    )
    settings.DEMO = True
    page = client.get(SIGN_IN).content.decode()
    assert "jo@example.org" in page
    assert "gone@example.org" not in page

    settings.DEMO = False
    assert "jo@example.org" not in client.get(SIGN_IN).content.decode()


def test_where_somebody_wanted_to_go_on_this_site_is_kept_through_both_steps(
    no_demo, editor, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    for later, (wanted, led) in enumerate(
        {
            "/admin/account/": "/admin/account/",
            "https://evil.example/": "/admin/",
            "//evil.example/": "/admin/",
        }.items()
    ):
        client = Client()
        client.post(
            f"{SIGN_IN}?next={wanted}",
            {"login": "jo", "password": PASSWORD, "next": wanted},
        )

        assert (
            client.post(CODE, {"code": code_of(KEY, later - 1)})["Location"] == led
        ), wanted


def test_a_recovery_code_is_taken_once(client, no_demo, editor):
    # Secrets are not stored as they are.
    assert KEY not in str(list(editor.authenticator_set.values_list("data", flat=True)))
    code = (
        editor.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    )

    sign_in_with_code(client, code=code)
    second = Client()
    sign_in_with_code(second, code=code)

    assert is_in(client)
    assert not is_in(second)


def answer_of_passkey(
    user, flags=5, beside=b"", origin: object = "http://testserver", **fields
):
    told = {"type": "webauthn.get", "challenge": "AA", "origin": origin}
    response = {
        "clientDataJSON": websafe_encode(json.dumps(told).encode()),
        "authenticatorData": websafe_encode(
            bytes(32) + bytes([flags, 0, 0, 0, 0]) + beside
        ),
        "attestationObject": websafe_encode(beside),
        "signature": "AA",
        "userHandle": websafe_encode(user_pk_to_url_str(user).encode()),
    }
    answer = {
        "id": "AA",
        "rawId": "AA",
        "response": response,
        "clientExtensionResults": {},
    }
    return json.dumps({**answer, **fields})


def test_an_odd_answer_of_a_passkey_is_a_wrong_one_wherever_it_is_sent(
    client, editor, no_demo, settings, monkeypatch
):
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    sign_in_with_code(client)
    client.post("/admin/security/confirm/", {"password": PASSWORD})
    anybody, with_password = Client(), Client()
    sign_in(with_password, "jo")
    again = reverse("mfa_reauthenticate_webauthn")
    method = {"id": "mfa_reauthenticate_webauthn", "url": again}
    monkeypatch.setattr(
        adapters.AccountAdapter, "get_reauthentication_methods", lambda *args: [method]
    )
    senders = {
        reverse("mfa_login_webauthn"): anybody,
        CODE: with_password,
        again: client,
        reverse("mfa_add_webauthn"): client,
    }
    odd_answers = [
        '{"id": "a", "response": {}}',
        "[" * 100_000,
        "1" * 5000,
        "[]",
        "1",
        *(
            answer_of_passkey(editor, clientExtensionResults=results)
            for results in ([], "", 1)
        ),
        answer_of_passkey(editor, response=[]),
        answer_of_passkey(editor, origin=1),
        *(
            answer_of_passkey(editor, flags, beside)
            for flags in (0x45, 0x85)
            for beside in ODD_CBOR
        ),
    ]

    for address, sender in senders.items():
        for odd in odd_answers:
            cache.clear()
            headers = (
                {"X-Requested-With": "XMLHttpRequest"} if sender is anybody else {}
            )
            begun = sender.get(address, headers=headers)
            answer = sender.post(address, {"credential": odd})

            assert begun.status_code == 200
            if "passkey/" in address:
                assert answer["Location"] == reverse("account_login")
            else:
                assert answer.status_code == 200
    assert not is_in(anybody)
    assert not is_in(with_password)
    assert not editor.authenticator_set.filter(type="webauthn").exists()


def test_with_the_former_secret_beside_a_new_one_factors_go_on(
    no_demo, editor, settings
):
    recovery_code = (
        editor.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    )
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = (
        secrets.token_urlsafe(50),
        [settings.SECRET_KEY],
    )

    for code in (code_of(KEY), recovery_code):
        client = Client()
        sign_in_with_code(client, code=code)
        assert is_in(client)

    settings.SECRET_KEY_FALLBACKS = []
    client = Client()
    answer = sign_in_with_code(client, code=code_of(KEY, later=1))
    assert (
        "no longer works because the site’s key has changed" in answer.content.decode()
    )
    assert not is_in(client)


def test_without_a_second_factor_a_password_only_brings_a_link(
    client, no_demo, without_factor
):
    answer = sign_in(client, "sam")

    assert answer["Location"] == reverse("accounts:check_mail")
    assert client.get(answer["Location"]).status_code == 200
    assert not is_in(client)


@pytest.mark.parametrize("role", [MODERATORS, SITE_ADMINISTRATORS])
def test_to_who_approves_or_administers_no_one_person_gets_a_link_sent(
    client, no_demo, committed, role
):
    kim = UserFactory(username="kim", roles=[role])

    with committed():
        answer = sign_in(client, "kim")

    assert (answer["Location"], len(mail.outbox)) == (reverse("accounts:no_link"), 0)
    assert (
        "who needs a second person to send the link"
        in client.get(answer["Location"]).content.decode()
    )
    assert find_enrolling(make_link(kim).rstrip("/").rpartition("/")[2]) == kim


@pytest.mark.parametrize(
    "names",
    [
        ["jo", "Jo", "J\u00f6"],
        ["jo@example.org", "JO@example.org", "jo@ex\u00e4mple.org"],
        ["adm\u0131n", "ADMIN", "ad\u200bmin"],
    ],
)
def test_guesses_count_together_however_the_name_is_spelt_and_then_none_is_let_in(
    client, no_demo, editor, names
):
    answers = [
        sign_in(client, names[number % 3], f"wrong-{number}").content.decode()
        for number in range(40)
    ]
    assert ["Too many attempts" in answer for answer in answers] == [False] * 10 + [
        True
    ] * 30

    assert "Too many attempts" in sign_in(client, names[0]).content.decode()
    assert not is_in(client)


@pytest.mark.parametrize("spelt", ["{}", "{}@EXAMPLE.org", "{}@ex\u00e4mple.org"])
def test_nobody_learns_by_the_limit_whether_an_account_has_a_name_or_an_address(
    client, editor, spelt
):
    said = []
    for name in ["jo", "nobody"]:
        cache.clear()
        for number in range(10):
            sign_in(client, f"{name}@example.org", f"wrong-{number}")
        said.append(
            "Too many attempts"
            in sign_in(client, spelt.format(name), "wrong").content.decode()
        )

    assert said[0] == said[1]


def test_who_signs_in_while_others_wait_for_it_is_told_at_once_and_keeps_the_name(
    client, no_demo, editor
):
    with adapters._places, adapters._places:
        answer = sign_in(client, "jo").content.decode()

    assert "Many people are signing in." in answer
    assert 'value="jo"' in answer
    with adapters._places:  # one other person is no crowd
        assert sign_in(client, "jo")["Location"] == CODE


def test_an_account_is_guarded_against_attempts_from_many_addresses(
    client, editor, settings
):
    settings.TRUSTED_PROXY = True
    for number in range(10):
        sign_in(client, "jo", "wrong", X_Forwarded_For=f"192.0.2.{number}")

    answer = sign_in(client, "jo", X_Forwarded_For="192.0.2.200")

    assert "Too many attempts" in answer.content.decode()


def test_an_address_cannot_try_one_password_on_many_accounts(client, editor):
    for number in range(30):
        sign_in(client, f"person{number}", "wrong")

    assert "Too many attempts" in sign_in(client, "jo").content.decode()


def test_codes_are_limited_too(client, no_demo, editor):
    sign_in(client, "jo")
    for _ in range(12):
        client.post(CODE, {"code": "000000"})

    assert client.post(CODE, {"code": code_of(KEY)}).status_code == 200
    assert not is_in(client)


def test_wrong_codes_count_together_from_everywhere_and_the_limit_ends_by_itself(
    no_demo, editor, settings, time_machine
):
    settings.TRUSTED_PROXY = True
    time_machine.move_to(timezone.now(), tick=False)
    recovery_code = (
        editor.authenticator_set.get(type="recovery_codes").wrap().get_unused_codes()[0]
    )

    def try_code(code, place):
        client, headers = Client(), {"X-Forwarded-For": f"192.0.2.{place}"}
        sign_in(client, "jo", **headers)
        answer = client.post(CODE, {"code": code}, headers=headers)
        return is_in(client), "Too many attempts" in answer.content.decode()

    assert [try_code("000000", place) for place in range(10)] == [(False, False)] * 10
    for code in (code_of(KEY), recovery_code):
        assert try_code(code, 100) == (False, True)

    time_machine.shift(timedelta(minutes=31))
    assert try_code(code_of(KEY), 100) == (True, False)


def test_codes_that_confirm_who_one_is_are_limited_too(
    client, no_demo, editor, time_machine
):
    time_machine.move_to(timezone.now(), tick=False)
    sign_in_with_code(client)
    confirm = reverse("mfa_reauthenticate")
    for _ in range(12):
        client.post(confirm, {"code": "000000"})

    assert client.post(confirm, {"code": code_of(KEY, later=1)}).status_code == 429
    assert client.get(reverse("mfa_generate_recovery_codes")).status_code == 302


def test_unknown_accounts_get_the_same_answer_after_the_same_work(
    editor, without_factor, monkeypatch
):
    for name in "ab":
        UserFactory(username=name)
    User.objects.filter(username__in="ab").update(email="shared@example.org")
    assert adapters.find_account("shared@example.org") is None
    UserFactory(username="left", is_active=False)
    UserFactory(username="invited", password="!")
    hashed = []

    encode = MD5PasswordHasher.encode

    def counting(hasher, password, salt):
        hashed.append(password)
        return encode(hasher, password, salt)

    monkeypatch.setattr(MD5PasswordHasher, "encode", counting)
    known = ["jo", "jo@example.org", "sam", "left", "invited"]

    for name in [*known, "nobody", "nobody@example.org"]:
        answer = sign_in(Client(), name, "wrong")

        assert answer.status_code == 200, name
        assert "username or password is wrong" in answer.content.decode(), name
        assert len(hashed) == 1, name
        hashed.clear()


def test_what_happens_is_logged_by_number_and_counted(
    noon, client, no_demo, editor, caplog
):
    caplog.set_level(logging.INFO, logger="pages.accounts.adapters")

    sign_in(client, "jo", "typed-by-mistake")
    sign_in(client, "jo", "typed-by-mistake")
    sign_in(client, "my-secret-password", "x")
    sign_in(client, "jo")
    client.post(CODE, {"code": "000000"})
    client.post(CODE, {"code": code_of(KEY)})

    assert [record.getMessage() for record in caplog.records] == [
        f"Wrong name or password: account {editor.pk} (today: 1)",
        f"Wrong name or password: account {editor.pk} (today: 2)",
        "Wrong name or password: an unknown account (today: 3)",
        f"Wrong code of two-step verification: account {editor.pk} (today: 1)",
        f"Signed in: account {editor.pk} (today: 1)",
    ]


def test_the_owner_is_told_of_a_new_device_once(client, editor, committed):
    with committed():
        sign_in_with_code(client)
        client.post("/admin/logout/")
        sign_in_with_code(client, code=code_of(KEY, 1))

    assert [message.subject for message in mail.outbox] == [
        "Someone signed in to your account from a new device"
    ]
    assert mail.outbox[0].to == ["jo@example.org"]


def test_every_other_sign_in_leads_to_the_one(client):
    for address in ["/_util/login/", "/accounts/login/"]:
        for method in ["get", "post"]:
            answer = getattr(client, method)(f"{address}?next=/help/")

            assert (answer.status_code, answer["Location"]) == (
                302,
                f"{SIGN_IN}?next=/help/",
            ), address
    # Nobody makes an account for oneself.
    for address in ("/admin/signup/", "/accounts/signup/", "/admin/login/signup/"):
        assert client.get(address).status_code in {302, 404}
