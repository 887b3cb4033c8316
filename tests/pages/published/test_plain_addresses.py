"""Every spelling of an address, and every query that a page ignores, leads to the one that has a file."""

from urllib.parse import urlsplit

from django.core.handlers.wsgi import WSGIHandler

from tests.factories import StandardPageFactory

from .conftest import files
from .wsgi import environ, fresh, get

SECTION = "/super-complaints/"
DATA = f"{SECTION}data/recommendations.json"


def test_a_query_that_a_page_does_not_read_leads_to_the_plain_address(
    server, section, home
):
    StandardPageFactory(parent=home, slug="help")

    for query in ["1", "x=1&y=2", "=", "page[]=1", "%00=1", "&".join(["x=1"] * 1001)]:
        for address in ("/", "/help/", SECTION, f"{SECTION}data/", DATA, "/robots.txt"):
            got = server.get(f"{address}?{query}")

            assert got.status == (
                200 if address == SECTION and len(query) > 1000 else 302
            ), address
            assert got.headers.get("location", address) == address, query
        assert files() == set(), query


def test_what_a_page_reads_stays_in_the_address(section):
    for asked, plain in [
        (f"{SECTION}?x=1&page=2", f"{SECTION}?page=2"),
        (
            f"{SECTION}updates.atom?x=1&page=2&page=3",
            f"{SECTION}updates.atom?page=2&page=3",
        ),
    ]:
        got = fresh(asked)

        assert (got.status, got.headers["location"]) == (302, plain), asked
        assert fresh(plain).status == 200, asked
    for address in [f"{SECTION}recommendations/?nonsense=1", "/search/?x=1"]:
        assert fresh(address).status == 200, address
    assert fresh(f"{DATA}?1").headers["access-control-allow-origin"] == "*"


def spelled(path, number):
    """Return ``path`` with the letters escaped that are set in the bits of ``number``."""
    return "".join(
        f"%{ord(letter):02x}" if number >> place & 1 else letter
        for place, letter in enumerate(path)
    )


def test_django_redirects_from_another_spelling(db):
    for spelling, plain in {
        "/%73uper-complaints/?page=%32": "/super-complaints/?page=%32",
        "/super%2Dcomplaints%2f": "/super-complaints/",
        "/%2Fevil.example/": "/evil.example/",
        "//%65vil.example/": "/evil.example/",
        "/%2e%2E/%7e": "/../~",
    }.items():

        def told(environ, start_response, spelling=spelling):
            return WSGIHandler()({**environ, "RAW_URI": spelling}, start_response)

        got = get(told, urlsplit(plain).path)
        assert (got.status, got.headers["location"]) == (301, plain)


def test_150_spellings_of_an_address_lead_to_one_file_that_stands_below_no_other_folder(
    server, section
):
    """The server decodes the path, and tells Django how it was spelled.

    gunicorn believes a header about a folder that comes from the same machine.
    """
    server.get(SECTION)
    started = []
    for number in range(2, 302, 2):
        told = {**environ(SECTION), "RAW_URI": spelled(SECTION, number)}
        server.application(told, lambda *said: started.append(said[0]))

    assert set(started) == {"301 Moved Permanently"}
    below = get(
        lambda told, start: server.application({**told, "SCRIPT_NAME": "/evil"}, start),
        SECTION,
    )
    assert b"/evil" not in below.body
    assert files() == {SECTION}


def test_another_host_or_port_adds_no_file_and_another_spelling_shares_it(
    server, section
):
    for host in ["localhost:1", "127.0.0.1", "testserver", "evil.example"]:
        server.get(SECTION, host=host)

        assert files() == set(), host
    server.made.clear()
    for host in ("localhost", "LOCALHOST", "LocalHost"):
        assert server.get(SECTION, host=host).status == 200
    assert server.made == [SECTION]


HEADERS = {
    "cookie": f"sessionid={'x' * 32}; csrftoken=y; messages=z; cookie_consent=a|b; =; ;; =",
    "authorization": "Basic eDp5",
    "range": "bytes=0-1",
    "if_match": '"x"',
    "if_unmodified_since": "Mon, 01 Jan 2018 00:00:00 GMT",
    "cache_control": "no-store",
    "accept": "application/json",
    "accept_language": "fr",
    "x_requested_with": "XMLHttpRequest",
    "x_http_method_override": "DELETE",
    "x_forwarded_host": "evil.example",
    "x_original_url": "/admin/",
    "origin": "https://evil.example",
    "user_agent": "",
    "sec_purpose": "prefetch",
    "x_wagtail_preview": "1",
}


def test_no_header_gets_into_a_file_or_keeps_a_page_from_being_one(server, section):
    expected = fresh(SECTION)

    answer = server.get(SECTION, **HEADERS)

    assert files() == {SECTION}
    assert answer.body == server.get(SECTION).body == expected.body
