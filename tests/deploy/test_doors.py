"""Whom nginx lets in: names, encryption, and how much one network may ask for at once."""

import contextlib
import http.client
import signal
import socket
import ssl
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from site_config.late_requests import NGINX_TIME
from tests.site_config.test_secret_addresses import SECRET
from tests.waiting import PATIENCE, wait_until

from . import front
from .application import Application
from .published_folder import TEXT, Folder
from .recorder import recording

pytestmark = pytest.mark.slow

NOT_OFFERED = [
    "AES128-GCM-SHA256",  # the key exchange of RSA, which keeps nothing secret once the key is known
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-ECDSA-AES128-CCM",
    "ECDHE-ECDSA-CAMELLIA128-SHA256",
    "ECDHE-ECDSA-ARIA128-GCM-SHA256",
]


@pytest.fixture(scope="module")
def door(tmp_path_factory):
    """A front that nothing is changed in, shared by the tests of names and encryption."""
    with (
        recording(Application) as site,
        front.serving(tmp_path_factory.mktemp("door"), site.port) as nginx,
    ):
        yield nginx


def ask_plainly(door, host, path="/page/?a=1"):
    connection = http.client.HTTPConnection("127.0.0.1", door.plain_port)
    connection.request("GET", path, headers={"Host": host})
    response = connection.getresponse()
    body = response.read()
    connection.close()
    return response.status, response.headers["Location"], body


def test_plain_http_leads_to_https_and_to_no_other_host(door):
    for host in (front.HOST, front.HOST.upper(), f"{front.HOST}:80"):
        assert ask_plainly(door, host)[:2] == (301, f"https://{front.HOST}/page/?a=1")
    for host in ("evil.example", "127.0.0.1", f"{front.HOST}.evil.example"):
        assert ask_plainly(door, host) == (421, None, b"This site has another name.\n")


def test_another_name_gets_no_certificate(door):
    with pytest.raises(ssl.SSLError):
        front.Front(door.port, 0, door.folder, host="evil.example").connect()


def test_the_secret_of_a_link_that_was_sent_is_not_written_down(door):
    links = sorted({address.partition("canary")[0] for address in SECRET})
    odd = [
        "//admin/login/set-up/",
        "/admin/login/set-up//",
        "/admin/%6cogin/set-up/",
        "/admin/%256cogin/set-up/",
        "/Admin/Login/set-up/",
        "/x/../admin/login/set-up/",
    ]
    for link in [*links, *odd]:
        door.ask(f"{link}canary/0/?a=1")
    door.ask("/last/")

    log = door.folder / "access.log"
    wait_until(
        lambda: all(f"GET {link}" in log.read_text() for link in [*links, "/last/"])
    )
    assert "canary" not in log.read_text()


def is_closed(connection):
    """Send one more byte, and return True if the server has closed ``connection`` or answered."""
    try:
        connection.sendall(b"x")
        connection.settimeout(0.05)
        return connection.recv(1) in (b"", b"H")
    except TimeoutError:
        return False
    except OSError:
        return True


SHORTER = {
    f"client_{part}_timeout 15s": f"client_{part}_timeout 1s"
    for part in ("header", "body")
}


@pytest.mark.parametrize("is_plain", [True, False])
@pytest.mark.parametrize(
    "head",
    [b"GET / HTTP/1.1\r\nX: ", b"GET / HTTP/1.1\r\nHost: www.example.org\r\nX: "],
)
def test_a_head_that_is_sent_slowly_is_not_waited_for(site, tmp_path, head, is_plain):
    with front.serving(tmp_path, site.port, limits=SHORTER) as nginx:
        plain = socket.create_connection(("127.0.0.1", nginx.plain_port))
        with plain if is_plain else nginx.connect().sock as connection:
            connection.sendall(head)

            wait_until(lambda: is_closed(connection), "the connection stayed open")


