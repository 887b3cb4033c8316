"""The guide of this CMS is read within it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import expect

from pages.content.admin_views import render_guide
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM
from tests.browser.accessible import faults_at


def test_sections_have_anchors_and_html_is_not_run():
    guide, headings = render_guide(
        "# Title\n\n## Do *this*\n\n<script>alert(1)</script>\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"
    )

    soup = BeautifulSoup(guide, "html.parser")
    assert headings == [("do-this", "Do this")]
    assert soup.select_one("h2")["id"] == "do-this"
    assert not soup.select("h1, script")
    assert soup.select_one("td").get_text() == "1"


@pytest.mark.django_db
def test_help_leads_nowhere_else(client, signed_in):
    signed_in(FEEDBACK_TEAM)

    shown = client.get(reverse("wagtailadmin_home")).content.decode()

    for address in (
        reverse("guide_of_a_role", args=["other"]),
        reverse("guide_picture", args=["other"]),
    ):
        assert client.get(address).status_code == 404
    assert reverse("guide") in shown
    assert "guide.wagtail.org" not in shown
    assert "What's new in Wagtail" not in shown


def test_every_link_and_picture_of_the_guide_is_there():
    targets = [
        text.parent / target
        for text in (settings.EDITORS_GUIDE / "using").glob("*.md")
        for target in re.findall(r"\]\(([^)#]+)", text.read_text())
    ]

    assert {target.suffix for target in targets} >= {".md", ".webp"}
    assert [target for target in targets if not target.exists()] == []


def test_links_within_the_guide_lead_to_headings_and_others_are_plain_text():
    anchors, links = {}, []
    for file in (settings.EDITORS_GUIDE / "using").glob("*.md"):
        soup = BeautifulSoup(render_guide(file.read_text())[0], "html.parser")
        anchors[file.name] = {heading.get("id") for heading in soup.select("[id]")}
        links += [(file.name, link["href"]) for link in soup.select("a[href]")]

    assert len(links) > 10
    for name, link in links:
        target, _, anchor = link.partition("#")
        if not target.startswith("http"):
            headings = anchors[target or name]
            assert not anchor or anchor in headings, (name, link)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_editor_reads_the_guide(home, colleague):
    screen = colleague(EDITORS).page
    screen.goto("/admin/")
    screen.get_by_role("button", name="Help").click()
    screen.get_by_role("link", name="Guide").first.click()
    screen.get_by_role("link", name="Moderators and approving officers").first.click()
    screen.get_by_role("link", name="Approve a change").click()

    expect(screen.get_by_role("heading", name="Approve a change")).to_be_in_viewport()
    expect(screen.get_by_role("img", name="The review screen")).to_have_js_property(
        "naturalWidth", 1280
    )
    # From the top: scrolled to a section, the header stands over part of a link.
    assert faults_at(screen, [reverse("guide"), screen.url.partition("#")[0]]) == ""
