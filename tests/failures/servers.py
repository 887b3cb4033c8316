"""The whole site in real processes: PostgreSQL, gunicorn as its units start it, the worker and nginx."""

import contextlib
import itertools
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlencode, urlsplit

import psycopg
from django.core.signing import TimestampSigner

from site_config.settings.environment import PROJECT_DIR
from tests.contained import all_below
from tests.deploy import front
from tests.ports import free_ports
from tests.waiting import wait_until

MANAGE = [sys.executable, PROJECT_DIR / "manage.py"]
SECRET = "of a site that nobody but the tests of failures reaches"
KEPT = "/super-complaints/"
FORM_TYPE = {"Content_Type": "application/x-www-form-urlencoded"}


@dataclass
class Database:
    """A PostgreSQL of its own, which a test may freeze and kill."""

    url: str

    @property
    def folder(self) -> Path:
        """Where its socket is, and its data below."""
        return Path(unquote(urlsplit(self.url).netloc.partition("@")[2]))

    @property
    def processes(self) -> set[int]:
        """The numbers of the server and of all that it started."""
        number = int((self.folder / "data" / "postmaster.pid").read_text().splitlines()[0])
        return {number, *all_below(number)}

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to all of it."""
        for process in self.processes:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, number)

    @contextlib.contextmanager
    def frozen(self) -> Iterator[None]:
        """Let it say nothing and take everything meanwhile."""
        stopped = self.processes
        for process in stopped:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in stopped:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGCONT)

    def texts(self) -> set[str]:
        """Return the texts of all feedback that is stored."""
        with psycopg.connect(self.url) as connection:
            return {text for (text,) in connection.execute("SELECT text FROM feedback_feedbackentry")}


@contextlib.contextmanager
def running_database() -> Iterator[Database]:
    """Start one, thrown away afterwards."""
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    command = [PROJECT_DIR / "tests/setup/with-postgresql", "sh", "-c", "echo $DATABASE_URL; exec sleep 3600"]
    holder = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)  # noqa: S603
    assert holder.stdout
    database = Database(holder.stdout.readline().strip())
    try:
        yield database
    finally:
        database.signal(signal.SIGKILL)
        holder.kill()
        holder.wait()


@dataclass
class Servers:
    """What serves one site."""

    database: Database
    nginx: front.Front
    environment: dict[str, str]
    log: Path
    listener: socket.socket
    side_door: int
    application: subprocess.Popen = field(init=False)
    senders: Iterator[int] = field(default_factory=itertools.count)

    def start_application(self) -> None:
        """Start gunicorn with the socket that the system holds, as systemd does."""
        number = self.listener.fileno()
        program = (
            f"LISTEN_FDS=1 LISTEN_PID=$$ exec {sys.executable} -m gunicorn site_config.wsgi --workers 2 "
            "--threads 3 --graceful-timeout 20 --no-control-socket --config deploy/gunicorn/editors.py"
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

    def restart_application(self) -> None:
        """End it as systemd does, and start it anew."""
        self.application.terminate()
        self.application.wait(timeout=60)
        self.start_application()

    @property
    def workers(self) -> set[int]:
        """The numbers of its processes that answer."""
        return all_below(self.application.pid)

    def send_feedback(self, text: str) -> front.Answer:
        """Send one piece."""
        # As of a form that was shown again, which may be sent without delay.
        token = TimestampSigner(key=SECRET, salt="pages.feedback.form").sign("again.x")
        form = {"opened": token, "page_path": "/", "about": "site", "useful": "yes", "text": text}
        # From another network each: one may send ten.
        number = next(self.senders)
        address = f"127.1.{number // 200}.{number % 200 + 1}"
        with contextlib.closing(self.nginx.connect(address)) as connection:
            return front.ask(connection, "/feedback/send/", "POST", urlencode(form).encode(), **FORM_TYPE)

    def wait_until_up(self) -> None:
        """Wait until it answers from the database."""

        def is_up() -> bool:
            assert self.application.poll() is None, self.log.read_text()[-3000:]
            # A query keeps it from being answered by a kept copy.
            return self.nginx.ask("/search/?q=police").status == 200

        wait_until(is_up, lambda: self.log.read_text()[-3000:])


@contextlib.contextmanager
def serving(database: Database, folder: Path, **variables: str) -> Iterator[Servers]:
    """Serve the content of ``database``; ``variables`` are added to the environment."""
    port, side_door = free_ports(2)
    listener = socket.create_server(("127.0.0.1", port), backlog=2048)
    with front.serving(folder, port, checks_port=side_door) as nginx:
        environment = site_environment(database, folder) | {
            "FRONT": "nginx",
            "FRONT_PURGE": f"http://127.0.0.1:{nginx.purge_port}/purge",
            "SIDE_DOOR": str(side_door),
            **variables,
        }
        servers = Servers(database, nginx, environment, folder / "application.log", listener, side_door)
        servers.start_application()
        try:
            servers.wait_until_up()
            yield servers
        finally:
            servers.application.kill()
            for process in servers.workers:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(process, signal.SIGKILL)
            servers.application.wait()
            listener.close()


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
        "PAGE_CACHE": "0",
    }


@dataclass
class Load:
    """Readers and senders of feedback, until it is over."""

    servers: Servers
    kept: list[int] = field(default_factory=list)
    """The statuses that readers of a kept page got."""
    made: list[int] = field(default_factory=list)
    """The statuses that readers of what is made for them got."""
    acknowledged: set[str] = field(default_factory=set)
    """The texts whose senders were thanked."""
    unanswered: list[str] = field(default_factory=list)
    """Answers to feedback that neither thanked nor gave the text back."""
    slowest: float = 0.0

    def read_kept(self) -> None:
        """Read a page that nginx has."""
        self.kept.append(self.servers.nginx.ask(KEPT).status)

    def read_made(self) -> None:
        """Read what the application must make."""
        started_at = time.monotonic()
        self.made.append(self.servers.nginx.ask(f"/search/?q=police+{len(self.made)}").status)
        self.slowest = max(self.slowest, time.monotonic() - started_at)

    def send(self) -> None:
        """Send feedback."""
        text = f"Piece {time.monotonic()} of {threading.get_ident()}"
        answer = self.servers.send_feedback(text)
        if answer.status == 303:
            self.acknowledged.add(text)
        elif text not in answer.body.decode():
            self.unanswered.append(f"{answer.status}")

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Let all of them go on while the code inside runs, and wait for the last answers."""
        over = threading.Event()

        def repeat(step) -> None:
            while not over.is_set():
                step()
                over.wait(0.02)

        threads = [threading.Thread(target=repeat, args=(step,)) for step in self.steps]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            over.set()
            for thread in threads:
                thread.join()

    @property
    def steps(self) -> list:
        """What goes on at once."""
        return [self.read_kept, self.read_made, self.read_made, self.send]
