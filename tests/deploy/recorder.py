"""A server that stands in for somebody else's: it records what it is sent, and answers as it is told."""

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Request:
    """What it was sent."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Recorder:
    """What it answers, and what it was sent."""

    host = "127.0.0.1"
    status, body = 200, b"{}"

    def __init__(self):
        """Begin to listen."""
        self.headers: dict[str, str] = {}
        self.requests: list[Request] = []
        recorder = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                recorder.requests.append(
                    Request(self.command, self.path, dict(self.headers), body)
                )
                status, headers, answer = recorder.answer(recorder.requests[-1])
                # Who asked may have lost patience.
                with contextlib.suppress(ConnectionError):
                    self.send_response(status)
                    for header in {
                        **headers,
                        "Content-Length": str(len(answer)),
                    }.items():
                        self.send_header(*header)
                    self.end_headers()
                    if self.command != "HEAD":
                        self.wfile.write(answer)

            do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = do_PATCH = do_GET  # noqa: N815

            def log_message(self, *_):
                """Keep quiet."""

        self._server = _Server((self.host, 0), Handler)
        self.port = self._server.server_address[1]
        self.address = f"http://{self.host}:{self.port}"
        threading.Thread(
            target=self._server.serve_forever, args=(0.02,), daemon=True
        ).start()

    def answer(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        """Return status, headers and body."""
        return self.status, self.headers, self.body

    def stop(self) -> None:
        """Break down: nobody listens any more."""
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    request_queue_size = 2048
    daemon_threads = True


@contextlib.contextmanager
def recording[Kind: Recorder](kind: type[Kind] = Recorder) -> Iterator[Kind]:
    """Run one."""
    recorder = kind()
    try:
        yield recorder
    finally:
        recorder.stop()
