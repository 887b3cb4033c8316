"""What disappears from nginx's cache, when, and by whose word."""

import contextlib
import random
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.effort import by_effort
from tests.waiting import PATIENCE, wait_until, wait_until_clock_shows

from . import front

pytestmark = pytest.mark.slow

ENCODINGS = ["", "gzip", "br"]
PURGES, ANSWERS = by_effort((100, 1000), (500, 5000))
"""How many there are at least among readers without pause."""


def test_a_purge_makes_every_copy_of_the_page_disappear_and_no_other_page(nginx, site):
    for path in ["/one/", "/other/"]:
        for encoding in ENCODINGS:
            nginx.ask(path, Accept_Encoding=encoding)
    site.asked.clear()
    site.text = "second"

    assert nginx.purge("page-one-").body == b"1\n"

    for path in ["/one/", "/other/"]:
        for encoding in ENCODINGS:
            tag = nginx.ask(path, Accept_Encoding=encoding)["ETag"]
            assert ("second" in tag) == (path == "/one/")
    assert [path for _, path, _ in site.asked] == ["/one/"] * 3


def test_a_key_purges_all_that_shows_it(nginx, site):
    for number in range(10):
        nginx.ask(f"/page/{number}/")
    site.text = "second"

    assert nginx.purge("nothing", "everything").body == b"10\n"

    assert all(b"second" in nginx.ask(f"/page/{number}/").body for number in range(10))


def test_an_answer_that_was_on_its_way_when_its_page_was_purged_is_not_kept(nginx, site):
    goes_on = threading.Event()
    site.made = lambda: goes_on.wait(PATIENCE)
    with ThreadPoolExecutor(1) as reader:
        early = reader.submit(nginx.ask, "/page/")
        wait_until(lambda: site.asked)
        # The application has read what was there and is still making the page.
        site.text, site.made = "second", lambda: None
        nginx.purge("page-page-")
        late = nginx.ask("/page/")
        goes_on.set()
        assert b"first" in early.result().body

    assert b"second" in late.body
    assert b"second" in nginx.ask("/page/").body


def test_only_the_hosts_of_the_application_may_purge(nginx, site):
    nginx.ask("/page/")

    assert nginx.purge("everything", source="127.0.0.2").status == 403
    for method, path in [("PURGE", "/page/"), ("POST", "/purge"), ("BAN", "/page/")]:
        nginx.ask(path, method, Surrogate_Key="everything")
    site.asked.clear()
    nginx.ask("/page/")

    assert site.asked == []


def test_nobody_can_make_nginx_note_a_page_under_another_name(nginx, site):
    nginx.ask("/page/")
    nginx.ask("/page/?a=1", X_Kept_Page="identity www.example.org/page/", X_Kept_Version="1")
    site.text = "second"
    nginx.purge("page-page-")

    assert b"second" in nginx.ask("/page/").body


def test_while_the_application_fails_pages_are_shown_that_were_not_purged(nginx, site):
    site.expires = int(time.time()) + 3
    for path in ["/one/", "/other/"]:
        nginx.ask(path)
    nginx.purge("page-other-")
    wait_until_clock_shows(site.expires)
    site.expires, site.status = None, 500

    shown = nginx.ask("/one/")
    assert (shown.status, shown["ETag"]) == (200, '"first"')
    assert nginx.ask("/other/").status == 500
    assert nginx.ask("/never-seen/").status == 500

    site.stop()
    assert nginx.ask("/one/").status == 200
    gone = nginx.ask("/other/")
    assert (gone.status, gone["Cache-Control"]) == (502, "no-store")
    assert b"Sorry" in gone.body


def keep_and_fail(nginx, site, status=503):
    """Let the page be kept until its time is over, and the application answer ``status`` from then on."""
    site.expires = int(time.time()) + 3
    nginx.ask("/page/")
    wait_until_clock_shows(site.expires)
    site.expires, site.status = None, status


