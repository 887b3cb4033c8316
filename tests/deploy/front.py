"""The server of `deploy/nginx`, started as it stands there but for its paths, ports and name."""

import contextlib
import functools
import http.client
import os
import re
import socket
import ssl
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR
from tests.contained import all_below
from tests.ports import free_ports
from tests.waiting import wait_until

SHIPPED = PROJECT_DIR / "deploy" / "nginx"
HOST = "www.example.org"
LOG_BUFFER = " buffer=64k flush=5s;"
MAIN = """
load_module /usr/lib/nginx/modules/ngx_http_brotli_static_module.so;
{user}
{shared}
daemon off;
worker_processes {workers};
pid {folder}/pid;
error_log {folder}/error.log;
events {{ worker_connections {connections}; }}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    access_log {folder}/elsewhere.log;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 1000000;
    include {folder}/site.conf;
    {more}
}}
"""


@dataclass
class Answer:
    """What a reader got."""

    status: int
    headers: http.client.HTTPMessage
    body: bytes

    def __getitem__(self, name: str) -> str | None:
        return self.headers[name]


@dataclass
class Front:
    """A running server."""

    port: int
    plain_port: int
    folder: Path
    server: subprocess.Popen = field(init=False)
    host: str = HOST
    context: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    asked: Counter[str] = field(default_factory=Counter)

    @property
    def workers(self) -> set[int]:
        """The numbers of its processes that answer."""
        found = set()
        for process in all_below(self.server.pid):
            with contextlib.suppress(OSError):  # it ended
                if b"worker process" in Path(f"/proc/{process}/cmdline").read_bytes():
                    found.add(process)
        return found

    def connect(self, source: str = "127.0.0.1") -> http.client.HTTPConnection:
        """Return a connection with TLS, as a browser's at the address ``source``."""
        plain = socket.create_connection(
            ("127.0.0.1", self.port), timeout=60, source_address=(source, 0)
        )
        connection = http.client.HTTPConnection(self.host, timeout=60)
        connection.sock = self.context.wrap_socket(plain, server_hostname=self.host)
        return connection

    def ask(
        self, path: str, method: str = "GET", body: bytes | None = None, **headers: str
    ) -> Answer:
        """Return the answer to one request; names of headers may have underscores."""
        self.asked[f"{method} {path}"] += 1
        with contextlib.closing(self.connect()) as connection:
            return ask(connection, path, method, body, **headers)

    @property
    def link(self) -> Path:
        """The link to the current edition."""
        return self.folder / "link" / "current"

    @property
    def environment(self) -> dict[str, str]:
        """The settings by which an application publishes where this server reads."""
        return {
            "PUBLISHED_DIR": str(self.folder / "published"),
            "PUBLISHED_LINK": str(self.link),
        }

    def requests(self, path: str) -> list[str]:
        """Return the lines of the log on GET requests for ``path``, all that ``ask`` made among them.

        The server writes a line after it has answered, so a reader may be ahead of it.
        """
        request = f"GET {path}"

        def written() -> list[str]:
            lines = (self.folder / "access.log").read_text().splitlines()
            return [line for line in lines if f'"{request}"' in line]

        wait_until(
            lambda: len(written()) >= self.asked[request],
            f"{path} was asked for more often than the log says",
        )
        return written()

    @property
    def log(self) -> str:
        """What the server complained of."""
        return (self.folder / "error.log").read_text()


