"""Choosing with the buttons of the banner, and with the form of the cookies page without scripts."""

import pytest
from bs4 import BeautifulSoup

from pages.content.models import SiteWording
from pages.cookies.models import ConsentRecord
from tests.factories.published import unpublish

SAVED = "Your cookie preferences have been saved. You can update your cookie settings at any time"
BLOCKED = "blocks cookies"


def soup_of(answer):
    return BeautifulSoup(answer.content, "html.parser")


def checked(answer) -> dict[str, str]:
    return {
        field["name"]: field["value"]
        for field in soup_of(answer).select("input[checked]")
    }


pytestmark = pytest.mark.usefixtures("statistics")


class TestCookiesPage:
    def test_nothing_is_chosen_in_advance_and_the_page_is_not_cached(
        self, client, cookies_page
    ):
        answer = client.get("/cookies/")

        assert checked(answer) == {}
        asked = {field["name"] for field in soup_of(answer).select("input[type=radio]")}
        assert asked == {"preferences", "statistics"}
        assert "no-store" in answer["Cache-Control"]
        assert not answer.cookies
        assert "csrfmiddlewaretoken" not in answer.content.decode()
        assert not soup_of(answer).select(".cookie-banner")

    def test_a_choice_is_saved_confirmed_and_shown(self, client, choose):
        answer = choose(preferences="yes", statistics="no")

        assert answer.status_code == 303
        assert answer["Location"] == "/cookies/?saved"
        assert "no-store" in answer["Cache-Control"]
        page = client.get(answer["Location"])
        [message] = soup_of(page).select("[role=status]")
        assert SAVED in message.text
        assert (
            "You accepted preference cookies. You rejected statistics cookies."
            in " ".join(message.text.split())
        )
        assert message.has_attr("autofocus")
        assert BLOCKED not in page.content.decode()
        assert checked(page) == {"preferences": "yes", "statistics": "no"}
        assert SAVED not in client.get("/cookies/").content.decode()

    def test_success_is_confirmed_only_if_the_browser_stored_the_choice(
        self, client, choose
    ):
        choose(preferences="yes", statistics="no")
        client.cookies.clear()

        page = client.get("/cookies/?saved").content.decode()

        assert SAVED not in page
        assert BLOCKED in page

    def test_an_incomplete_answer_is_shown_again(self, choose):
        for answers, missing in [
            ({}, ["preference", "statistics"]),
            ({"preferences": "yes"}, ["statistics"]),
            ({"statistics": "no"}, ["preference"]),
            ({"preferences": "yes", "statistics": "perhaps"}, []),
            ({"all": "everything"}, ["preference", "statistics"]),
        ]:
            answer = choose(**answers)

            text = answer.content.decode()
            assert answer.status_code == 400, answers
            assert not answer.cookies, answers
            assert not ConsentRecord.objects.exists(), answers
            assert soup_of(answer).title.text.startswith("Error: "), answers
            summary = soup_of(answer).select_one(".govuk-error-summary")
            for title in missing:
                assert f"Choose whether we may use {title} cookies" in summary.text, (
                    answers
                )
            for link in summary.select("a"):
                assert (
                    soup_of(answer).find(id=link["href"].removeprefix("#"))["type"]
                    == "radio"
                )
            assert SAVED not in text, answers
            assert checked(answer).items() <= answers.items(), answers

    def test_an_invalid_or_unpublished_policy_version_and_no_answer_of_the_banner_are_refused(
        self, choose
    ):
        invalid = [
            {"all": "accept", "policy": policy}
            for policy in ["", "0", "-1", "x", "1e9", "9" * 5000, "3\0", "4"]
        ]
        for fields in [*invalid, {"by_banner": True}]:
            answer = choose(**fields)

            assert answer.status_code == 400, fields
            assert not answer.cookies, fields
            assert not ConsentRecord.objects.exists(), fields


class TestBanner:
    def test_one_answer_of_the_banner_covers_all_groups(self, client, choose):
        for answer, holds in (("accept", True), ("reject", False)):
            assert choose(by_banner=True, all=answer).status_code == 204

            stored = client.cookies["cookie_consent"].value
            sign = "1" if holds else "-1"
            assert stored == f"policy=3|preferences={sign}|statistics={sign}"
            record = ConsentRecord.objects.latest("pk")
            assert (record.preferences, record.statistics) == (holds, holds)

    def test_the_banner_works_without_a_cookies_page(self, choose, cookies_page):
        unpublish(cookies_page)

        assert choose(by_banner=True, all="reject").status_code == 204
        assert choose(all="reject").status_code == 404

    def test_accept_reject_and_customise_have_equal_buttons_below_two_sentences(
        self, client, home, wording
    ):
        page = soup_of(client.get("/"))
        choices = page.select(".cookie-banner__choices > .govuk-button")

        assert [choice.text.split()[0] for choice in choices] == [
            "Accept",
            "Reject",
            "Customise",
        ]
        assert {" ".join(choice["class"]) for choice in choices} == {"govuk-button"}
        assert " ".join(page.select_one(".cookie-banner__text").text.split()) == (
            "We use one essential cookie to remember this choice. "
            "We’d also like to remember your colour setting and that you hid a notice and count visits."
        )


class TestPolicyVersion:
    def test_a_higher_policy_version_asks_everybody_again(
        self, client, choose, wording
    ):
        for version, answer in ((4, "accept"), (5, "reject")):
            choose(all=answer, policy=str(version - 1))
            assert len(checked(client.get("/cookies/"))) == 2

            SiteWording.objects.filter(pk=wording.pk).update(
                cookie_policy_version=version
            )

            assert checked(client.get("/cookies/")) == {}
            assert soup_of(client.get("/")).select_one("script[data-policy]")[
                "data-policy"
            ] == str(version)

    def test_an_answer_to_an_older_version_is_recorded_and_asked_again(
        self, client, choose, wording
    ):
        SiteWording.objects.filter(pk=wording.pk).update(cookie_policy_version=4)
        answer = choose(all="accept", policy="3")

        assert ConsentRecord.objects.get().policy_version == 3
        page = client.get(answer["Location"]).content.decode()
        assert SAVED not in page
        assert BLOCKED not in page
        assert "since you chose" in page
        assert checked(client.get("/cookies/")) == {}
