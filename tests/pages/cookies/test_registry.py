"""Cookies are declared once, for what readers see and for what is enforced."""

import pytest
from bs4 import BeautifulSoup
from cookie_consent.models import Cookie, CookieGroup
from django.core.management import call_command

from pages.content.models import SiteWording
from pages.cookies import consent_tables, registry


def stored() -> dict[str, list[str]]:
    return {
        group.varname: [cookie.name for cookie in group.cookie_set.order_by("pk")]
        for group in CookieGroup.objects.all()
    }


def declared() -> dict[str, list[str]]:
    return {group.name: [cookie.name for cookie in group.cookies] for group in registry.GROUPS}


@pytest.mark.django_db
class TestConsentTables:
    def test_migration_stores_the_declared_cookies(self):
        assert stored() == declared()
        assert set(CookieGroup.objects.filter(is_required=True)) == set(
            CookieGroup.objects.filter(varname="essential")
        )
        for group in registry.GROUPS:
            row = CookieGroup.objects.get(varname=group.name)
            assert (row.name, row.description) == (group.title, group.purpose)
            assert row.is_deletable is not group.required

    def test_migration_corrects_changed_rows_and_removes_others(self):
        CookieGroup.objects.filter(varname="statistics").update(is_required=True, description="Nothing")
        statistics = CookieGroup.objects.get(varname="statistics")
        Cookie.objects.create(cookiegroup=statistics, name="_ga")
        Cookie.objects.filter(name="_pk_id*").delete()
        advertising = CookieGroup.objects.create(varname="advertising", name="Advertising")
        Cookie.objects.create(cookiegroup=advertising, name="IDE")

        call_command("migrate", verbosity=0)

        assert {name: set(cookies) for name, cookies in stored().items()} == {
            name: set(cookies) for name, cookies in declared().items()
        }
        statistics.refresh_from_db()
        assert statistics.description == registry.STATISTICS.purpose
        assert not statistics.is_required

    def test_repeated_migration_changes_nothing(self):
        before = list(Cookie.objects.order_by("pk").values())

        consent_tables.sync_consent_tables()

        assert list(Cookie.objects.order_by("pk").values()) == before

    def test_the_library_sees_our_groups_at_once(self):
        from cookie_consent.cache import all_cookie_groups

        CookieGroup.objects.create(varname="advertising", name="Advertising")
        assert "advertising" in all_cookie_groups()

        consent_tables.sync_consent_tables()

        assert set(all_cookie_groups()) == {"preferences", "statistics"}


class TestCookiesPage:
    def table(self, client):
        soup = BeautifulSoup(client.get("/cookies/").content, "html.parser")
        return {
            table.caption.text: [
                [cell.text for cell in row.find_all(["th", "td"])] for row in table.tbody.find_all("tr")
            ]
            for table in soup.find_all("table")
        }

    def expected(self, *groups):
        return {
            f"{group.title} cookies": [
                [cookie.name.replace("*", "…"), cookie.purpose, cookie.provider, cookie.duration]
                for cookie in group.cookies
            ]
            for group in groups
        }

    def test_each_cookie_is_listed_with_its_properties(self, client, cookies_page, statistics):
        assert self.table(client) == self.expected(*registry.GROUPS)

    def test_groups_not_in_use_are_not_listed(self, client, cookies_page):
        assert self.table(client) == self.expected(registry.ESSENTIAL, registry.PREFERENCES)

    def test_cookies_of_another_release_are_not_listed(self, client, cookies_page):
        Cookie.objects.create(cookiegroup=CookieGroup.objects.get(varname="essential"), name="later")

        assert self.table(client) == self.expected(registry.ESSENTIAL, registry.PREFERENCES)


class TestGroupsInUse:
    @pytest.mark.parametrize(
        ("phase", "address", "names"),
        [
            ("none", "", ["preferences"]),
            ("beta", "", ["preferences"]),
            ("none", "http://statistics.testserver/", ["preferences", "statistics"]),
            ("alpha", "http://statistics.testserver/", ["preferences", "statistics"]),
        ],
    )
    def test_statistics_are_in_use_only_with_an_address(self, settings, phase, address, names):
        settings.STATISTICS_ADDRESS = address

        groups = registry.groups_in_use(SiteWording(pk=1, phase=phase))

        assert [group.name for group in groups] == names

    def test_no_group_is_in_use_without_published_wording(self, settings):
        settings.STATISTICS_ADDRESS = "http://statistics.testserver/"

        assert registry.groups_in_use(SiteWording(phase="beta")) == []

    def test_every_group_name_fits_the_cookie_pattern(self):
        from pages.cookies.choice_cookie import COOKIE_PATTERN

        pairs = "|".join(f"{group.name}=1" for group in registry.GROUPS if not group.required)

        assert COOKIE_PATTERN.fullmatch(f"cookie_consent=policy=1|{pairs}")
