"""The cookie that stores a choice, and the deletion of cookies without consent."""

import pytest
from bs4 import BeautifulSoup
from django.http import HttpResponse
from django.test import RequestFactory, override_settings
from hypothesis import example, given
from hypothesis import strategies as st

from pages.content.models import SiteWording
from pages.cookies import choices

from .cookies import ACCEPTED, NO_CHOICE

WORDING = SiteWording(pk=1, phase="beta", cookie_policy_version=3)

both_groups_in_use = override_settings(
    STATISTICS_ADDRESS="http://statistics.testserver/"
)


def read(header: str) -> dict[str, bool]:
    with both_groups_in_use:
        return choices.read_choice(
            RequestFactory().get("/", headers={"Cookie": header}), WORDING
        )


def set_cookies(response) -> list[str]:
    return [cookie.OutputString() for cookie in response.cookies.values()]


class TestReadChoice:
    def test_a_complete_choice_of_the_published_version_is_valid(self):
        for header, preferences, statistics in (
            (ACCEPTED, True, True),
            (ACCEPTED.replace('"', ""), True, True),
            (f"a=b; {ACCEPTED}; c=d", True, True),
            (f"cookie_consent=true; {ACCEPTED}", True, True),
            ('cookie_consent="policy=3|preferences=-1|statistics=1"', False, True),
            (
                "cookie_consent=policy=3|statistics=-1|preferences=-1|other=1",
                False,
                False,
            ),
        ):
            assert read(header) == {
                "preferences": preferences,
                "statistics": statistics,
            }, header

    def test_any_other_value_is_no_choice_nor_are_two_or_one_without_published_wording(
        self,
    ):
        """Another host of the same domain can add a cookie by our name."""
        assert [value for value in NO_CHOICE if read(f"cookie_consent={value}")] == []
        rejected = ACCEPTED.replace("=1", "=-1")
        assert read(f"{ACCEPTED}; {rejected}") == read(f"{rejected}; {ACCEPTED}") == {}
        request = RequestFactory().get("/", headers={"Cookie": ACCEPTED})
        with both_groups_in_use:
            assert (
                choices.read_choice(
                    request, SiteWording(cookie_policy_version=3, phase="beta")
                )
                == {}
            )

    @given(st.binary(max_size=9000))
    @example(b"cookie_consent=\xff\xfe")
    @example(b"cookie_consent=policy=3|preferences=1|statistics=1\x00")
    def test_arbitrary_bytes_are_neither_consent_nor_an_error(self, sent):
        assert read(sent.decode("latin-1")) == {}
        assert read(f"cookie_consent={sent.decode('latin-1')}") == {}

    def test_the_cookies_page_works_with_any_cookie(self, client, cookies_page):
        for value in ["\xff\xfe", "policy=3", "x" * 60_000, '"policy=3|', "=;=;\x00"]:
            answer = client.get(
                "/cookies/", headers={"Cookie": f"cookie_consent={value}"}
            )

            assert answer.status_code == 200, value
            assert (
                " checked"
                not in BeautifulSoup(answer.content, "html.parser").main.decode()
            ), value


class TestWriteChoice:
    @given(st.integers(1, 32767), st.booleans(), st.booleans())
    def test_a_written_choice_can_be_read(self, version, preferences, statistics):
        chosen = {"preferences": preferences, "statistics": statistics}
        response = HttpResponse()

        choices.write_choice(response, version, chosen)

        request = RequestFactory().get(
            "/", headers={"Cookie": set_cookies(response)[0].partition("; ")[0]}
        )
        with both_groups_in_use:
            wording = SiteWording(pk=1, phase="beta", cookie_policy_version=version)
            assert choices.read_choice(request, wording) == chosen

    def test_the_cookie_lasts_twelve_months_on_this_host_only(self):
        response = HttpResponse()

        choices.write_choice(response, 3, {"preferences": True})

        cookie = response.cookies["cookie_consent"]
        assert cookie.value == "policy=3|preferences=1"
        assert cookie["max-age"] == 365 * 24 * 60 * 60
        assert cookie["samesite"] == "Lax"
        assert cookie["path"] == "/"
        assert not cookie["domain"]
        assert not cookie["httponly"]


class TestDeleteUnwantedCookies:
    HOST = "www.northants.police.uk"

    @pytest.fixture
    def deleted(self, settings):
        """Return a function that says which cookies go when ``header`` was sent and ``chosen`` holds."""
        settings.ALLOWED_HOSTS = ["*"]

        def delete(header, host=self.HOST, **chosen):
            response = HttpResponse()
            request = RequestFactory().get(
                "/", headers={"Cookie": header, "Host": host}
            )
            choices.delete_unwanted_cookies(request, response, chosen)
            return set_cookies(response)

        return delete

    def test_cookies_are_deleted_on_this_host_and_its_parent_domains(self, deleted):
        gone = deleted("_pk_id.1.abcd=secret", statistics=False)

        assert all(cookie.startswith('_pk_id.1.abcd=""; ') for cookie in gone)
        assert all("Max-Age=0" in cookie and "Path=/" in cookie for cookie in gone)
        domains = [
            part
            for cookie in gone
            for part in cookie.split("; ")
            if part.startswith("Domain=")
        ]
        assert domains == [
            f"Domain={host}" for host in (self.HOST, "northants.police.uk", "police.uk")
        ]
        assert len(gone) == 4

    def test_only_cookies_of_declined_groups_are_deleted(self, deleted):
        header = "_pk_id.1.abcd=x; notice_closed=beta"

        def names(**chosen):
            return {cookie.partition("=")[0] for cookie in deleted(header, **chosen)}

        assert names(preferences=True, statistics=False) == {"_pk_id.1.abcd"}
        assert names(preferences=False, statistics=True) == {"notice_closed"}
        assert names() == {"notice_closed", "_pk_id.1.abcd"}
        assert names(preferences=True, statistics=True) == set()

    def test_what_matches_a_pattern_is_deleted_and_neither_undeclared_nor_hostile_names(
        self, deleted
    ):
        for name in ["_pk_id", "_pk_id.1.abcd", "_pk_ses.1.abcd", "_pk_ref.17.0f0f"]:
            assert deleted(f"{name}=x", statistics=False), name
            assert not deleted(f"{name}=x", statistics=True), name
        others = "cookie_consent=x; csrftoken=x; sessionid=x; _pk=x; x_pk_id=x; notice_closed2=x; _PK_ID=x"
        assert deleted(others) == []
        for end in ["<script>", " x", '"', "\r\nX-Other: 1", "é", ",", "\0"]:
            assert deleted(f"_pk_id{end}=x", statistics=False) == [], end

    def test_a_host_without_parent_domain_works(self, deleted):
        for host in ["localhost", "localhost:8000", "[::1]:8000"]:
            assert len(deleted("notice_closed=beta", host=host)) == 1

    def test_the_response_to_a_choice_deletes_unwanted_cookies(
        self, client, choose, statistics
    ):
        client.cookies["_pk_id.1.abcd"] = "x"

        assert [
            c
            for c in set_cookies(choose(all="reject"))
            if c.startswith("_pk_id.1.abcd=")
        ]
        client.cookies["_pk_id.1.abcd"] = "x"
        assert not [
            c
            for c in set_cookies(choose(all="accept"))
            if c.startswith("_pk_id.1.abcd=")
        ]
