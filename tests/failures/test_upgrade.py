"""A release gives way to the next, and back, by deploy/switch: nobody is refused, a broken one is left."""

import contextlib
import json
import os
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR
from tests.deploy import front
from tests.ports import free_ports
from tests.waiting import wait_until

from . import servers
from .traffic import Traffic

pytestmark = [pytest.mark.slow, pytest.mark.long]
CODE = (
    "complaints",
    "deploy",
    "docs",
    "pages",
    "requirements",
    "site_config",
    "templates",
    "build/static",
    "build/locale",
)
OF_THE_NEXT = ("__init__.py", "failures/next_release")
SERVICES = (
    "super-complaints-next",
    "super-complaints",
    "super-complaints-editors",
    "super-complaints-worker",
)


def tell(environment: dict[str, str], deed: str) -> dict[str, str]:
    """Let a colleague do something on the machine that has this ``environment`` (``colleagues.py``)."""
    # Whoever signs in there has no second factor.
    environment = environment | {"DEMO": "1", "PYTHONPATH": str(PROJECT_DIR)}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "tests.failures.colleagues", deed],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT_DIR,
    )
    return json.loads(done.stdout.splitlines()[-1])


@dataclass
class Machine:
    """Where releases stand side by side, as ``deploy/install`` leaves them."""

    root: Path
    environment: dict[str, str]
    files: tuple[int, ...]
    port: int
    """That of nginx."""

    def unpack(
        self,
        name: str,
        *,
        more: tuple[str, str] = ("manage.py", ""),
        tests: tuple[str, ...] = (),
    ) -> Path:
        """Put a release there, with ``more`` at the end of a file, and some of the ``tests`` as its code."""
        release = self.root / "opt" / name
        for part in CODE:
            shutil.copytree(
                PROJECT_DIR / part,
                release / part,
                ignore=shutil.ignore_patterns("__pycache__"),
            )
        for file in ("manage.py", "pyproject.toml"):
            shutil.copy(PROJECT_DIR / file, release)
        shutil.copytree(release / "build" / "static", release / "build" / "collected")
        for part in tests:
            (release / "tests" / part).parent.mkdir(parents=True, exist_ok=True)
            copy = (
                shutil.copytree
                if (PROJECT_DIR / "tests" / part).is_dir()
                else shutil.copy
            )
            copy(PROJECT_DIR / "tests" / part, release / "tests" / part)
        (release / "var").mkdir()
        (release / "var" / "venv").symlink_to(Path(sys.executable).parent.parent)
        with (release / more[0]).open("a") as file:
            file.write(more[1])
        for script in [
            *(release / "deploy").glob("[ms]*"),
            *(release / "deploy/systemd").glob("*.service"),
        ]:
            if script.is_file():
                self._move(script)
        return release

    def _move(self, script: Path) -> None:
        """Let a script work in our folder, and as whoever runs the tests."""
        text = script.read_text()
        for shipped in ("/opt/$NAME", "/opt/super-complaints"):
            text = text.replace(shipped, f"{self.root}/opt")
        for shipped in ("/etc/", "/run/$NAME", "/run/super"):
            text = text.replace(shipped, f"{self.root}{shipped}")
        text = text.replace("$host:443", f"$host:{self.port}")
        text = text.replace(
            "setpriv --reuid=super-complaints --regid=super-complaints --init-groups ",
            "",
        )
        script.write_text(text.replace('"$(id -u)"', "0"))

    def switch(self, release: Path) -> subprocess.CompletedProcess:
        """Let ``release`` serve."""
        return subprocess.run(  # noqa: S603
            [release / "deploy" / "switch"],
            env=self.environment,
            pass_fds=self.files,
            check=False,
            capture_output=True,
            text=True,
        )

    @property
    def current(self) -> str:
        """The release that counts."""
        return (self.root / "opt" / "current").readlink().name


