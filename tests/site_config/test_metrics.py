"""What Prometheus reads of the application, and which alerts that leads to."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from pages.moderation.emails.mail import keep
from site_config import metrics
from site_config.models import WORKER, Heartbeat
from site_config.settings.environment import PROJECT_DIR
from tests.deploy import front
from tests.factories import FeedbackEntryFactory

RULES = PROJECT_DIR / "deploy" / "prometheus"


@pytest.fixture
def read(client, settings):
    """Return a function that reads the measurements by their names."""
    settings.METRICS_TOKEN = "the token"

    def read():
        answer = client.get("/metrics", headers={"authorization": "Bearer the token"})
        assert answer.status_code == 200
        told = answer.content.decode().splitlines()
        pairs = [line.split() for line in told if not line.startswith("#")]
        return {
            name.removeprefix("super_complaints_"): float(number)
            for name, number in pairs
        }

    return read


@pytest.mark.both_databases
def test_what_waits_and_what_has_stopped_is_measured(
    db, read, client, settings, tmp_path, monkeypatch
):
    before = read()
    assert before["database_up"] == 1
    assert before["worker_last_run_seconds"] == before["backup_last_seconds"] == 0

    assert before["feedback_oldest_seconds"] == before["mails_kept"] == 0
    assert 0 < before["disk_free_ratio"] <= 1
    assert 0 < before["memory_free_ratio"] <= 1

    FeedbackEntryFactory(state="safeguarding")
    FeedbackEntryFactory()
    keep("subject", "text", "one@force.example")
    settings.CLAMD_ADDRESS = "unix:///nowhere"
    front.certify(tmp_path, "www.example.org")
    monkeypatch.setattr(metrics, "CERTIFICATE", tmp_path / "fullchain.pem")
    Heartbeat.beat(WORKER, ["alerts"])
    client.post("/admin/login/", {"login": "nobody", "password": "wrong"})
    after = read()

    assert after["safeguarding_waiting"] == after["safeguarding_untold"] == 1
    assert after["mails_kept"] == after["worker_failed_steps"] == 1
    assert timezone.now().timestamp() - after["feedback_oldest_seconds"] < 60
    assert after["clamav_up"] == 0
    assert (
        29
        < (after["certificate_ends_seconds"] - timezone.now().timestamp()) / 86400
        < 31
    )
    assert timezone.now().timestamp() - after["worker_last_run_seconds"] < 60
    assert after["failed_sign_ins_total"] == before["failed_sign_ins_total"] + 1


def test_a_certificate_that_the_site_may_not_read_stops_no_measurement(
    tmp_path, monkeypatch
):
    monkeypatch.setattr(metrics, "CERTIFICATE", tmp_path / "live" / "fullchain.pem")

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError

    # As for everybody but root, who may enter every folder.
    monkeypatch.setattr(Path, "stat", refuse)
    assert metrics.certificate_end() == 0


def test_without_the_token_there_is_nothing(db, client, settings):
    for headers in [
        {},
        {"authorization": "Bearer wrong"},
        {"authorization": "Bearer "},
    ]:
        for token in ("the token", ""):
            settings.METRICS_TOKEN = token
            assert client.get("/metrics", headers=headers).status_code == 404, headers


@pytest.mark.slow
def test_each_alert_fires_for_what_it_is_for_and_not_for_what_is_well():
    promtool = shutil.which("promtool")
    assert promtool, "make test-tools installs Debian's prometheus"

    files = sorted(RULES.glob("*_test.yml"))
    told = subprocess.run(  # noqa: S603
        [promtool, "test", "rules", *files],
        cwd=RULES,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stdout + told.stderr
    names = [
        line.split()[-1]
        for line in (RULES / "alerts.yml").read_text().splitlines()
        if "- alert:" in line
    ]
    tried = "".join(file.read_text() for file in files)
    assert [name for name in names if tried.count(f"alertname: {name}\n") != 2] == []
    guide = (PROJECT_DIR / "docs" / "running.md").read_text()
    assert [name for name in names if f"`{name}`" not in guide] == []


def test_prometheus_asks_often_enough_for_the_alerts_and_tells_somebody():
    told = (RULES / "prometheus.yml").read_text()

    # An edition counts as unknown after a minute, and so long may pass from one answer
    # to what is made of it.
    asked, judged = map(
        int, re.findall(r"(?:scrape|evaluation)_interval: (\d+)s", told)
    )
    assert asked + judged < 60
    assert "alertmanagers: [" in told
