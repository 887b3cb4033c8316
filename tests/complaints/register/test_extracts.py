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
    assert "Recommendation 1: Do not tell Immigration Enforcement about" in text
    assert (
        "Northamptonshire Police: Does not say whether it accepts, Marked complete"
        in text
    )
    assert "will not share information with Immigration Enforcement" in text


def test_only_the_words_of_other_elements_stay():
    html = (
        '<h1 class="x">A</h1><script>bad()</script>'
        '<p onclick="x()"><b>B</b> <em>c</em> <a href="/d/">d</a><a>e</a></p>'
    )

    assert plain_html(html, "https://www.example.org/x/") == (
        '<h2>A</h2><p><strong>B</strong> c <a href="https://www.example.org/d/">d</a>e</p>\n'
    )


@pytest.mark.django_db
def test_extracts_about_a_sensitive_subject_begin_with_helplines(client, demonstration):
    for path in ("", "stalking/", "safe-to-share/"):
        text = client.get(f"/super-complaints/{path}extract.html").content.decode()
        help_heading = (
            "<h3>Has this happened to you? Talk to someone who is not the police</h3>"
        )

        assert (
            "<strong>08 08 16 89 111</strong>"
            in text.partition(help_heading)[2].partition("</ul>")[0]
        ), path
        assert text.index(help_heading) < text.index("Recommendation")

    assert (
        "Talk to someone"
        not in client.get("/super-complaints/section-60/extract.html").content.decode()
    )
