"""What lynx and w3m show.

They run no scripts, and show what is ``hidden`` or in a ``template``.
"""

import subprocess

import pytest
from bs4 import BeautifulSoup

from site_config.settings.environment import PROJECT_DIR

from .addresses import ONE_OF_EACH_TEMPLATE

SHOW = {
    "lynx": ["lynx", "-dump", "-nolist", "-width=1000"],
    "w3m": ["w3m", "-dump", "-cols", "1000"],
}
"""How to print a page as a reader of each sees it, in long lines."""
OF_SCRIPTS_ALONE = [
    "Sorry, there was a technical problem",
    "Your cookie preferences have been saved",
    "This page only. To remember it",
    "Sorry, your browser did not keep it",
    "Quickly exit this site by pressing the Escape key",
    "Turn off the Escape key",
    "Now: Escape leaves this site",
]
TRUE_IN_ANY_BROWSER = ".printed"
"""The addresses of links and of the page itself, which other browsers print."""


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("browser", SHOW)
def test_a_text_browser_shows_no_message_of_a_script(
    demonstration, live_server, browser
):
    for address in ONE_OF_EACH_TEMPLATE:
        command = [*SHOW[browser], f"{live_server.url}{address}"]
        shown = subprocess.run(  # noqa: S603
            command, check=False, capture_output=True, text=True
        ).stdout
        assert "Contact the police" in shown, address
        assert [each for each in OF_SCRIPTS_ALONE if each in shown] == [], address


def test_no_template_hides_words_that_a_text_browser_would_show():
    """Those of the CMS, which needs scripts, may."""
    hidden = {}
    for path in (PROJECT_DIR / "templates").rglob("*.html"):
        folders = path.relative_to(PROJECT_DIR / "templates").parts
        if "admin" in folders or folders[0].startswith("wagtail"):
            continue
        soup = BeautifulSoup(path.read_text(), "html.parser")
        for element in soup.select("[hidden], template"):
            is_right_anyway = element.css.match(TRUE_IN_ANY_BROWSER)
            if element.get_text(strip=True) and not is_right_anyway:
                hidden[str(path.relative_to(PROJECT_DIR))] = element.get_text(
                    " ", strip=True
                )

    assert hidden == {}
