"""A passkey lets its owner in, and no answer that its device did not sign for this site and this sign-in."""

import json
from dataclasses import dataclass, field
from hashlib import sha256

import pytest
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from django.urls import reverse
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

SITE = "testserver"
ORIGIN = f"https://{SITE}"
FLAG = AuthenticatorData.FLAG
BY_SCRIPT = {"X-Requested-With": "XMLHttpRequest"}
pytestmark = pytest.mark.django_db


@dataclass
class Passkey:
    """A device with one key, which signs whatever it is given."""

    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    number: bytes = b"number of the key"

    def give_to(self, user):
        """Store it as a factor of ``user``, as its registration does."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(
            Aaguid(bytes(16)), self.number, public
        )
        data = self._data(SITE, FLAG.UP | FLAG.UV | FLAG.AT, credential)
        told = CollectedClientData.create("webauthn.create", b"challenge", ORIGIN)
        response = {
            "clientDataJSON": websafe_encode(told),
            "attestationObject": websafe_encode(
                AttestationObject.create("none", data, {})
            ),
        }
        WebAuthn.add(user, "Passkey", self._credential(response))

    def answer(
        self,
        user,
        challenge,
        kind="webauthn.get",
        origin=ORIGIN,
        site=SITE,
        flags=FLAG.UP | FLAG.UV,
    ):
        """Return the answer that signs in ``user``, or one that differs from it."""
        data = self._data(site, flags)
        told = CollectedClientData.create(kind, challenge, origin)
        return self._credential(
            {
                "clientDataJSON": websafe_encode(told),
                "authenticatorData": websafe_encode(data),
                "signature": websafe_encode(
                    self.key.sign(data + told.hash, ec.ECDSA(SHA256()))
                ),
                "userHandle": websafe_encode(user_pk_to_url_str(user).encode()),
            }
        )

    def _data(self, site, flags, credential=b""):
        return AuthenticatorData.create(
            sha256(site.encode()).digest(), flags, 0, credential
        )

    def _credential(self, response):
        number = websafe_encode(self.number)
        rest = {"type": "public-key", "clientExtensionResults": {}}
        return {"id": number, "rawId": number, "response": response, **rest}


@pytest.fixture
def passkey(editor, no_demo, settings):
    """The passkey of the editor, at a site that is reached by HTTPS."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
    made = Passkey()
    made.give_to(editor)
    return made


@pytest.fixture
def sign_in(client, editor):
    """Ask for a challenge, and answer it with ``passkey``; return whether that lets in."""

    def send(passkey, **differing):
        address = reverse("mfa_login_webauthn")
        begun = client.get(address, headers=BY_SCRIPT, secure=True).json()
        asked = websafe_decode(begun["request_options"]["publicKey"]["challenge"])
        answer = passkey.answer(**{"user": editor, "challenge": asked, **differing})
        client.post(address, {"credential": json.dumps(answer)}, secure=True)
        return "_auth_user_id" in client.session

    return send


def test_the_owner_is_let_in(passkey, sign_in):
    assert sign_in(passkey)


@pytest.mark.parametrize(
    "differing",
    [
        {"origin": "https://testserver.evil.example"},
        {"origin": "http://testserver"},
        {"site": "evil.example"},
        {"challenge": b"of another sign-in"},
        {"kind": "webauthn.create"},
        {"flags": FLAG.UP},
        {"flags": FLAG.UV},
        {"flags": FLAG(0)},
    ],
    ids=str,
)
def test_an_answer_that_was_not_signed_for_this_sign_in_is_refused(
    passkey, sign_in, differing
):
    assert not sign_in(passkey, **differing)


def test_another_key_is_refused_whatever_number_it_gives(passkey, sign_in):
    assert not sign_in(Passkey())
    assert not sign_in(Passkey(number=b"another number"))


def test_an_answer_counts_once(passkey, client, editor, sign_in):
    address = reverse("mfa_login_webauthn")
    begun = client.get(address, headers=BY_SCRIPT, secure=True).json()
    asked = websafe_decode(begun["request_options"]["publicKey"]["challenge"])
    answer = {"credential": json.dumps(passkey.answer(editor, asked))}
    client.post(address, answer, secure=True)
    assert "_auth_user_id" in client.session
    client.logout()

    client.post(address, answer, secure=True)
    assert "_auth_user_id" not in client.session
    client.get(address, headers=BY_SCRIPT, secure=True)
    client.post(address, answer, secure=True)
    assert "_auth_user_id" not in client.session


def test_it_lets_in_while_too_many_wrong_passwords_lock_the_account(
    passkey, client, editor, sign_in
):
    for number in range(12):
        client.post(
            "/admin/login/", {"login": "jo", "password": f"wrong-{number}"}, secure=True
        )
    told = client.post(
        "/admin/login/", {"login": "jo", "password": "password"}, secure=True
    )
    assert "Too many attempts" in told.content.decode()

    assert sign_in(passkey)


def test_a_suspended_owner_is_not_let_in(passkey, editor, sign_in):
    editor.is_active = False
    editor.save()

    assert not sign_in(passkey)