def test_a_body_that_does_not_go_on_is_not_waited_for(site, tmp_path):
    with (
        front.serving(tmp_path, site.port, limits=SHORTER) as nginx,
        nginx.connect().sock as connection,
    ):
        connection.sendall(
            b"POST /feedback/send/ HTTP/1.1\r\nHost: www.example.org\r\nContent-Length: 9\r\n\r\nx"
        )

        with contextlib.suppress(ConnectionResetError):
            assert connection.recv(1) in (b"", b"H")


def begin_to_send(nginx):
    """Return a connection whose form nginx has begun to receive: it has counted the connection by then."""
    connection = nginx.connect().sock
    connection.sendall(
        b"POST /cookies/choice/ HTTP/1.1\r\nHost: www.example.org\r\nContent-Length: 99\r\n"
        b"Expect: 100-continue\r\n\r\n"
    )
    assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
    connection.sendall(b"x")
    return connection


def test_forms_that_trickle_hold_few_connections_of_their_network_and_no_thread(
    site, tmp_path
):
    limits = {
        "limit_conn super_complaints_forms_at_once 10": "limit_conn super_complaints_forms_at_once 3",
        # A busy machine may take longer than the usual limit.
        "client_body_timeout 15s": "client_body_timeout 600s",
    }
    with (
        front.serving(tmp_path, site.port, limits=limits) as nginx,
        contextlib.ExitStack() as held,
    ):
        connections = [held.enter_context(begin_to_send(nginx)) for _ in range(3)]
        assert nginx.ask("/cookies/choice/", "POST", b"x=1").status == 429
        for _ in range(3):
            connections[0].sendall(b"x")

        with contextlib.closing(nginx.connect("127.0.0.2")) as other:
            assert front.ask(other, "/cookies/choice/", "POST", b"x=1").status == 200
        assert [path for _, path in site.asked].count("/cookies/choice/") == 1


def is_cut_off(connection):
    """Send one more byte of a body, and return True if the server has closed ``connection`` unanswered."""
    try:
        connection.sendall(b"x")
        connection.settimeout(0.05)
        return connection.recv(1) == b""
    except TimeoutError:
        return False
    except OSError:
        return True


