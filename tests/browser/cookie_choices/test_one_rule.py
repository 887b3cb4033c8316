"""The browser and the server must read the cookie by one rule, whatever stands in it."""

import pytest
from django.test import RequestFactory
from hypothesis import given, settings
from hypothesis import strategies as st

from pages.content.models import SiteWording
from pages.cookies import choices
from tests.pages.cookies.cookies import ACCEPTED, NO_CHOICE

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

WORDING = SiteWording(pk=1, phase="beta", cookie_policy_version=3)
READ = """headers => headers.map(header => {
    Object.defineProperty(document, 'cookie', {get: () => header, configurable: true});
    dispatchEvent(new Event('consent'));
    const has = name => document.documentElement.classList.contains(name);
    return has('asks-consent') ? {} :
        {preferences: has('allows-preferences'), statistics: has('allows-statistics')};
})"""

PAIRS = """
    policy=3 policy=2 policy=03 policy=3000000 preferences=1 preferences=-1 statistics=1 statistics=-1
    statistics=0 statistics=--1 other=1 constructor=1 x =
"""
some = st.lists(st.sampled_from(PAIRS.split()), max_size=7)
enough = st.permutations(["preferences=1", "statistics=-1", "other=1"]).map(
    lambda pairs: ["policy=3", *pairs]
)
edges = st.sampled_from(['"', '"', "", "", " ", "\t"])
values = st.one_of(
    st.builds("{}{}{}".format, edges, (some | enough).map("|".join), edges),
    # What no header can hold (a line's end, half a surrogate) cannot come from a
    # browser either.
    st.text(
        st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=255), max_size=60
    ),
)
headers = st.lists(
    st.one_of(
        values.map("cookie_consent={}".format),
        values.map("cookie_consent{}".format),
        st.just("a=b"),
        values,
    ),
    max_size=3,
).map("; ".join)


@given(batch=st.lists(headers, min_size=100, max_size=100))
@settings(max_examples=30)
def _agree(page, batch):
    requests = [
        RequestFactory().get("/", headers={"Cookie": header}) for header in batch
    ]

    by_server = [choices.read_choice(request, WORDING) for request in requests]

    assert page.evaluate(READ, batch) == by_server


def test_they_agree(reader, statistics):
    page = reader.goto("/").page
    assert page.evaluate(READ, [ACCEPTED]) == [
        {"preferences": True, "statistics": True}
    ]
    refused = [f"cookie_consent={value}" for value in NO_CHOICE] + [
        "",
        f"{ACCEPTED}; {ACCEPTED}",
    ]
    assert page.evaluate(READ, refused) == [{}] * len(refused)

    _agree(page)
