"""An application that does what a test tells it, as ours answers what is no file."""

import contextlib
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit


@dataclass
class Application:
    """What it answers, and what it was asked."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    """What it sends beside its own."""
    seconds: float = 0.0
    """How long the making of a page takes."""
    made: Callable[[], object] = lambda: None
    """Called while a page is being made, which takes until it returns."""
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, address and accepted encodings of every request."""
    server: ThreadingHTTPServer | None = None

    @property
    def port(self) -> int:
        """Where it listens."""
        assert self.server
        return self.server.server_address[1]

    def stop(self) -> None:
        """Break down: nobody listens any more."""
        assert self.server
        self.server.shutdown()
        self.server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 2048
    daemon_threads = True


@contextlib.contextmanager
def running() -> Iterator[Application]:
    """Run one."""
    application = Application()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            _answer(self, application)

        do_HEAD = do_GET  # noqa: N815
        do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_GET  # noqa: N815

        def log_message(self, *arguments):
            pass

    application.server = _Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=application.server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield application
    finally:
        application.stop()


def _answer(handler: BaseHTTPRequestHandler, application: Application) -> None:
    accepted = handler.headers.get("Accept-Encoding", "")
    application.asked.append((handler.command, handler.path, accepted))
    address = urlsplit(handler.path)
    body = f"{address.path} ".encode() * 40
    application.made()
    time.sleep(application.seconds)
    status = 404 if address.path.startswith("/missing") else application.status
    headers = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    headers |= application.headers
    if status == 200 and address.path.startswith("/form"):
        headers |= {"Cache-Control": "private, no-store", "Set-Cookie": "form=1"}
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)