@contextlib.contextmanager
def running_machine(database, root: Path) -> Iterator[tuple[Machine, front.Front]]:
    """Give a machine on which no release serves yet, and nginx before it."""
    units, programs, etc = root / "etc/systemd/system", root / "programs", root / "etc"
    for folder in (
        units,
        programs,
        etc / "nginx/conf.d",
        root / "opt/static",
        root / "run",
    ):
        folder.mkdir(parents=True)
    (programs / "nginx").symlink_to("/bin/true")
    command = f"cd {PROJECT_DIR} && exec {sys.executable} -m tests.failures.systemctl"
    (programs / "systemctl").write_text(f'#!/bin/sh\n{command} "$@"\n')
    (programs / "systemctl").chmod(0o755)
    ports = free_ports(2)
    with contextlib.ExitStack() as stack:
        listeners = [
            stack.enter_context(socket.create_server(("127.0.0.1", port), backlog=2048))
            for port in ports
        ]
        own = socket.socket(socket.AF_UNIX)
        own.bind(str(root / "run/super-complaints-next.sock"))
        own.listen()
        listeners.append(stack.enter_context(own))
        names = [f"super-complaints{name}.socket" for name in ("", "-editors", "-next")]
        numbers = [listener.fileno() for listener in listeners]
        nginx = stack.enter_context(
            front.serving(root, ports[0], editors_port=ports[1])
        )
        variables = servers.site_environment(database, root) | nginx.environment
        ours = {
            name: variables[name]
            for name in variables
            if os.environ.get(name) != variables[name]
        }
        lines = [f"{name}={shlex.quote(value)}\n" for name, value in ours.items()]
        (etc / "super-complaints.env").write_text("".join(lines))
        environment = variables | {
            "PATH": f"{programs}:{os.environ['PATH']}",
            "UNITS": str(units),
            "ENVIRONMENT": str(etc / "super-complaints.env"),
            "SOCKETS": json.dumps(dict(zip(names, numbers, strict=True))),
        }
        try:
            yield Machine(root, environment, tuple(numbers), nginx.port), nginx
        finally:
            stop = [programs / "systemctl", "stop", *SERVICES]
            subprocess.run(stop, env=environment, pass_fds=numbers, check=True)  # noqa: S603


def test_nobody_is_refused_while_a_release_gives_way_to_the_next_and_back(database):
    # In the folder of the run: the address of a socket may have a hundred letters.
    root = Path(tempfile.mkdtemp(prefix="machine-", dir=os.environ["TESTS_FOLDER"]))
    with running_machine(database, root) as (machine, nginx):
        first = machine.unpack("1.0")
        app = 'INSTALLED_APPS += ["tests.failures.next_release"]\n'
        second = machine.unpack(
            "1.1", more=("site_config/settings/local.py", app), tests=OF_THE_NEXT
        )
        broken = machine.unpack(
            "1.2", more=("site_config/wsgi.py", "raise ImportError\n")
        )
        unable = machine.unpack(
            "1.3", more=("site_config/health.py", "\n\ndef healthz(_): raise OSError\n")
        )
        page = "templates/complaints/recommendation_response_page.html"
        ugly = machine.unpack("1.4", more=(page, "{% no_such_tag %}"))
        done = machine.switch(first)
        assert done.returncode == 0, done.stderr
        wait_until((nginx.link / "files/index.html").exists)
        variables = servers.site_environment(database, root) | nginx.environment
        traffic = Traffic(nginx, tell(variables, "editor"), tell(variables, "form"))
        with traffic.going_on():
            for release, code in [
                (second, 0),
                (broken, 1),
                (unable, 1),
                (ugly, 1),
                (first, 0),
                (second, 0),
            ]:
                done = machine.switch(release)
                assert done.returncode == code, (release, done.stderr)
                assert machine.current == (second if code else release).name
                # What never served is not kept.
                assert release.exists() == (code == 0)
                if release == ugly:
                    assert "recommendation-" in done.stderr
                    assert "fails: 500" in done.stderr

    traffic.report(
        "an upgrade with a migration, three broken releases, back, and again"
    )
    assert traffic.failed == []
    assert traffic.thanked <= database.texts()