def test_a_body_that_trickles_is_cut_off_when_nginx_is_reloaded_which_happens_each_hour(
    site, tmp_path
):
    limits = {"client_body_timeout 15s": "client_body_timeout 600s"}
    limits |= {"worker_shutdown_timeout 5m": "worker_shutdown_timeout 1s"}
    with (
        front.serving(tmp_path, site.port, limits=limits) as nginx,
        nginx.connect().sock as connection,
    ):
        connection.sendall(
            b"POST /feedback/send/ HTTP/1.1\r\nHost: www.example.org\r\nContent-Length: 9999999\r\n"
            b"Expect: 100-continue\r\n\r\n"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        assert not is_cut_off(connection)

        nginx.server.send_signal(signal.SIGHUP)

        wait_until(lambda: is_cut_off(connection), "the body went on and on")
        assert nginx.ask("/cookies/choice/", "POST", b"x=1").status == 200
        assert "/feedback/send/" not in [path for _, path in site.asked]


def test_another_name_within_a_connection_gets_a_plain_answer_and_is_not_written_down(
    door,
):
    answer = door.ask("/page/?q=canary", Host="evil.example")

    assert (answer.status, answer.body) == (421, b"This site has another name.\n")
    ask_plainly(door, "evil.example", "/page/?q=canary")
    ask_plainly(door, front.HOST, "/page/?q=canary")
    door.ask("/page/?q=canary")
    # The server writes a line after it has answered.
    wait_until(lambda: door.requests("/page/"), "the log never named the page")
    assert "canary" not in "".join(
        path.read_text() for path in door.folder.glob("*.log")
    )


def test_a_request_is_not_echoed_and_one_with_two_ends_is_refused(door):
    """What one server takes for the end could be the beginning of another's request to the next."""
    assert door.ask("/page/", "TRACE").status == 405
    with contextlib.closing(door.connect()) as connection:
        connection.putrequest("POST", "/page/")
        connection.putheader("Content-Length", "3")
        connection.putheader("Transfer-Encoding", "chunked")
        connection.endheaders(b"0\r\n\r\n")
        assert connection.getresponse().status == 400


def shake_hands(door, ciphers, version):
    context = ssl.create_default_context(cafile=str(door.folder / "fullchain.pem"))
    context.minimum_version = context.maximum_version = version
    if ciphers:
        context.set_ciphers(f"{ciphers}:@SECLEVEL=0")
    connection = front.Front(door.port, 0, door.folder, context=context).connect()
    cipher = connection.sock.cipher()
    connection.close()
    return cipher


def test_weak_ciphers_and_old_versions_are_not_offered(door):
    for cipher in NOT_OFFERED:
        with pytest.raises(ssl.SSLError):
            shake_hands(door, cipher, ssl.TLSVersion.TLSv1_2)
    for version in (ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1):
        with (
            pytest.warns(DeprecationWarning),
            pytest.raises((ssl.SSLError, ConnectionError)),
        ):
            shake_hands(door, "ALL", version)


def test_current_browsers_are_let_in(door):
    assert shake_hands(door, "", ssl.TLSVersion.TLSv1_3)[1] == "TLSv1.3"
    for cipher in ("ECDHE-ECDSA-AES128-GCM-SHA256", "ECDHE-ECDSA-CHACHA20-POLY1305"):
        assert shake_hands(door, cipher, ssl.TLSVersion.TLSv1_2)[0] == cipher


def test_every_cipher_has_forward_secrecy_and_authenticated_encryption():
    """Those for RSA certificates, which the tests have none of, too."""
    text = (front.SHIPPED / "super-complaints.conf").read_text()
    lists = {
        line.split()[1].rstrip(";")
        for line in text.splitlines()
        if "ssl_ciphers" in line
    }
    (ciphers,) = lists
    command = ["/usr/bin/openssl", "ciphers", "-v", "-tls1_2", "-s", ciphers]
    told = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, text=True
    ).stdout.splitlines()

    assert len(told) == len(ciphers.split(":"))
    assert all("Kx=ECDH" in line and "Mac=AEAD" in line for line in told)


# How much


def published(nginx):
    """Publish a page and a style."""
    folder = Folder(nginx)
    folder.begin()
    folder.put("/page/")
    (nginx.folder / "collected").mkdir()
    (nginx.folder / "collected" / "site.0123456789ab.css").write_bytes(TEXT)


def test_one_network_cannot_take_all_threads_and_others_are_served_meanwhile(
    site, tmp_path
):
    may_go_on = threading.Event()
    with front.serving(tmp_path, site.port, limits={}) as nginx:
        published(nginx)
        site.made = lambda: may_go_on.wait(PATIENCE)
        with ThreadPoolExecutor(11) as readers:
            held = [
                readers.submit(nginx.ask, f"/form/?q={number}") for number in range(10)
            ]
            wait_until(
                lambda: sum(path.startswith("/form/?") for _, path in site.asked) == 10
            )
            refused = nginx.ask("/form/?q=canary")
            kept = nginx.ask("/page/")
            other = readers.submit(
                lambda: (
                    front.ask(
                        nginx.connect("127.0.0.2"), "/form/?q=other", "GET"
                    ).status
                )
            )
            wait_until(lambda: any(path == "/form/?q=other" for _, path in site.asked))
            may_go_on.set()
            assert {each.result().status for each in held} | {other.result()} == {200}
        assert kept.status == 200
        assert (refused.status, refused["Retry-After"], refused["Cache-Control"]) == (
            429,
            "60",
            "no-store",
        )
        assert b"<h1>Too many requests</h1>" in refused.body
        assert nginx.ask("/form/?q=again").status == 200
        assert "canary" not in "".join(
            path.read_text() for path in tmp_path.glob("*.log")
        )


