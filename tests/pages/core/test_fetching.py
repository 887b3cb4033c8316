"""Another host is asked by https alone, by a public address, for so many bytes and seconds at most."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import trustme

from pages.core import fetching

BODY = b'{"recommendations": []}'


class Host(BaseHTTPRequestHandler):
    """Answers well, or in one of the ways in which hosts go wrong."""

    stop = threading.Event()

    asked: list[str] = []

    def do_HEAD(self):
        """Say how it is, as some hosts do not without a GET."""
        self.asked.append(f"HEAD {self.path}")
        self.send_response(
            {"/gone": 404, "/rude": 405, "/shut": 403}.get(self.path, 200)
        )
        self.end_headers()

    def do_GET(self):
        self.asked.append(f"GET {self.path}")
        moved = {
            "/moved": "/good",
            "/round": "/round",
            "/inside": "https://127.0.0.1/good",
            "/plain": "http://force.example/",
        }
        if self.path in moved:
            self.send_response(302)
            self.send_header("Location", moved[self.path])
            self.end_headers()
            return
        self.send_response(503 if self.path == "/dead" else 200)
        self.send_header("Last-Modified", "Tue, 03 Nov 2026 08:00:00 GMT")
        if self.path == "/slow":
            self.end_headers()
            while not self.stop.wait(0.01):
                self.wfile.write(b" ")
        body = b" " * (fetching.MAX_BYTES + 1) if self.path == "/huge" else BODY
        self.send_header("Content-Length", str(len(body) + 5 * (self.path == "/short")))
        self.end_headers()
        self.wfile.write(body)

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


def fetch(path):
    return fetching.fetch(f"https://force.example{path}", {"force.example"})


def test_a_file_comes_with_the_day_on_which_it_changed(host):
    for path in ("/good", "/moved"):
        found = fetch(path)
        assert (found.content, str(found.changed)) == (BODY, "2026-11-03"), path


def test_a_host_that_goes_wrong_is_named(host, monkeypatch):
    for path, said in {
        "/dead": "answers 503",
        "/huge": "larger than 10 MB",
        "/short": "ends too early",
        "/round": "redirects more than 3 times",
        "/inside": "is not an https address of an allowed host",
        "/plain": "is not an https address of an allowed host",
    }.items():
        with pytest.raises(fetching.FetchError, match=said):
            fetch(path)
    # One that sends byte by byte is cut off.
    monkeypatch.setattr(fetching, "SECONDS_FOR_ALL", 0.3)
    with pytest.raises(fetching.FetchError):
        fetch("/slow")


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
            fetch("/good")


def test_a_host_is_asked_how_a_page_is_and_for_the_page_only_if_it_does_not_say(host):
    Host.asked.clear()
    paths = ("/good", "/gone", "/rude", "/shut")
    statuses = [
        fetching.status_of(f"https://force.example{path}?a=1&b=é#end", 5)
        for path in ("/good",)
    ]
    statuses += [
        fetching.status_of(f"https://force.example{path}", 5) for path in paths[1:]
    ]

    assert statuses == [200, 404, 200, 200]
    assert Host.asked == [
        "HEAD /good?a=1&b=%C3%A9",
        "HEAD /gone",
        "HEAD /rude",
        "GET /rude",
        "HEAD /shut",
        "GET /shut",
    ]
    for address in (
        "http://force.example/",
        "https://force.example:8443/",
        "https://me@force.example/",
    ):
        with pytest.raises(
            fetching.FetchError, match="is not an https address of an allowed host"
        ):
            fetching.status_of(address, 5)
