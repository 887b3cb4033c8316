"""Requests to the search page."""

import re
from dataclasses import dataclass
from html import unescape

import pytest


@dataclass
class Answer:
    """What the search page said."""

    status: int
    html: str

    @property
    def heading(self) -> str:
        return unescape(re.search(r"<h1>(.*?)</h1>", self.html, re.DOTALL)[1])

    @property
    def title(self) -> str:
        return unescape(
            re.findall(
                r"^\s*<title>(.*?)</title>", self.html, re.DOTALL | re.MULTILINE
            )[0]
        )

    @property
    def results(self) -> list[str]:
        return re.findall(r'<li class="results__one">(.*?)</li>', self.html, re.DOTALL)

    @property
    def titles(self) -> list[str]:
        return [
            _plain(re.search(r"<h3>(.*?)</h3>", result, re.DOTALL)[1])
            for result in self.results
        ]

    @property
    def marked(self) -> set[str]:
        return set(re.findall(r"<mark>(.*?)</mark>", self.html))

    @property
    def types(self) -> list[str]:
        """The choices of types with their counts."""
        return re.findall(r'for="id_type[^"]*">([^<]*)<', self.html)


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html)).strip()


@pytest.fixture
def ask(client, home):
    """Return a function that asks the search page."""

    def answer(q: str = "", **parameters) -> Answer:
        response = client.get("/search/", {"q": q, **parameters})
        return Answer(response.status_code, response.content.decode())

    return answer
