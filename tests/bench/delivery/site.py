"""The site with its real content behind nginx, as `deploy/` has it; both are thrown away afterwards."""

import contextlib
import io
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.core.management import call_command

from tests.bench import server
from tests.deploy import front
from tests.ports import free_ports

from . import processors

HOST = "localhost"
FILES = """
server {{
    listen 127.0.0.1:{port} ssl;
    server_name localhost;
    ssl_certificate {folder}/fullchain.pem;
    ssl_certificate_key {folder}/privkey.pem;
    ssl_session_cache shared:super_complaints_tls:10m;
    access_log {folder}/files.log super_complaints buffer=64k flush=5s;
    open_file_cache max=2000 inactive=60s;
    root {folder}/files;
    gzip_static on;
    default_type text/html;
}}
"""


@dataclass
class Bench:
    """What is measured."""

    front: front.Front
    files_port: int
    """Where nginx serves files from the folder ``files``."""
    folder: Path
    options: list[str]
    """gunicorn's."""

    @property
    def files(self) -> Path:
        """What is put here is served as a file."""
        return self.folder / "files"


@contextlib.contextmanager
def standing(folder: Path, options: list[str]) -> Iterator[Bench]:
    """Set the site up, with its content, and serve it behind nginx."""
    port, files_port = free_ports(2)
    (folder / "files").mkdir()
    with server.database(folder) as database:
        os.environ |= server.variables_of(
            database,
            folder / "data",
            TRUSTED_PROXY="1",
            ALLOWED_HOSTS="localhost,127.0.0.1",
            BASE_URL=f"https://{HOST}",
            PAGE_CACHE="0",
        )
        with contextlib.ExitStack() as stack:
            with processors.children_on(processors.SERVERS):
                more = FILES.format(port=files_port, folder=folder)
                nginx = stack.enter_context(front.serving(folder, port, host=HOST, workers=1, more=more))
                os.environ |= {"FRONT": "nginx", "FRONT_PURGE": f"http://127.0.0.1:{nginx.purge_port}/purge"}
            django.setup()
            call_command("migrate", verbosity=0)
            call_command("load_demo", stdout=io.StringIO())
            with processors.children_on(processors.SERVERS):
                stack.enter_context(server.serving(options, folder / "application.log", port=port))
            yield Bench(nginx, files_port, folder, options)
