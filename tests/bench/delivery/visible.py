"""Row d: how soon a publication, and a withdrawal, shows everywhere while readers read."""

import random
import re
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from complaints.models import RecommendationResponsePage
from tests.bench.size import IS_SMALLEST, sized
from tests.deploy import front
from tests.factories.published import clear, unpublish

from .site import Bench
from .table import Row

CHANGES = sized(24, 2)
"""Half of them publish, half withdraw."""
SECONDS_BETWEEN_CHANGES = 5
READERS = 5
A_SECOND = 10
"""Requests of each reader."""
ENCODINGS = ["br", "gzip", ""]
MOST_SECONDS = 1.0
DATA = "/super-complaints/data/recommendations.json"
WORDING = re.compile(rb"Wording number (\d+)\.")


@dataclass
class _State:
    """What everybody must see by now."""

    path: str
    """Of the recommendation that is published and withdrawn."""
    number: int = 0
    is_public: bool = True
    epoch: int = 0
    """Grows before and after each change: what came between two looks at it is judged by neither."""
    judged: int = 0
    refused: int = 0
    """How often the data file was just being made, and whoever asked was to come again."""
    stale: list[str] = field(default_factory=list)
    over: bool = False

    def judge(self, epoch: int, path: str, answer: front.Answer) -> None:
        """Write down an ``answer`` that was asked for after the last change, if it shows what was before."""
        if epoch % 2 or epoch != self.epoch:
            return
        self.judged += 1
        if path == DATA and answer.status == 503:
            self.refused += 1
        elif not self._is_fresh(path, answer):
            self.stale.append(f"{path}: {answer.status}")

    def _is_fresh(self, path: str, answer: front.Answer) -> bool:
        if path == self.path and not self.is_public:
            return answer.status == 404
        body = _plain(answer)
        if path not in (self.path, DATA):
            # The super-complaint: it leads to what is public.
            return (
                answer.status == 200 and (self.path.encode() in body) == self.is_public
            )
        found = WORDING.search(body)
        shown = int(found[1]) if found else -1
        return answer.status == 200 and (
            shown >= self.number if self.is_public else shown == -1
        )


def _plain(answer: front.Answer) -> bytes:
    import gzip

    import brotli

    decode = {"gzip": gzip.decompress, "br": brotli.decompress}.get(
        answer["Content-Encoding"]
    )
    return decode(answer.body) if decode else answer.body


def rows(bench: Bench) -> list[Row]:
    """Publish and withdraw under load, and measure."""
    page = RecommendationResponsePage.objects.live().order_by("path").first()
    site = page.get_site()
    path, parent = page.relative_url(site), page.get_parent().relative_url(site)
    state = _State(path)
    _publish(page, 0)
    _wait()
    with ThreadPoolExecutor(READERS) as pool:
        read = [
            pool.submit(_read, bench, state, number, [path, parent, DATA])
            for number in range(READERS)
        ]
        begin, own = time.monotonic(), time.process_time()
        try:
            took = [
                _change(bench, page, path, state, number)
                for number in range(1, CHANGES + 1)
            ]
        finally:
            state.over = True
        elapsed = time.monotonic() - begin
        client = (time.process_time() - own) / elapsed
        asked = sum(each.result() for each in read)
    page.refresh_from_db()
    if not page.live:
        _publish(page, CHANGES + 1)
    milliseconds = [each * 1000 for each in took]
    worst = sorted(milliseconds)[-1]
    return [
        Row(
            "(d) change until all see it, median",
            "ms",
            milliseconds,
            digits=0,
            client=client,
        ),
        Row(
            "    requests meanwhile, each with a cookie of its own",
            "a second",
            [asked / elapsed],
            least=READERS * A_SECOND,
            digits=1,
        ),
        Row(
            f"    99th percentile (the slowest of {CHANGES})",
            "ms",
            [worst],
            most=MOST_SECONDS * 1000,
            digits=0,
        ),
        Row(
            "    stale answers after it",
            f"of {state.judged:,}",
            [len(state.stale)],
            most=0,
            digits=0,
        ),
        Row(
            "    data files that were just being made",
            "answers",
            [state.refused],
            digits=0,
        ),
    ]


def _publish(page, number: int) -> None:
    page.wording = f"Wording number {number}."
    clear(page).publish()


def _change(bench: Bench, page, path: str, state: _State, number: int) -> float:
    """Make one change and return the seconds until every encoding shows it."""
    state.epoch += 1
    page.refresh_from_db()
    start = time.monotonic()
    if number % 2:
        unpublish(page)
    else:
        _publish(page, number)
    state.number, state.is_public = number, not number % 2
    state.epoch += 1
    for encoding in ENCODINGS:
        answer = bench.front.ask(path, Accept_Encoding=encoding)
        state.judge(state.epoch, path, answer)
    took = time.monotonic() - start
    _wait()
    return took


def _wait() -> None:
    """Keep changes apart: from the third in ten seconds on, pages may be a few seconds old."""
    time.sleep(0.05 if IS_SMALLEST else SECONDS_BETWEEN_CHANGES)


def _read(bench: Bench, state: _State, number: int, paths: list[str]) -> int:
    """Ask again and again, and return how often."""
    dice = random.Random(number)  # noqa: S311
    connection = bench.front.connect()
    due, asked = time.monotonic(), 0
    while not state.over:
        # A little faster than it must be on the whole: it catches up, but not at the
        # very end.
        due += 0.95 / A_SECOND
        time.sleep(max(0, due - time.monotonic()))
        path, epoch = dice.choice(paths), state.epoch
        headers = {
            "Accept-Encoding": dice.choice(ENCODINGS),
            "Cookie": f"_pk_id={dice.random()}",
        }
        state.judge(epoch, path, front.ask(connection, path, **headers))
        asked += 1
    connection.close()
    return asked
