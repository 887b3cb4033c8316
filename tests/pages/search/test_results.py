"""Pages are found by their words, in a useful order."""

import pytest

from complaints.models import Action, DueDate, ProgressUpdate, Response
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
    publish,
)

pytestmark = pytest.mark.both_databases


def page_about(home, title="A page", text="Some text."):
    return StandardPageFactory(
        parent=home, title=title, body=[("text", f"<p>{text}</p>")]
    )


def test_a_page_is_found_by_all_of_the_words_in_other_forms_but_those_that_stop(
    ask, home
):
    for written in ("search", "searches", "victim", "policies"):
        page_about(home, f"About {written}", f"Officers {written} people.")

    for asked, written in {
        "searching": ["search", "searches"],
        "Victims": ["victim"],
        "policy": ["policies"],
    }.items():
        assert sorted(ask(asked).titles) == [f"About {each}" for each in written]
    assert ask("the policy of an officer").titles == ["About policies"]


def test_a_quoted_phrase_is_found_word_for_word(ask, home):
    page_about(home, "Whole", "They respond to and/or record every call.")
    page_about(home, "Scattered", "They call every time, and they record it.")

    assert ask('"record every call"').titles == ["Whole"]
    assert ask("“record every call” respond").titles == ["Whole"]
    assert ask('"respond to and/or record"').titles == ["Whole"]
    assert set(ask('"record every call').titles) == {"Scattered", "Whole"}


def test_ranking_prefers_titles_and_exact_phrases(ask, home):
    page_about(home, "Text", "An order that gives protection.")
    page_about(home, "Phrase in the text", "A protection order.")
    page_about(home, "The order of protection", "Nothing else.")
    page_about(home, "A protection order explained", "Nothing else.")

    assert ask("protection order").titles == [
        "A protection order explained",
        "Phrase in the text",
        "The order of protection",
        "Text",
    ]


def test_a_recommendation_number_ranks_its_page_before_pages_that_mention_it(
    ask, home, section
):
    above = SuperComplaintPageFactory(parent=section)
    page_about(
        home,
        "Recommendation 7.1 in the news",
        "Recommendation 7.1, recommendation 7.1.",
    )
    for number in ("7", "7.1", "17"):
        RecommendationResponsePageFactory(
            parent=above,
            number=number,
            title="Do it",
            wording="Like recommendation 7.1.",
        )

    for asked in [
        "7.1",
        "recommendation 7.1",
        "Recommendation 7.1",
        "“recommendation 7.1”",
    ]:
        assert ask(asked).titles[0] == "Recommendation 7.1: Do it", asked
    assert ask("recommendation 7").titles[0] == "Recommendation 7: Do it"


def test_a_recommendation_is_found_by_identifier_and_super_complaint(ask, section):
    for slug in ("safe", "stalking"):
        above = SuperComplaintPageFactory(
            parent=section,
            slug=slug,
            title=f"Report on {slug}",
            summary=f"What recommendation 7 of {slug} says: {slug}/recommendation-7. {slug}, {slug}.",
        )
        for number in ("7.1", "7", "8"):
            RecommendationResponsePageFactory(
                parent=above,
                number=number,
                title=f"Do it {slug[:2]}",
                wording=f"Before {number}, {slug}.",
            )

    for asked in [
        "stalking/recommendation-7",
        "Stalking/Recommendation-7",
        "recommendation 7 stalking",
        "stalking recommendation 7",
    ]:
        titles = ask(asked).titles

        assert titles[0] == "Recommendation 7: Do it st", asked
        assert "Report on stalking" in titles, asked
        assert "Recommendation 7: Do it sa" not in titles, asked


