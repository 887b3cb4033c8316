"""Extracts for the main website: plain HTML, with the day and a link back."""

import re

import pytest
from bs4 import BeautifulSoup

from complaints.register.extracts import ALLOWED, plain_html


@pytest.mark.django_db
def test_every_extract_is_plain_and_leads_back(client, demonstration):
    for path in ("", "stalking/", "safe-to-share/"):
        answer = client.get(f"/super-complaints/{path}extract.html")
        soup = BeautifulSoup(answer.content, "html.parser")

        assert answer["Content-Type"] == "text/html; charset=utf-8"
        assert {each.name for each in soup.find_all(True)} <= ALLOWED
        assert {name for each in soup.find_all(True) for name in each.attrs} == {"href"}
        assert re.search(r"As of \d+ \w+ 20\d\d", soup.text)
        links = [each["href"] for each in soup.find_all("a")]
        assert any(link.endswith(f"/super-complaints/{path}") for link in links)
        assert all(link.startswith(("http://", "https://")) for link in links)

    assert client.get("/super-complaints/nothing/extract.html").status_code == 404
    text = " ".join(soup.text.split())
    assert "Recommendation 1: Do not report domestic abuse victims over" in text
    assert "Northamptonshire Police: Does not say whether it accepts, Marked complete" in text
    assert "will not share information with Immigration Enforcement" in text


def test_only_the_words_of_other_elements_stay():
    html = (
        '<h1 class="x">A</h1><script>bad()</script>'
        '<p onclick="x()"><b>B</b> <em>c</em> <a href="/d/">d</a><a>e</a></p>'
    )

    assert plain_html(html, "https://www.example.org/x/") == (
        '<h2>A</h2><p><strong>B</strong> c <a href="https://www.example.org/d/">d</a>e</p>\n'
    )
