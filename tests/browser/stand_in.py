"""Stands in for the site that the exit leads to: https, under a name that is not the site's."""

import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

from tests.waiting import PATIENCE

PAGE = b"""<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>Weather</title>
<link rel="icon" href="data:,"><p id="weather">It will rain.</p>"""


class StandIn:
    """A page about the weather that notes who asks for it, and answers late or never if told to."""

    def __init__(self):
        self.seconds = 0.0
        """How long it takes to answer."""
        self.may_answer = threading.Event()
        """Cleared, it keeps whoever asks waiting."""
        self.may_answer.set()
        self.requests: list[dict[str, str]] = []
        """The headers of each request for the page, in small letters, with its ``path``."""
        self.connections = 0
        self._ended = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.stand_in = self
        self.address = f"https://127.0.0.1:{self._server.server_port}/weather"
        threading.Thread(
            target=self._server.serve_forever, args=[0.05], daemon=True
        ).start()

    def go_offline(self) -> None:
        """Close the door: whoever knocks is refused at once."""
        self.may_answer.set()
        self._ended.set()
        self._server.shutdown()
        self._server.server_close()

    close = go_offline

    def wait(self) -> None:
        """Let a request wait as long as it must."""
        self.may_answer.wait(PATIENCE)
        self._ended.wait(self.seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    stand_in: StandIn

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("127.0.0.1").configure_cert(self._context)

    def get_request(self):
        connection, address = super().get_request()
        self.stand_in.connections += 1
        # The handshake is left to the request's own thread: a slow one must not hold up
        # others.
        return self._context.wrap_socket(
            connection, server_side=True, do_handshake_on_connect=False
        ), address

    def handle_error(self, *_):
        """Say nothing of a browser that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self):
        stand_in = self.server.stand_in
        if self.path == "/weather":  # not its icon, and not /weather/before
            stand_in.requests.append(
                {"path": self.path}
                | {name.lower(): value for name, value in self.headers.items()}
            )
            stand_in.wait()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        """Keep quiet."""
