"""The site in containers: `make container-drill` runs them, and this what needs no engine of containers."""

import os
import re
import shutil
import subprocess

import pytest

from site_config.settings.environment import PROJECT_DIR

CONTAINERS = PROJECT_DIR / "deploy" / "containers"
ENGINE = """#!/bin/sh
cd "$IMAGES_OF_THE_TEST"
case $1 in
    tag) cp "$2" "$3" ;;
    rmi) rm "$2" ;;
    image) shift $(($# - 1)) && cat "$1" ;;
    ps) echo container ;;
    inspect) cat running ;;
esac
"""
COMPOSE = """#!/bin/sh
echo "$(nice) $*" >>"$CALLS"
cd "$IMAGES_OF_THE_TEST"
case $1 in
    build) echo new | tee super-complaints:latest >super-complaints-nginx:latest ;;
    up) cp super-complaints:latest running ;;
esac
case "$*" in "$FAILS"*) exit 1 ;; esac
"""
"""They keep what each tag names, and what runs, in files of a folder."""


def seconds(option: str, text: str) -> int:
    """Return the number that follows ``option``."""
    found = re.search(rf"{option}\D(\d+)", text)
    assert found, option
    return int(found[1])


class Host:
    """A machine on which the release "old" serves in containers, after one that was called "older"."""

    def __init__(self, folder):
        self.folder, self.images, self.calls = (
            folder,
            folder / "images",
            folder / "calls",
        )
        self.images.mkdir()
        shutil.copy(CONTAINERS / "upgrade", folder)
        for name, script in (("engine", ENGINE), ("compose", COMPOSE)):
            (folder / name).write_text(script)
            (folder / name).chmod(0o700)
        for name in ("super-complaints", "super-complaints-nginx"):
            (self.images / f"{name}:latest").write_text("old\n")
            (self.images / f"{name}:former").write_text("older\n")
        (self.images / "running").write_text("old\n")

    def upgrade(self, *options, fails="nothing"):
        """Return the exit code and the last line of errors."""
        environment = os.environ | {
            "ENGINE": str(self.folder / "engine"),
            "COMPOSE": str(self.folder / "compose"),
            "HOST": "www.example.org",
            "CALLS": str(self.calls),
            "IMAGES_OF_THE_TEST": str(self.images),
            "FAILS": fails,
        }
        command = [self.folder / "upgrade", *options]
        done = subprocess.run(  # noqa: S603
            command, check=False, capture_output=True, text=True, env=environment
        )
        return done.returncode, done.stderr.strip().rpartition("\n")[2]

    @property
    def releases(self):
        """What each tag names, and what runs."""
        return {file.name: file.read_text().strip() for file in self.images.iterdir()}

    def serves(self, latest, former):
        return self.releases == {
            "super-complaints:latest": latest,
            "super-complaints-nginx:latest": latest,
            "super-complaints:former": former,
            "super-complaints-nginx:former": former,
            "running": latest,
        }


@pytest.fixture
def host(tmp_path):
    return Host(tmp_path)


def test_containers_are_stopped_only_when_gunicorn_has_answered_what_was_asked():
    graceful = seconds(
        "--graceful-timeout", (PROJECT_DIR / "deploy" / "run").read_text()
    )

    assert (
        seconds("stop_grace_period:", (CONTAINERS / "compose.yaml").read_text())
        > graceful
    )


def test_an_upgrade_builds_its_images_after_readers_and_all_else_beside_them(host):
    code, _ = host.upgrade()

    assert code == 0
    calls = host.calls.read_text().splitlines()
    own = os.nice(0)
    assert calls[0] == f"{min(own + 10, 19)} build"
    assert len(calls) > 3
    assert {int(call.split()[0]) for call in calls[1:]} == {own}


def test_an_upgrade_goes_on_and_back(host):
    assert host.upgrade()[0] == 0
    assert host.serves("new", former="old")

    assert host.upgrade("--back")[0] == 0
    assert host.serves("old", former="new")


@pytest.mark.parametrize(
    ("fails", "says"),
    [
        ("build", "The images were not built. The release before goes on."),
        (
            "run --rm --no-deps -T worker migrate",
            "This release cannot serve. The one before goes on.",
        ),
        (
            "run --rm --no-deps -T worker list_pages",
            "This release cannot serve. The one before goes on.",
        ),
        (
            "exec -T web deploy/containers/ask-front",
            "This release does not serve. The one before goes on.",
        ),
    ],
)
def test_an_upgrade_that_fails_says_so_and_leaves_both_releases_as_they_were(
    host, fails, says
):
    code, said = host.upgrade(fails=fails)

    assert (code, said) == (1, f"super-complaints: {says}")
    assert host.serves("old", former="older")
    assert host.upgrade("--back")[0] == 0
    assert host.serves("older", former="old")


def test_after_an_upgrade_that_was_killed_the_next_one_keeps_the_release_that_serves(
    host,
):
    for name in ("super-complaints", "super-complaints-nginx"):
        (host.images / f"{name}:serving").write_text("old\n")
        (host.images / f"{name}:latest").write_text("half\n")

    assert host.upgrade()[0] == 0
    assert host.serves("new", former="old")
