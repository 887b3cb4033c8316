"""``make release`` refuses what is not ready and makes a release of what is; ``make test-long`` hides nothing.

Both run in a small repository with a ``make`` that only writes down what it was asked
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
    *"${SKIPS:-nothing}"*) echo "SKIPPED [1] tests/a.py:1: Only root can make a disk."
        echo "SKIPPED [1] tests/a.py:2: SQLite does not do that." ;;
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
    for name in ("requirements/release.py", "tests/long_run.py"):
        project.write(name, (PROJECT_DIR / name).read_text())
    project.commit()
    return project


def test_a_release_is_dated_checked_packed_with_checksums_and_tagged(project):
    done = project.release(STAGES="fuzz", EFFORT="small")

    assert done.returncode == 0, done.stdout + done.stderr
    assert project.asked == ["check", "test-long", "supply", "archive"]
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


@pytest.mark.parametrize("failing", ["check", "test-long", "supply", "archive"])
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


def long_run(project, **variables):
    script = str(project.folder / "tests" / "long_run.py")
    return project.run(sys.executable, script, **variables)


def row(done, stage):
    [line] = [line for line in done.stdout.splitlines() if line.startswith(f"{stage} ")]
    return line


def test_the_long_run_goes_on_after_a_failure_and_names_it_at_the_end(project):
    done = long_run(project, FAILS="fuzz")

    assert done.returncode == 1
    assert "FAILED" in row(done, "fuzz")
    assert "passed" in row(done, "lighthouse")
    assert "1 failed, 0 did not run, 0 not asked for" in done.stdout


def test_what_cannot_be_set_up_or_is_skipped_did_not_run(project):
    done = long_run(project, FAILS="lighthouse", SKIPS="test-failures")

    assert done.returncode == 1
    assert "DID NOT RUN" in row(done, "lighthouse")
    assert "skipped: Only root can make a disk." in row(done, "failures")
    assert "SQLite" not in row(done, "failures")
    assert "0 failed, 2 did not run" in done.stdout


def test_stages_can_be_chosen_and_the_table_says_what_was_not(project):
    done = long_run(project, STAGES="fuzz screenshots")

    assert done.returncode == 0
    assert "not asked for" in row(done, "races")
    assert "2 passed, 0 failed, 0 did not run" in done.stdout
    assert [line.split()[0] for line in project.asked] == [
        "python-development",
        "fuzz",
        "test-tools",
        "screenshots",
    ]
    assert long_run(project, STAGES="fuzzy").returncode == 2


def test_an_interrupted_long_run_goes_on_with_what_has_not_passed_on_this_code(project):
    long_run(project, FAILS="fuzz")
    project.write("CHANGELOG.md", CHANGES.replace(" (not released)", ", today"))
    project.commit()
    before = len(project.asked)

    done = long_run(project)

    assert done.returncode == 0
    assert "failed before on this code: 1" in row(done, "fuzz")
    assert "UTC" in row(done, "screenshots")
    again = [line.split()[0] for line in project.asked[before:]]
    assert ("fuzz" in again, "screenshots" in again) == (True, False)
    # A stage that is named runs.
    long_run(project, STAGES="screenshots")
    # Other code, and code that is not committed, has passed nothing.
    project.write(MIGRATION, "operations = [2]\n")
    long_run(project)
    project.commit()
    long_run(project)
    again = [line.split()[0] for line in project.asked[before:]]
    assert again.count("screenshots") == 3


def test_every_target_of_the_long_run_is_there_and_no_test_is_in_no_stage():
    from tests.long_run import APART, STAGES

    makefile = (PROJECT_DIR / "Makefile").read_text()

    for stage in STAGES:
        for target in (*stage.target.split(), *stage.prepare.split()):
            assert f"\n{target}:" in makefile, target
    for path in APART:
        assert (PROJECT_DIR / path).exists(), path
        named = [each for each in STAGES if path in (each.tests or "").split()]
        assert named or path == "tests/failures"
