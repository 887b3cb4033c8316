"""Cookies are declared once; what readers are told and what is enforced come from there."""

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
class TestTheTables:
    def test_after_migration_they_hold_what_is_declared(self):
        assert stored() == declared()
        assert set(CookieGroup.objects.filter(is_required=True)) == set(
            CookieGroup.objects.filter(varname="essential")
        )
        for group in registry.GROUPS:
            row = CookieGroup.objects.get(varname=group.name)
            assert (row.name, row.description) == (group.title, group.purpose)
            assert row.is_deletable is not group.required

    def test_a_migration_puts_right_what_was_changed_and_removes_the_rest(self):
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

    def test_repeating_it_changes_nothing(self):
        before = list(Cookie.objects.order_by("pk").values())

        consent_tables.sync_consent_tables()

        assert list(Cookie.objects.order_by("pk").values()) == before

    def test_the_library_sees_our_groups_at_once(self):
        from cookie_consent.cache import all_cookie_groups

        CookieGroup.objects.create(varname="advertising", name="Advertising")
        assert "advertising" in all_cookie_groups()

        consent_tables.sync_consent_tables()

        assert set(all_cookie_groups()) == {"preferences", "statistics"}


class TestThePageTells:
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

    def test_each_cookie_by_name_purpose_provider_and_duration(self, client, cookies_page, statistics):
        assert self.table(client) == self.expected(*registry.GROUPS)

    def test_of_no_group_that_this_site_has_no_use_for(self, client, cookies_page):
        assert self.table(client) == self.expected(registry.ESSENTIAL, registry.PREFERENCES)

    def test_no_cookie_that_only_an_older_or_newer_release_knows(self, client, cookies_page):
        Cookie.objects.create(cookiegroup=CookieGroup.objects.get(varname="essential"), name="later")

        assert self.table(client) == self.expected(registry.ESSENTIAL, registry.PREFERENCES)


class TestGroupsInUse:
    @pytest.mark.parametrize(
        ("phase", "address", "names"),
        [
            ("none", "", []),
            ("beta", "", ["preferences"]),
            ("none", "http://statistics.testserver/", ["statistics"]),
            ("alpha", "http://statistics.testserver/", ["preferences", "statistics"]),
        ],
    )
    def test_nobody_is_asked_about_what_does_not_exist(self, settings, phase, address, names):
        settings.STATISTICS_ADDRESS = address

        groups = registry.groups_in_use(SiteWording(pk=1, phase=phase))

        assert [group.name for group in groups] == names

    def test_none_while_the_policy_is_not_known(self, settings):
        settings.STATISTICS_ADDRESS = "http://statistics.testserver/"

        assert registry.groups_in_use(SiteWording(phase="beta")) == []

    def test_every_name_can_stand_in_the_cookie(self):
        from pages.cookies.choice_cookie import COOKIE_PATTERN

        pairs = "|".join(f"{group.name}=1" for group in registry.GROUPS if not group.required)

        assert COOKIE_PATTERN.fullmatch(f"cookie_consent=policy=1|{pairs}")
