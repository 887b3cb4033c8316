"""An application that does what a test tells it, as ours answers what is no file."""

import time
from collections.abc import Callable
from urllib.parse import urlsplit

from .recorder import Recorder, Request


class Application(Recorder):
    """What it answers, and what it was asked."""

    seconds = 0.0
    """How long the making of a page takes."""
    made: Callable[[], object] = staticmethod(lambda: None)
    """Called while a page is being made, which takes until it returns."""

    def __init__(self):
        super().__init__()
        self.asked: list[tuple[str, str]] = []
        """Method and address of every request."""

    def answer(self, request: Request) -> tuple[int, dict[str, str], bytes]:
        self.asked.append((request.method, request.path))
        path = urlsplit(request.path).path
        self.made()
        time.sleep(self.seconds)
        status = 404 if path.startswith("/missing") else self.status
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Cache-Control": "no-store",
        }
        if status == 200 and path.startswith("/form"):
            headers |= {"Cache-Control": "private, no-store", "Set-Cookie": "form=1"}
        return status, headers, f"{path} ".encode() * 40
