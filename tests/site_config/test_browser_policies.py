"""What every response forbids browsers, and who may load it as a part of another site."""

from tests.factories import DocumentFactory


def test_pages_forbid_what_they_do_not_need_and_to_be_loaded_elsewhere(client, section):
    for address in ["/", "/admin/login/", "/no-such-page/", "/cookies/", "/static/admin.css"]:
        answer = client.get(address)

        assert answer["Cross-Origin-Resource-Policy"] == "same-origin", address
        for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
            assert f"{feature}=()" in answer["Permissions-Policy"], address
        assert "publickey" not in answer["Permissions-Policy"], address


def test_files_of_people_are_for_this_site(client, admin_user, home):
    client.force_login(admin_user)
    assert client.get(DocumentFactory().url)["Cross-Origin-Resource-Policy"] == "same-origin"


def test_open_data_is_for_every_site(client, section):
    for name in ["recommendations.json", "changes.csv", "openapi.json"]:
        assert (
            client.get(f"/super-complaints/data/{name}")["Cross-Origin-Resource-Policy"] == "cross-origin"
        ), name


def test_screens_of_signing_in_allow_no_inline_script(admin_client):
    for address in ["/admin/login/", "/admin/security/", "/admin/login/set-up/x/"]:
        policy = admin_client.get(address)["Content-Security-Policy"]

        assert "script-src 'self';" in f"{policy};", address
