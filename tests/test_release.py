"""``make release`` refuses what is not ready and makes a release of what is.

It runs in a small repository with a ``make`` that only writes down what it was asked
for.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from site_config.settings.environment import PROJECT_DIR

CHANGES = """# Changes

## 1.0.0 (not released)

### To upgrade

Nothing.
"""
MIGRATION = "complaints/migrations/0001_initial.py"
# Makes what the real one makes, and fails where it is told to. It keeps the lines of
# the Makefile that compare migrations.
MAKE = """#!/bin/sh
echo "$@" >>"$ASKED"
case "$*" in
    check-migrations) exec {make} -f {makefile} check-migrations ;;
    *"${FAILS:-nothing}"*) echo "it broke"; exit 2 ;;
    supply) mkdir -p build/supply && cd build/supply && touch python.cdx.json node.cdx.json licences.md ;;
    archive) mkdir -p build && git archive --output build/super-complaints.tar.gz HEAD ;;
esac
"""


@dataclass
class Project:
    """A small project, and the ``make`` that it runs."""

    folder: Path
    environment: dict[str, str]

    def run(self, *command: str, **variables: str) -> subprocess.CompletedProcess:
        return subprocess.run(  # noqa: S603
            command,
            cwd=self.folder,
            env=self.environment | variables,
            check=False,
            capture_output=True,
            text=True,
        )

    def git(self, *arguments: str) -> str:
        done = self.run("git", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self) -> None:
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", "Change")

    def release(self, version: str = "1.0.0", **variables: str):
        script = self.folder / "requirements" / "release.py"
        return self.run(sys.executable, str(script), version, **variables)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    @property
    def asked(self) -> list[str]:
        asked = Path(self.environment["ASKED"])
        return asked.read_text().splitlines() if asked.exists() else []


@pytest.fixture
def project(tmp_path):
    """A project that is ready for version 1.0.0."""
    programs, folder = tmp_path / "programs", tmp_path / "project"
    programs.mkdir()
    text = MAKE.replace("{makefile}", str(PROJECT_DIR / "Makefile"))
    stub = programs / "make"
    stub.write_text(text.replace("{make}", shutil.which("make") or "make"))
    stub.chmod(0o755)
    environment = {
        "PATH": f"{programs}:{os.environ['PATH']}",
        "ASKED": str(tmp_path / "asked"),
        "HOME": str(tmp_path),
        "GIT_CONFIG_NOSYSTEM": "1",
    }
    project = Project(folder, environment)
    folder.mkdir()
    project.git("init", "--quiet", "--initial-branch=main")
    project.git("config", "user.name", "Releaser")
    project.git("config", "user.email", "releaser@example.org")
    project.write("CHANGELOG.md", CHANGES)
    project.write("pyproject.toml", '[project]\nversion = "1.0.0"\n')
    project.write("publiccode.yml", 'name: a\nsoftwareVersion: "1.0.0"\n')
    project.write(".gitignore", "build/\nvar/\n")
    project.write(MIGRATION, "operations = []\n")
    name = "requirements/release.py"
    project.write(name, (PROJECT_DIR / name).read_text())
    project.commit()
    return project


def test_a_release_is_dated_checked_packed_with_checksums_and_tagged(project):
    done = project.release(PYTEST="-k fuzz", EFFORT="full")

    assert done.returncode == 0, done.stdout + done.stderr
    assert project.asked == ["check", "test", "supply", "archive"]
    assert "- make restore-drill\n" in done.stdout
    assert project.git("cat-file", "-t", "1.0.0") == "tag"
    assert project.git("rev-parse", "1.0.0^{commit}") == project.git(
        "rev-parse", "HEAD"
    )
    assert project.git("status", "--porcelain") == ""
    assert "## 1.0.0, " in project.git("show", "1.0.0:CHANGELOG.md")
    release = project.folder / "build" / "release"
    sums = (release / "SHA256SUMS").read_text().splitlines()
    assert [line.split()[1] for line in sums] == [
        "super-complaints-1.0.0.licences.md",
        "super-complaints-1.0.0.node.cdx.json",
        "super-complaints-1.0.0.python.cdx.json",
        "super-complaints-1.0.0.tar.gz",
    ]
    archive = release / "super-complaints-1.0.0.tar.gz"
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == sums[3].split()[0]
    with tarfile.open(archive) as packed:
        changes = packed.extractfile("CHANGELOG.md")
        assert changes
        assert b"not released" not in changes.read()


def dirty(project):
    project.write("new.py", "")


def wrong_branch(project):
    project.git("switch", "--quiet", "--create", "other")


def tag_exists(project):
    project.git("tag", "1.0.0")


def another_version(project):
    project.write("pyproject.toml", '[project]\nversion = "1.1.0"\n')
    project.commit()


def another_publiccode(project):
    project.write("publiccode.yml", 'name: a\nsoftwareVersion: "0"\n')
    project.commit()


def no_entry(project):
    project.write("CHANGELOG.md", CHANGES.replace("1.0.0", "1.1.0"))
    project.commit()


def no_notes(project):
    project.write("CHANGELOG.md", CHANGES.replace("Nothing.", ""))
    project.commit()


def no_notes_of_an_earlier_one(project):
    project.write("CHANGELOG.md", f"{CHANGES}\n## 0.9.0, 1 May 2026\n\nMuch.\n")
    project.commit()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (dirty, "not committed"),
        (wrong_branch, "on the branch main"),
        (tag_exists, "tag 1.0.0 exists"),
        (another_version, "pyproject.toml has the version 1.1.0"),
        (another_publiccode, "publiccode.yml has another"),
        (no_entry, "does not begin with an entry"),
        (no_notes, "1.0.0 (not released) has no notes"),
        (no_notes_of_an_earlier_one, "0.9.0, 1 May 2026 has no notes"),
    ],
)
def test_what_is_not_ready_is_refused_before_anything_runs(project, spoil, reason):
    spoil(project)
    before = project.git("rev-parse", "HEAD")

    done = project.release()

    assert done.returncode == 1
    assert reason in done.stdout
    assert project.asked == []
    assert project.git("rev-parse", "HEAD") == before


@pytest.mark.parametrize("version", ["", "1.0", "v1.0.0"])
def test_a_version_has_three_numbers(project, version):
    done = project.release(version)

    assert done.returncode == 1
    assert "is not a version such as 1.0.0" in done.stdout


@pytest.mark.parametrize("failing", ["check", "test", "supply", "archive"])
def test_a_check_that_fails_leaves_no_commit_and_no_tag(project, failing):
    before = project.git("rev-parse", "HEAD")

    done = project.release(FAILS=failing)

    assert done.returncode == 1
    assert project.git("rev-parse", "HEAD") == before
    assert project.git("tag") == ""
    assert project.git("status", "--porcelain") == ""
    assert not (project.folder / "build" / "release").exists()


def test_a_released_migration_stays_as_it_was(project):
    check = ["make", "check-migrations"]
    assert project.run(*check).returncode == 0
    assert project.release().returncode == 0
    project.write("pages/files/migrations/0002_more.py", "operations = []\n")
    assert project.run(*check).returncode == 0

    project.write(MIGRATION, "operations = [1]\n")

    done = project.run(*check)
    assert done.returncode != 0
    assert MIGRATION in done.stdout
    project.write("CHANGELOG.md", CHANGES.replace("1.0.0", "1.0.1"))
    project.commit()
    assert f"{MIGRATION} was released" in project.release("1.0.1").stdout
    (project.folder / MIGRATION).unlink()
    assert project.run(*check).returncode != 0
