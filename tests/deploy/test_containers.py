"""The site in containers: `make container-drill` runs them, and this what needs no engine of containers."""

import os
import re
import shutil
import subprocess

import pytest

from site_config.settings.environment import PROJECT_DIR

CONTAINERS = PROJECT_DIR / "deploy" / "containers"
ENGINE = """#!/bin/sh
case "$*" in
    "image inspect --format"*) echo the-image ;;
    ps*) echo the-container ;;
    inspect*) echo the-image ;;
esac
"""
COMPOSE = """#!/bin/sh
echo "$(nice) $*" >>"$CALLS"
case "$*" in "$FAILS"*) exit 1 ;; esac
"""


def seconds(option: str, text: str) -> int:
    """Return the number that follows ``option``."""
    found = re.search(rf"{option}\D(\d+)", text)
    assert found, option
    return int(found[1])


@pytest.fixture
def upgrade(tmp_path):
    """Return a function that upgrades with programs that only note what they are asked for.

    It returns the exit code, what was said, and the calls of compose, each with its priority.
    """
    shutil.copy(CONTAINERS / "upgrade", tmp_path)
    for name, script in (("engine", ENGINE), ("compose", COMPOSE)):
        (tmp_path / name).write_text(script)
        (tmp_path / name).chmod(0o700)
    calls = tmp_path / "calls"
    environment = os.environ | {
        "ENGINE": str(tmp_path / "engine"),
        "COMPOSE": str(tmp_path / "compose"),
        "HOST": "www.example.org",
        "CALLS": str(calls),
    }

    def run(fails="nothing"):
        done = subprocess.run(  # noqa: S603
            [tmp_path / "upgrade"],
            check=False,
            capture_output=True,
            text=True,
            env=environment | {"FAILS": fails},
        )
        return done.returncode, done.stderr, calls.read_text().splitlines()

    return run


def test_containers_are_stopped_only_when_gunicorn_has_answered_what_was_asked():
    graceful = seconds("--graceful-timeout", (PROJECT_DIR / "deploy" / "run").read_text())

    assert seconds("stop_grace_period:", (CONTAINERS / "compose.yaml").read_text()) > graceful


def test_an_upgrade_builds_its_images_after_readers_and_all_else_beside_them(upgrade):
    code, _, calls = upgrade()

    assert code == 0
    own = os.nice(0)
    assert calls[0] == f"{min(own + 10, 19)} build"
    assert len(calls) > 3
    assert {int(call.split()[0]) for call in calls[1:]} == {own}


@pytest.mark.parametrize(
    ("fails", "says"),
    [
        ("build", "The images were not built. The release before goes on."),
        ("run --rm --no-deps -T worker migrate", "This release cannot serve. The one before goes on."),
        ("run --rm --no-deps -T worker list_pages", "This release cannot serve. The one before goes on."),
        ("exec -T web deploy/containers/ask-front", "This release does not serve. The one before goes on."),
    ],
)
def test_an_upgrade_that_fails_says_so_and_ends_with_an_error(upgrade, fails, says):
    code, said, _ = upgrade(fails)

    assert code == 1
    assert said.splitlines()[-1] == f"super-complaints: {says}"
