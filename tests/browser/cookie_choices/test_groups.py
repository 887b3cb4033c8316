"""What each group of cookies does: nothing before consent, what it says with it, and nothing after."""

import pytest
from playwright.sync_api import expect

from pages.cookies.choices import NOTICE_DAYS
from tests.browser.accessible import faults_of

pytestmark = [
    pytest.mark.long,
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

OURS = {"cookie_consent"}
MATOMOS = {"_pk_id.1.1fff", "_pk_ses.1.1fff", "_pk_ref.1.1fff"}


class TestStatistics:
    def test_nothing_is_asked_for_before_a_choice_or_after_a_no(
        self, reader, statistics
    ):
        reader.goto("/").goto("/long/").choose("reject").goto("/").goto("/cookies/")

        assert statistics.requests == []
        assert set(reader.cookies) == OURS
        assert reader.page.evaluate("typeof _paq") == "undefined"

    def test_a_yes_counts_this_visit_at_once_and_each_page_after_and_no_search(
        self, reader, statistics
    ):
        violations = []
        reader.page.on("console", lambda message: violations.append(message.text))
        reader.goto("/long/").choose("accept")
        statistics.wait_for(2)
        reader.goto("/long/?text=secret#secret")
        statistics.wait_for(4)
        reader.page.get_by_role("link", name="Super-complaints").first.click()
        statistics.wait_for(6)

        asked = [request.path.partition("?")[0] for request in statistics.requests]
        assert asked == ["/matomo/matomo.js", "/matomo/matomo.php"] * 3
        assert set(reader.cookies) == OURS | MATOMOS
        assert violations == []
        assert "secret" not in str(statistics.requests)
        assert not any("Referer" in request.headers for request in statistics.requests)
        # A choice that has expired lets nothing live on.
        reader.page.context.clear_cookies(name="cookie_consent")
        reader.goto("/")
        assert reader.cookies == {}
        assert len(statistics.requests) == 6
        expect(reader.accept).to_be_visible()

    def test_taking_it_back_stops_it_and_its_cookies_are_gone(self, reader, statistics):
        reader.goto("/").choose("accept")
        statistics.wait_for(2)
        reader.goto("/long/")
        statistics.wait_for(4)
        reader.page.evaluate("document.cookie = '_pk_id.9.other=x;path=/'")

        reader.save_on_the_page(preferences="yes", statistics="no")
        expect(reader.saved).to_be_visible()
        # The cookies page was still one with consent when it was opened.
        statistics.wait_for(6)
        reader.goto("/").goto("/long/")

        assert len(statistics.requests) == 6
        assert set(reader.cookies) == OURS

    def test_they_go_on_the_domains_above_too(
        self, new_reader, statistics, settings, site
    ):
        settings.ALLOWED_HOSTS = [".localhost"]
        origin = site.replace("localhost", "www.force.localhost")
        reader = new_reader(origin=origin).goto("/")
        above = "document.cookie = '_pk_id.1.1fff=x;path=/;domain=force.localhost'"
        reader.page.evaluate(above)
        assert "_pk_id.1.1fff" in reader.cookies

        reader.choose("reject")
        assert set(reader.cookies) == OURS

        reader.page.evaluate(above)
        assert set(reader.goto("/long/").cookies) == OURS

        # And by the server, where scripts are off.
        reader.page.context.add_cookies(
            [
                {
                    "name": "_pk_id.1.1fff",
                    "value": "x",
                    "domain": ".force.localhost",
                    "path": "/",
                }
            ]
        )
        reader.page.route("**/site.js", lambda route: route.abort())
        reader.save_on_the_page(preferences="no", statistics="no")
        assert set(reader.cookies) == OURS

    def test_a_page_is_whole_while_they_are_down(self, reader, statistics):
        statistics.stop()
        errors = []
        reader.page.on("pageerror", lambda error: errors.append(str(error)))

        reader.goto("/").choose("accept").goto("/long/")

        assert errors == []
        expect(reader.page.get_by_role("heading", level=1)).to_be_visible()


class TestTheNotice:
    def test_with_consent_alone_it_is_closed_and_stays_closed_until_that_is_taken_back(
        self, reader
    ):
        expect(reader.goto("/").notice).to_be_visible()
        expect(reader.close_notice).to_be_hidden()
        reader.choose("reject")
        expect(reader.close_notice).to_be_hidden()
        expect(reader.goto("/long/").close_notice).to_be_hidden()
        reader.save_on_the_page(preferences="yes")

        reader.goto("/long/?text=secret").close_notice.click()

        expect(reader.notice).to_be_hidden()
        expect(reader.page.locator("main")).to_be_focused()
        # What is kept says nothing of what was read.
        cookie = next(
            c for c in reader.page.context.cookies() if c["name"] == "notice_closed"
        )
        assert (cookie["value"], cookie["sameSite"]) == ("beta", "Lax")
        assert (
            cookie["expires"] - reader.page.evaluate("Date.now() / 1000")
        ) / 86400 > NOTICE_DAYS - 1
        assert set(reader.cookies) == OURS | {"notice_closed"}
        for address in ("/long/", "/", "/cookies/"):
            expect(reader.goto(address).notice).to_be_hidden()
        reader.save_on_the_page(preferences="no")
        expect(reader.page.get_by_role("status")).to_be_focused()
        expect(reader.notice).to_be_visible()
        assert set(reader.cookies) == OURS

    def test_it_is_back_when_the_cookie_is_gone_or_the_notice_another(self, reader):
        from pages.content.models import SiteWording
        from pages.published.changes import note

        reader.goto("/").choose("accept").close_notice.click()
        reader.page.context.clear_cookies(name="notice_closed")
        expect(reader.goto("/").notice).to_be_visible()

        reader.close_notice.click()
        SiteWording.objects.update(phase="alpha")
        note()
        expect(reader.goto("/").notice).to_be_visible()

    def test_consent_that_was_taken_back_in_another_tab_closes_nothing(self, reader):
        reader.goto("/").choose("accept")
        type(reader)(reader.page.context.new_page()).save_on_the_page(preferences="no")

        reader.close_notice.click()

        expect(reader.close_notice).to_be_hidden()
        expect(reader.notice).to_be_visible()
        assert set(reader.cookies) == OURS


class TestTheCookiesPage:
    def test_it_works_without_scripts(self, new_reader, statistics):
        reader = new_reader(java_script_enabled=False).goto("/")
        expect(reader.banner).to_be_hidden()
        expect(reader.close_notice).to_be_hidden()

        reader.save_on_the_page(preferences="yes", statistics="no")

        expect(reader.saved).to_be_visible()
        assert (
            reader.cookies["cookie_consent"].strip('"')
            == "policy=3|preferences=1|statistics=-1"
        )
        reader.goto("/cookies/")
        expect(reader.page.locator("[name=preferences][value=yes]")).to_be_checked()
        expect(reader.page.locator("[name=statistics][value=no]")).to_be_checked()

    def test_what_is_missing_gets_the_focus_and_leads_to_the_question(
        self, reader, statistics
    ):
        reader.save_on_the_page(preferences="yes")

        expect(reader.page.get_by_role("alert")).to_be_focused()
        assert reader.cookies == {}
        reader.page.get_by_role(
            "link", name="Choose whether we may use statistics cookies"
        ).click()
        expect(reader.page.locator("[name=statistics][value=yes]")).to_be_focused()
        expect(reader.page.locator("[name=preferences][value=yes]")).to_be_checked()

    def test_axe_finds_nothing_in_any_state(self, reader, statistics):
        for answers in (
            {"preferences": "yes"},
            {"preferences": "yes", "statistics": "yes"},
        ):
            reader.save_on_the_page(**answers)
            assert faults_of(reader.page) == []
