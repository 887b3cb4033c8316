"""A page is the same bytes for every choice, and loads only what the operator configured."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError

from pages.content.models import AccessibilityStatementPage, SafetyPage, SiteWording
from pages.cookies.choices import SCRIPT, SCRIPT_HASH
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import add_live, publish, unpublish

TEXT = [("text", "<p>Some text.</p>")]
READERS = [
    'cookie_consent="policy=3|preferences=1|statistics=1"; notice_closed=beta; _pk_id.1.abcd=x',
    'cookie_consent="policy=3|preferences=-1|statistics=-1"',
    "cookie_consent=nonsense",
]


@pytest.fixture
def addresses(section, home, wording):
    """An address of every kind of page but the feedback form and the cookies page, which are not cached."""
    super_complaint = SuperComplaintPageFactory(parent=section)
    statement = AccessibilityStatementPage(
        title="Accessibility",
        introduction=TEXT,
        known_problems=TEXT,
        contact=TEXT,
        enforcement=TEXT,
        prepared_on="2026-11-01",
    )
    pages = [
        home,
        section,
        super_complaint,
        RecommendationResponsePageFactory(parent=super_complaint),
        StandardPageFactory(parent=home),
        add_live(home, SafetyPage(title="Safety", body=TEXT)),
        add_live(home, statement),
    ]
    return [*(page.url for page in pages), "/nowhere/", "/feedback/thanks/"]


def test_a_page_is_the_same_bytes_for_every_choice(client, addresses, statistics):
    for address in addresses:
        client.logout()
        first = client.get(address).content
        for cookies in READERS:
            answer = client.get(address, headers={"Cookie": cookies})
            assert answer.content == first, (address, cookies)
            assert not answer.cookies
            assert "Cookie" not in answer.get("Vary", "")
        client.force_login(
            User.objects.get_or_create(username="admin", is_superuser=True)[0]
        )
        assert client.get(address).content == first, address


def policy_of(answer) -> dict[str, set[str]]:
    directives = answer["Content-Security-Policy"].split("; ")
    return {
        name: set(sources)
        for name, *sources in (directive.split() for directive in directives)
    }


def test_statistics_add_only_their_origin_to_the_security_policy(
    client, home, wording, settings
):
    without = policy_of(client.get("/"))
    settings.STATISTICS_ADDRESS = "http://statistics.testserver:8080/matomo/"

    extended = policy_of(client.get("/"))

    added = {
        name: extended[name] - without[name]
        for name in extended
        if extended[name] != without[name]
    }
    origin = {"http://statistics.testserver:8080"}
    assert added == {"script-src": origin, "connect-src": origin, "img-src": origin}
    assert all(without[name] <= extended[name] for name in without)


def test_the_script_is_small_and_allowed_by_its_hash(client, addresses):
    assert len(gzip.compress(SCRIPT.encode(), mtime=0)) <= 900
    for address in addresses:
        answer = client.get(address)
        assert f">{SCRIPT}</script>" in answer.content.decode()
        assert SCRIPT_HASH in answer["Content-Security-Policy"]


def test_pages_contain_no_statistics_script(client, home, wording, statistics):
    """It is made in the browser, after consent."""
    soup = BeautifulSoup(client.get("/").content, "html.parser")

    assert "matomo.js" not in str(soup)
    assert not soup.select(
        "[src*='statistics.testserver'], [href*='statistics.testserver']"
    )


class TestWithoutOptionalCookies:
    """The site has no published wording, so nobody could tell which version of it was agreed to."""

    @pytest.fixture(autouse=True)
    def no_wording(self, home, cookies_page, wording):
        unpublish(wording)

    def test_there_is_no_banner_no_script_for_it_and_nothing_to_choose(self, client):
        for address in ("/", "/nowhere/", "/cookies/"):
            soup = BeautifulSoup(client.get(address).content, "html.parser")
            assert not soup.select(
                ".cookie-banner, .theme, script[data-policy], script[src], [data-close-notice]"
            )
        assert "There is nothing to choose" in soup.text
        assert "cookie_consent" in soup.text
        assert "notice_closed" not in soup.main.text

    def test_an_answer_from_an_older_page_is_harmless(self, client, choose):
        answer = choose(all="accept")

        assert answer.status_code == 400
        assert not answer.cookies
        assert client.get("/cookies/?saved").status_code == 200


def test_neither_the_maintenance_page_nor_a_preview_has_a_banner(
    client, admin_user, wording, settings
):
    client.force_login(admin_user)
    preview = client.get(f"/admin/snippets/content/sitewording/preview/{wording.pk}/")
    settings.MAINTENANCE = True
    answer = client.get("/")

    assert answer.status_code == 503
    assert not BeautifulSoup(answer.content, "html.parser").select(".cookie-banner")
    assert not BeautifulSoup(preview.content, "html.parser").select(
        ".cookie-banner, script[data-policy]"
    )


class TestPolicyVersion:
    def test_the_policy_version_cannot_be_lowered_once_public_and_is_at_least_one(
        self, wording
    ):
        for version, says in (
            (2, "The published version is 3."),
            (0, ""),
            (-1, ""),
            (None, ""),
            (10_000, ""),
        ):
            wording.cookie_policy_version = version
            with pytest.raises(ValidationError) as refused:
                wording.full_clean()
            assert says in str(refused.value.message_dict["cookie_policy_version"])

    def test_a_draft_that_was_never_public_may_lower_its_version(self, home):
        draft = SiteWordingFactory(live=False, cookie_policy_version=9)
        draft.cookie_policy_version = 2
        draft.full_clean()

    def test_neither_an_older_draft_nor_taking_the_wording_down_allows_a_lower_version(
        self, wording
    ):
        older = wording.save_revision()
        wording.cookie_policy_version = 4
        publish(wording)
        with pytest.raises(ValidationError):
            older.publish()

        assert SiteWording.objects.get().cookie_policy_version == 4
        wording.refresh_from_db()
        unpublish(wording)
        wording.cookie_policy_version = 2
        with pytest.raises(ValidationError):
            wording.full_clean()
