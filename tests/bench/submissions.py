"""What the clients send, each unlike every other, and what became of it in the database."""

import itertools
import urllib.request
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from django.urls import reverse

from pages.feedback.models import FeedbackEntry
from tests.forms import opened

from .clients import Address

WORDS = (
    "I looked for the answer to the second recommendation and found the date by which it is due, but not "
    "what has been done since.\r\nA line that says when this was last looked at would help. Thank you for "
    "putting all of it on one page: the old one was hard to read on a telephone."
)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Submission:
    """One press of the button."""

    text: str
    request: bytes


class Contender:
    """A form that submissions can be sent to."""

    def __init__(self, name: str, path: str, cookie: str = ""):
        self.name = name
        self.path = path
        self.cookie = cookie

    def submissions(self, count: int) -> list[Submission]:
        """Return ``count`` submissions as browsers of as many networks would send them."""
        return [self._submission(next(_numbers)) for _ in range(count)]

    def _submission(self, number: int) -> Submission:
        text = f"{number} for {self.name}. {WORDS}"
        fields = {
            "opened": opened(),
            "page_path": "",
            "about": "site",
            "useful": "partly",
            "text": text,
        }
        body = urlencode(
            {**fields, "subject": "", "csrfmiddlewaretoken": self.cookie}
        ).encode()
        head = (
            f"POST {self.path} HTTP/1.1\r\n"
            "Host: 127.0.0.1\r\n"
            f"X-Forwarded-For: 10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}\r\n"
            "Sec-Fetch-Site: same-origin\r\n"
            f"Cookie: csrftoken={self.cookie}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n"
            f"Content-Length: {len(body)}\r\n"
            "\r\n"
        )
        return Submission(text.replace("\r\n", "\n"), head.encode() + body)


def contenders(address: Address) -> list[Contender]:
    """Return our form, the control and the bare form, the last with the cookie that it asks for."""
    host, port = address
    with urllib.request.urlopen(f"http://{host}:{port}/bench/bare") as page:
        cookie = SimpleCookie(page.headers["Set-Cookie"])["csrftoken"].value
    return [
        Contender("ours", reverse("feedback_send")),
        Contender("control", "/bench/control"),
        Contender("bare", "/bench/bare", cookie),
    ]


def lost_and_doubled(accepted: Iterable[Submission]) -> tuple[int, int]:
    """Return how many of ``accepted`` are not in the database, and how many are there more than once.

    What was taken for spam counts as lost.
    """
    kept = FeedbackEntry.objects.exclude(state=FeedbackEntry.State.SPAM).values_list(
        "text", flat=True
    )
    stored = Counter(text.replace("\r\n", "\n") for text in kept)
    times = [stored[submission.text] for submission in accepted]
    return times.count(0), sum(count > 1 for count in times)
