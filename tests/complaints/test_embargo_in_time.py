"""The embargo holds with the real worker, the real server and the real clock."""

import contextlib
import os
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from site_config.settings.environment import PROJECT_DIR
from tests.bench import server

from .embargo import BETRAYED, EMBARGOED, answers_on, betrayed

pytestmark = pytest.mark.long

AHEAD_SECONDS = 120
"""Time enough to write and approve on a busy machine."""
SOON = timedelta(minutes=1)
"""After its time everything has to show."""
GUNICORN = ["site_config.wsgi", "--threads", "4", "--no-control-socket"]

Answers = dict[str, tuple[int, str]]


@pytest.fixture
def environment(tmp_path) -> Iterator[dict[str, str]]:
    """A database of its own with a little content, on the kind of server that the tests run on."""
    with server.database(tmp_path) as database:
        # With DEMO nobody needs a second factor to sign in.
        environment = {**os.environ, **server.variables_of(database, tmp_path), "DEMO": "1"}
        run(environment, "manage.py", "migrate", "--verbosity", "0")
        run(environment, "-m", "tests.bench.sample", "--super-complaints=1", "--recommendations=2")
        yield environment


def run(environment: dict[str, str], *command: str) -> str:
    """Run Python with ``command`` to its end and return what it prints."""
    return subprocess.check_output(  # noqa: S603
        [sys.executable, *command], cwd=PROJECT_DIR, env=environment, text=True
    )


@contextlib.contextmanager
def working(environment: dict[str, str]) -> Iterator[None]:
    """Run scheduled work every second in another process."""
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "run_scheduled", "--every", "1"], cwd=PROJECT_DIR, env=environment
    )
    try:
        yield
        assert worker.poll() is None, "the worker has ended"
    finally:
        worker.terminate()
        worker.wait()


def read(site: tuple[str, int], address: str) -> tuple[int, str]:
    """Return the status and the text of an answer."""
    host, port = site
    try:
        with urllib.request.urlopen(f"http://{host}:{port}{address}", timeout=30) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def read_all(site: tuple[str, int]) -> tuple[Answers, dict[str, int]]:
    """Return every answer, and the statuses of the addresses that are embargoed."""
    day = str(datetime.now(UTC).astimezone().date())
    answers = {name: read(site, address) for name, address in answers_on(day).items()}
    return answers, {address: read(site, address)[0] for address in EMBARGOED}


def test_nothing_shows_before_its_time_and_everything_soon_after(environment, tmp_path):
    with server.serving(GUNICORN, tmp_path / "log", environment) as site, working(environment):
        printed = run(environment, "-m", "tests.complaints.schedule_soon", str(AHEAD_SECONDS))
        due = datetime.fromisoformat(printed.strip().splitlines()[-1])
        looked = 0
        while True:
            answers, statuses = read_all(site)
            if datetime.now(UTC) >= due:
                break  # whatever was read last may have been read after the time
            assert betrayed(answers) == set()
            assert set(statuses.values()) == {404}
            looked += 1
        assert looked, "the time had come before anybody could look"

        while betrayed(answers) != BETRAYED or set(statuses.values()) != {200}:
            wrong = betrayed(answers) ^ BETRAYED, statuses
            assert datetime.now(UTC) < due + SOON, wrong
            answers, statuses = read_all(site)
