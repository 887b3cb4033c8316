"""Large files are made once a change, by one at a time, and sent from the disk."""

import errno
import gzip
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import BoundedSemaphore

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from complaints.data import data_files
from pages.http_cache import made_files
from pages.http_cache.made_files import BeingMadeError, MadeFileResponse, read_or_make
from pages.http_cache.models import Invalidation
from pages.http_cache.response_recorder import (
    record_next_change,
    record_reader_dependence,
    record_response,
    record_shown_keys,
)
from tests.bench.sample.loader import load_sample
from tests.waiting import PATIENCE, wait_until

ADDRESS = "/super-complaints/data/recommendations.json"
READERS = 8


@pytest.fixture(autouse=True)
def _files_are_kept(settings, tmp_path):
    settings.KEEP_MADE_FILES = True
    settings.MADE_FILES = tmp_path / "made"


class Maker:
    """Makes a file that shows what one key stands for."""

    def __init__(self, during=lambda: None):
        self.made = 0
        self.during = during

    def __call__(self):
        self.made += 1
        record_shown_keys("a")
        self.during()
        return f"{self.made}. " * 200

    def ask(self):
        """Return the number of the version that a reader gets, and what was recorded for the response."""
        with record_response() as record:
            made = read_or_make("file", self)
        return int(made.path("").read_text().partition(".")[0]), record


def test_a_file_is_made_once_until_something_it_shows_changes(db):
    maker = Maker()
    assert [maker.ask()[0] for _ in range(3)] == [1, 1, 1]

    Invalidation.objects.create(key="another", at=timezone.now())
    assert maker.ask()[0] == 1
    Invalidation.objects.create(key="a", at=timezone.now())
    assert [maker.ask()[0] for _ in range(2)] == [2, 2]


def test_on_a_full_disk_each_reader_gets_the_text_itself_and_operators_are_told(db, monkeypatch, caplog):
    def full(path, content):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(made_files, "_replace", full)
    maker = Maker()

    assert [read_or_make("file", maker)[:2] for _ in range(2)] == ["1.", "2."]
    assert "Make room there" in caplog.text


def test_a_change_while_it_is_made_makes_it_again(db):
    maker = Maker(lambda: Invalidation.objects.update_or_create(key="a", defaults={"at": timezone.now()}))
    maker.ask()
    maker.during = lambda: None

    assert [maker.ask()[0] for _ in range(2)] == [2, 2]


def test_it_is_made_again_when_time_has_changed_it(db, time_machine):
    time_machine.move_to("2038-03-01T09:00Z", tick=False)
    maker = Maker(lambda: record_next_change(timezone.now() + timedelta(hours=1)))
    maker.ask()

    time_machine.shift(3599)
    assert maker.ask()[0] == 1
    time_machine.shift(1)
    assert maker.ask()[0] == 2


def test_a_response_that_sends_it_records_what_it_shows(db):
    change = timezone.now() + timedelta(hours=1)
    maker = Maker(lambda: record_next_change(change))

    for _ in range(2):
        _, record = maker.ask()
        assert "a" in record.keys
        assert record.next_change == change


def test_what_depends_on_the_reader_is_made_for_each(db):
    maker = Maker(record_reader_dependence)

    assert [maker.ask()[0] for _ in range(2)] == [1, 2]


def test_others_wait_while_one_makes_it_and_more_are_sent_away(db, monkeypatch):
    monkeypatch.setattr(made_files, "_threads", BoundedSemaphore(2))
    may_go_on, begun = threading.Event(), threading.Event()
    maker = Maker(lambda: (begun.set(), may_go_on.wait(PATIENCE)))

    def ask():
        with record_response():
            return read_or_make("file", maker)

    monkeypatch.setattr(made_files.MadeFile, "holds", lambda self: True)  # no database in the threads
    with ThreadPoolExecutor(2) as readers:
        first = readers.submit(ask)
        assert begun.wait(PATIENCE)
        second = readers.submit(ask)
        wait_until(lambda: not made_files._threads._value)
        with pytest.raises(BeingMadeError):
            ask()
        may_go_on.set()
        assert first.result().digest == second.result().digest
    assert maker.made == 1


def test_what_was_replaced_is_deleted_once_nobody_reads_it(db, settings, monkeypatch):
    monkeypatch.setattr(made_files, "KEPT_FOR_READERS_SECONDS", -1)
    maker = Maker()
    for _ in range(3):
        maker.ask()
        Invalidation.objects.update_or_create(key="a", defaults={"at": timezone.now()})

    names = {path.name.partition(".")[2] for path in (settings.MADE_FILES / "file").iterdir()}
    assert names == {"", "json", "identity", "gzip", "br"}
    assert len(list((settings.MADE_FILES / "file").iterdir())) == 5


def test_it_is_sent_in_parts_in_each_encoding(client, section, monkeypatch):
    monkeypatch.setattr(made_files, "CHUNK_BYTES", 100)
    plain = client.get(ADDRESS)
    packed = client.get(ADDRESS, headers={"accept-encoding": "gzip"})

    assert isinstance(plain, MadeFileResponse)
    assert len(list(plain)) > 1
    assert b"".join(plain) == plain.content == gzip.decompress(packed.content)
    assert int(plain["Content-Length"]) == len(plain.content)
    assert client.get(ADDRESS, headers={"if-none-match": packed["ETag"]}).status_code == 304
    assert client.head(ADDRESS).content == b""


def test_who_comes_too_late_is_told_to_try_again(client, section, monkeypatch):
    def busy(*_):
        raise BeingMadeError

    monkeypatch.setattr("complaints.data.views.read_or_make", busy)
    answer = client.get(ADDRESS)

    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert b"Try again in a few seconds" in answer.content


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.django_db(transaction=True)
def test_many_who_ask_at_once_cause_one_making(monkeypatch):
    load_sample(super_complaints=2, recommendations=30)
    monkeypatch.setattr(made_files, "_threads", BoundedSemaphore(READERS))
    written = []
    file = data_files.FILES_BY_NAME["recommendations.json"]
    write = file.write

    def counted(section):
        written.append(threading.current_thread())
        return write(section)

    monkeypatch.setitem(vars(file), "write", counted)
    together = threading.Barrier(READERS, timeout=PATIENCE)

    def ask(_):
        together.wait()
        try:
            answer = Client().get(ADDRESS)
            return answer.status_code, answer.content
        finally:
            connections.close_all()

    with ThreadPoolExecutor(READERS) as readers:
        answers = list(readers.map(ask, range(READERS)))

    assert len(written) == 1
    assert {status for status, _ in answers} == {200}
    assert len({body for _, body in answers}) == 1
    assert answers[0][1].count(b'"wording"') >= 60
    connection.close()
