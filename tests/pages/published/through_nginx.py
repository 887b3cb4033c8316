"""nginx as `deploy/` has it, before the published files of this very process."""

import contextlib
import select
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from wsgiref.simple_server import WSGIServer, make_server

from site_config.settings.environment import PROJECT_DIR
from tests.deploy import front

from .wsgi import Got, connection_kept

HOST = "localhost"


class ThroughNginx:
    """Asks nginx, and answers what nginx asks for in the thread of the test, which has its transaction."""

    def __init__(self, nginx: front.Front, server: WSGIServer):
        self.nginx, self.server = nginx, server

    def get(self, address: str, **headers: str) -> Got:
        """Return what a reader gets at ``address``."""
        with ThreadPoolExecutor(1) as pool, connection_kept():
            asked = pool.submit(self.nginx.ask, address, **headers)
            while not asked.done():
                if select.select([self.server], [], [], 0.002)[0]:
                    self.server.handle_request()
        answer = asked.result()
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Got(answer.status, headers, answer.body)


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[ThroughNginx]:
    """Run nginx; ``server.set_app`` says before which application."""
    subprocess.run([PROJECT_DIR / "tests" / "setup" / "nginx"], check=True)  # noqa: S603
    with (
        make_server("127.0.0.1", 0, lambda *_: []) as server,
        front.serving(folder, server.server_port, host=HOST, workers=1) as nginx,
    ):
        yield ThroughNginx(nginx, server)
