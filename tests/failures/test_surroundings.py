"""The disk of the site's own files, clients and clocks fail: readers and senders do not notice."""

import contextlib
import socket
import subprocess
import sys

import pytest

from tests.effort import by_effort
from tests.waiting import wait_until

from . import servers
from .load import under_load

pytestmark = pytest.mark.slow
FILE = "/super-complaints/data/recommendations.csv"
PUBLISH = """
import django
django.setup()
from complaints.models import SuperComplaintPage
from tests.factories.published import publish
page = SuperComplaintPage.objects.first()
page.title = "Published just now"
publish(page)
"""
PUBLISH_TOMORROW = """
import datetime, django, time_machine
with time_machine.travel(datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=1)):
    django.setup()
    from django.core.management import call_command
    from complaints.models import SuperComplaintPage
    from tests.factories.published import publish
    page = SuperComplaintPage.objects.first()
    page.title = "Published tomorrow"
    publish(page)
    call_command("run_scheduled")
"""


@pytest.mark.long
def test_a_full_disk_for_its_files_fails_no_reader_and_shows_nothing_old(
    database, tmp_path, small_disk
):
    disk = small_disk("4m")
    with (
        servers.serving(
            database,
            tmp_path,
            PUBLISHED_DIR=str(disk.folder),
            **servers.EVERY_EDITION,
        ) as site,
        disk.full(),
    ):
        program = [sys.executable, "-c", PUBLISH]
        subprocess.run(  # noqa: S603
            program, env=site.environment, check=True, cwd=servers.PROJECT_DIR
        )
        assert b"Published just now" in site.nginx.ask(servers.KEPT).body
        with under_load(site, "the disk of the published files full") as load:
            load.goes_on(10)
            files = [site.nginx.ask(f"{FILE}?{number}").status for number in range(10)]
            file = site.nginx.ask(FILE)

    assert set(load.made) == {200}
    assert set(files) == {302}  # to the address without a query
    assert (file.status, file["Content-Type"].split(";")[0]) == (200, "text/csv")


def test_clients_by_the_thousand_who_say_nothing_or_half_of_it_close_the_site_to_nobody(
    site,
):
    """Each from a network of its own: one network has a limit (``deploy/test_doors.py``)."""
    with contextlib.ExitStack() as stack:
        for number in range(by_effort(300, 2000)):
            source = f"127.2.{number // 200}.{number % 200 + 1}"
            if number % 2:
                address = ("127.0.0.1", site.nginx.port)
                stack.enter_context(
                    socket.create_connection(address, source_address=(source, 0))
                )
            else:
                connection = stack.enter_context(
                    contextlib.closing(site.nginx.connect(source))
                )
                connection.sock.sendall(
                    b"POST /feedback/send/ HTTP/1.1\r\nHost: www.example.org\r\nContent-Le"
                )
        with under_load(site, "slow and idle clients") as load:
            load.goes_on(10)

    assert set(load.made) == {200}


@pytest.mark.long
def test_a_clock_that_was_a_day_ahead_keeps_no_page_from_being_published(site):
    """A host publishes with a wrong clock, and is set right."""
    program = [sys.executable, "-c", PUBLISH_TOMORROW]
    subprocess.run(program, env=site.environment, check=True, cwd=servers.PROJECT_DIR)  # noqa: S603

    wait_until(lambda: b"Published tomorrow" in site.nginx.ask(servers.KEPT).body)
    wait_until(lambda: site.is_file(servers.KEPT))
    with under_load(site, "a clock ahead by a day, and back") as load:
        load.goes_on()
