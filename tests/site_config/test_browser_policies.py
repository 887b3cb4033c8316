"""What every response forbids browsers, and who may load it as a part of another site."""

from tests.factories import DocumentFactory


def test_pages_forbid_what_they_do_not_need_and_all_but_data_to_be_loaded_elsewhere(
    admin_client, section
):
    policy = "Cross-Origin-Resource-Policy"
    for address in [
        "/",
        "/admin/login/",
        "/no-such-page/",
        "/cookies/",
        "/static/admin.css",
    ]:
        answer = admin_client.get(address)

        assert answer[policy] == "same-origin", address
        for feature in ("camera", "geolocation", "microphone", "payment", "usb"):
            assert f"{feature}=()" in answer["Permissions-Policy"], address
        assert "publickey" not in answer["Permissions-Policy"], address
    assert admin_client.get(DocumentFactory().url)[policy] == "same-origin"
    for name in ["recommendations.json", "recommendations.csv", "schema.json"]:
        assert (
            admin_client.get(f"/super-complaints/data/{name}")[policy] == "cross-origin"
        ), name
    for address in ["/admin/login/", "/admin/security/", "/admin/login/set-up/x/"]:
        assert (
            "script-src 'self';"
            in f"{admin_client.get(address)['Content-Security-Policy']};"
        ), address
