"""Processes of the site die and restart: kept pages stay, and no feedback that was thanked for is lost."""

import os
import signal

import pytest

from tests.effort import by_effort
from tests.waiting import wait_until

from .load import Load

pytestmark = pytest.mark.slow


def test_a_worker_that_is_killed_takes_no_kept_page_and_no_feedback_along(site):
    load = Load(site)
    with load.going_on():
        for _ in range(3):
            before = site.workers
            os.kill(min(before), signal.SIGKILL)
            wait_until(lambda before=before: len(site.workers - before) == 1)
            load.goes_on()

    load.report("kill -9 of a worker, 3 times")
    load.assert_nothing_lost(killed=True)


@pytest.mark.long
def test_an_application_that_is_killed_whole_loses_nothing_and_restarts_cost_nobody_an_answer(site):
    load = Load(site)
    with load.going_on():
        for _ in range(5):
            load.goes_on()
            site.kill_application()
            site.start_application()  # as its unit does
        site.wait_until_up()

    load.report("kill -9 of all processes of the application, 5 times")
    load.assert_nothing_lost(killed=True)
    load = Load(site)
    with load.going_on():
        for _ in range(10):
            done = len(load.made)
            wait_until(lambda done=done: len(load.made) > done + 5)
            site.restart_application()
        site.wait_until_up()

    load.report("10 restarts by SIGTERM")
    load.assert_nothing_lost()
    assert set(load.made) == {200}


def test_reloading_nginx_costs_nobody_an_answer(site):
    load = Load(site)
    with load.going_on():
        for _ in range(by_effort(3, 20)):
            before = site.nginx.workers
            site.nginx.server.send_signal(signal.SIGHUP)
            wait_until(lambda before=before: site.nginx.workers - before)
            load.goes_on()

    load.report("nginx reloaded")
    load.assert_nothing_lost()
    assert set(load.made) == {200}


@pytest.mark.long
def test_a_process_of_nginx_that_is_killed_is_replaced_and_keeps_what_it_had(site):
    load = Load(site)
    for _ in range(5):
        before = site.nginx.workers
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda before=before: len(site.nginx.workers - before) == 1)
        with load.going_on():
            load.goes_on()

    load.report("kill -9 of a process of nginx, 5 times")
    load.assert_nothing_lost()
