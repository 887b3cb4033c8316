"""Rules that every public page follows."""

import pytest
from django.conf import settings

from pages.content.site_wording import COLOUR_OF_THE_STYLES
from pages.moderation.gate.roles import EDITORS
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
)


@pytest.fixture
def addresses(section, home):
    """An address of every kind of page that is made of moderated content alone."""
    SiteWordingFactory()
    super_complaint = SuperComplaintPageFactory(parent=section)
    recommendation = RecommendationResponsePageFactory(parent=super_complaint)
    standard = StandardPageFactory(parent=home)
    return [page.url for page in (home, standard, section, super_complaint, recommendation)]


def test_a_page_sets_no_cookie_and_does_not_vary_by_one(client, addresses):
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert not answer.cookies
        assert "Cookie" not in answer.get("Vary", "")


def test_a_page_is_the_same_bytes_for_an_editor_and_for_a_reader(client, addresses):
    for address in addresses:
        client.logout()
        as_reader = client.get(address).content
        client.force_login(UserFactory(roles=[EDITORS]))
        assert client.get(address).content == as_reader


def test_the_security_policy_allows_only_the_style_and_scripts_of_the_page(client, addresses):
    for address in addresses:
        answer = client.get(address)
        policy = answer["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert "default-src 'none'" in policy
        assert policy.count("sha256-") == 5
        assert "nonce" not in policy
        assert "style=" not in answer.content.decode()


def test_the_brand_colour_is_a_style_of_its_own_and_changes_no_header(client, home):
    before = client.get(home.url)
    SiteWordingFactory(brand_colour="#5b1a4b")

    answer, style = client.get(home.url), client.get("/brand/5b1a4b.css")

    assert '<link rel="stylesheet" href="/brand/5b1a4b.css">' in answer.content.decode()
    assert (style["Content-Type"], style.content) == ("text/css; charset=utf-8", b":root{--brand:#5b1a4b}")
    assert answer["Content-Security-Policy"] == before["Content-Security-Policy"]


def test_only_the_style_of_the_sites_own_colour_may_be_kept(client, home):
    SiteWordingFactory(brand_colour="#5b1a4b")

    assert client.get("/brand/5b1a4b.css")["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "no-store" in client.get("/brand/000000.css")["Cache-Control"]
    assert client.get("/brand/red.css").status_code == 404


def test_the_colour_of_the_styles_needs_no_other_style(client, home):
    assert "/brand/" not in client.get(home.url).content.decode()
    tokens = (settings.PROJECT_DIR / "static" / "styles" / "_tokens.scss").read_text()
    assert f"var(--brand, {COLOUR_OF_THE_STYLES})" in tokens


def test_the_admin_has_its_own_security_policy(client, db):
    policy = client.get("/admin/login/")["Content-Security-Policy"]

    assert "default-src 'self'" in policy
    assert "script-src 'self';" in f"{policy};"


def test_previews_may_be_framed_by_the_editor(client, section, signed_in):
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


def test_pages_below_a_page_that_is_not_public_are_not_public(client, section):
    draft = SuperComplaintPageFactory(parent=section, live=False)
    page = RecommendationResponsePageFactory(parent=draft)

    assert client.get(page.url).status_code == 404


def test_the_sitemap_lists_public_pages_only(client, section):
    SuperComplaintPageFactory(parent=section, title="Public", slug="public")
    draft = SuperComplaintPageFactory(parent=section, title="Draft", slug="draft", live=False)
    RecommendationResponsePageFactory(parent=draft)

    text = client.get("/sitemap.xml").content.decode()

    assert "/super-complaints/public/" in text
    assert "/super-complaints/draft/" not in text  # nor what stands below it


def test_robots_are_excluded_only_from_the_admin(client, db):
    answer = client.get("/robots.txt")

    assert answer["Content-Type"].startswith("text/plain")
    assert "Disallow: /admin/" in answer.content.decode()


def test_the_styles_were_built():
    for name in ("first.css", "site.css"):
        assert (settings.STATICFILES_DIRS[0] / name).exists()
