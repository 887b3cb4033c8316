"""Installs the site in containers, upgrades it while readers ask, and goes back.

`make container-drill` runs it, as root: it needs podman, podman-compose, runc,
aardvark-dns, nftables and mmdebstrap, and takes half an hour. Images are built from
Debian's packages, because no registry of images may be within reach. Images and volumes
are in a folder of their own, which is deleted in the end. The ports 80 and 443 must be
free.
"""

import http.client
import itertools
import os
import resource
import secrets
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR

HOST = "www.example.org"
READS_A_SECOND = 40
PAGES = [
    *["/cookies/"] * 5,
    *["/feedback/"] * 2,
    "/admin/login/",
    "/search/?q=police+{}",
    "/super-complaints/recommendations/?q=police+{}",
]
"""What the application makes for each reader: published files would be answered by nginx alone."""
SLOW = 2
"""Readers notice an answer that takes so many seconds."""
NETWORKS = [f"10.99.0.{number}" for number in range(1, 41)]
"""From where readers come: what one network may ask for is limited."""
HERE = Path(__file__).parent
SERVICES = f"drill{os.getpid()}"
"""The name of the project.

What a drill that was killed left of its network must not count for this one.
"""

CONTAINERS = """[containers]
default_ulimits = ["nofile={files}:{files}", "nproc={processes}:{processes}"]
[engine]
runtime = "runc"
events_logger = "file"
cgroup_manager = "cgroupfs"
"""
STORAGE = '[storage]\ndriver = "overlay"\ngraphroot = "{folder}/storage"\nrunroot = "{folder}/run"\n'

NEXT = "The next release"
"""What is in the configuration of nginx of the second release alone."""

MIGRATION = """from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("site_config", "{last}")]
    operations = [migrations.RunSQL("CREATE TABLE of_the_drill (id integer)", "DROP TABLE of_the_drill")]
"""


class Readers:
    """Readers who come at a steady pace for what is no published file."""

    def __init__(self) -> None:
        self.answers: list[tuple[int | str, float]] = []
        self.nginx = address_of("nginx")
        self.looking_up = threading.Lock()
        self.over = threading.Event()
        self.asking: list[threading.Thread] = []
        self.pacing = threading.Thread(target=self.pace)

    def __enter__(self) -> "Readers":
        self.pacing.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        self.pacing.join()
        for thread in self.asking:
            thread.join()

    def pace(self) -> None:
        began_at = time.monotonic()
        for number in itertools.count():
            thread = threading.Thread(target=self.ask, args=(number,))
            thread.start()
            self.asking.append(thread)
            if self.over.wait(
                max(0, began_at + number / READS_A_SECOND - time.monotonic())
            ):
                return

    def ask(self, number: int) -> None:
        """Ask for the next page from the next network."""
        path = PAGES[number % len(PAGES)].format(number)
        began_at = time.monotonic()
        try:
            found: int | str = get(path, self.nginx, NETWORKS[number % len(NETWORKS)])
        except (OSError, http.client.HTTPException) as error:
            found = type(error).__name__
            self.find_nginx()
        self.answers.append((found, time.monotonic() - began_at))

    def find_nginx(self) -> None:
        """Ask at which address nginx is: a container that takes the place of another has one of its own.

        By a port of this machine all readers would seem to come from one network.
        """
        if not self.looking_up.acquire(blocking=False):
            return
        try:
            self.nginx = address_of("nginx") or self.nginx
        except subprocess.CalledProcessError:
            pass  # There is none at the moment.
        finally:
            self.looking_up.release()

    def report(self, what: str) -> int:
        """Print how readers were answered, and return how many were not."""
        failed = [found for found, _ in self.answers if found != 200]
        times = sorted(seconds for _, seconds in self.answers)
        slow = [seconds for seconds in times if seconds > SLOW]
        print(
            f"  {what}: {len(self.answers)} asked, {len(failed)} failed {dict(Counter(failed)) or ''}, "
            f"{len(slow)} took more than {SLOW} s, "
            f"median {times[len(times) // 2]:.2f} s, slowest {times[-1]:.2f} s",
            flush=True,
        )
        return len(failed)


