"""What editors, searches and feedback wait while very many ask for what is dear, search or sign in.

The site has 3,000 recommendations and stands behind the shipped nginx, with its limits,
and two gunicorns as the units start them: one for readers, one for editors. Each client
has an address of its own, so that the limits stop none of them alone. It tells figures
and fails for none: they depend on the machine.
"""

import concurrent.futures
import contextlib
import http.client
import itertools
import os
import re
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

from site_config.settings.environment import PROJECT_DIR
from tests.complaints import addresses
from tests.deploy import front
from tests.ports import free_ports

from . import server
from .size import IS_SMALLEST, sized

SUPER_COMPLAINTS, RECOMMENDATIONS = int(os.environ.get("SUPER_COMPLAINTS", "100")), 30
CLIENTS = sized(50, 2)
FEWER_CLIENTS = sized(40, 2)
SECONDS = sized(60, 0.1)
NICENESS = 6
"""Of the readers' processes beside the editors': about the share that CPUWeight=400 gives those."""
OPTIONS = ["site_config.wsgi", "--threads", "3", "--no-control-socket", "--workers"]
SIGN_IN = (
    "from django.test import Client; from django.contrib.auth import get_user_model as model;"
    "user = model().objects.create_superuser('flood', 'flood@example.org', 'flood'); client = Client();"
    "client.force_login(user); session = client.session; session['second_factor'] = True; session.save();"
    "print('session', client.cookies['sessionid'].value)"
)


Asked = tuple[int, float]
"""The status of an answer and the seconds that it took."""


def ask(
    nginx: front.Front,
    path: str,
    source: str,
    method: str = "GET",
    body: str = "",
    **headers: str,
) -> Asked:
    """Return the status of an answer and the seconds that it took; 0 if none came."""
    started = time.perf_counter()
    try:
        with contextlib.closing(nginx.connect(source)) as connection:
            if body:
                headers["Content_Type"] = "application/x-www-form-urlencoded"
            answer = front.ask(
                connection, path, method, body.encode() or None, **headers
            )
        return answer.status, time.perf_counter() - started
    except (OSError, http.client.HTTPException, ssl.SSLError):
        return 0, time.perf_counter() - started


def dearest() -> dict[str, str]:
    """Return the addresses that are made for each request or are large, whatever stands in the query."""
    lists = addresses.section_addresses("recommendation 1", "recommendation 2.1")
    wanted = [
        *addresses.files(),
        "recommendations with words",
        "search",
        "sitemap",
    ]
    whole = {"whole response": "/super-complaints/sample-1/whole-response/"}
    return {name: lists[name] for name in wanted} | whole


class Flood:
    """What many clients ask at once."""

    def __init__(self, nginx: front.Front) -> None:
        """Ask ``nginx``."""
        self.nginx = nginx
        self.dearest = [*dearest().values()]
        self.form = nginx.ask("/admin/login/")

    def dear_addresses(self, client: int, count: int) -> Asked:
        """Ask from a network for each client; what is made for each request anyway is asked for as it is."""
        path = self.dearest[count % len(self.dearest)]
        return ask(
            self.nginx,
            path if "?" in path else f"{path}?x={count}",
            f"127.0.1.{client + 1}",
        )

    def searches(self, client: int, count: int) -> Asked:
        """Search from four networks."""
        return ask(
            self.nginx, f"/search/?q=police+{count}", f"127.0.1.{client % 4 + 1}"
        )

    def sign_ins(self, client: int, count: int) -> Asked:
        """Guess at an account, from a network for each guess."""
        cookie = str(self.form["Set-Cookie"]).split(";")[0]
        (token,) = re.findall(rb'csrfmiddlewaretoken" value="(\w+)"', self.form.body)[
            :1
        ]
        form = {
            "login": f"{count}@example.org",
            "password": "guess",
            "csrfmiddlewaretoken": token.decode(),
        }
        source = f"127.{client + 2}.{count // 250 % 250}.{count % 250 + 1}"
        headers = {"Cookie": cookie, "Referer": "https://localhost/admin/login/"}
        return ask(
            self.nginx, "/admin/login/", source, "POST", urlencode(form), **headers
        )


