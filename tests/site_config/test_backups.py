"""A backup holds everything, opens for its key alone, and is restored only whole and into an empty place."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tarfile
from unittest.mock import Mock
from urllib.parse import urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection

from site_config import backups
from site_config.models import BACKUP, Heartbeat
from site_config.settings.environment import PROJECT_DIR

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def place(tmp_path, settings):
    """Folders of an installation, with an upload."""
    settings.DATA_DIR = tmp_path / "data"
    settings.MEDIA_ROOT = tmp_path / "data" / "media"
    settings.PUBLISHED_DIR = str(tmp_path / "published")
    settings.BACKUP_DIR = tmp_path / "backups"
    settings.BACKUP_KEY = ""
    (settings.MEDIA_ROOT / "documents").mkdir(parents=True)
    (settings.MEDIA_ROOT / "documents" / "plan.pdf").write_bytes(b"an upload")
    return tmp_path


@pytest.fixture
def make_backup(place):
    """Return a function that makes a backup, and where it is."""

    def make(**options):
        call_command("backup", **options)
        return max((place / "backups").glob("*.tar*"))

    return make


@pytest.fixture
def key(place, settings):
    """A key for backups; returns the file of its identity."""
    assert shutil.which("age-keygen"), "make test-tools installs Debian's age"
    identity = place / "identity.txt"
    made = subprocess.run(  # noqa: S603
        [shutil.which("age-keygen"), "-o", identity],
        check=True,
        capture_output=True,
        text=True,
    )
    settings.BACKUP_KEY = made.stderr.split()[-1]
    return identity


@pytest.mark.both_databases
def test_it_is_private_and_holds_database_uploads_and_settings(
    home, make_backup, monkeypatch
):
    monkeypatch.setenv("SECRET_KEY", "canary")
    monkeypatch.setenv("EMAIL_URL", "submission://site:canary@mail")
    monkeypatch.setenv("OIDC_URL", "canary")
    monkeypatch.setenv("DATABASE_URL", "postgres://site:canary@localhost/site")
    monkeypatch.setenv("FEEDBACK_DAYS", "30")

    backup = make_backup()

    assert backup.stat().st_mode & 0o777 == 0o600
    with tarfile.open(backup) as found:
        names = {name.removeprefix("./") for name in found.getnames()}
        settings = found.extractfile("./settings.env").read().decode()
    assert {"media/documents/plan.pdf", "manifest.json", "settings.env"} < names
    assert names & set(backups.FILE_NAMES.values())
    assert "FEEDBACK_DAYS='30'" in settings
    assert "canary" not in settings
    assert Heartbeat.last(BACKUP)


def test_a_full_disk_is_called_so(place, monkeypatch):
    for error in (
        OSError(errno.ENOSPC, "failed"),
        backups.BackupError("age: write: no space left on device"),
    ):
        monkeypatch.setattr(backups, "pack", Mock(side_effect=error))
        with pytest.raises(CommandError, match="The disk is full: make room in /"):
            call_command("backup")


def test_without_the_database_no_backup_is_made_and_that_is_said(place, monkeypatch):
    monkeypatch.setattr(
        backups, "dump", Mock(side_effect=OperationalError("connection is bad"))
    )

    with pytest.raises(CommandError, match=r"No backup was made\. connection is bad"):
        call_command("backup")


def test_only_the_newest_are_kept(make_backup, place, time_machine):
    for day in range(1, 5):
        time_machine.move_to(f"2026-12-0{day}T03:00Z")
        make_backup(keep=2)

    assert sorted(path.name[:28] for path in (place / "backups").iterdir()) == [
        "super-complaints-20261203T03",
        "super-complaints-20261204T03",
    ]


@pytest.mark.slow
def test_an_encrypted_one_opens_for_its_identity_alone(make_backup, key, place):
    backup = make_backup()

    assert backup.name.endswith(".tar.age")
    assert b"an upload" not in backup.read_bytes()
    call_command("restore", backup, identity=key, check=True)
    with pytest.raises(CommandError, match="--identity"):
        call_command("restore", backup, check=True)
    other = place / "other.txt"
    subprocess.run(  # noqa: S603
        [shutil.which("age-keygen"), "-o", other], check=True, capture_output=True
    )
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("restore", backup, identity=other, check=True)


def test_a_wrong_key_makes_no_backup(make_backup, place, settings):
    settings.BACKUP_KEY = "age1nonsense"

    with pytest.raises(CommandError, match="BACKUP_KEY"):
        make_backup()
    assert list((place / "backups").iterdir()) == []
    assert not list((place / "data").glob("backup-*"))


@pytest.mark.parametrize("cut", [100, 5000])
def test_what_is_damaged_is_refused_before_anything_is_changed(
    make_backup, settings, monkeypatch, cut
):
    loaded = []
    monkeypatch.setattr(backups, "is_empty", lambda: True)
    monkeypatch.setattr(backups, "load", loaded.append)
    backup = make_backup()
    shutil.rmtree(settings.MEDIA_ROOT)
    os.truncate(backup, backup.stat().st_size - cut if cut == 100 else cut)
    if cut == 100:
        content = bytearray(backup.read_bytes())
        position = content.find(b"an upload")
        content[position] ^= 1
        backup.write_bytes(content)

    with pytest.raises(CommandError, match="Take another"):
        call_command("restore", backup)
    assert loaded == []
    assert not settings.MEDIA_ROOT.exists()


@pytest.fixture
def empty_database(place):
    """The address of a database of the same kind that has no tables."""
    if connection.vendor == "sqlite":
        yield f"sqlite:///{place / 'empty.sqlite3'}"
        return
    name = f"{connection.settings_dict['NAME']}_restored"
    with connection.cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{name}"')
    yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
    with connection.cursor() as cursor:
        cursor.execute(f'DROP DATABASE "{name}"')


@pytest.mark.slow
@pytest.mark.both_databases
def test_what_was_backed_up_is_restored_in_an_empty_place(
    home, make_backup, empty_database, place, settings
):
    backup, folder = make_backup(), place / "new"
    variables = {
        "DJANGO_SETTINGS_MODULE": "site_config.settings.local",
        "DATA_DIR": str(folder),
    }
    variables["SECRET_KEY"] = settings.SECRET_KEY

    done = subprocess.run(  # noqa: S603
        [sys.executable, PROJECT_DIR / "manage.py", "restore", backup],
        env={**os.environ, **variables, "DATABASE_URL": empty_database},
        capture_output=True,
        text=True,
        check=False,
    )

    # The screen has compared the rows.
    assert "Restored what was backed up" in done.stdout, done.stderr
    assert (folder / "media" / "documents" / "plan.pdf").read_bytes() == b"an upload"


def test_it_is_not_restored_over_what_is_there_or_from_another_kind_of_database(
    make_backup, monkeypatch, tmp_path
):
    (tmp_path / "database.other").touch()
    with pytest.raises(backups.BackupError, match="DATABASE_URL"):
        backups.load(tmp_path)
    backup = make_backup()

    with pytest.raises(CommandError, match="not empty"):
        call_command("restore", backup)
    monkeypatch.setattr(backups, "is_empty", lambda: True)
    with pytest.raises(CommandError, match="The folder of uploads is not empty"):
        call_command("restore", backup)


def test_what_the_new_place_lacks_is_named_before_anything_is_changed(
    make_backup, monkeypatch, settings, capsys
):
    monkeypatch.setenv("FEEDBACK_DAYS", "30")
    former, settings.SECRET_KEY_FALLBACKS = settings.SECRET_KEY, ["former"]
    backup = make_backup()
    monkeypatch.delenv("FEEDBACK_DAYS")
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new", [former]
    loaded = []
    monkeypatch.setattr(backups, "is_empty", loaded.append)

    with pytest.raises(CommandError, match="Nothing was changed"):
        call_command("restore", backup)
    told = capsys.readouterr().err
    assert "FEEDBACK_DAYS" in told and "SECRET_KEY_FALLBACKS" in told
    assert loaded == []
    settings.SECRET_KEY_FALLBACKS = [former, "former"]
    call_command("restore", backup, check=True)
    assert "SECRET_KEY" not in capsys.readouterr().err


def test_what_a_killed_backup_left_readable_is_gone_with_the_next(
    make_backup, place, settings
):
    settings.DATA_DIR.mkdir(exist_ok=True)
    settings.BACKUP_DIR.mkdir(exist_ok=True)
    # A program that is killed runs nothing more, and the system lets its lock go.
    code = """
import os, pathlib, signal, sys
from site_config import backups
data, place = map(pathlib.Path, sys.argv[1:])
with backups.only_backup(data, place):
    folder = data / f"{backups.UNPACKED}killed"
    folder.mkdir()
    (folder / "database.dump").write_text("readable")
    (place / ".x.tar.unfinished").write_text("half")
    os.kill(os.getpid(), signal.SIGKILL)
"""
    command = [sys.executable, "-c", code, settings.DATA_DIR, settings.BACKUP_DIR]
    killed = subprocess.run(command, check=False, cwd=PROJECT_DIR)  # noqa: S603
    assert killed.returncode == -signal.SIGKILL
    assert [*settings.DATA_DIR.glob("backup-*/database.dump")]

    make_backup()

    assert not [*settings.DATA_DIR.glob("backup-*")]
    assert not [*settings.BACKUP_DIR.glob(".*")]


def test_a_second_backup_at_once_is_refused_and_harms_nothing_of_the_first(
    place, settings
):
    with backups.only_backup(settings.DATA_DIR, settings.BACKUP_DIR):
        first = settings.DATA_DIR / "backup-first"
        first.mkdir()

        with pytest.raises(CommandError, match="Another backup is being made"):
            call_command("backup")

        assert first.exists()
