"""Which pages show the quick exit, and where it leads. tests/browser/ tests how it behaves."""

import gzip
import re

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from pages.content.models import SafetyPage, SiteWording
from pages.quick_exit.exit import (
    DEFAULT_ADDRESS,
    LISTEN_SCRIPT,
    LONGEST_ADDRESS,
    SCRIPT,
    SCRIPT_HASHES,
    SCRIPTS,
    STALLED_SCRIPT,
    STOPPED_SCRIPT,
)
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import add_live

UNUSABLE = [
    "http://www.example.org/",
    "javascript:alert(1)",
    "https://user:secret@www.example.org/",
    "https://user@www.example.org/",
    "https://localhost/weather",
    "https://www.localhost/weather",
    "https://northants.example.org/",
    "https://www.northants.example.org/news/",
    "https://complaints.northants.example.org/",
    "https://[",
    "//www.example.org/",
    "weather",
    "https://www.example.org/".ljust(LONGEST_ADDRESS + 1, "a"),
]


def soup_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def exit_of(client, address):
    """The link of the exit on a page and where its scripts lead; they must know whether there is a link."""
    soup = soup_of(client, address)
    link, script = (
        soup.select_one("a.exit__link"),
        soup.select_one("script[data-exit-cookies]"),
    )
    assert (link is None) == script.has_attr("data-exit-hidden")
    return link, soup.html["data-exit"]


class TestDestination:
    def test_link_and_script_lead_to_the_address_in_the_wording(self, client, home):
        SiteWordingFactory(
            exit_label="Get out now", exit_address="https://www.example.org/weather"
        )

        link, address = exit_of(client, home.url)

        assert link["href"] == address == "https://www.example.org/weather"
        assert link.get_text(strip=True) == "Get out now"
        assert link["referrerpolicy"] == "no-referrer"
        assert "target" not in link.attrs

    def test_an_unusable_address_is_refused(self, home):
        for address in UNUSABLE:
            with pytest.raises(ValidationError) as refused:
                SiteWordingFactory(
                    exit_address=address,
                    main_site_address="https://www.northants.example.org/contact",
                )

            assert "exit_address" in refused.value.message_dict, address

    def test_a_stored_unusable_address_and_an_empty_label_are_replaced_by_the_defaults(
        self, client, home
    ):
        SiteWordingFactory(
            exit_address="",
            main_site_address="https://www.northants.example.org/contact",
        )
        for address in ("", *UNUSABLE):
            SiteWording.objects.update(exit_address=address, exit_label="")

            link, target = exit_of(client, home.url)

            assert link["href"] == target == DEFAULT_ADDRESS
            assert link.get_text(strip=True) == "Leave this site"


class TestVisibility:
    @pytest.fixture
    def hidden(self, home):
        return SiteWordingFactory(exit_shown=False)

    def test_the_exit_is_shown_on_every_page_without_wording(self, client, home):
        for address in (home.url, "/nowhere/", "/feedback/thanks/"):
            assert exit_of(client, address)[0]

    def test_a_page_that_requires_the_exit_shows_it_with_all_pages_below(
        self, client, section, home, hidden
    ):
        """So do a super-complaint that is sensitive and the safety page, and no other page."""
        parent = StandardPageFactory(parent=home, exit_required=True)
        child = StandardPageFactory(parent=StandardPageFactory(parent=parent))
        elsewhere = StandardPageFactory(parent=home)
        sensitive = SuperComplaintPageFactory(
            parent=section, sensitive=True, exit_required=False
        )
        below = RecommendationResponsePageFactory(parent=sensitive)
        safety = add_live(
            home,
            SafetyPage(
                title="Staying safe online", body=[("text", "<p>Some text.</p>")]
            ),
        )

        for page in (parent, child, sensitive, below, safety):
            assert exit_of(client, page.url)[0]
        for page in (home, elsewhere, SuperComplaintPageFactory(parent=section)):
            assert exit_of(client, page.url)[0] is None
        answer = client.get(home.url).content.decode()
        assert LISTEN_SCRIPT not in answer
        assert STOPPED_SCRIPT not in answer
        assert not soup_of(client, home.url).body.has_attr("class")

    def test_screens_of_the_admin_have_no_exit_and_previews_show_one_without_its_scripts(
        self, client, admin_user, home
    ):
        screens = [client.get("/admin/login/")]
        client.force_login(admin_user)
        screens += [
            client.get(address)
            for address in ("/admin/", f"/admin/pages/{home.pk}/edit/")
        ]
        preview = client.get(f"/admin/pages/{home.pk}/view_draft/")

        for answer in [*screens, preview]:
            assert answer.status_code == 200, answer.request["PATH_INFO"]
            text = answer.content.decode()
            assert ("exit__link" in text) == (answer is preview), answer.request[
                "PATH_INFO"
            ]
            assert LISTEN_SCRIPT not in text, answer.request["PATH_INFO"]
            assert SCRIPT not in text, answer.request["PATH_INFO"]