def get(path: str, nginx: str = "127.0.0.1", network: str = "") -> int:
    """Return the status with which nginx, at that address, answers somebody from ``network``."""
    context = ssl._create_unverified_context()  # noqa: S323  # its certificate is signed by itself
    source = (network, 0) if network else None
    plain = socket.create_connection((nginx, 443), timeout=60, source_address=source)
    connection = http.client.HTTPConnection(HOST, timeout=60)
    # nginx lets nobody in who asks for another name.
    connection.sock = context.wrap_socket(plain, server_hostname=HOST)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def address_of(service: str) -> str:
    """Return the address that a container has at the moment."""
    wanted = "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}"
    command = ["podman", "inspect", f"--format={wanted}", f"{SERVICES}_{service}_1"]
    return subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True
    ).stdout.strip()


def run(*command: str | Path, folder: Path = PROJECT_DIR, check: bool = True) -> int:
    """Run a command with its output in the log of the drill; print the end of it if it fails."""
    log = Path(os.environ["DRILL_LOG"])
    began_at = log.stat().st_size if log.exists() else 0
    with log.open("ab") as output:
        code = subprocess.run(  # noqa: S603
            command, cwd=folder, stdout=output, stderr=output, check=False
        ).returncode
    if check and code:
        sys.exit(
            f"{command} ended with {code}:\n{log.read_bytes()[began_at:].decode()[-3000:]}"
        )
    return code


def prepare_engine(folder: Path) -> None:
    """Let podman keep all in ``folder``, with the limits that this process has."""
    files, processes = (
        resource.getrlimit(kind)[0]
        for kind in (resource.RLIMIT_NOFILE, resource.RLIMIT_NPROC)
    )
    (folder / "containers.conf").write_text(
        CONTAINERS.format(files=files, processes=processes)
    )
    (folder / "storage.conf").write_text(STORAGE.format(folder=folder))
    os.environ |= {
        "CONTAINERS_CONF": str(folder / "containers.conf"),
        "CONTAINERS_STORAGE_CONF": str(folder / "storage.conf"),
        "PODMAN_IGNORE_CGROUPSV1_WARNING": "1",
        "BUILDAH_ISOLATION": "chroot",
        "COMPOSE_PROJECT_NAME": SERVICES,
        "DRILL_LOG": str(folder / "log"),
        "HOST": HOST,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "POSTGRES_PASSWORD": secrets.token_urlsafe(20),
        "EMAIL_URL": "submission://user:password@mail.example.org",
    }


def make_images(folder: Path) -> None:
    """Build the base, and what takes the place of the image of PostgreSQL."""
    excluded = [
        f"--dpkgopt=path-exclude=/usr/share/{name}/*"
        for name in ("doc", "locale", "man")
    ]
    # What lets pip and npm through a proxy of this machine.
    copied = [
        f"--customize-hook=copy-in {name} {Path(name).parent}"
        for name in (
            "/etc/ssl/certs/ca-certificates.crt",
            "/etc/pip.conf",
            "/etc/npmrc",
        )
        if Path(name).exists()
    ]
    emptied = '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*'
    base = folder / "base.tar"
    options = [
        "--mode=root",
        "--variant=minbase",
        "--include=ca-certificates",
        *excluded,
        *copied,
        emptied,
    ]
    run("mmdebstrap", *options, "trixie", base)
    run("podman", "import", base, "docker.io/library/debian:trixie-slim")
    run(
        "podman",
        "build",
        "--network=host",
        f"--file={HERE}/Containerfile.postgres",
        "--build-arg=BASE=docker.io/library/debian:trixie-slim",
        "--tag=docker.io/library/postgres:17",
        HERE,
    )


def make_release(folder: Path, name: str) -> Path:
    """Return a copy of the code with a folder of its own, as an operator unpacks a release."""
    release = folder / name
    ignored = shutil.ignore_patterns(
        ".git", "node_modules", "var", "build", "tests", "__pycache__"
    )
    shutil.copytree(PROJECT_DIR, release, ignore=ignored)
    return release


def compose(release: Path, *arguments: str, check: bool = True) -> int:
    """Run podman-compose in the folder of a release."""
    return run(
        "podman-compose",
        *arguments,
        folder=release / "deploy" / "containers",
        check=check,
    )


def upgrade(release: Path, *options: str) -> tuple[int, float]:
    """Run the command that an operator runs; return its exit code and the seconds that it took."""
    os.environ["COMPOSE"] = "podman-compose --podman-build-args=--network=host"
    began_at = time.monotonic()
    code = run(release / "deploy" / "containers" / "upgrade", *options, check=False)
    return code, time.monotonic() - began_at


