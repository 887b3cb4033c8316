"""Makes a release: ``python requirements/release.py 1.0.0``, as ``make release VERSION=1.0.0`` runs it.

It refuses what is not ready, writes the date of the release and the list of its
migrations into a commit, checks and tests that commit, writes ``build/release/``, and
tags. If a check fails, the commit is taken back and nothing is tagged. In the end it
names the long checks, which are run by themselves. ``docs/changing.md`` says how to
make a release.
"""

import datetime
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
BRANCH = "main"
CHANGELOG = PROJECT / "CHANGELOG.md"
MIGRATIONS = PROJECT / "requirements" / "released-migrations.txt"
"""The migrations of the last release with their digests, in the form of ``sha256sum``."""
RELEASE = PROJECT / "build" / "release"
NOT_RELEASED = " (not released)"
VERSION = re.compile(r"\d+\.\d+\.\d+")
CHECKS = (["make", "check"], ["make", "test"])
LONG_CHECKS = (
    "EFFORT=full make test",
    "make test-failures",
    "make restore-drill",
    "make fuzz",
    "make measure-exit",
    "make measure-exit-history STEPS=back",
    "make bench",
)
"""They take hours: each is run by itself on the day of a release."""
PACKING = (["make", "supply"], ["make", "archive"])


def main(version: str = "") -> int:
    """Make the release, or say why not; return the status."""
    reasons = list(refusal_reasons(version))
    if reasons:
        print("No release was made:", *reasons, sep="\n- ")
        return 1
    prepare(version)
    is_done = False
    try:
        is_done = all(run(command) for command in (*CHECKS, *PACKING))
    finally:
        # Also after Ctrl-C.
        if not is_done:
            git("reset", "--quiet", "--keep", "HEAD~1")
            print("No release was made: a check failed. See above.")
    if not is_done:
        return 1
    write_files(version)
    git("tag", "--annotate", version, "--message", f"Release {version}")
    print(f"Released {version}: the tag {version}, and {RELEASE.relative_to(PROJECT)}/")
    print("Push it when each of these has passed on it:", *LONG_CHECKS, sep="\n- ")
    return 0


def refusal_reasons(version: str) -> Iterator[str]:
    """Yield each reason why the release cannot be made."""
    if not VERSION.fullmatch(version):
        yield f"“{version}” is not a version such as 1.0.0."
        return
    if git("status", "--porcelain"):
        yield "There are changes that are not committed."
    branch = git("branch", "--show-current")
    if branch != BRANCH:
        yield f"Releases are made on the branch {BRANCH}; this is {branch or 'none'}."
    if git("tag", "--list", version):
        yield f"The tag {version} exists already."
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())["project"]
    if project["version"] != version:
        yield f"pyproject.toml has the version {project['version']}."
    if (
        f'\nsoftwareVersion: "{version}"\n'
        not in (PROJECT / "publiccode.yml").read_text()
    ):
        yield "publiccode.yml has another softwareVersion."
    yield from missing_in_changelog(version)
    yield from changed_migrations()


def missing_in_changelog(version: str) -> Iterator[str]:
    """Yield what the changelog lacks: an entry for the release, or upgrade notes of any entry."""
    _, *entries = re.split(r"^## ", CHANGELOG.read_text(), flags=re.MULTILINE)
    titles = [entry.partition("\n")[0] for entry in entries]
    if titles[:1] != [version + NOT_RELEASED]:
        yield f"CHANGELOG.md does not begin with an entry “{version}{NOT_RELEASED}”."
    for title, entry in zip(titles, entries, strict=True):
        notes = entry.partition("\n### To upgrade\n")[2].partition("\n### ")[0]
        if not notes.strip():
            yield f"CHANGELOG.md: {title} has no notes below “### To upgrade”."


def changed_migrations() -> Iterator[str]:
    """Yield each migration of the last release that is not what it was."""
    if not MIGRATIONS.exists():
        return
    now = set(migration_digests())
    for line in MIGRATIONS.read_text().splitlines():
        if line not in now:
            yield f"{line.split()[1]} was released and has been changed or removed."


def migration_digests() -> Iterator[str]:
    """Yield each migration as a line of ``sha256sum``."""
    paths = git("ls-files", "complaints", "pages", "site_config").splitlines()
    for path in sorted(paths):
        if "/migrations/" in path and not path.endswith("__init__.py"):
            digest = hashlib.sha256((PROJECT / path).read_bytes()).hexdigest()
            yield f"{digest}  {path}"


def prepare(version: str) -> None:
    """Commit the date of the release and the list of its migrations."""
    today = datetime.datetime.now(datetime.UTC)
    date = f"{today.day} {today:%B %Y}"
    text = CHANGELOG.read_text()
    title = f"## {version}{NOT_RELEASED}\n"
    CHANGELOG.write_text(text.replace(title, f"## {version}, {date}\n", 1))
    MIGRATIONS.write_text("".join(f"{line}\n" for line in migration_digests()))
    git("add", str(CHANGELOG), str(MIGRATIONS))
    git("commit", "--quiet", "--message", f"Release {version}")


def run(command: list[str]) -> bool:
    """Run a command; return True if it succeeded."""
    # With any of these set, only some of the checks would run.
    left_out = {"PYTEST", "EFFORT", "MAKEFLAGS", "MAKEOVERRIDES"}
    environment = {name: os.environ[name] for name in os.environ.keys() - left_out}
    print(f"--- {' '.join(command)}", flush=True)
    done = subprocess.run(command, cwd=PROJECT, env=environment, check=False)  # noqa: S603
    return done.returncode == 0


def write_files(version: str) -> None:
    """Write what a release consists of, with checksums."""
    shutil.rmtree(RELEASE, ignore_errors=True)
    RELEASE.mkdir(parents=True)
    build = PROJECT / "build"
    name = f"super-complaints-{version}"
    shutil.copy(build / "super-complaints.tar.gz", RELEASE / f"{name}.tar.gz")
    for part in ("python.cdx.json", "node.cdx.json", "licences.md"):
        shutil.copy(build / "supply" / part, RELEASE / f"{name}.{part}")
    lines = []
    for path in sorted(RELEASE.iterdir()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"{digest}  {path.name}\n")
    (RELEASE / "SHA256SUMS").write_text("".join(lines))


def git(*arguments: str) -> str:
    """Return what git prints."""
    command = ["git", *arguments]
    done = subprocess.run(  # noqa: S603
        command, cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
