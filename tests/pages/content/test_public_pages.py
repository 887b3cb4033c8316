"""Rules that every public page follows, and what others show of one that a reader shares."""

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pages.content.models import StandardPage
from pages.content.templatetags.rendering import COLOUR_OF_THE_STYLES
from pages.moderation.approval.roles import EDITORS
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import add_live


@pytest.fixture
def addresses(section, home):
    """An address of every kind of page that is made of moderated content alone."""
    SiteWordingFactory()
    super_complaint = SuperComplaintPageFactory(parent=section)
    recommendation = RecommendationResponsePageFactory(parent=super_complaint)
    standard = StandardPageFactory(parent=home)
    return [
        page.url for page in (home, standard, section, super_complaint, recommendation)
    ]


def test_the_security_policy_allows_only_the_style_and_scripts_of_the_page(
    client, addresses
):
    for address in addresses:
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert policy.count("sha256-") == 7
        assert "nonce" not in policy
        assert "style=" not in answer.content.decode()


def test_the_brand_colour_is_a_style_of_its_own_and_changes_no_header(client, home):
    before = client.get(home.url)
    assert "/brand/" not in before.content.decode()
    tokens = (settings.PROJECT_DIR / "static" / "styles" / "_tokens.scss").read_text()
    assert f"var(--brand, {COLOUR_OF_THE_STYLES})" in tokens
    SiteWordingFactory(brand_colour="#5b1a4b")

    answer, style = client.get(home.url), client.get("/brand/5b1a4b.css")

    assert '<link rel="stylesheet" href="/brand/5b1a4b.css">' in answer.content.decode()
    assert (style["Content-Type"], style.content) == (
        "text/css; charset=utf-8",
        b":root{--brand:#5b1a4b}",
    )
    assert answer["Content-Security-Policy"] == before["Content-Security-Policy"]
    assert style["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "no-store" in client.get("/brand/000000.css")["Cache-Control"]
    assert client.get("/brand/red.css").status_code == 404


def test_the_admin_has_its_own_security_policy_and_frames_previews(
    client, section, signed_in
):
    policy = client.get("/admin/login/")["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src 'self';" in f"{policy};"
    signed_in(EDITORS)
    page = SuperComplaintPageFactory(parent=section)
    page.save_revision()

    answer = client.get(f"/admin/pages/{page.pk}/view_draft/")

    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]


def test_the_old_address_redirects_permanently(client, db):
    for old in (
        "/about-us/about-us/super-complaints/",
        "/police-forces/northamptonshire-police/areas/about-us/about-us/super-complaints/",
    ):
        answer = client.get(old)
        assert answer.status_code == 301
        assert answer["Location"] == "/super-complaints/"


def test_robots_are_excluded_only_from_the_admin(client, db):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in answer.content.decode()


pytestmark = pytest.mark.django_db


def head(client, address: str) -> dict[str, str]:
    soup = BeautifulSoup(client.get(address).content, "html.parser")
    found = {
        each["property"]: each["content"] for each in soup.select("meta[property]")
    }
    canonical = soup.find("link", rel="canonical")
    return found | ({"canonical": canonical["href"]} if canonical else {})


def test_a_page_says_its_address_and_what_it_is(client, home):
    fields = {"summary": "What this is.", "body": [("text", "<p>Some text.</p>")]}
    page = add_live(home, StandardPage(title="About", slug="about", **fields))

    plain = head(client, page.url)

    assert plain["canonical"] == plain["og:url"] == page.full_url
    assert (plain["og:title"], plain["og:description"]) == ("About", "What this is.")
    assert plain["og:image"].startswith(f"{home.full_url}share.png")
    assert head(client, "/nowhere/") == {}


def test_saving_a_page_asks_not_whether_what_wagtail_set_exists(home):
    page = StandardPageFactory(parent=home)
    with CaptureQueriesContext(connection) as captured:
        page.full_clean()

    asked = " ".join(each["sql"] for each in captured)
    for table in (
        "wagtailcore_locale",
        "wagtailcore_revision",
        "django_content_type",
        "auth_user",
    ):
        assert table not in asked
