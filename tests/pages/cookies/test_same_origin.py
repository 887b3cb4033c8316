"""Another website cannot choose for anyone: the headers of the form say where it came from."""

from pages.cookies.models import ConsentRecord

OWN = "http://testserver"


def test_a_form_of_this_site_is_accepted_without_a_token_and_a_get_request_stores_nothing(
    client, choose
):
    client.handler.enforce_csrf_checks = True
    safari_before_16_4 = {"Origin": OWN}
    for headers in (
        {"Sec-Fetch-Site": "same-origin", **safari_before_16_4},
        safari_before_16_4,
    ):
        assert choose(headers, all="accept").status_code == 303
    assert choose({"Sec-Fetch-Site": "same-origin"}, all="reject").status_code == 303
    assert ConsentRecord.objects.count() == 2
    assert "csrftoken" not in client.cookies

    answer = client.get(
        "/cookies/choice/?all=accept&policy=3",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer["Location"] == "/cookies/"
    assert not answer.cookies


OF_ANOTHER_ORIGIN = [
    {},
    {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site", "Origin": "http://www.testserver"},
    {"Sec-Fetch-Site": "none"},
    {"Sec-Fetch-Site": ""},
    {"Sec-Fetch-Site": "same-origin, cross-site"},
    {"Sec-Fetch-Site": "Same-Origin"},
    {"Origin": "null"},
    {"Origin": ""},
    {"Origin": "https://evil.example"},
    {"Origin": "https://testserver"},
    {"Origin": "http://testserver:8000"},
    {"Origin": "http://testserver.evil.example"},
    {"Origin": "http://testserver/"},
    # One header that is right does not make up for one that is wrong.
    {"Sec-Fetch-Site": "cross-site", "Origin": OWN},
    {"Sec-Fetch-Site": "same-origin", "Origin": "https://evil.example"},
    {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
]


def test_a_form_of_another_origin_is_refused(choose):
    for banner in [True, False]:
        for headers in OF_ANOTHER_ORIGIN:
            answer = choose(headers, by_banner=banner, all="accept")

            assert answer.status_code == 403, headers
            assert not answer.cookies, banner
        assert not ConsentRecord.objects.exists(), banner
