"""A server that stands in for a vendor's: it records what it is sent, and answers as it is told."""

import contextlib
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Request:
    """What it was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Recorder:
    """What it answers, and what it was sent."""

    status: int = 200
    body: bytes = b'{"success": true}'
    seconds: float = 0
    requests: list[Request] = field(default_factory=list)
    address: str = ""


@contextlib.contextmanager
def recording() -> Iterator[Recorder]:
    """Run one."""
    recorder = Recorder()

    class Handler(BaseHTTPRequestHandler):
        def _record(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            recorder.requests.append(Request(self.command, self.path, dict(self.headers), body))
            time.sleep(recorder.seconds)
            # Who asked may have lost patience.
            with contextlib.suppress(ConnectionError):
                self.send_response(recorder.status)
                self.send_header("Content-Length", str(len(recorder.body)))
                self.end_headers()
                self.wfile.write(recorder.body)

        do_POST = _record  # noqa: N815
        do_PURGE = _record  # noqa: N815

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    recorder.address = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield recorder
    finally:
        server.shutdown()
        server.server_close()
