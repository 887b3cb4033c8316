"""Which pages have the exit, where it leads, and what it costs. How it behaves is in tests/browser/."""

import gzip

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError

from pages.content.models import SafetyPage, SiteWording
from pages.quick_exit.destination import DEFAULT_ADDRESS
from pages.quick_exit.script import SCRIPT, SCRIPT_HASH
from tests.factories import (
    DocumentFactory,
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
]


def soup_of(client, address):
    return BeautifulSoup(client.get(address).content, "html.parser")


def exit_of(client, address):
    """The link and the script of the exit on a page; the script must know whether there is a link."""
    soup = soup_of(client, address)
    link, script = soup.select_one("a.exit__link"), soup.find("script")
    assert (link is None) == script.has_attr("data-exit-hidden")
    return link, script


class TestWhereItLeads:
    def test_link_and_script_lead_where_the_wording_says(self, client, home):
        SiteWordingFactory(exit_label="Get out now", exit_address="https://www.example.org/weather")

        link, script = exit_of(client, home.url)

        assert link["href"] == script["data-exit-address"] == "https://www.example.org/weather"
        assert link.get_text(strip=True) == "Get out now"
        assert link["referrerpolicy"] == "no-referrer"
        assert "target" not in link.attrs

    @pytest.mark.parametrize("address", UNUSABLE)
    def test_an_address_that_may_not_be_used_is_refused(self, home, address):
        with pytest.raises(ValidationError) as refused:
            SiteWordingFactory(
                exit_address=address, main_site_address="https://www.northants.example.org/contact"
            )

        assert "exit_address" in refused.value.message_dict

    @pytest.mark.parametrize("address", ["", *UNUSABLE])
    def test_one_that_came_in_another_way_gives_way_to_the_default(self, client, home, address):
        wording = SiteWordingFactory(main_site_address="https://www.northants.example.org/contact")
        SiteWording.objects.filter(pk=wording.pk).update(exit_address=address)

        link, script = exit_of(client, home.url)

        assert link["href"] == script["data-exit-address"] == DEFAULT_ADDRESS

    def test_it_may_be_left_empty(self, client, home):
        SiteWordingFactory(exit_address="")

        assert exit_of(client, home.url)[0]["href"] == DEFAULT_ADDRESS

    def test_an_empty_label_gives_way_to_the_default(self, client, home):
        SiteWording.objects.filter(pk=SiteWordingFactory().pk).update(exit_label="")

        assert exit_of(client, home.url)[0].get_text(strip=True) == "Leave this site"

    def test_nothing_reaches_for_the_target_before_its_time(self, client, home):
        soup = soup_of(client, home.url)

        assert not soup.find_all(
            "link", rel=["prefetch", "preconnect", "dns-prefetch", "preload", "prerender"]
        )


class TestWhereItShows:
    @pytest.fixture
    def hidden(self, home):
        return SiteWordingFactory(exit_shown=False)

    def test_it_shows_on_every_page_without_any_wording(self, client, home):
        for address in (home.url, "/nowhere/", "/feedback/thanks/"):
            assert exit_of(client, address)[0]

    def test_the_wording_can_hide_it(self, client, home, hidden):
        assert exit_of(client, home.url)[0] is None
        assert "has-exit" not in client.get(home.url).content.decode()

    def test_a_page_that_requires_it_shows_it_all_the_same_with_its_whole_tree(self, client, home, hidden):
        parent = StandardPageFactory(parent=home, exit_required=True)
        child = StandardPageFactory(parent=StandardPageFactory(parent=parent))
        elsewhere = StandardPageFactory(parent=home)

        assert exit_of(client, parent.url)[0]
        assert exit_of(client, child.url)[0]
        assert not exit_of(client, elsewhere.url)[0]

    def test_a_sensitive_super_complaint_cannot_go_without_it(self, client, section, hidden):
        page = SuperComplaintPageFactory(parent=section, sensitive=True, exit_required=False)

        assert exit_of(client, page.url)[0]

    def test_nor_can_the_page_about_staying_safe(self, client, home, hidden):
        page = add_live(home, SafetyPage(title="Staying safe online", body=[("text", "<p>Some text.</p>")]))

        assert exit_of(client, page.url)[0]

    def test_editors_keep_their_escape_key(self, client, admin_user, home):
        client.force_login(admin_user)
        wording = SiteWordingFactory()
        preview = client.get(f"/admin/snippets/content/sitewording/preview/{wording.pk}/")
        screens = [f"/admin/pages/{home.pk}/edit/", "/admin/", "/admin/login/"]

        assert "exit" not in "".join(client.get(address).content.decode() for address in screens).split(
            "exit_"
        )
        assert SCRIPT not in preview.content.decode()

    def test_a_document_which_can_have_no_exit_is_downloaded_and_not_shown(self, client, home):
        document = DocumentFactory()
        link = f'<a linktype="document" id="{document.pk}">A document</a>'
        StandardPageFactory(parent=home, body=[("text", link)])

        answer = client.get(document.url)

        assert answer["Content-Disposition"].startswith("attachment")


class TestWhatItCosts:
    def test_it_is_small(self):
        assert len(gzip.compress(SCRIPT.encode(), mtime=0)) <= 1536

    def test_it_is_the_same_text_on_every_page_and_allowed_by_its_hash(self, client, section):
        page = SuperComplaintPageFactory(parent=section)
        for address in (section.url, page.url, "/nowhere/"):
            answer = client.get(address)
            assert f">{SCRIPT}</script>" in answer.content.decode()
            assert SCRIPT_HASH in answer["Content-Security-Policy"]

    def test_nothing_comes_before_it_but_what_the_browser_must_know(self, client, home):
        head = soup_of(client, home.url).head

        assert [tag.name for tag in head.find_all()][:3] == ["meta", "meta", "script"]
