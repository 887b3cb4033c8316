"""Whether editors and health checks are answered while 50 networks ask for the dearest public addresses.

The site has 3,000 recommendations and stands behind the shipped nginx, with its limits, and two gunicorns as
the units start them: one for readers, one for editors. Each client has an address of its own, so that the
limits stop none of them alone. It tells figures and fails for none: they depend on the machine.
"""

import concurrent.futures
import contextlib
import http.client
import itertools
import os
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from site_config.settings.environment import PROJECT_DIR
from tests.complaints import addresses
from tests.deploy import front
from tests.ports import free_ports

from . import server
from .size import sized

SUPER_COMPLAINTS, RECOMMENDATIONS = int(os.environ.get("SUPER_COMPLAINTS", "100")), 30
CLIENTS = sized(50, 2)
SECONDS = sized(60, 1)
READERS = ["site_config.wsgi", "--workers", "2", "--threads", "3", "--no-control-socket"]
EDITORS = ["site_config.wsgi", "--workers", "1", "--threads", "3", "--no-control-socket"]
WATCHED = {"/healthz": "/healthz", "admin": "/admin/", "admin: recommendations": "/admin/pages/"}
SIGN_IN = (
    "from django.test import Client; from django.contrib.auth import get_user_model as model;"
    "user = model().objects.create_superuser('flood', 'flood@example.org', 'flood'); client = Client();"
    "client.force_login(user); session = client.session; session['second_factor'] = True; session.save();"
    "print('session', client.cookies['sessionid'].value)"
)


def ask(nginx: front.Front, path: str, source: str, cookie: str = "") -> tuple[int, float]:
    """Return the status of an answer and the seconds that it took; 0 if none came."""
    started = time.perf_counter()
    try:
        with contextlib.closing(nginx.connect(source)) as connection:
            answer = front.ask(connection, path, **({"Cookie": cookie} if cookie else {}))
        return answer.status, time.perf_counter() - started
    except (OSError, http.client.HTTPException, ssl.SSLError):
        return 0, time.perf_counter() - started


def dearest() -> dict[str, str]:
    """Return the addresses that are made for each request or are large, whatever stands in the query."""
    day = str(datetime.now(UTC).date())
    lists = addresses.section_addresses("recommendation 1", "recommendation 2.1", day)
    wanted = [*addresses.files(), "register as it stood", "recommendations with words", "search", "sitemap"]
    whole = {"whole response": "/super-complaints/sample-1/whole-response/"}
    return {name: lists[name] for name in wanted} | whole


def flood(nginx: front.Front, cookie: str) -> None:
    """Ask for all that is dear at once, and measure what editors and health checks wait meanwhile."""
    numbers, over = itertools.count(), threading.Event()
    statuses: dict[str, Counter[int]] = defaultdict(Counter)
    asked = [*dearest().items()]

    def client(number: int) -> None:
        while not over.is_set():
            count = next(numbers)
            name, path = asked[count % len(asked)]
            # What is made for each request anyway is asked for as it is.
            asking = path if "?" in path else f"{path}?x={count}"
            statuses[name][ask(nginx, asking, f"127.0.1.{number + 1}")[0]] += 1

    waited: dict[str, list[float]] = defaultdict(list)
    failed: Counter[str] = Counter()
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as clients:
        for number in range(CLIENTS):
            clients.submit(client, number)
        until = time.monotonic() + SECONDS
        while time.monotonic() < until:
            for name, path in WATCHED.items():
                status, seconds = ask(nginx, path, "127.0.0.1", cookie)
                waited[name].append(seconds)
                failed[name] += status != http.HTTPStatus.OK
        over.set()
    print(f"\n{CLIENTS} clients for {SECONDS} s asked {sum(map(Counter.total, statuses.values()))} times:")
    for name, counts in statuses.items():
        print(f"  {name:32}{', '.join(f'{count} x {status}' for status, count in sorted(counts.items()))}")
    print(f"\n{'Meanwhile, seconds':34}{'median':>8}{'longest':>9}{'asked':>7}{'failed':>8}")
    for name, times in waited.items():
        print(f"  {name:32}{statistics.median(times):8.2f}{max(times):9.2f}{len(times):7}{failed[name]:8}")


def main() -> None:
    """Set the site up, measure it and throw it away."""
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="super-complaints-flood-")))
        (folder / "data").mkdir()
        database = stack.enter_context(server.database(folder))
        port, editors_port = free_ports(2)
        nginx = stack.enter_context(
            front.serving(folder, port, host="localhost", limits={}, editors_port=editors_port)
        )
        variables = server.variables_of(
            database,
            folder / "data",
            TRUSTED_PROXY="1",
            ALLOWED_HOSTS="localhost,127.0.0.1",
            BASE_URL="https://localhost",
            **nginx.environment,
        )
        environment = {**os.environ, **variables}
        started = time.perf_counter()
        sizes = [f"--super-complaints={SUPER_COMPLAINTS}", f"--recommendations={RECOMMENDATIONS}"]
        server.fill(environment, "-m", "tests.bench.sample", *sizes)
        seconds = time.perf_counter() - started
        print(f"{SUPER_COMPLAINTS * RECOMMENDATIONS:,} recommendations loaded in {seconds:.0f} s.")
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SIGN_IN]
        told = subprocess.check_output(command, cwd=PROJECT_DIR, env=environment, text=True)  # noqa: S603
        session = told.split("session ")[1].split()[0]
        for options, at in ((READERS, port), (EDITORS, editors_port)):
            stack.enter_context(server.serving(options, folder / f"application-{at}.log", environment, at))
        print(f"\n{'One at a time, seconds':34}{'first':>8}{'again':>9}{'with a query that it ignores':>32}")
        for name, path in dearest().items():
            mark = "&" if "?" in path else "?"
            found = [ask(nginx, each, "127.0.0.1") for each in (path, path, f"{path}{mark}x=1")]
            print(f"  {name:32}{found[0][1]:8.2f}{found[1][1]:9.2f}{found[2][1]:25.2f} ({found[2][0]})")
        flood(nginx, f"sessionid={session}")


if __name__ == "__main__":
    main()