def ask(
    connection: http.client.HTTPConnection,
    path: str,
    method: str = "GET",
    body: bytes | None = None,
    **headers: str,
) -> Answer:
    """Return the answer to a request over ``connection``."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request(method, path, body, sent)
    response = connection.getresponse()
    return Answer(response.status, response.headers, response.read())


@contextlib.contextmanager
def serving(
    folder: Path,
    application_port: int,
    *,
    host: str = HOST,
    workers: int = 2,
    connections: int = 8192,
    more: str = "",
    editors_port: int = 0,
    limits: Mapping[str, str] | None = None,
    log_buffer: str = ";",
) -> Iterator[Front]:
    """Serve in front of the application at ``application_port``; ``more`` is added to the configuration.

    All requests come from one address here, so nothing is limited unless ``limits`` are
    given, which say what to replace in the configuration. The log is written at once,
    for tests to read, or with ``LOG_BUFFER`` as on a real site.
    """
    https, plain = free_ports(2)
    front = Front(https, plain, folder, host=host)
    front.link.parent.mkdir(exist_ok=True)
    for name in ("super-complaints", "published", "added"):
        (folder / name).mkdir(exist_ok=True)
    certify(folder, host)
    front.context = ssl.create_default_context(cafile=str(folder / "fullchain.pem"))
    changes = {
        "/etc/nginx/super-complaints/": f"{folder}/super-complaints/",
        "/etc/nginx/super-complaints.d/": f"{folder}/added/",
        "/run/super-complaints/current": str(front.link),
        "/opt/super-complaints/static": str(folder / "collected"),
        "/etc/ssl/super-complaints/": f"{folder}/",
        "/var/lib/super-complaints-acme": f"{folder}/challenges",
        "/var/log/nginx/super-complaints.log": f"{folder}/access.log",
        "/var/log/nginx/super-complaints-errors.log": f"{folder}/error.log",
        LOG_BUFFER: log_buffer,
        "www.example.org": host,
        "listen [::]:80 default_server;": "",
        "listen [::]:80;": "",
        "listen 80;": f"listen 127.0.0.1:{plain};",
        "listen [::]:443 ssl default_server;": "",
        "listen [::]:443 ssl;": "",
        "listen 80 ": f"listen 127.0.0.1:{plain} ",
        "listen 443 ": f"listen 127.0.0.1:{https} backlog=2048 ",
        "127.0.0.1:8000": f"127.0.0.1:{application_port}",
        "127.0.0.1:8001": f"127.0.0.1:{editors_port or application_port}",
    }
    site = (SHIPPED / "super-complaints.conf").read_text()
    for shipped, ours in changes.items():
        assert shipped in site, f"{shipped!r} is no longer in the configuration"
        site = site.replace(shipped, ours)
    published = (SHIPPED / "published.conf").read_text()
    shared = (SHIPPED / "main.conf").read_text()
    for shipped, ours in (limits or {}).items():
        assert shipped in site + published + shared, (
            f"{shipped!r} is no longer in the configuration"
        )
        site, published = site.replace(shipped, ours), published.replace(shipped, ours)
        shared = shared.replace(shipped, ours)
    if limits is None:
        site, published = (
            re.sub(r"^ *limit_(req|conn) .*;\n", "", text, flags=re.MULTILINE)
            for text in (site, published)
        )
    # One of the two servers on the port says how long its queue is.
    site = site.replace(
        f"listen 127.0.0.1:{https} backlog=2048 ssl;", f"listen 127.0.0.1:{https} ssl;"
    )
    (folder / "site.conf").write_text(site)
    write_headers(folder / "super-complaints", host)
    (folder / "super-complaints" / "published.conf").write_text(published)
    main = folder / "nginx.conf"
    user = "user root;" if os.geteuid() == 0 else ""
    values = {
        "folder": folder,
        "workers": workers,
        "connections": connections,
        "user": user,
    }
    main.write_text(MAIN.format(**values, shared=shared, more=more))
    front.server = subprocess.Popen(  # noqa: S603
        ["/usr/sbin/nginx", "-c", main], stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(front)
        yield front
    finally:
        front.server.terminate()
        front.server.wait()


def write_headers(folder: Path, host: str) -> None:
    """Write what nginx must know of this release, as the command that an installation runs does."""
    for name, text in _headers(host).items():
        (folder / name).write_text(
            text.replace("/etc/nginx/super-complaints/", f"{folder}/")
        )


@functools.cache
def _headers(host: str) -> dict[str, str]:
    """Return them by the names of their files; the command runs once for all processes of a run of tests."""
    with tempfile.TemporaryDirectory() as alone:
        kept = Path(os.environ.get("TESTS_FOLDER", alone), f"nginx-headers-of-{host}")
        if not kept.exists():
            made = Path(tempfile.mkdtemp(dir=kept.parent))
            _run_nginx_headers(made, host)
            with contextlib.suppress(OSError):  # another process of the run was first
                made.rename(kept)
        return {path.name: path.read_text() for path in kept.glob("*.conf")}


def _run_nginx_headers(folder: Path, host: str) -> None:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
        "BASE_URL": f"https://{host}",
        "ALLOWED_HOSTS": host,
        "DATA_DIR": str(folder),
        "DATABASE_URL": "sqlite://:memory:",
    }
    command = [sys.executable, "manage.py", "nginx_headers", str(folder)]
    subprocess.run(command, cwd=PROJECT_DIR, env=environment, check=True)  # noqa: S603


def certify(folder: Path, host: str) -> None:
    """Put a certificate for ``host``, signed by itself, and its key into ``folder``."""
    key = [
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:P-256",
        "-nodes",
        "-keyout",
        "privkey.pem",
    ]
    name = [
        "-subj",
        f"/CN={host}",
        "-addext",
        f"subjectAltName=DNS:{host}",
        "-out",
        "fullchain.pem",
    ]
    subprocess.run(  # noqa: S603
        ["/usr/bin/openssl", "req", "-x509", *key, *name],
        cwd=folder,
        check=True,
        capture_output=True,
    )


def _wait_for(front: Front) -> None:
    def listens() -> bool:
        assert front.server.poll() is None, front.log
        try:
            socket.create_connection(("127.0.0.1", front.port), timeout=1).close()
        except OSError:
            return False
        return True

    wait_until(listens, lambda: front.log)
