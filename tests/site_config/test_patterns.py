"""The page of all components is for developers alone."""

import pytest
from bs4 import BeautifulSoup

from complaints.vocabulary import Status

pytestmark = pytest.mark.django_db


def test_it_shows_every_status_from_the_real_templates(client, home, settings):
    assert client.get("/patterns/").status_code == 404
    settings.DEBUG = True

    text = client.get("/patterns/").content.decode()
    soup = BeautifulSoup(text, "html.parser")

    assert all(f"</svg>{status.label}</span>" in text for status in Status)
    # What readers or others wrote may run from right to left.
    assert (
        len(soup.select("blockquote p"))
        == len(soup.select("blockquote p[dir=auto]"))
        > 0
    )
    assert soup.select("textarea[dir=auto]")
