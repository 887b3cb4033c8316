"""What every response forbids browsers, and who may load it as a part of another site."""

import pytest

from tests.factories import DocumentFactory


@pytest.mark.parametrize(
    "address", ["/", "/admin/login/", "/no-such-page/", "/cookies/", "/static/admin.css"]
)
def test_pages_forbid_what_they_do_not_need_and_to_be_loaded_elsewhere(client, section, address):
    answer = client.get(address)

    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
        assert f"{feature}=()" in answer["Permissions-Policy"]
    assert "publickey" not in answer["Permissions-Policy"]


def test_files_of_people_are_for_this_site(client, admin_user, home):
    client.force_login(admin_user)
    assert client.get(DocumentFactory().url)["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ["recommendations.json", "changes.csv", "openapi.json"])
def test_open_data_is_for_every_site(client, section, name):
    assert client.get(f"/super-complaints/data/{name}")["Cross-Origin-Resource-Policy"] == "cross-origin"


@pytest.mark.parametrize("address", ["/admin/login/", "/admin/security/", "/admin/login/set-up/x/"])
def test_screens_of_signing_in_allow_no_inline_script(admin_client, address):
    policy = admin_client.get(address)["Content-Security-Policy"]

    assert "script-src 'self';" in f"{policy};"
