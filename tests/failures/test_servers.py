"""Processes of the site die and restart: kept pages stay, and no feedback that was thanked for is lost."""

import os
import signal

import pytest

from tests.effort import by_effort
from tests.waiting import wait_until

from .load import under_load

pytestmark = pytest.mark.slow


def test_a_worker_that_is_killed_takes_no_kept_page_and_no_feedback_along(site):
    with under_load(site, "kill -9 of a worker, 3 times", killed=True) as load:
        for _ in range(3):
            before = site.workers
            os.kill(min(before), signal.SIGKILL)
            wait_until(lambda before=before: len(site.workers - before) == 1)
            load.goes_on()


@pytest.mark.long
def test_an_application_that_is_killed_whole_loses_nothing_and_restarts_cost_nobody_an_answer(
    site,
):
    with under_load(
        site, "kill -9 of all processes of the application, 5 times", killed=True
    ) as load:
        for _ in range(5):
            load.goes_on()
            site.kill_application()
            site.start_application()  # as its unit does
        site.wait_until_up()
    with under_load(site, "10 restarts by SIGTERM") as load:
        for _ in range(10):
            done = len(load.made)
            wait_until(lambda done=done: len(load.made) > done + 5)
            site.restart_application()
        site.wait_until_up()

    assert set(load.made) == {200}


def test_reloading_nginx_costs_nobody_an_answer(site):
    with under_load(site, "nginx reloaded") as load:
        for _ in range(by_effort(3, 20)):
            before = site.nginx.workers
            site.nginx.server.send_signal(signal.SIGHUP)
            wait_until(lambda before=before: site.nginx.workers - before)
            load.goes_on()

    assert set(load.made) == {200}


@pytest.mark.long
def test_a_process_of_nginx_that_is_killed_is_replaced_and_keeps_what_it_had(site):
    for number in range(1, 6):
        before = site.nginx.workers
        os.kill(min(before), signal.SIGKILL)
        wait_until(lambda before=before: len(site.nginx.workers - before) == 1)
        with under_load(
            site, f"after kill -9 of a process of nginx, {number} of 5"
        ) as load:
            load.goes_on()
