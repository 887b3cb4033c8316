"""The file for those who find a weakness (RFC 9116)."""

import pytest

from site_config.security_txt import check_security_txt

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


@pytest.fixture(autouse=True)
def today(time_machine):
    time_machine.move_to("2026-11-26T12:00Z")


def set_to(settings, contact: str, expires: str) -> list[str]:
    settings.SECURITY_CONTACT, settings.SECURITY_EXPIRES = contact, expires
    return [each.id.partition(".")[2] for each in check_security_txt()]


def test_it_says_whom_to_tell_and_until_when(client, settings):
    assert set_to(settings, "mailto:security@example.org", "2027-03-31") == []

    answer = client.get(ADDRESS)

    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().splitlines()[:2] == [
        "Contact: mailto:security@example.org",
        "Expires: 2027-03-31T23:59:59Z",
    ]


@pytest.mark.parametrize(
    ("contact", "expires", "found"),
    [
        ("", "", []),
        ("security@example.org", "2027-03-31", ["E001"]),
        ("mailto:a@example.org", "", ["E002"]),
        ("mailto:a@example.org", "31 March 2027", ["E002"]),
        ("mailto:a@example.org", "2026-11-25", ["W001"]),
    ],
)
def test_what_is_wrong_or_has_passed_is_told_and_not_served(client, settings, contact, expires, found):
    assert set_to(settings, contact, expires) == found
    assert client.get(ADDRESS).status_code == 404


def test_a_far_date_is_served_with_a_warning(client, settings):
    assert set_to(settings, "https://example.org/tell", "2029-01-01") == ["W002"]
    assert client.get(ADDRESS).status_code == 200