def watched(nginx: front.Front, cookie: str) -> dict[str, Callable[[int], Asked]]:
    """Return what somebody else does meanwhile."""
    yes = urlencode({"useful": "yes", "about": "page", "page_path": "/"})
    return {
        **{
            path: lambda _, path=path: ask(nginx, path, "127.0.0.1", Cookie=cookie)
            for path in ("/healthz", "/admin/", "/admin/pages/")
        },
        "search": lambda count: ask(nginx, f"/search/?q=answer+{count}", "127.0.0.1"),
        "feedback": lambda count: ask(
            nginx, "/feedback/send/", f"127.0.2.{count % 250 + 1}", "POST", yes
        ),
    }


def flood(
    nginx: front.Front, client: Callable[[int, int], Asked], clients: int, cookie: str
) -> None:
    """Let ``clients`` ask at once, and measure what others wait meanwhile."""
    numbers, over = itertools.count(), threading.Event()
    statuses: Counter[int] = Counter()

    def go_on(number: int) -> None:
        # Others' machines take no time of the site's.
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 19)
        while not over.is_set():
            statuses[client(number, next(numbers))[0]] += 1

    waited: dict[str, list[float]] = defaultdict(list)
    failed: Counter[str] = Counter()
    with concurrent.futures.ThreadPoolExecutor(clients + 1) as pool:
        for number in range(clients):
            pool.submit(go_on, number)
        until, rounds = time.monotonic() + SECONDS, itertools.count()
        while time.monotonic() < until:
            count = next(rounds)
            for name, watch in watched(nginx, cookie).items():
                status, seconds = watch(count)
                waited[name].append(seconds)
                failed[name] += status not in (
                    http.HTTPStatus.OK,
                    http.HTTPStatus.SEE_OTHER,
                )
        over.set()
    answers = ", ".join(
        f"{count} x {status}" for status, count in sorted(statuses.items())
    )
    print(
        f"\n{clients} clients for {SECONDS} s, {client.__name__.replace('_', ' ')}: {answers}"
    )
    print(
        f"{'Meanwhile, seconds':34}{'median':>8}{'longest':>9}{'asked':>7}{'failed':>8}"
    )
    for name, times in waited.items():
        print(
            f"  {name:32}{statistics.median(times):8.2f}{max(times):9.2f}{len(times):7}{failed[name]:8}"
        )


def main() -> None:
    """Set the site up, measure it and throw it away."""
    with contextlib.ExitStack() as stack:
        folder = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="super-complaints-flood-")
            )
        )
        (folder / "data").mkdir()
        database = stack.enter_context(server.database(folder))
        port, editors_port = free_ports(2) if not IS_SMALLEST else free_ports(1) * 2
        nginx = stack.enter_context(
            front.serving(
                folder, port, host="localhost", limits={}, editors_port=editors_port
            )
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
        sizes = [
            f"--super-complaints={SUPER_COMPLAINTS}",
            f"--recommendations={RECOMMENDATIONS}",
        ]
        server.fill(environment, "-m", "tests.bench.sample", *sizes)
        seconds = time.perf_counter() - started
        print(
            f"{SUPER_COMPLAINTS * RECOMMENDATIONS:,} recommendations loaded in {seconds:.0f} s."
        )
        command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", SIGN_IN]
        told = subprocess.check_output(  # noqa: S603
            command, cwd=PROJECT_DIR, env=environment, text=True
        )
        session = told.split("session ")[1].split()[0]
        # In the smallest form one serves readers and editors.
        for at, workers in {editors_port: "1", port: sized("2", "1")}.items():
            log = folder / f"application-{at}.log"
            niceness = NICENESS if at == port else 0
            stack.enter_context(
                server.serving([*OPTIONS, workers], log, environment, at, niceness)
            )
        print(
            f"\n{'One at a time, seconds':34}{'first':>8}{'again':>9}{'with a query that it ignores':>32}"
        )
        for name, path in list(dearest().items())[: sized(None, 1)]:
            mark = "&" if "?" in path else "?"
            found = [
                ask(nginx, each, "127.0.0.1")
                for each in (path, path, f"{path}{mark}x=1")
            ]
            print(
                f"  {name:32}{found[0][1]:8.2f}{found[1][1]:9.2f}{found[2][1]:25.2f} ({found[2][0]})"
            )
        floods = Flood(nginx)
        for client, clients in (
            (floods.searches, 0),  # what they wait at other times
            (floods.dear_addresses, CLIENTS),
            (floods.searches, FEWER_CLIENTS),
            (floods.sign_ins, FEWER_CLIENTS),
        ):
            flood(nginx, client, clients, f"sessionid={session}")


if __name__ == "__main__":
    main()