def has_table() -> bool:
    """Return True if the migration of the next release has run."""
    password = f"--env=PGPASSWORD={os.environ['POSTGRES_PASSWORD']}"
    to_database = ["psql", "--host=127.0.0.1", "--username=site", "site"]
    query = "--command=SELECT 1 FROM of_the_drill"
    return not run(
        "podman",
        "exec",
        password,
        f"{SERVICES}_database_1",
        *to_database,
        query,
        check=False,
    )


def nginx_has(words: str) -> bool:
    """Return True if nginx's configuration has these words."""
    asked = ["podman", "exec", f"{SERVICES}_nginx_1", "nginx", "-T"]
    done = subprocess.run(asked, check=True, capture_output=True, text=True)  # noqa: S603
    return words in done.stdout


def wait_for_site(release: Path) -> None:
    """Wait ten minutes at most until nginx answers with pages of each kind."""
    for _ in range(120):
        if not compose(
            release, "exec", "-T", "web", "deploy/containers/ask-front", check=False
        ):
            return
        time.sleep(5)
    sys.exit("The site did not begin to answer.")


def append(file: Path, text: str) -> None:
    """Add ``text`` at the end of ``file``."""
    with file.open("a") as opened:
        opened.write(text)


def make_next_releases(folder: Path) -> tuple[Path, Path, Path]:
    """Return a release with a migration, one with another nginx, and one that fails on every page."""
    second = make_release(folder, "second")
    migrations = second / "site_config" / "migrations"
    last = max(file.stem for file in migrations.glob("[0-9]*.py"))
    (migrations / "9999_of_the_drill.py").write_text(MIGRATION.format(last=last))
    # nginx reads it in the container that it has.
    append(second / "deploy" / "nginx" / "super-complaints.conf", f"# {NEXT}\n")
    other_nginx = make_release(folder, "other-nginx")
    append(other_nginx / "deploy" / "nginx" / "main.conf", "# Another image\n")
    broken = make_release(folder, "broken")
    append(broken / "templates" / "base.html", "{% no_such_tag %}")
    return second, other_nginx, broken


def upgrade_under_load(what: str, release: Path, *options: str) -> tuple[int, int]:
    """Upgrade while readers ask; return the exit code and how many were not answered."""
    with Readers() as readers:
        code, seconds = upgrade(release, *options)
    failed = readers.report(f"{what} (exit {code}, {seconds:.0f} s)")
    return code, failed


def tried(second: Path, other_nginx: Path, broken: Path) -> list[str]:
    """Upgrade, be refused, go back and upgrade again; return what went wrong."""
    faults = []
    code, failed = upgrade_under_load("upgrade with a migration", second)
    if code or not has_table() or not nginx_has(NEXT):
        faults.append("the upgrade did not upgrade")
    if failed:
        faults.append("readers noticed the upgrade")
    code, _ = upgrade_under_load("a release with a bad template tag", broken)
    if not code or get("/") != 200:
        faults.append("a broken release went into service")
    code, _ = upgrade_under_load("back", second, "--back")
    if code or get("/") != 200 or nginx_has(NEXT):
        faults.append("going back failed")
    code, _ = upgrade_under_load("another image of nginx", other_nginx)
    if code or get("/") != 200:
        faults.append("another image of nginx failed")
    return faults


def main() -> int:
    """Run the drill; return 0 if every release came, or was refused, as it should."""
    folder = Path(tempfile.mkdtemp(prefix="containers-"))
    prepare_engine(folder)
    print(f"The log is {folder}/log", flush=True)
    make_images(folder)
    first = make_release(folder, "first")
    try:
        compose(
            first, "--podman-build-args=--network=host", "up", "--build", "--detach"
        )
        wait_for_site(first)
        compose(first, "exec", "-T", "worker", "deploy/run", "load_demo", "-v0")
        wait_for_site(first)

        for network in NETWORKS:
            run("ip", "address", "replace", f"{network}/32", "dev", "lo")
        second, other_nginx, broken = make_next_releases(folder)
        faults = tried(second, other_nginx, broken)
        run("podman", "images")
    finally:
        compose(first, "down", "--volumes", check=False)
        run("podman", "network", "rm", f"{SERVICES}_default", check=False)
        for network in NETWORKS:
            run("ip", "address", "delete", f"{network}/32", "dev", "lo", check=False)
    print(*(f"FAULT: {fault}" for fault in faults), sep="\n")
    if not faults:
        shutil.rmtree(folder)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
