"""A server that stands in for somebody else's: it records what it is sent, and answers as it is told."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tests.waiting import PATIENCE


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
    headers: dict[str, str] = field(default_factory=dict)
    may_answer: threading.Event = field(default_factory=threading.Event)
    """Cleared, it keeps who asked waiting."""
    requests: list[Request] = field(default_factory=list)
    address: str = ""


@contextlib.contextmanager
def recording() -> Iterator[Recorder]:
    """Run one."""
    recorder = Recorder()
    recorder.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def _record(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            recorder.requests.append(Request(self.command, self.path, dict(self.headers), body))
            recorder.may_answer.wait(PATIENCE)
            # Who asked may have lost patience.
            with contextlib.suppress(ConnectionError):
                self.send_response(recorder.status)
                self.send_header("Content-Length", str(len(recorder.body)))
                for header in recorder.headers.items():
                    self.send_header(*header)
                self.end_headers()
                self.wfile.write(recorder.body)

        do_GET = _record  # noqa: N815
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
        recorder.may_answer.set()
        server.shutdown()
        server.server_close()
