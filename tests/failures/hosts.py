"""Two hosts as one site: a load balancer, two fronts, two applications, and what these share."""

import contextlib
import dataclasses
import json
import ssl
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import boto3
from moto.moto_server.threaded_moto_server import ThreadedMotoServer
from urllib3 import encode_multipart_formdata

from site_config.settings.environment import PROJECT_DIR
from tests.deploy import front
from tests.ports import free_ports
from tests.waiting import wait_until

from .postgresql import Database
from .processes import running
from .servers import SHORT_WAITS, Servers, serving

PACKAGES = {
    "haproxy": "/usr/sbin/haproxy",
    "redis-server": "/usr/bin/redis-server",
}


def install() -> None:
    """See that Debian's packages are there."""
    packages = [f"{name}={file}" for name, file in PACKAGES.items()]
    subprocess.run([PROJECT_DIR / "tests" / "setup" / "nginx", *packages], check=True)  # noqa: S603


@contextlib.contextmanager
def redis(folder: Path) -> Iterator[str]:
    """Run one; give its URL."""
    (port,) = free_ports(1)
    with running(
        ["/usr/bin/redis-server", "--port", port, "--save", "", "--dir", folder],
        stdout=-3,
    ):
        yield f"redis://127.0.0.1:{port}/0"


@contextlib.contextmanager
def bucket() -> Iterator[dict[str, str]]:
    """Run a server that speaks S3's protocol; give the variables of a bucket in it."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        address = f"http://{host}:{port}"
        keys = {
            "aws_access_key_id": "key",
            "aws_secret_access_key": "secret",
            "region_name": "us-east-1",
        }
        boto3.resource("s3", endpoint_url=address, **keys).create_bucket(
            Bucket="shared"
        )
        yield {"BUCKET_URL": f"http://key:secret@{host}:{port}/shared"}
    finally:
        server.stop()


@contextlib.contextmanager
def balancer(folder: Path, hosts: dict[int, Servers]) -> Iterator[front.Front]:
    """Run one before ``hosts``, by the ports at which it reaches them; give what readers see."""
    (port,) = free_ports(1)
    first, second = hosts
    certificates = "".join(
        (host.nginx.folder / "fullchain.pem").read_text() for host in hosts.values()
    )
    (folder / "certificates.pem").write_text(certificates)
    settings = (PROJECT_DIR / "deploy" / "haproxy.cfg").read_text()
    for shipped, ours in {
        "bind :443": f"bind 127.0.0.1:{port}",
        "/etc/ssl/certs/ca-certificates.crt": f"{folder}/certificates.pem",
        "192.0.2.1:8443": f"127.0.0.1:{first}",
        "192.0.2.2:8443": f"127.0.0.1:{second}",
    }.items():
        assert shipped in settings, shipped
        settings = settings.replace(shipped, ours)
    (folder / "haproxy.cfg").write_text(settings)
    context = ssl.create_default_context(cafile=str(folder / "certificates.pem"))
    with running(["/usr/sbin/haproxy", "-db", "-f", folder / "haproxy.cfg"]):
        readers = front.Front(port, 0, folder, context=context)
        wait_until(lambda: _is_up(readers))
        yield readers


def _is_up(nginx: front.Front) -> bool:
    try:
        return nginx.ask("/healthz").status == 200
    except OSError:
        return False


@dataclass
class Site:
    """Two hosts, and what readers see of both together."""

    first: Servers
    second: Servers
    both: Servers

    @property
    def hosts(self) -> list[Servers]:
        """Each of them."""
        return [self.first, self.second]

    def tell(self, *deed: str) -> Any:
        """Let colleagues do something at the first host."""
        return tell(self.first.environment, *deed)

    def publish(self, title: str, officer: dict[str, str]) -> None:
        """Approve the last step of another title, at the first host."""
        review = self.tell("review", title)
        form = {"decision": "approve", "comment": "", "revision": review["revision"]}
        body = urlencode(form).encode()
        answer = post(
            self.first.nginx,
            review["address"],
            officer,
            body,
            "application/x-www-form-urlencoded",
        )
        assert answer.status == 302, answer.body.decode()[:2000]


def tell(environment: dict[str, str], *deed: str) -> Any:
    """Let colleagues do something on a host that has this ``environment`` (``colleagues.py``)."""
    command = [sys.executable, "-m", "tests.failures.colleagues", *deed]
    # Whoever signs in there has no second factor.
    environment = environment | {"DEMO": "1", "PYTHONPATH": str(PROJECT_DIR)}
    done = subprocess.run(  # noqa: S603
        command,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        cwd=PROJECT_DIR,
    )
    return json.loads(done.stdout.splitlines()[-1])


def post(
    nginx: front.Front, path: str, person: dict[str, str], body: bytes, kind: str
) -> front.Answer:
    """Send a form of the editing screens, whose type is ``kind``."""
    token = "t" * 32
    headers = {
        "X_CSRFToken": token,
        "Referer": f"https://{front.HOST}/admin/",
        "Content_Type": kind,
    }
    return nginx.ask(
        path, "POST", body, Cookie=cookies(person | {"csrftoken": token}), **headers
    )


def multipart(fields: dict[str, str], name: str, content: bytes) -> tuple[bytes, str]:
    """Return a form with a file, and its type."""
    body, kind = encode_multipart_formdata({**fields, "file": (name, content)})
    return body, kind


def cookies(values: dict[str, str]) -> str:
    """Return the header."""
    return "; ".join(f"{name}={value}" for name, value in values.items())


@contextlib.contextmanager
def two_hosts(database: Database, folder: Path) -> Iterator[Site]:
    """Run the site on two hosts, each with its own folder, that share all else."""
    first_port, second_port = free_ports(2)
    with contextlib.ExitStack() as stack:
        variables = {
            **SHORT_WAITS,
            "CACHE_URL": stack.enter_context(redis(folder)),
            **stack.enter_context(bucket()),
        }
        hosts = {}
        for number, port in enumerate([first_port, second_port]):
            own = folder / f"host{number}"
            own.mkdir()
            hosts[port] = stack.enter_context(
                serving(database, own, balanced_port=port, **variables)
            )
        readers = stack.enter_context(balancer(folder, hosts))
        first, second = hosts.values()
        yield Site(first, second, dataclasses.replace(first, nginx=readers))
