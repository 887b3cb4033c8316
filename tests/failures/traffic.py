"""Readers, senders of feedback and an editor who come at a steady pace, and how they were answered."""

import contextlib
import http.client
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlencode

from tests.deploy.front import HOST, Answer, Front, ask

from .servers import FORM_TYPE, KEPT, feedback_form

PAGES = [*[KEPT, "/"] * 8, KEPT, "/cookies/", "/feedback/", "/search/?q=police"]
READS_A_SECOND = 40
NETWORKS = itertools.count()


@dataclass
class Traffic:
    """What is asked of ``nginx``, each request at its moment, however slowly others are answered."""

    nginx: Front
    editor: dict[str, str]
    """The cookies of somebody who saves."""
    form: dict[str, str]
    """What they save, and at which ``address``."""
    answers: list[tuple[str, int | str, float]] = field(default_factory=list)
    """What was asked, the status or what broke, and the seconds."""
    thanked: set[str] = field(default_factory=set)

    def read(self, number: int) -> tuple[str, Answer]:
        """Read the next page."""
        path = PAGES[number % len(PAGES)]
        return path, self.nginx.ask(path)

    def send(self, number: int) -> tuple[str, Answer]:
        """Send feedback from a network of its own."""
        text = f"Piece {number} of {id(self)}"
        network = next(NETWORKS)
        with contextlib.closing(
            self.nginx.connect(f"127.3.{network // 200}.{network % 200 + 1}")
        ) as reader:
            answer = ask(
                reader, "/feedback/send/", "POST", feedback_form(text), **FORM_TYPE
            )
        if answer.status == 303:
            self.thanked.add(text)
        return "feedback sent", answer

    def save(self, number: int) -> tuple[str, Answer]:
        """Save a draft."""
        form = self.form | {"title": f"Title {number}"}
        token = "t" * 32
        cookies = self.editor | {"csrftoken": token}
        answer = self.nginx.ask(
            form["address"],
            "POST",
            urlencode(form).encode(),
            Cookie="; ".join(f"{name}={value}" for name, value in cookies.items()),
            X_CSRFToken=token,
            Referer=f"https://{HOST}/admin/",
            **FORM_TYPE,
        )
        return "draft saved", answer

    @contextlib.contextmanager
    def going_on(self) -> Iterator[None]:
        """Let all of them come while the code inside runs, and wait for the last answers."""
        over, asking = threading.Event(), []

        def note(step: Callable[[int], tuple[str, Answer]], number: int) -> None:
            began_at = time.monotonic()
            try:
                name, answer = step(number)
                found: int | str = answer.status
            except (OSError, http.client.HTTPException) as error:
                name, found = step.__name__, repr(error)
            self.answers.append((name, found, time.monotonic() - began_at))

        def pace() -> None:
            began_at = time.monotonic()
            for number in itertools.count():
                steps = (
                    [self.read]
                    if number % READS_A_SECOND
                    else [self.read, self.send, self.save]
                )
                for step in steps:
                    asking.append(threading.Thread(target=note, args=(step, number)))
                    asking[-1].start()
                if over.wait(
                    max(0, began_at + (number + 1) / READS_A_SECOND - time.monotonic())
                ):
                    return

        pacing = threading.Thread(target=pace)
        pacing.start()
        try:
            yield
        finally:
            over.set()
            for thread in [pacing, *asking]:
                thread.join()

    @property
    def failed(self) -> list[tuple[str, int | str, float]]:
        """Who was not answered as they should be."""
        good = {"feedback sent": 303, "draft saved": 302}
        return [
            answer for answer in self.answers if answer[1] != good.get(answer[0], 200)
        ]

    def report(self, name: str) -> None:
        """Print how many were asked, failed and slower than a second, and the slowest of each kind."""
        slowest: dict[str, float] = {}
        for kind, _, seconds in self.answers:
            slowest[kind] = max(seconds, slowest.get(kind, 0))
        slow = sum(seconds > 1 for _, _, seconds in self.answers)
        print(
            f"{name}: {len(self.answers)} asked, {len(self.failed)} failed, {slow} slower than 1 s; slowest:"
        )
        print("  failed:", self.failed[:5])
        print(
            "  "
            + ", ".join(
                f"{kind} {seconds:.2f} s" for kind, seconds in sorted(slowest.items())
            )
        )
