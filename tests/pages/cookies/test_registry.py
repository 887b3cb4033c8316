"""Cookies are declared once, for what readers see and for what is enforced."""

import pytest
from bs4 import BeautifulSoup
from cookie_consent.cache import all_cookie_groups
from cookie_consent.models import Cookie, CookieGroup

from pages.content.models import SiteWording
from pages.cookies import choices


@pytest.mark.django_db
class TestTables:
    def test_a_migration_has_filled_the_tables_of_the_library(self):
        assert {
            group.varname: [cookie.name for cookie in group.cookie_set.order_by("pk")]
            for group in CookieGroup.objects.all()
        } == {
            "essential": ["cookie_consent"],
            "preferences": ["theme", "notice_closed"],
            "statistics": ["_pk_id*", "_pk_ses*", "_pk_*", "_pk_ref*"],
        }
        assert [
            group.varname for group in CookieGroup.objects.filter(is_required=True)
        ] == ["essential"]
        assert set(all_cookie_groups()) == {"preferences", "statistics"}

    def test_every_row_says_all_that_readers_are_told(self):
        for group in choices.groups():
            assert group.purpose
            assert bool(group.in_short) is not group.required
            for cookie in group.cookies:
                assert all(cookie)

    def test_what_the_tables_say_readers_are_told(self, client, cookies_page):
        Cookie.objects.filter(name="theme").update(
            description="Keeps colours\nThis site\n2 days"
        )
        choices.groups.cache_clear()
        try:
            shown = client.get("/cookies/").content.decode()
        finally:
            choices.groups.cache_clear()

        assert "Keeps colours" in shown
        assert "2 days" in shown


class TestCookiesPage:
    def table(self, client):
        soup = BeautifulSoup(client.get("/cookies/").content, "html.parser")
        return {
            table.caption.text: [
                [cell.text for cell in row.find_all(["th", "td"])]
                for row in table.tbody.find_all("tr")
            ]
            for table in soup.find_all("table")
        }

    def expected(self, *groups):
        return {
            f"{group.title} cookies": [
                [
                    cookie.name.replace("*", "…"),
                    cookie.purpose,
                    cookie.provider,
                    cookie.duration,
                ]
                for cookie in group.cookies
            ]
            for group in groups
        }

    def test_each_cookie_of_a_group_in_use_is_listed_as_declared(
        self, client, cookies_page, settings
    ):
        assert self.table(client) == self.expected(*choices.groups()[:2])
        settings.STATISTICS_ADDRESS = "http://statistics.testserver/matomo/"
        assert self.table(client) == self.expected(*choices.groups())


@pytest.mark.django_db
class TestGroupsInUse:
    def test_statistics_are_in_use_only_with_an_address_and_published_wording(
        self, settings
    ):
        wording = SiteWording(pk=1)
        for address, names in (
            ("", ["preferences"]),
            ("http://a.test/", ["preferences", "statistics"]),
        ):
            settings.STATISTICS_ADDRESS = address
            assert [group.name for group in choices.groups_in_use(wording)] == names
        assert choices.groups_in_use(SiteWording(phase="beta")) == []
