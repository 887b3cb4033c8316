"""The installer's step for a certificate of Let's Encrypt, against Pebble, their server for tests."""

import contextlib
import json
import re
import socket
import ssl
import subprocess

import pytest

from site_config.settings.environment import PROJECT_DIR
from tests.ports import free_ports
from tests.waiting import wait_until

from . import front

pytestmark = [pytest.mark.slow, pytest.mark.long]
PACKAGES = ["certbot=/usr/bin/certbot", "pebble=/usr/bin/pebble"]


@pytest.fixture
def authority(nginx, tmp_path):
    """The address of a Pebble that asks nginx for what proves whose the name is."""
    subprocess.run([PROJECT_DIR / "tests" / "setup" / "nginx", *PACKAGES], check=True)  # noqa: S603
    folder = tmp_path / "pebble"
    folder.mkdir()
    front.certify(folder, "localhost")
    port, management, dns = free_ports(3)
    settings = {
        "listenAddress": f"127.0.0.1:{port}",
        "managementListenAddress": f"127.0.0.1:{management}",
        "certificate": str(folder / "fullchain.pem"),
        "privateKey": str(folder / "privkey.pem"),
        "httpPort": nginx.plain_port,
        "tlsPort": nginx.port,
    }
    (folder / "pebble.json").write_text(json.dumps({"pebble": settings}))
    names = [
        "/usr/bin/pebble-challtestsrv",
        "-defaultIPv4",
        "127.0.0.1",
        "-defaultIPv6",
        "",
    ]
    nothing = [
        "-http01",
        "",
        "-https01",
        "",
        "-tlsalpn01",
        "",
        "-doh",
        "",
        "-management",
        "",
    ]
    pebble = [
        "/usr/bin/pebble",
        "-config",
        folder / "pebble.json",
        "-dnsserver",
        f"127.0.0.1:{dns}",
    ]
    with contextlib.ExitStack() as stack:
        for command in ([*names, *nothing, "-dns01", f"127.0.0.1:{dns}"], pebble):
            server = stack.enter_context(
                subprocess.Popen(  # noqa: S603
                    command,
                    env={"PEBBLE_VA_NOSLEEP": "1"},
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                )
            )
            stack.callback(server.kill)
        yield f"https://localhost:{port}/dir"


def issuer(nginx) -> str:
    """Return who signed the certificate that readers get."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    with (
        socket.create_connection(("127.0.0.1", nginx.port)) as plain,
        anybody.wrap_socket(plain, server_hostname=nginx.host) as connection,
    ):
        certificate = connection.getpeercert(binary_form=True)
    told = ["/usr/bin/openssl", "x509", "-inform", "DER", "-noout", "-issuer"]
    done = subprocess.run(told, input=certificate, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode()


def test_the_installer_takes_a_certificate_and_nginx_serves_it(
    nginx, authority, tmp_path
):
    installer = (PROJECT_DIR / "deploy" / "install").read_text()
    step = re.search(
        r"^certify_by_acme\(\) \{\n.*?^\}\n", installer, re.MULTILINE | re.DOTALL
    )[0]
    own = " ".join(
        f"--{name}-dir {tmp_path}/certbot/{name}" for name in ("config", "work", "logs")
    )
    (tmp_path / "challenges").mkdir()
    program = f"""
        set -eu
        say() {{ :; }}
        systemctl() {{ kill -HUP {nginx.server.pid}; }}
        certbot() {{ command certbot --server {authority} {own} "$@"; }}
        acme=operators@example.org host={nginx.host} CERTIFICATES={tmp_path} CHALLENGES={tmp_path}/challenges
        {step.replace("/etc/letsencrypt/", f"{tmp_path}/certbot/config/")}
        certify_by_acme
    """
    assert "Pebble" not in issuer(nginx)

    def certify() -> bool:
        done = subprocess.run(  # noqa: S603
            ["/bin/sh", "-c", program],
            env={
                "PATH": "/usr/bin:/bin",
                "REQUESTS_CA_BUNDLE": f"{tmp_path}/pebble/fullchain.pem",
            },
            capture_output=True,
            text=True,
            check=False,
        )
        assert "refused" in done.stderr or not done.returncode, done.stderr
        return not done.returncode

    wait_until(certify)  # Pebble may still be starting
    wait_until(lambda: "Pebble" in issuer(nginx))
