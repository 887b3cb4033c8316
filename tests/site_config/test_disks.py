"""A disk that hangs keeps nobody waiting, and a disk without inodes counts as full."""

import os
import threading
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from site_config import disks


@pytest.fixture
def hanging(tmp_path, monkeypatch):
    """Return a function that reads a file whose opening blocks, as a disk does that hangs."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    asked = []
    monkeypatch.setattr(disks, "PATIENCE_SECONDS", 0.05)

    def read(*_):
        asked.append(threading.current_thread())
        return pipe.read_text()

    yield SimpleNamespace(read=read, asked=asked)
    if asked:
        pipe.open("w").close()
    for thread in asked:
        thread.join()


@pytest.fixture
def backups_hang(hanging, monkeypatch, settings, tmp_path):
    """Let the disk of the backups hang."""
    settings.BACKUP_DIR = tmp_path / "away"
    free_part = disks.free_part
    monkeypatch.setattr(
        disks,
        "free_part",
        lambda place: (
            hanging.read() if place == settings.BACKUP_DIR else free_part(place)
        ),
    )


def test_a_disk_that_hangs_is_left_after_a_moment_and_holds_one_thread(hanging):
    for _ in range(3):
        with pytest.raises(disks.DiskHangsError, match="The backups does not answer"):
            disks.ask_in_time("The backups", hanging.read)

    assert len(hanging.asked) == 1


def test_what_a_disk_refuses_is_passed_on(tmp_path):
    with pytest.raises(FileNotFoundError):
        disks.ask_in_time("Nothing there", (tmp_path / "nothing").read_text)


def test_the_parts_are_those_of_each_disk_and_of_one_that_hangs_none(
    backups_hang, settings
):
    parts = disks.free_parts()

    assert parts["backups"] == 0
    assert 0 < parts["system"] <= 1
    assert 0 < parts["data"] <= 1


def test_a_disk_without_inodes_is_full(tmp_path, monkeypatch):
    usage = SimpleNamespace(f_bavail=90, f_blocks=100, f_favail=5, f_files=100)
    monkeypatch.setattr(disks.os, "statvfs", lambda _: usage)

    assert disks.free_part(tmp_path) == 0.05

    usage.f_files = 0  # this file system counts none
    assert disks.free_part(tmp_path) == 0.9


def test_the_disk_of_the_database_on_this_host_is_among_them(tmp_path, monkeypatch):
    monkeypatch.setattr(disks, "POSTGRESQL", tmp_path)
    assert "database" in disks.free_parts()

    monkeypatch.setattr(disks, "POSTGRESQL", tmp_path / "on another host")
    assert "database" not in disks.free_parts()


def test_measurements_and_checks_answer_while_the_disk_of_the_backups_hangs(
    db, backups_hang, client, settings, capsys, monkeypatch
):
    settings.METRICS_TOKEN = "the token"

    answer = client.get("/metrics", headers={"authorization": "Bearer the token"})

    assert "super_complaints_disk_free_ratio 0\n" in answer.content.decode()
    monkeypatch.setattr(
        "site_config.management.commands.check_operation._disk", disks.free_part
    )
    with pytest.raises(CommandError):
        call_command("check_operation")
    assert "WRONG  the disk of the backups answers" in capsys.readouterr().out
