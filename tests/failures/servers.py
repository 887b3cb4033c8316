"""The whole site in real processes: PostgreSQL, gunicorn as its units start it, the worker and nginx."""

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
    programs: Path = field(init=False)
    """The folder of its programs."""

    def __post_init__(self) -> None:
        number = (self.data / "postmaster.pid").read_text().splitlines()[0]
        self.programs = Path(f"/proc/{number}/exe").resolve().parent

    @property
    def folder(self) -> Path:
        """Where its socket is, and its data below."""
        return Path(unquote(urlsplit(self.url).netloc.partition("@")[2]))

    @property
    def processes(self) -> set[int]:
        """The numbers of the server and of all that it started."""
        number = int((self.data / "postmaster.pid").read_text().splitlines()[0])
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

    @property
    def data(self) -> Path:
        """The folder of its data."""
        return self.folder / "data"

    @property
    def runs(self) -> bool:
        """Whether its server is there."""
        try:
            number = (self.data / "postmaster.pid").read_text().splitlines()[0]
        except FileNotFoundError:
            return False
        return Path(f"/proc/{number}").exists()

    @contextlib.contextmanager
    def stopped(self) -> Iterator[None]:
        """End it as an operator does, and start it afterwards."""
        self._control("stop", "--mode=fast")
        try:
            yield
        finally:
            self.start()

    def start(self) -> None:
        """Start it as its unit does."""
        self._control("start", f"--log={self.data / 'log'}")

    def _control(self, *order: str) -> None:
        owner = self.data.stat()
        as_owner = {"user": owner.st_uid, "group": owner.st_gid, "extra_groups": []}
        subprocess.run(  # noqa: S603
            [self.programs / "pg_ctl", f"--pgdata={self.data}", "--wait", *order],
            check=True,
            cwd="/",  # PostgreSQL complains of a current folder that it may not read
            stdout=subprocess.DEVNULL,
            **(as_owner if os.geteuid() == 0 else {}),
        )

    @contextlib.contextmanager
    def locked(self, table: str) -> Iterator[None]:
        """Let nobody read or write ``table`` meanwhile."""
        with psycopg.connect(self.url) as connection:
            connection.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
            yield

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

    def kill_application(self) -> None:
        """Kill all its processes at once, the one that would start others anew among them."""
        for process in [self.application.pid, *self.workers]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        self.application.wait()

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
            servers.kill_application()
            listener.close()


def fill(database: Database, folder: Path) -> None:
    """Make the tables of an empty ``database``, and sample content in it."""
    environment = site_environment(database, folder)
    for command in (["migrate", "-v0"], ["load_sample", "--super-complaints=1", "--recommendations=2"]):
        manage(environment, *command)


def manage(environment: dict[str, str], *command: str) -> None:
    """Run a management command."""
    subprocess.run([*MANAGE, *command], env=environment, check=True, capture_output=True)  # noqa: S603


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