def test_a_recommendation_is_found_by_the_new_title_of_its_super_complaint(
    ask, section
):
    above = SuperComplaintPageFactory(parent=section, title="Albatrosses", slug="birds")
    item = RecommendationResponsePageFactory(parent=above, number="1", title="Do it")
    above.title = "Bitterns"
    above.save_revision()
    assert set(ask("albatross").titles) == {"Albatrosses", "Recommendation 1: Do it"}

    publish(above)

    assert ask("albatross").titles == []
    assert ask("bittern").titles == ["Bitterns", "Recommendation 1: Do it"]

    item.move(
        SuperComplaintPageFactory(parent=section, title="Crossbills"), "last-child"
    )

    assert ask("bittern").titles == ["Bitterns"]
    assert ask("crossbill").titles == ["Crossbills", "Recommendation 1: Do it"]


def test_every_text_of_a_super_complaint_is_indexed(ask, section):
    SuperComplaintPageFactory(
        parent=section,
        title="Stalking",
        official_title="An official albatross",
        on_behalf_of="the National Bittern Consortium",
        lead_bodies=[OrganisationFactory(name="Suzy Lamplugh Trust")],
        supporting_bodies=[OrganisationFactory(name="Crossbill Alliance")],
        body=[("text", "<p>A dotterel.</p>")],
        correspondence=[
            (
                "letter",
                {
                    "sender": "The egret",
                    "recipient": "Us",
                    "summary": "<p>A fulmar.</p>",
                },
            )
        ],
    )

    for asked in (
        "albatross",
        "bittern",
        "Suzy Lamplugh Trust",
        "crossbill",
        "dotterel",
        "egret",
        "fulmar",
    ):
        assert ask(asked).titles == ["Stalking"], asked


def test_every_text_of_a_recommendation_is_indexed(ask, section):
    above = SuperComplaintPageFactory(parent=section)
    crossbill = OrganisationFactory(name="Crossbill Commissioner")
    page = RecommendationResponsePageFactory(
        parent=above,
        live=False,
        number="3",
        title="Do it",
        wording="An albatross.",
        addressees=[OrganisationFactory(name="Bittern Constabulary")],
        responses=[
            Response(
                respondents=[crossbill],
                reason="A dotterel.",
                narrative=[("text", "<p>An egret.</p>")],
            )
        ],
        actions=[
            Action(
                title="A fulmar",
                description="<p>A goldeneye.</p>",
                respondents=[OrganisationFactory()],
                owning_post="Head of Hobbies",
                due_dates=[DueDate(due=PartialDate(2024), reason="The ibis was late.")],
            )
        ],
        progress_updates=[
            ProgressUpdate(
                as_at=PartialDate(2024),
                text="<p>A jackdaw.</p>",
                respondents=[crossbill],
            )
        ],
    )
    publish(page)

    for asked in [
        "albatross",
        "bittern",
        "crossbill",
        "dotterel",
        "egret",
        "fulmar",
        "goldeneye",
        "hobby",
        "ibis",
        "jackdaw",
    ]:
        assert ask(asked).titles == ["Recommendation 3: Do it"], asked


def test_excerpts_highlight_matched_words(ask, home):
    text = "First of all. " * 60 + "Officers searched a house. " + "And so on. " * 60
    page_about(home, "Searches", text)

    answer = ask("search")

    assert answer.marked == {"Searches", "searched"}
    assert "Officers" in answer.results[0]
    assert len(answer.results[0]) < 1000


def test_empty_blocks_are_not_indexed(ask, home):
    StandardPageFactory(
        parent=home,
        title="Contact",
        body=[("contact", {"name": "Desk", "telephone": "101"})],
    )

    assert ask("none").titles == []
    assert ask("desk").titles == ["Contact"]


def test_markup_in_results_is_escaped(ask, home):
    page_about(
        home,
        "<script>alert(1)</script> & <mark>",
        "&lt;img src=x onerror=alert(2)&gt; \ue001 albatross \ue000",
    )

    answer = ask("albatross")

    assert answer.titles == ["<script>alert(1)</script> & <mark>"]
    assert answer.marked == {"albatross"}
    assert "<script>alert" not in answer.html
    assert "<img" not in answer.html
    assert "\ue000" not in answer.html
