"""Every line that a real gunicorn writes is JSON and has the number of the request that it is about."""

import json
import os
import signal
import socket
import subprocess
import sys
from http.client import HTTPConnection

import pytest

from site_config.settings.environment import PROJECT_DIR
from tests.ports import free_ports
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


def application(environ, start_response):
    """The site, but for one address at which it fails where no middleware catches it."""
    if environ["PATH_INFO"] == "/breaks/":
        raise ValueError("canary")
    from site_config.wsgi import application

    return application(environ, start_response)


@pytest.fixture
def server(tmp_path):
    """A gunicorn in production's format, without a table in its database; its log is a file."""
    (port,) = free_ports(1)
    variables = {
        **os.environ,
        "DATABASE_URL": f"sqlite:///{tmp_path}/site.sqlite3",
        "LOG_FORMAT": "json",
    }
    variables |= {
        "DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
    }
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "tests.site_config.test_gunicorn_log:application",
    ]
    command += ["--bind", f"127.0.0.1:{port}", "--threads", "2", "--no-control-socket"]
    with (tmp_path / "log").open("w") as log:
        process = subprocess.Popen(  # noqa: S603
            command,
            cwd=PROJECT_DIR,
            env=variables,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    yield process, port, tmp_path / "log"
    process.kill()
    process.wait()


def answers(port):
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def ask(port, number, path, method="GET", body=None, host="localhost", token=True):
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {
        "X-Request-ID": number * 32,
        "Host": host,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    headers |= {
        "Cookie": f"csrftoken={'a' * 32}",
        "X-CSRFToken": "a" * 32 if token else "",
    }
    connection.request(method, path, body, headers)
    answer = connection.getresponse()
    answer.read()
    return answer.status


def test_every_line_is_json_and_has_the_number_of_its_request(server):
    process, port, log = server
    wait_until(lambda: answers(port), log.read_text)
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        connection.recv(1000)
    asked = {
        "b": (ask(port, "b", "/", host="elsewhere.example"), 400),
        "c": (ask(port, "c", "/admin/login/", "POST", "login=a", token=False), 403),
        "d": (ask(port, "d", "/admin/login/", "POST", "rows-TOTAL_FORMS=5000"), 400),
        "e": (ask(port, "e", "/breaks/"), 500),
        "f": (ask(port, "f", "/static/nowhere.css"), 500),  # there is no table
    }
    assert ask(port, "9", f"/healthz?{'a' * 8000}") == 200
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=60)

    assert [status for status, _ in asked.values()] == [
        expected for _, expected in asked.values()
    ]
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    told = {
        number: [line for line in lines if line["id"] == number * 32]
        for number in asked
    }
    assert [number for number, found in told.items() if not found] == []
    assert any("at most 200 rows" in line["message"] for line in told["d"])
    assert any(
        "canary" in line.get("traceback", "")
        for line in told["e"]
        if line["level"] == "ERROR"
    )
    assert {line["logger"] for line in lines if not line["id"]} == {"gunicorn.error"}
    assert any("Starting gunicorn" in line["message"] for line in lines)
    assert any("nonsense" in line["message"] for line in lines)
