"""The site answers only for its own hosts."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_request_for_another_host_is_a_bad_request(client, section):
    for address in [
        "/",
        "/super-complaints/",
        "/admin/",
        "/admin/login/",
        "/no-such-page/",
    ]:
        for host in (
            "evil.example",
            "evil.example:8000",
            "localhost@evil.example",
            "not_a_name",
            "",
        ):
            answer = client.get(address, headers={"host": host})

            assert answer.status_code == 400, host
            assert answer.content == b"This site has another name.\n", address
