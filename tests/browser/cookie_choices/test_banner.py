"""The question about cookies: equal answers, honest messages, nothing in the way."""

import time

import pytest
from playwright.sync_api import expect

from tests.browser.accessible import faults_of
from tests.effort import by_effort

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


LOOK = """button => {
    const look = getComputedStyle(button), box = button.getBoundingClientRect();
    return [Math.round(box.width), Math.round(box.height), ...["color", "backgroundColor", "fontSize",
        "fontWeight", "borderTopWidth", "borderTopColor", "textDecorationLine", "opacity"]
        .map(name => look[name])];
}"""
SHIFTS_AND_SIGHTS = """
window.shifted = 0;
new PerformanceObserver(list => list.getEntries().forEach(entry => { window.shifted += entry.value; }))
    .observe({type: 'layout-shift', buffered: true});
window.seen = new Set();
(function look() {
    ['cookie-banner', 'phase'].forEach(name => {
        const part = document.querySelector('.' + name);
        if (part && part.offsetHeight) window.seen.add(name);
    });
    requestAnimationFrame(look);
})();
"""


def fails_with(page, failure):
    if failure == "network":
        page.route("**/cookies/choice/", lambda route: route.abort())
    else:
        page.route(
            "**/cookies/choice/",
            lambda route: route.fulfill(status=failure, body="Accepted"),
        )


FAILURES = ["network", 500, 503, 429, 403, 400]


class TestTheThreeAnswers:
    def test_they_look_the_same_and_have_outlines_in_forced_colours(
        self, new_reader, statistics
    ):
        for screen in ({"width": 320, "height": 640}, {"width": 1280}):
            reader = new_reader(**screen).goto("/")
            looks = [
                answer.evaluate(LOOK)
                for answer in (reader.accept, reader.reject, reader.customise)
            ]

            assert looks[0] == looks[1] == looks[2]
            assert looks[0][1] >= 44
        reader.page.emulate_media(forced_colors="active")
        for answer in (reader.accept, reader.reject, reader.customise):
            border, background, width = answer.evaluate(
                "b => (s => [s.borderTopColor, s.backgroundColor, s.borderTopWidth])(getComputedStyle(b))"
            )
            assert border != background
            assert width == "2px"

    def test_the_keyboard_is_enough_and_none_is_chosen_in_advance(self, reader):
        reader.goto("/")
        assert reader.page.evaluate("document.activeElement === document.body")
        assert reader.banner.locator(":checked").count() == 0
        for _ in range(12):
            reader.page.keyboard.press("Tab")
            if reader.accept.evaluate("button => button === document.activeElement"):
                break
        reader.page.keyboard.press("Tab")
        expect(reader.reject).to_be_focused()
        reader.page.keyboard.press("Tab")
        expect(reader.customise).to_be_focused()
        reader.page.keyboard.press("Shift+Tab")
        reader.page.keyboard.press("Enter")

        expect(reader.banner.locator(":focus")).to_contain_text(
            "Your cookie preferences have been saved."
        )
        reader.page.keyboard.press("Tab")
        expect(reader.page.locator(":focus")).to_have_text("cookies page")
        reader.page.keyboard.press("Tab")
        reader.page.keyboard.press("Enter")
        expect(reader.banner).to_be_hidden()
        expect(reader.page.locator("main")).to_be_focused()


class TestAfterAChoice:
    @pytest.mark.by_turns
    @pytest.mark.parametrize(("answer", "value"), [("accept", "1"), ("reject", "-1")])
    def test_it_is_said_kept_and_asked_no_more(self, reader, answer, value):
        reader.goto("/").choose(answer)

        said = reader.banner.locator(":focus")
        expect(said).to_contain_text(
            f"You {answer}ed optional cookies. Your cookie preferences have been saved. "
            "You can update your cookie settings at any time on the cookies page.",
            use_inner_text=True,
        )
        other = {"accept": "rejected", "reject": "accepted"}[answer]
        expect(said).not_to_contain_text(other, use_inner_text=True)
        expect(reader.accept).to_be_hidden()
        reader.hide.click()
        expect(reader.banner).to_be_hidden()
        for address in ("/", "/long/"):
            expect(reader.goto(address).banner).to_be_hidden()
        [cookie] = reader.page.context.cookies()
        assert cookie["name"] == "cookie_consent"
        assert cookie["value"].strip('"') == f"policy=3|preferences={value}"
        assert cookie["sameSite"] == "Lax"
        assert 364 < (cookie["expires"] - time.time()) / (24 * 60 * 60) <= 365

    def test_nothing_moves_when_it_comes_and_who_has_chosen_sees_no_flash_of_it(
        self, reader
    ):
        reader.page.add_init_script(SHIFTS_AND_SIGHTS)
        reader.goto("/long/").page.wait_for_function("seen.size === 2")
        assert reader.page.evaluate("shifted") == 0
        reader.goto("/").customise.click()
        expect(
            reader.page.get_by_role("button", name="Save cookie choice")
        ).to_be_visible()
        assert reader.page.locator(":checked").count() == 0
        expect(reader.banner).to_have_count(0)
        reader.goto("/").choose("accept")
        reader.close_notice.click()

        for address in ("/", "/long/", "/cookies/"):
            reader.goto(address)
            assert reader.page.evaluate("[...seen]") == []
            assert reader.page.evaluate("shifted") == 0

    def test_a_page_from_the_back_forward_cache_lives_by_it(
        self, reader_who_goes_back, statistics
    ):
        reader = reader_who_goes_back.goto("/").choose("accept").goto("/long/")
        assert reader.page.evaluate("typeof _paq") == "object"
        reader.save_on_the_page(preferences="no", statistics="no")

        reader.page.evaluate("history.go(-2)")

        reader.page.wait_for_url("**/long/")
        # It came out of the cache, saw what had been chosen since, and loaded itself
        # anew.
        reader.page.wait_for_function(
            "performance.getEntriesByType('navigation')[0].type === 'reload'"
        )
        assert reader.page.evaluate("typeof _paq") == "undefined"
        expect(reader.close_notice).to_be_hidden()

    def test_one_that_has_nothing_to_change_comes_back_as_it_was(
        self, reader_who_goes_back
    ):
        reader = reader_who_goes_back.goto("/").choose("reject")
        reader.page.evaluate("window.same = true")
        reader.goto("/long/")

        reader.page.evaluate("history.back()")

        reader.page.wait_for_function("window.same")
        reloads = []
        reader.page.on(
            "request", lambda request: reloads.append(request.is_navigation_request())
        )
        # A reload would have been asked for before these, and would break them off. A
        # page that comes out of the cache is at times not drawn again: do not wait for
        # that.
        reader.page.evaluate("fetch('/long/').then(() => fetch('/long/'))")
        assert reloads == [False, False]
        assert reader.page.evaluate("window.same")

    def test_a_raised_policy_asks_those_who_declined_too(self, reader):
        from pages.content.models import SiteWording
        from pages.published.changes import note

        reader.goto("/").choose("reject")
        SiteWording.objects.update(cookie_policy_version=4)
        note()

        expect(reader.goto("/").accept).to_be_visible()
        reader.choose("reject")
        expect(reader.goto("/").banner).to_be_hidden()