class TestScripts:
    def test_each_script_is_small_the_same_on_every_page_and_allowed_by_its_hash(
        self, client, section
    ):
        assert len(gzip.compress("".join(SCRIPTS).encode(), mtime=0)) <= 2560
        page = SuperComplaintPageFactory(parent=section)
        for address in (section.url, page.url, "/nowhere/"):
            answer = client.get(address)
            for script in SCRIPTS:
                assert f">{script}</script>" in answer.content.decode()
            assert all(
                hash_ in answer["Content-Security-Policy"] for hash_ in SCRIPT_HASHES
            )

    def test_the_first_700_bytes_leave_when_escape_stops_the_page(
        self, client, section
    ):
        SiteWordingFactory(
            exit_address="https://www.example.org/".ljust(LONGEST_ADDRESS, "a")
        )
        for address in (section.url, "/feedback/thanks/", "/nowhere/"):
            start = client.get(address).content[:700].decode()
            assert f"<script>{STALLED_SCRIPT}</script>" in start

    def test_the_first_500_bytes_listen_for_escape(self, client, section):
        SiteWordingFactory(
            exit_address="https://www.example.org/".ljust(LONGEST_ADDRESS, "a")
        )
        page = SuperComplaintPageFactory(parent=section)
        for address in (section.url, page.url, "/feedback/thanks/", "/nowhere/"):
            start = client.get(address).content[:500].decode()
            before, _, rest = start.partition("<script>")
            assert re.sub(r' data-exit="\S+"', "", before).split() == [
                "<!DOCTYPE",
                "html>",
                "<html",
                'lang="en-GB">',
                "<head>",
            ]
            assert rest.startswith(f"{LISTEN_SCRIPT}</script>")

    def test_the_first_title_in_the_text_of_a_page_is_its_own(self, client, section):
        page = SuperComplaintPageFactory(parent=section)
        for address in (section.url, page.url, "/feedback/thanks/", "/nowhere/"):
            text = client.get(address).content.decode()
            _, _, rest = text.partition("<title")
            soup = BeautifulSoup(text, "html.parser")
            assert rest.startswith(f">{soup.head.title.decode_contents()}</title>"), (
                address
            )

    def test_no_style_sheet_stands_before_what_it_must_not_hold_up_nor_anything_before_the_scripts(
        self, client, home
    ):
        soup = soup_of(client, home.url)

        assert [tag.name for tag in soup.head.find_all()][:6] == [
            "script",
            "script",
            "meta",
            *["script"] * 3,
        ]
        assert not soup.head.select("link[rel=stylesheet]")
        assert [tag.name for tag in soup.body.find_all(recursive=False)][-1] == "link"
        ahead = ["prefetch", "preconnect", "dns-prefetch", "preload", "prerender"]
        assert not soup.find_all("link", rel=ahead)
