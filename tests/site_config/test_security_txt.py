"""The file for those who find a weakness (RFC 9116)."""

import pytest

from site_config.security_txt import check_security_txt

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_it_says_whom_to_tell_and_holds_for_half_a_year(client, settings, time_machine):
    time_machine.move_to("2026-11-26T12:00Z")
    settings.SECURITY_CONTACT = "mailto:security@example.org"

    answer = client.get(ADDRESS)

    assert check_security_txt() == []
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[:2] == [
        "Contact: mailto:security@example.org",
        "Expires: 2027-05-25T23:59:59Z",
    ]


def test_what_is_missing_or_wrong_is_not_served(client, settings):
    for contact, found in {"": [], "security@example.org": ["site_config.E001"]}.items():
        settings.SECURITY_CONTACT = contact

        assert [each.id for each in check_security_txt()] == found
        assert client.get(ADDRESS).status_code == 404
