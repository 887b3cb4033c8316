"""What a first view costs a reader and tells of them, with the server and the files as ``make run`` has them.

Bytes are those on the wire, headers included, as the browser counts them.
"""

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from wagtail.models import Page

from tests.bench.demonstration import serving
from tests.effort import by_effort
from tests.waiting import PATIENCE

from .accessible import faults_in_the_dark, faults_of
from .addresses import ONE_OF_EACH_TEMPLATE
from .settled import REST, settle

pytestmark = [
    pytest.mark.browser,
    # The site has a database of its own; this is what the browser's fixture asks for.
    pytest.mark.django_db(transaction=True),
]

MOST_BYTES, MOST_REQUESTS = 35_000, 4
MOST_OF = {"Stylesheet": 12_000, "Script": 6_000, "Font": 0}
"""Bytes of all files of a kind."""
SCREENS = [{"width": 320, "height": 640}, {"width": 1280, "height": 680}]
"""A small phone's, and a small laptop's less the bars of its browser."""
LATENCY_MS, BYTES_A_SECOND = 400, 50_000 / 8
"""A 2G line: 50 kbit/s, and 400 ms there and back."""
PAINTING_MS = 250
"""What the browser itself takes, on a machine that is busy with other tests."""
WATCH_SHIFTS = """
    window.shifts = [];
    new PerformanceObserver(list => {
        for (const {value, sources} of list.getEntries()) {
            const moved = sources.map(({node}) => node && (node.className || node.nodeName));
            window.shifts.push([value, ...moved]);
        }
    }).observe({type: "layout-shift", buffered: true});
"""
MOVED_BY_THE_REST_OF_THE_STYLES = """() => {
    const places = () => [...document.querySelectorAll("body *")].map(part => {
        const {left, top} = part.getBoundingClientRect();
        return {part, left, top};
    });
    const after = places(), rest = document.querySelector("body > link[rel=stylesheet]");
    rest.disabled = true;
    const before = places();
    rest.disabled = false;
    const moved = ({left, top}, place) => left != after[place].left || top != after[place].top;
    return before.filter((seen, place) => seen.top < innerHeight && moved(seen, place)).slice(0, 3)
        .map(({part, left, top}) => `${part.localName}.${part.className} at ${left}, ${top}`);
}"""
"""What moves in the first screen when the style sheet comes: the first paint does not wait for it."""
FIRST_CONTENT = """() => {
    const [html] = performance.getEntriesByType("navigation");
    const painted = performance.getEntriesByName("first-contentful-paint")[0];
    return painted && {painted: painted.startTime, answered: html.responseStart};
}"""

PARTS = by_effort(2, 8)
"""Into how many tests the pages are divided: one test may take 90 seconds."""
STORED = """async () => [
    ...Object.keys(localStorage), ...Object.keys(sessionStorage),
    ...(await indexedDB.databases()).map(database => database.name), ...await caches.keys(),
    ...(await navigator.serviceWorker.getRegistrations()).map(worker => worker.scope),
]"""


@dataclass
class View:
    """What came over the wire for one view, by kind of file."""

    status: int = 0
    addresses: list[str] = field(default_factory=list)
    kinds: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def of(self, kind: str) -> int:
        """Return the bytes of all files of ``kind``."""
        return sum(size for key, size in self.sizes.items() if self.kinds[key] == kind)

    def count(self, session) -> None:
        """Count what a CDP ``session`` tells."""
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._came)
        session.send("Network.enable")

    def _asked(self, event) -> None:
        self.addresses.append(event["request"]["url"])
        if event["request"]["url"].startswith("http"):
            self.kinds[event["requestId"]] = event["type"]

    def _came(self, event) -> None:
        if event["requestId"] in self.kinds:
            self.sizes[event["requestId"]] = event["encodedDataLength"]


@pytest.fixture(scope="module")
def site(
    databases, django_db_setup, django_db_blocker, tmp_path_factory
) -> Iterator[str]:
    """The address of a running site with the demonstration content."""
    folder = tmp_path_factory.mktemp("site")
    with (
        django_db_blocker.unblock(),
        databases.for_a_server("demonstration") as database,
        serving(folder, database) as address,
    ):
        yield address


@pytest.fixture
def first_view(chromium):
    """Return a function that opens an address with a fresh profile, and what it may do to the line before."""
    contexts = []

    def open_page(address, slow=False, until="load"):
        context = chromium.new_context(viewport=SCREENS[0])
        context.set_default_timeout(60_000)
        contexts.append(context)
        page, view = context.new_page(), View()
        session = context.new_cdp_session(page)
        view.count(session)
        if slow:
            line = {
                "downloadThroughput": BYTES_A_SECOND,
                "uploadThroughput": BYTES_A_SECOND,
            }
            session.send(
                "Network.emulateNetworkConditions",
                {"offline": False, "latency": LATENCY_MS, **line},
            )
        page.add_init_script(WATCH_SHIFTS)
        view.status = page.goto(address, wait_until=until).status
        if until == "load":
            settle(page)
        return page, view

    yield open_page
    for context in contexts:
        context.close()


