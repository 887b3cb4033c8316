"""Answers health checks in threads of their own: they wait for no request that waits for the database."""

import socket
import threading
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

PATHS = {"/healthz", "/readyz", "/metrics"}
"""All that is answered there."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def server_bind(self) -> None:
        """Share the port: while a process takes another one's place, both listen."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        super().server_bind()


class _QuietHandler(WSGIRequestHandler):
    timeout = 10

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing: it is asked every few seconds."""


def open_side_door(application: Callable, port: int) -> int:
    """Answer ``PATHS`` on this machine at ``port`` from now on; return the port."""

    def only_checks(environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["PATH_INFO"] in PATHS:
            return application(environ, start_response)
        start_response("404 Not Found", [("Content-Length", "0")])
        return []

    server = _Server(("127.0.0.1", port), _QuietHandler)
    server.set_app(only_checks)
    threading.Thread(target=server.serve_forever, name="side door", daemon=True).start()
    return server.server_port