class TestWhenSavingFails:
    @pytest.mark.by_turns
    @pytest.mark.parametrize("failure", by_effort(FAILURES[:2], FAILURES))
    @pytest.mark.parametrize("answer", ["accept", "reject"])
    def test_it_is_said_and_the_choice_stays_open(
        self, reader, statistics, failure, answer
    ):
        fails_with(reader.goto("/").page, failure)

        getattr(reader, answer).click()

        expect(reader.failed).to_be_visible()
        expect(reader.saved).to_be_hidden()
        expect(getattr(reader, answer)).to_be_focused()
        for again in (reader.accept, reader.reject):
            expect(again).to_be_enabled()
        expect(reader.close_notice).to_be_hidden()
        assert reader.cookies == {}
        assert statistics.requests == []
        expect(reader.goto("/long/").accept).to_be_visible()
        reader.page.unroute("**/cookies/choice/")
        reader.choose(answer)
        expect(reader.failed).to_be_hidden()

    def test_nothing_is_saved_in_a_browser_that_blocks_cookies_even_if_the_server_says_yes(
        self, reader, statistics
    ):
        fails_with(reader.goto("/").page, 204)
        reader.accept.click()
        expect(reader.page.get_by_text("Your browser blocks cookies")).to_be_visible()
        expect(reader.saved).to_be_hidden()
        reader.page.unroute("**/cookies/choice/")
        reader.page.context.new_cdp_session(reader.page).send(
            "Emulation.setDocumentCookieDisabled", {"disabled": True}
        )
        reader.goto("/").accept.click()

        expect(reader.page.get_by_text("Your browser blocks cookies")).to_be_visible()
        expect(reader.failed).to_be_hidden()
        expect(reader.saved).to_be_hidden()
        assert statistics.requests == []


class TestItIsInNobodysWay:
    def test_the_exit_stays_free_and_the_banner_scrolls_away(self, reader):
        exit_link = reader.goto("/long/").page.locator(".exit__link")
        hit = """link => {
            const box = link.getBoundingClientRect();
            return [0.1, 0.5, 0.9].every(part => link.contains(
                document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2)));
        }"""

        for width, height in ((320, 640), (320, 256), (1280, 720)):
            reader.page.set_viewport_size({"width": width, "height": height})
            for scrolled in (0, 100, 400, 2000):
                reader.page.evaluate(f"scrollTo(0, {scrolled})")
                assert exit_link.evaluate(hit), (width, scrolled)
            expect(reader.banner).not_to_be_in_viewport()
        assert (
            reader.banner.evaluate("banner => getComputedStyle(banner).position")
            == "static"
        )
        assert reader.page.evaluate(
            "document.querySelector('.exit__link').compareDocumentPosition("
            "document.querySelector('.cookie-banner')) === Node.DOCUMENT_POSITION_FOLLOWING"
        )

    def test_axe_finds_nothing_in_any_state(self, reader, statistics):
        assert faults_of(reader.goto("/").page) == []

        fails_with(reader.page, 500)
        reader.accept.click()
        expect(reader.failed).to_be_visible()
        assert faults_of(reader.page) == []

        reader.page.unroute("**/cookies/choice/")
        reader.choose("accept")
        assert faults_of(reader.page) == []
        reader.page.emulate_media(media="print")
        expect(reader.banner).to_be_hidden()
