"""Whatever a stranger sends to an open address gets an answer, and nothing of it comes back as markup.

``make fuzz`` sends 100,000 requests, other ones each time; CASES= changes the number.
"""

import os
import re
import string
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pages.core.addresses import parameters_read_by
from tests.effort import by_effort

from .access import routes, row_of
from .addresses import addresses
from .clients import new_client
from .discovery import url_patterns
from .test_bad_input import OFTEN_READ, RUDE_VALUES

CASES = int(os.environ.get("CASES", by_effort(50, 5_000)))
IS_FUZZ = "CASES" in os.environ
MARK = "<fuzz x='\">"
LIKELY = [
    "1",
    "0",
    "2024",
    "2024-02-31",
    "27 March 2025",
    "overdue",
    "accepted",
    "stalking",
    "/admin/",
    "on",
]
NAME_OF_FIELD = re.compile(r'name="([^"]+)"')

values = st.one_of(
    st.sampled_from([*RUDE_VALUES, *LIKELY]),
    st.builds("{}{}{}".format, st.text(max_size=9), st.just(MARK), st.text(max_size=9)),
    st.text(max_size=40),
    st.text(alphabet=string.printable, max_size=40),
)
headers = st.dictionaries(
    st.sampled_from(
        [
            "accept",
            "accept-language",
            "cookie",
            "origin",
            "range",
            "referer",
            "x-forwarded-host",
        ]
    ),
    st.text(
        alphabet=string.ascii_letters + string.digits + " <>\"'=;,:/-*", max_size=30
    ),
    max_size=2,
)


def can_be_sent(value: str) -> str:
    """Return ``value`` without what no address or form can hold."""
    return value.encode("utf-8", "ignore").decode()


@pytest.fixture
def places(world) -> list[tuple[str, list[str]]]:
    """Every open address, and every public page, with the names that it, or any of them, reads."""
    read = {
        name
        for *_, pattern in url_patterns()
        for name in parameters_read_by(pattern.callback)
    }
    common = sorted(read | {*OFTEN_READ})
    found = []
    paths = [
        address.path
        for route in routes()
        if row_of(route).is_open
        for address in addresses(world, *route.split(" ", 1))
    ]
    pages = [page.url for page in world.pages.values() if page.live and page.url]
    for path in sorted({*paths, *pages}):
        screen = new_client().get(path, follow=True)
        on_screen = "" if screen.streaming else screen.content.decode(errors="replace")
        found.append((path, [*common, *sorted(set(NAME_OF_FIELD.findall(on_screen)))]))
    return found


@pytest.mark.django_db
def test_any_request_gets_an_answer_and_is_not_repeated_as_markup(world, places):
    answers = Counter()

    @settings(
        max_examples=CASES,
        derandomize=not IS_FUZZ,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def try_one(data):
        path, names = data.draw(st.sampled_from(places))
        method = data.draw(st.sampled_from(["get", "get", "post", "head"]))
        sent = data.draw(
            st.dictionaries(
                st.one_of(st.sampled_from(names), values).map(can_be_sent),
                st.one_of(
                    values.map(can_be_sent),
                    st.lists(values.map(can_be_sent), max_size=3),
                ),
                max_size=5,
            )
        )
        cache.clear()  # or limits would answer most
        with transaction.atomic():
            answer = getattr(new_client(), method)(
                path, sent, headers=data.draw(headers)
            )
            transaction.set_rollback(True)
        answers[answer.status_code] += 1
        assert answer.status_code < 500 or path == "/readyz"
        if "html" in answer.get("Content-Type", "") and not answer.streaming:
            assert MARK not in answer.content.decode(errors="replace")

    try:
        try_one()
    finally:  # also when somebody presses Ctrl-C
        counted = dict(sorted(answers.items()))
        print(
            f"{answers.total()} requests to {len(places)} addresses; answers: {counted}"
        )
