"""The site with its real content behind nginx, as `deploy/` has it; both are thrown away afterwards."""

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from site_config.settings.environment import PROJECT_DIR
from site_config.start import open_protected_tables
from tests.bench import server
from tests.bench.size import IS_SMALLEST
from tests.deploy import front
from tests.ports import free_ports

from . import processors

HOST = "localhost"
LIMITS = {
    "rate=20r/s": "rate=1000000r/s",
    "burst=400": "burst=1000000",
    "burst=100": "burst=1000000",
    "super_complaints_connections 100;": "super_complaints_connections 10000;",
    "super_complaints_made_at_once 10;": "super_complaints_made_at_once 1000;",
}
"""Counted as on a real site, and high enough for clients that all come from one address."""
WORKER = [sys.executable, "manage.py", "run_scheduled", "--every", "15"]
FILES = """
server {{
    listen 127.0.0.1:{port} ssl;
    server_name localhost;
    ssl_certificate {folder}/fullchain.pem;
    ssl_certificate_key {folder}/privkey.pem;
    ssl_session_cache shared:super_complaints_tls:10m;
    http2 on;
    ssl_session_timeout 1d;
    ssl_session_tickets off;
    ssl_buffer_size 1800;
    server_tokens off;
    access_log {folder}/files.log super_complaints buffer=64k flush=5s;
    root {folder}/files;
    set $asked $uri;
    brotli_static on;
    gzip_static on;
    types {{ }}
    default_type "text/html; charset=utf-8";
    add_header Cache-Control "public, max-age=0, must-revalidate";
    add_header Vary Accept-Encoding;
    include {folder}/super-complaints/page-headers.conf;
    limit_conn super_complaints_connections 10000;
}}
"""
"""What the site is compared with: nginx opens its file for each request, as it does by itself."""


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
        )
        with contextlib.ExitStack() as stack:
            with processors.children_on(processors.SERVERS):
                more = FILES.format(port=files_port, folder=folder)
                nginx = stack.enter_context(
                    front.serving(
                        folder,
                        port,
                        host=HOST,
                        workers=1,
                        more=more,
                        limits=LIMITS,
                        log_buffer=front.LOG_BUFFER,
                    )
                )
                os.environ |= nginx.environment
            server.fill(os.environ, "manage.py", "load_demo")
            django.setup()
            open_protected_tables([])
            with processors.children_on(processors.SERVERS):
                stack.enter_context(
                    server.serving(options, folder / "application.log", port=port)
                )
                if not IS_SMALLEST:  # whoever publishes begins the edition
                    worker = stack.enter_context(
                        subprocess.Popen(WORKER, cwd=PROJECT_DIR)  # noqa: S603
                    )
                    stack.callback(worker.kill)
            yield Bench(nginx, files_port, folder, options)
