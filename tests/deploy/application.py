"""An application that does what a test tells it, with the headers that ours sends to its front."""

import contextlib
import gzip
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

PUBLIC = "public, max-age=0, must-revalidate"
MODIFIED = "Wed, 25 Nov 2026 08:00:00 GMT"


@dataclass
class Application:
    """What it answers, and what it was asked."""

    text: str = "first"
    """What every page says, beside its address."""
    status: int = 200
    seconds: float = 0.0
    """How long the making of a page takes. What it says is read before, as from a database."""
    made: Callable[[], object] = lambda: None
    """Called while a page is being made, which takes until it returns."""
    expires: float | None = None
    """When pages change by the clock; in an hour unless it is said."""
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
        do_POST = do_GET  # noqa: N815

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
    body = f"{address.path} {application.text} ".encode() * 40
    application.made()
    time.sleep(application.seconds)
    status = 404 if address.path.startswith("/missing") else application.status
    now = time.time()
    expires = now + 3600 if application.expires is None else application.expires
    headers = {"Content-Type": "text/html; charset=utf-8", "Vary": "Accept-Encoding"}
    if status == 200 and address.path.startswith("/form"):
        headers |= {"Cache-Control": "private, no-store", "Set-Cookie": "form=1", "X-Accel-Expires": "0"}
    elif status == 200 and address.path.startswith("/static/"):
        headers["Cache-Control"] = "max-age=315360000, public, immutable"
    elif status == 200:
        kept = not address.query and int(expires) > now
        coding = next((each for each in ("br", "gzip") if each in accepted), "")
        if coding:
            # Compressed in name only where it is Brotli: nothing here needs to read it.
            body = gzip.compress(body, mtime=0)
            headers["Content-Encoding"] = coding
        tag = f'"{application.text}{"-" * bool(coding)}{coding}"'
        headers |= {"Cache-Control": PUBLIC, "ETag": tag, "Last-Modified": MODIFIED}
        headers["Surrogate-Control"] = f"max-age={int(expires - now)}" if kept else "no-store"
        headers["X-Accel-Expires"] = f"@{int(expires)}" if kept else "0"
        if kept:
            headers["Surrogate-Key"] = f"everything page{address.path.replace('/', '-')}"
    else:
        headers |= {"Cache-Control": "no-store", "X-Accel-Expires": "0"}
    handler.send_response(status)
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    if handler.command != "HEAD":
        handler.wfile.write(body)
