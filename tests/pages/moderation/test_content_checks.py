"""What is wrong with a text is said where it stands: what breaks WCAG is refused, the rest is not."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import reverse

from pages.moderation.gate.draft_warnings import check_content
from pages.moderation.gate.publication_rules import CHECKS_OF_SUBMISSIONS
from pages.moderation.gate.sets import make_set
from pages.moderation.gate.sets import submit as submit_set
from tests.factories import StandardPageFactory, make_home

LONG = " ".join(["word"] * 26)
POOR = f"""<h3>Third</h3><p><b>A heading</b></p><p>See <a href="https://a.example">here</a>, or
<a href="https://a.example/b">https://a.example/b</a>, or www.c.example.</p><p>{LONG}.</p>
<p>Her Majesty’s Inspectorate said so.</p>"""
REMARKS = [
    "Body, text 1: make the first heading one of the second level, not of the third.",
    "Body, text 1: make “A heading” a heading, instead of bold text.",
    "Body, text 1: the link “here” does not say where it leads.",
    "Body, text 1: give the link words in the place of its address, https://a.example/b",
    "Body, text 1: make a link with words of this address: www.c.example.",
    "Body, text 1: write “His Majesty’s”, not “Her Majesty’s”.",
    f"Body, text 1: over 25 words in one sentence: “{LONG[:60]}…”",
]


def remarks_in(answer):
    panel = BeautifulSoup(answer.content, "html.parser").select_one("[data-side-panel=checks]")
    return [each.text for each in panel.select(".draft-warnings li")]


def test_the_editor_reads_what_could_be_put_better_and_may_submit(client, editor):
    page = StandardPageFactory(parent=make_home(), live=False, body=[("text", POOR)])
    page.save_revision()
    client.force_login(editor)

    assert remarks_in(client.get(reverse("wagtailadmin_pages:edit", args=[page.pk]))) == REMARKS


def test_what_breaks_wcag_is_refused_with_its_place(editor):
    home = make_home()
    page = StandardPageFactory(parent=home, live=False, body=[("text", "<h2>Good</h2><p>Text</p><h3></h3>")])
    page.save_revision(user=editor)
    publication_set = make_set(editor, "Advice", "", [page])

    with pytest.raises(ValidationError, match="Body, text 1: a heading without words"):
        submit_set(publication_set, editor)
    # The form asks the same.
    assert check_content in CHECKS_OF_SUBMISSIONS
