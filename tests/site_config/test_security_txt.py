"""The file for those who find a weakness (RFC 9116)."""

import pytest

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_it_says_whom_to_tell_and_holds_for_half_a_year(client, settings, time_machine):
    time_machine.move_to("2026-11-26T12:00Z")
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    answer = client.get(ADDRESS)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[:2] == [
        "Contact: mailto:security@example.org",
        "Expires: 2027-05-25T23:59:59Z",
    ]


def test_without_a_contact_there_is_none(client, settings):
    settings.SECURITY_CONTACT = ""

    assert client.get(ADDRESS).status_code == 404
