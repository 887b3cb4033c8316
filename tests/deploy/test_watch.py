"""A process that answers no more is restarted; one that is late once is not, nor one that was stopped."""

import subprocess

import pytest

from site_config.settings.environment import PROJECT_DIR


@pytest.fixture
def watch(tmp_path):
    """Return a function that runs deploy/watch, and returns which services it restarted."""

    def watch(curl, active="exit 0"):
        programs = {
            "curl": curl,
            "systemctl": f'case $1 in restart) echo "$2" >>"{tmp_path}/restarted" ;; *) {active} ;; esac',
        }
        for name, code in programs.items():
            (tmp_path / name).write_text(f"#!/bin/sh\n{code}\n")
            (tmp_path / name).chmod(0o700)
        command = ["/bin/sh", PROJECT_DIR / "deploy" / "watch"]
        path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
        subprocess.run(command, check=True, capture_output=True, env=path)  # noqa: S603
        restarted = tmp_path / "restarted"
        return restarted.read_text().split() if restarted.exists() else []

    return watch


def test_one_that_answers_nothing_is_restarted_alone(watch):
    assert watch("for last; do :; done; case $last in *:8001/*) exit 28 ;; esac") == [
        "super-complaints-editors"
    ]


def test_one_that_is_late_once_goes_on(watch, tmp_path):
    assert (
        watch(f'[ -e "{tmp_path}/asked" ] || {{ touch "{tmp_path}/asked"; exit 28; }}')
        == []
    )


def test_one_that_was_stopped_is_left_alone(watch):
    assert watch("exit 7", active="exit 3") == []
