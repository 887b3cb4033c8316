"""A line to the site: it passes on so many bytes a second, style sheets late or for the cache, if told to."""

import threading
import time
import zlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import requests

from pages.quick_exit.exit import STOPPED_SCRIPT
from tests.waiting import PATIENCE

RECORD = 1_800
"""Bytes that our nginx encrypts as one.

A browser can read none of them until the last has come.
"""
HEADERS = 950
"""What HTTP/2 makes of the headers of a page, with which the first record begins."""


class Line:
    """Stands between a browser and the site; ``address`` is where the browser finds it."""

    def __init__(self, site: str):
        self.site = site
        self.bytes_a_second: int | None = None
        """Not set, everything comes at once."""
        self.styles_delayed_by = 0.0
        self.keeps_styles = False
        """Whether a browser may take styles from its cache, or each visit is a first one."""
        self.pages_delayed_by = 0.0
        self.pages_may_come = threading.Event()
        """Cleared, it keeps whoever asks for a page waiting."""
        self.pages_may_come.set()
        self.breaks_after: int | None = None
        """Bytes of a page that come; then it stalls until ``may_break`` is set, and breaks."""
        self.may_break = threading.Event()
        self.asked_at: dict[str, float] = {}
        """When a page was last asked for, by its path."""
        self.listening_at: dict[str, float] = {}
        """When all was sent by which a page knows of the key."""
        self._ended = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.line = self
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(
            target=self._server.serve_forever, args=[0.05], daemon=True
        ).start()

    def close(self) -> None:
        self.pages_may_come.set()
        self._ended.set()
        self.may_break.set()
        self._server.shutdown()
        self._server.server_close()

    def forget(self) -> None:
        """Forget what was asked for."""
        self.asked_at.clear()
        self.listening_at.clear()

    def wait(self, seconds: float) -> None:
        self._ended.wait(seconds)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    line: Line

    def handle_error(self, *_):
        """Say nothing of a browser that went away."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def do_GET(self):
        line = self.server.line
        asked_at = time.monotonic()
        answer = requests.get(
            line.site + self.path,
            headers={"Accept-Encoding": "gzip"},
            timeout=PATIENCE,
            stream=True,
            allow_redirects=False,
        )
        body = answer.raw.read(decode_content=False)
        if "html" in answer.headers["Content-Type"]:
            line.asked_at[self.path] = asked_at
            line.pages_may_come.wait(PATIENCE)
            line.wait(line.pages_delayed_by)
        elif "css" in answer.headers["Content-Type"]:
            line.wait(line.styles_delayed_by)
        self.send_response_only(answer.status_code)
        for name, value in answer.headers.items():
            if name.lower() not in {
                "cache-control",
                "connection",
                "transfer-encoding",
                "content-length",
            }:
                self.send_header(name, value.replace(line.site, line.address))
        kept = "max-age=3600" if line.keeps_styles else "no-store"
        self.send_header(
            "Cache-Control", "no-cache" if self.path in line.asked_at else kept
        )
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self._send_in_records(body[: line.breaks_after])
        if line.breaks_after:
            line.may_break.wait(PATIENCE)

    def flush_headers(self):
        """Keep them until the first record has come."""

    def _send_in_records(self, body: bytes) -> None:
        head = b"".join(self._headers_buffer)
        beginning = body[: RECORD - HEADERS]
        self._send_at_the_rate(head + beginning, HEADERS + len(beginning))
        self._note_if_page_listens(beginning)
        for start in range(RECORD - HEADERS, len(body), RECORD):
            record = body[start : start + RECORD]
            self._send_at_the_rate(record, len(record))
            self._note_if_page_listens(body[: start + RECORD])

    def _send_at_the_rate(self, record: bytes, size: int) -> None:
        line = self.server.line
        if line.bytes_a_second:
            line.wait(size / line.bytes_a_second)
        self.wfile.write(record)

    def _note_if_page_listens(self, sent: bytes) -> None:
        line = self.server.line
        if self.path not in line.asked_at or self.path in line.listening_at:
            return
        if STOPPED_SCRIPT.encode() in zlib.decompressobj(wbits=31).decompress(sent):
            line.listening_at[self.path] = time.monotonic()

    def log_message(self, *_):
        """Keep quiet."""