@pytest.mark.parametrize(
    ("zone", "rate", "path"),
    [
        ("missing", "20r/s", "/other/"),
        ("made", "20r/s", "/page/?q=1"),
        ("editors", "20r/s", "/admin/"),
    ],
)
def test_one_network_is_slowed_down_and_told_so(site, tmp_path, zone, rate, path):
    burst = {"/page/?q=1": 100, "/admin/": 200}.get(path, 400)
    limits = {
        f"zone=super_complaints_{zone}:10m rate={rate}": f"zone=super_complaints_{zone}:10m rate=1r/m",
        f"zone=super_complaints_{zone} burst={burst}": f"zone=super_complaints_{zone} burst=3",
    }
    with front.serving(tmp_path, site.port, limits=limits) as nginx:
        published(nginx)
        statuses = [nginx.ask(path).status for _ in range(6)]
        other = nginx.connect("127.0.0.2")
        assert statuses == [200] * 4 + [429] * 2
        assert front.ask(other, path).status == 200
        for free in ("/healthz", "/page/", "/static/site.0123456789ab.css"):
            assert nginx.ask(free).status == 200
        other.close()


def test_editors_health_checks_and_forms_do_not_wait_for_searches_and_passwords(
    site, tmp_path
):
    with (
        recording(Application) as editors,
        front.serving(tmp_path, site.port, editors_port=editors.port) as nginx,
    ):
        for path in (
            "/admin/",
            "/admin/pages/",
            "/healthz",
            "/readyz",
            "/feedback/?page=/",
        ):
            assert nginx.ask(path).status == 200
        assert nginx.ask("/feedback/send/", "POST", b"x").status == 200
        assert len(editors.asked) == 6
        assert site.asked == []
        assert nginx.ask("/admin/login/", "POST", b"x").status == 200
        assert nginx.ask("/search/?q=a").status == 200
        assert [path for _, path in site.asked] == ["/admin/login/", "/search/?q=a"]
        editors.stop()
        assert nginx.ask("/admin/").status == 200
        assert [path for _, path in site.asked][2:] == ["/admin/"]


def test_the_application_is_told_since_when_a_request_waits_whatever_its_sender_says(
    site, nginx
):
    began_at = time.time()
    for path in ("/form/", "/search/?q=a", "/admin/", "/feedback/"):
        assert nginx.ask(path, X_Request_Start="1.0").status == 200

        sent = site.requests[-1].headers["X-Request-Start"]
        assert NGINX_TIME.fullmatch(sent)
        assert began_at - 1 < float(sent) < time.time() + 1


def test_a_search_is_in_no_log_when_nginx_itself_is_short_of_connections(
    site, tmp_path
):
    site.seconds = 1
    with front.serving(
        tmp_path, site.port, workers=1, connections=16, log_buffer=front.LOG_BUFFER
    ) as nginx:
        # All over one connection of a browser: each needs another one to the
        # application.
        command = [
            "curl",
            "--silent",
            "--insecure",
            "--http2",
            "--parallel",
            "--parallel-max",
            "30",
        ]
        address = f"https://{nginx.host}:{nginx.port}/search/?q=canary[1-30]"
        to_nginx = [
            "--connect-to",
            f"::127.0.0.1:{nginx.port}",
            "--write-out",
            "%{http_code} ",
            "--output",
            "-",
        ]
        answers = subprocess.run(  # noqa: S603
            [*command, *to_nginx, address], capture_output=True, text=True, check=False
        )
        assert "500" in answers.stdout or "503" in answers.stdout
        nginx.server.terminate()
        nginx.server.wait()
        assert "canary" not in nginx.log
        assert "GET /search/" in (tmp_path / "access.log").read_text()
        assert "canary" not in (tmp_path / "access.log").read_text()