def test_a_page_that_failed_comes_back_with_the_application(nginx, site):
    keep_and_fail(nginx, site)
    assert b"first" in nginx.ask("/page/").body
    site.text, site.status = "second", 200
    site.asked.clear()

    # It is not asked for in each request while it fails, lest all readers wait for what does not come.
    assert b"first" in nginx.ask("/page/").body
    assert site.asked == []
    nginx.purge("page-page-")
    assert b"second" in nginx.ask("/page/").body


def test_readers_do_not_keep_a_page_from_coming_back(changed, site, tmp_path):
    changed("kept.lua", "FAILING = 10", "FAILING = 1")
    with front.serving(tmp_path, site.port) as nginx:
        keep_and_fail(nginx, site)
        assert b"first" in nginx.ask("/page/").body
        site.text, site.status = "second", 200

        wait_until(lambda: b"second" in nginx.ask("/page/").body, "It is still in its grace.")


@pytest.fixture
def changed(monkeypatch, tmp_path):
    """Return a function that changes what is shipped, for this test: ``changed(file, shipped=instead)``."""
    folder = tmp_path / "shipped"
    shutil.copytree(front.SHIPPED, folder)
    monkeypatch.setattr(front, "SHIPPED", folder)

    def change(name, shipped, instead):
        text = (folder / name).read_text()
        assert shipped in text
        (folder / name).write_text(text.replace(shipped, instead))

    return change


def test_the_grace_ends(changed, site, tmp_path):
    changed("kept.lua", "GRACE = 24 * 60 * 60", "GRACE = 5")
    changed("kept.lua", "FAILING = 10", "FAILING = 0.1")
    with front.serving(tmp_path, site.port) as nginx:
        keep_and_fail(nginx, site, 500)

        assert nginx.ask("/page/").status == 200
        wait_until(lambda: nginx.ask("/page/").status == 500, "It is still in its grace.")


def test_not_one_stale_answer_after_a_purge_has_returned(nginx, site):
    """Readers without pause, slow and quick renders, and a purge at any moment of each of them."""
    site.text = "0"
    known = {"/one/": 0, "/other/": 0}
    stale, answers, over = [], [0], threading.Event()

    def read(number):
        dice = random.Random(number)  # noqa: S311
        connection = nginx.connect()
        while not over.is_set():
            path = dice.choice(list(known))
            least = known[path]
            answer = front.ask(connection, path, Accept_Encoding=dice.choice(ENCODINGS))
            answers[0] += 1
            if int(answer["ETag"].strip('"').split("-")[0]) < least:
                stale.append((path, least, answer["ETag"]))
        connection.close()

    readers = [threading.Thread(target=read, args=(number,)) for number in range(8)]
    for each in readers:
        each.start()
    dice = random.Random(0)  # noqa: S311
    version = 0
    try:
        while version < PURGES or answers[0] < ANSWERS:
            assert all(each.is_alive() for each in readers)
            version += 1
            site.seconds = dice.choice([0, 0, 0.002, 0.01])
            # Nothing is waited for: the purge comes at some moment of a render, whose length was just drawn.
            time.sleep(dice.uniform(0, 0.02))
            site.text = str(version)
            path = dice.choice(list(known))
            nginx.purge(f"page{path.replace('/', '-')}")
            known[path] = version
    finally:
        over.set()
        for each in readers:
            each.join()

    assert stale == []


def test_when_the_memory_for_keys_is_full_everything_is_made_anew(changed, site, tmp_path):
    changed("super-complaints.conf", "lua_shared_dict keys 256m;", "lua_shared_dict keys 32k;")
    addresses = [f"/page/{number}/" for number in range(150)]
    with front.serving(tmp_path, site.port) as nginx, contextlib.closing(nginx.connect()) as connection:
        for address in addresses:
            front.ask(connection, address)
        assert "memory for keys is full" in nginx.log
        site.text = "second"
        nginx.purge("everything")
        assert all(b"second" in front.ask(connection, address).body for address in addresses)


def test_a_server_that_was_started_again_knows_no_copy_of_before(site, tmp_path):
    with front.serving(tmp_path, site.port) as first:
        first.ask("/page/")
    site.text = "second"
    with front.serving(tmp_path, site.port) as second:
        assert b"second" in second.ask("/page/").body
