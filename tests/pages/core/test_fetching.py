"""Another host is asked by https alone, by a public address, for so many seconds at most."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from pages.core import fetching


class Host(BaseHTTPRequestHandler):
    """Answers well, or in one of the ways in which hosts go wrong."""

    stop = threading.Event()

    asked: list[str] = []

    def do_HEAD(self):
        """Say how it is, as some hosts do not without a GET."""
        self.asked.append(f"HEAD {self.path}")
        moved = {
            "/moved": "/good",
            "/round": "/round",
            "/inside": "https://127.0.0.1:8443/good",
            "/plain": "http://force.example/",
        }
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
        elif self.path == "/slow":
            # The answer never ends its headers.
            self.send_response(200)
            self.flush_headers()
            while not self.stop.wait(0.01):
                self.wfile.write(b"A")
        else:
            statuses = {"/gone": 404, "/rude": 405, "/shut": 403, "/dead": 503}
            self.send_response(statuses.get(self.path, 200))
        self.end_headers()

    def do_GET(self):
        self.asked.append(f"GET {self.path}")
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def host(monkeypatch, tmp_path):
    """Serve ``force.example`` on this machine, and let its name have a public address."""
    authority = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("force.example").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Host)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    Host.stop = threading.Event()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    here = server.server_address
    connect = fetching.socket.create_connection
    monkeypatch.setattr(fetching, "_public_address", lambda *names: "9.9.9.9")
    monkeypatch.setattr(
        fetching.socket,
        "create_connection",
        lambda address, timeout: connect(here, timeout),
    )
    yield
    Host.stop.set()
    server.shutdown()
    server.server_close()


def status_of(path, seconds=5):
    return fetching.status_of(f"https://force.example{path}", seconds)


def test_redirects_are_followed(host):
    assert status_of("/moved") == 200


def test_a_host_that_goes_wrong_is_named(host):
    for path, said in {
        "/round": "redirects more than 3 times",
        "/inside": "is not an https address of a plain host",
        "/plain": "is not an https address of a plain host",
    }.items():
        with pytest.raises(fetching.FetchError, match=said):
            status_of(path)


def test_a_host_that_sends_byte_by_byte_is_cut_off(host):
    with pytest.raises(fetching.FetchError):
        status_of("/slow", seconds=0.3)


def test_a_name_that_leads_to_a_private_address_is_refused(monkeypatch):
    for address in (
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",
        "::1",
        "::ffff:127.0.0.1",
        "fe80::1%eth0",
    ):
        found = [(2, 1, 6, "", ("9.9.9.9", 443)), (10, 1, 6, "", (address, 443))]
        monkeypatch.setattr(
            fetching.socket, "getaddrinfo", lambda *args, found=found, **options: found
        )

        with pytest.raises(fetching.FetchError, match="not a public address"):
            status_of("/good")


def test_a_host_is_asked_how_a_page_is_and_for_the_page_only_if_it_does_not_say(host):
    Host.asked.clear()
    addresses = ("/good?a=1&b=é#end", "/gone", "/rude", "/shut", "/dead")
    statuses = [status_of(address) for address in addresses]

    assert statuses == [200, 404, 200, 200, 503]
    assert Host.asked == [
        "HEAD /good?a=1&b=%C3%A9",
        "HEAD /gone",
        "HEAD /rude",
        "GET /rude",
        "HEAD /shut",
        "GET /shut",
        "HEAD /dead",
    ]
    for address in (
        "http://force.example/",
        "https://force.example:8443/",
        "https://me@force.example/",
    ):
        with pytest.raises(
            fetching.FetchError, match="is not an https address of a plain host"
        ):
            fetching.status_of(address, 5)