def public_addresses() -> list[str]:
    """Return one address of each template; at full effort every page of the content too."""
    pages = by_effort(
        [], [page.url for page in Page.objects.live().filter(depth__gt=1)]
    )
    return ONE_OF_EACH_TEMPLATE + sorted(set(pages).difference(ONE_OF_EACH_TEMPLATE))


@pytest.mark.by_turns
@pytest.mark.parametrize("part", range(PARTS))
def test_a_first_view_of_every_page_is_small_still_and_sound(
    demonstration, site, first_view, part
):
    """It is light, asks this site alone, stores nothing, does not move, passes axe and fits every width."""
    wrong = {}
    for number, address in enumerate(public_addresses()[part::PARTS]):
        page, view = first_view(f"{site}{address}")
        total, shifts = sum(view.sizes.values()), page.evaluate("window.shifts")
        kinds = {kind: view.of(kind) for kind in MOST_OF}
        print(f"{address:80}{total:>8}{len(view.sizes):>4}{len(shifts):>4}", kinds)
        assert view.status == (404 if address == "/no-such-page/" else 200), address
        if total > MOST_BYTES or len(view.kinds) > MOST_REQUESTS or shifts:
            wrong[address] = (total, len(view.kinds), shifts)
        wrong |= {
            f"{address} {kind}": size
            for kind, size in kinds.items()
            if size > MOST_OF[kind]
        }
        for screen in SCREENS:
            page.set_viewport_size(screen)
            if moved := page.evaluate(MOVED_BY_THE_REST_OF_THE_STYLES):
                wrong[f"{address} moved on {screen['width']}"] = moved
        assert all(url.startswith((site, "data:")) for url in view.addresses), (
            address,
            view.addresses,
        )
        assert page.context.cookies() == [], address
        assert page.evaluate(STORED) == [], address
        # The components have a test of their own, in both colours.
        if number % by_effort(2, 1) == 0:
            assert faults_of(page) == [], address
        if number % by_effort(4, 1) == 0:
            assert faults_in_the_dark(page) == [], address
        # WCAG 2.2, criterion 1.4.10: 1280 CSS pixels at 400 % leave 320 by 256.
        page.set_viewport_size({"width": 320, "height": 256})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (
            address
        )
        page.context.close()

    assert wrong == {}


@pytest.fixture
def rest_may_come() -> threading.Event:
    """Set when the line goes on."""
    return threading.Event()


@pytest.fixture
def in_parts(demonstration, live_server, rest_may_come) -> Iterator[str]:
    """The address of the site by a line that stops in the middle of the quick exit."""

    class Line(BaseHTTPRequestHandler):
        def do_GET(self):
            answer = requests.get(f"{live_server.url}{self.path}", timeout=30)
            first, middle, rest = answer.content.partition(b'class="exit__link"')
            self.send_response(answer.status_code)
            self.send_header("Content-Type", answer.headers["Content-Type"])
            self.end_headers()
            self.wfile.write(first)
            if middle:
                upto = rest.index(b">") + 1
                self.wfile.write(middle + rest[:upto])
                self.wfile.flush()
                rest_may_come.wait(PATIENCE)
                self.wfile.write(rest[upto:])

        def log_message(self, *arguments):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Line)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    rest_may_come.set()
    server.shutdown()
    server.server_close()


def test_the_exit_does_not_grow_under_the_thumb_while_a_page_comes_in_parts(
    first_view, in_parts, rest_may_come
):
    page, view = first_view(f"{in_parts}/super-complaints/", until="commit")
    page.wait_for_function("performance.getEntriesByName('first-paint').length")
    page.evaluate(REST)
    rest_may_come.set()
    settle(page)

    assert view.status == 200
    assert page.get_by_role("link", name="Leave this site").is_visible()
    assert page.evaluate("window.shifts") == []


@pytest.mark.long
@pytest.mark.parametrize(
    "address",
    ["/", "/super-complaints/", "/super-complaints/stalking/", "/staying-safe-online/"],
)
def test_on_a_slow_line_content_comes_within_two_round_trips_of_the_html(
    site, first_view, address
):
    took = []
    # The best of three: what else the machine does may make a view later, and never
    # earlier.
    for _ in range(3):
        page, view = first_view(f"{site}{address}", slow=True)
        page.wait_for_function(FIRST_CONTENT)
        times = page.evaluate(FIRST_CONTENT)
        took.append(times["painted"] - times["answered"])
        page.context.close()

    # What must be there first: the page and its one file of styles, at the speed of the
    # line.
    transfer = 1000 * (view.of("Document") + view.of("Stylesheet")) / BYTES_A_SECOND
    allowed = 2 * LATENCY_MS + transfer + PAINTING_MS
    print(f"{address}: {took} ms after the HTML, of {allowed:.0f}")
    assert min(took) <= allowed
