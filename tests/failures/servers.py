"""The whole site in real processes: gunicorn as its units start it, the worker and nginx."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

from django.core.signing import TimestampSigner

from site_config.settings.environment import PROJECT_DIR
from tests.contained import all_below
from tests.deploy import front
from tests.ports import free_ports
from tests.waiting import wait_until

from .postgresql import Database

MANAGE = [sys.executable, PROJECT_DIR / "manage.py"]
SECRET = "of a site that nobody but the tests of failures reaches"
KEPT = "/super-complaints/"
FORM_TYPE = {"Content_Type": "application/x-www-form-urlencoded"}


@dataclass
class Servers:
    """What serves one site."""

    database: Database
    nginx: front.Front
    environment: dict[str, str]
    log: Path
    listener: socket.socket
    application: subprocess.Popen = field(init=False)
    worker: subprocess.Popen = field(init=False)
    senders: Iterator[int] = field(default_factory=itertools.count)

    def start_application(self) -> None:
        """Start gunicorn with the socket that the system holds, as systemd does."""
        number = self.listener.fileno()
        program = (
            f"LISTEN_FDS=1 LISTEN_PID=$$ exec {sys.executable} -m gunicorn site_config.wsgi --preload "
            "--workers 2 --threads 3 --graceful-timeout 20 --no-control-socket"
        )
        self.application = subprocess.Popen(  # noqa: S602
            # Numbers above 9 are not known to every shell.
            f"exec 3<&0 0</dev/null; {program}",
            shell=True,
            stdin=number,
            cwd=PROJECT_DIR,
            env=self.environment,
            stderr=self.log.open("a"),
        )

    def start_worker(self) -> None:
        """Start the worker, which keeps this host at the current edition."""
        command = [*MANAGE, "run_scheduled", "--every", "1"]
        self.worker = subprocess.Popen(  # noqa: S603
            command, env=self.environment, stderr=self.log.open("a")
        )

    def restart_application(self) -> None:
        """End it as systemd does, and start it anew."""
        self.application.terminate()
        self.application.wait(timeout=60)
        self.start_application()

    def kill_application(self) -> None:
        """Kill all its processes at once, the one that would start others anew among them."""
        for process in [self.application.pid, *self.workers]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.application.wait()

    def is_file(self, path: str) -> bool:
        """Ask for ``path``; return whether nginx alone answered."""
        return (
            self.nginx.ask(path).status == 200
            and '"application":""' in self.nginx.requests(path)[-1]
        )

    @property
    def workers(self) -> set[int]:
        """The numbers of its processes that answer."""
        return all_below(self.application.pid)

    def send_feedback(self, text: str, address: str = "") -> front.Answer:
        """Send one piece, from a network at ``address`` or one that has sent none."""
        # From another network each: one may send so many.
        number = next(self.senders)
        address = address or f"127.1.{number // 200}.{number % 200 + 1}"
        with contextlib.closing(self.nginx.connect(address)) as connection:
            return front.ask(
                connection, "/feedback/send/", "POST", feedback_form(text), **FORM_TYPE
            )

    def wait_until_up(self) -> None:
        """Wait until it answers from the database."""

        def is_up() -> bool:
            assert self.application.poll() is None, self.log.read_text()[-3000:]
            # A query keeps it from being answered by a kept copy.
            return self.nginx.ask("/search/?q=police").status == 200

        wait_until(is_up, lambda: self.log.read_text()[-3000:])


def feedback_form(text: str) -> bytes:
    """Return what is sent, as of a form that was shown again, which may be sent without delay."""
    token = TimestampSigner(key=SECRET, salt="pages.feedback.form").sign("again.x")
    form = {
        "opened": token,
        "page_path": "/",
        "about": "site",
        "useful": "yes",
        "text": text,
    }
    return urlencode(form).encode()


EVERY_EDITION = {"DJANGO_SETTINGS_MODULE": "tests.deploy.every_edition_at_once"}
SHORT_WAITS = {"DJANGO_SETTINGS_MODULE": "tests.failures.short_waits"}


@contextlib.contextmanager
def serving(database: Database, folder: Path, **variables: str) -> Iterator[Servers]:
    """Serve the content of ``database``; ``variables`` are added to the environment."""
    (port,) = free_ports(1)
    listener = socket.create_server(("127.0.0.1", port), backlog=2048)
    with front.serving(folder, port) as nginx:
        environment = site_environment(database, folder) | {
            **nginx.environment,
            **variables,
        }
        servers = Servers(
            database, nginx, environment, folder / "application.log", listener
        )
        servers.start_application()
        servers.start_worker()
        try:
            servers.wait_until_up()
            wait_until(
                lambda: servers.is_file(KEPT), lambda: servers.log.read_text()[-3000:]
            )
            yield servers
        finally:
            servers.kill_application()
            servers.worker.kill()
            servers.worker.wait()
            listener.close()


def fill(database: Database, folder: Path) -> None:
    """Make the tables of an empty ``database``, and sample content in it."""
    environment = site_environment(database, folder)
    manage(environment, "migrate", "-v0")
    sample = [
        sys.executable,
        "-m",
        "tests.bench.sample",
        "--super-complaints=1",
        "--recommendations=2",
    ]
    subprocess.run(  # noqa: S603
        sample, cwd=PROJECT_DIR, env=environment, check=True, capture_output=True
    )


def manage(environment: dict[str, str], *command: str) -> None:
    """Run a management command."""
    subprocess.run(  # noqa: S603
        [*MANAGE, *command], env=environment, check=True, capture_output=True
    )


def site_environment(database: Database, folder: Path) -> dict[str, str]:
    """Return the variables of a site on ``database``."""
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
        "DATABASE_URL": database.url,
        "SECRET_KEY": SECRET,
        "DATA_DIR": str(folder / "data"),
        "ALLOWED_HOSTS": front.HOST,
        "BASE_URL": f"https://{front.HOST}",
        "TRUSTED_PROXY": "1",
    }
