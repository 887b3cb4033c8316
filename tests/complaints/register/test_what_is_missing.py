"""What is not on this site, who has not responded and who responded late is said beside the totals."""

import pytest
from bs4 import BeautifulSoup

from complaints.models import SuperComplaintIndexPage
from complaints.register.state_counts import Progress
from complaints.vocabulary import ActionStatus, OrganisationKind, Position, Status
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_response,
)

pytestmark = pytest.mark.django_db


def words(element) -> str:
    return " ".join(element.text.split())


def read(client, address: str):
    return BeautifulSoup(client.get(address).content, "html.parser")


@pytest.mark.parametrize(
    ("reports", "told", "who"),
    [
        ([], "", ""),
        ([(5, 5)], "", ""),
        ([(5, 6)], "", ""),
        (
            [(5, 4)],
            "1 more recommendation in the report is not on this site.",
            "We have not recorded which organisations the 1 recommendation that is not on this site is for. "
            "It may be for the force or the commissioner.",
        ),
        (
            [(5, 2), (7, 7)],
            "3 more recommendations in the reports are not on this site.",
            "We have not recorded which organisations the 3 recommendations that are not on this site are "
            "for. Some may be for the force or the commissioner.",
        ),
        ([(None, 2)], "We do not know how many recommendations the report makes.", ""),
        (
            [(None, 2), (0, 1)],
            "We do not know how many recommendations the 2 reports make.",
            "",
        ),
        (
            [(None, 2), (2, 2)],
            "For 1 of the 2 reports, we do not know how many recommendations there are.",
            "",
        ),
        (
            [(None, 2), (9, 2), (None, 0)],
            "7 more recommendations in the reports are not on this site. "
            "For 2 of the 3 reports, we do not know how many recommendations there are.",
            "We have not recorded which organisations the 7 recommendations that are not on this site are "
            "for. Some may be for the force or the commissioner.",
        ),
    ],
)
def test_the_sentence_about_what_is_not_here_is_true_whatever_is_known_of_the_reports(
    reports, told, who
):
    with_total, without_total = Progress(""), Progress("")
    with_total.by_status[Status.IN_PROGRESS] = 2
    for made, described in reports:
        with_total.add_report(made, described)
        without_total.add_report(made, described)

    assert with_total.sentences_about_missing == told
    assert without_total.sentences_about_missing == told.replace(" more", "")
    assert with_total.sentences_about_who_is_asked == who


def test_every_page_with_the_total_says_beside_it_how_many_more_there_are(
    client, home_and_section
):
    section = SuperComplaintIndexPage.objects.get()
    force = OrganisationFactory()
    listed = {
        "kind": "recommendation",
        "number": "2",
        "title": "Review the law",
        "summary": "Look at it.",
    }
    above = SuperComplaintPageFactory(
        parent=section,
        slug="one",
        recommendations_made=8,
        other_recommendations=[
            ("recommendation", {**listed, "addressees": "", "deadline": ""})
        ],
    )
    SuperComplaintPageFactory(parent=section, slug="two", recommendations_made=None)
    SuperComplaintPageFactory(
        parent=section, slug="three", stage="received", report_published=""
    )
    for number in ("7", "7.1"):
        RecommendationResponsePageFactory(
            parent=above,
            number=number,
            responses=[make_response(Position.ACCEPTED, force)],
        )

    told = (
        "6 more recommendations in the reports are not on this site. "
        "For 1 of the 2 reports, we do not know how many recommendations there are."
    )
    who = (
        "We have not recorded which organisations the 6 recommendations that are not on this site are "
        "for. Some may be for the force or the commissioner."
    )
    for address in ("/", section.url):
        soup = read(client, address)
        assert told in words(soup.select_one(".page-heading")), address
        assert who in words(soup.find(attrs={"aria-labelledby": "progress"})), address
    of_one = "6 more recommendations in the report are not on this site."
    for address in (above.url, f"{above.url}whole-response/"):
        assert of_one in words(read(client, address).select_one(".page-heading")), (
            address
        )
    listed = words(read(client, f"{section.url}recommendations/").main)
    assert listed.index(told) < listed.index("7.1") < listed.index(who)
    filtered = read(client, f"{section.url}recommendations/?super_complaint=one")
    assert "not on this site" not in words(filtered.main)


def test_who_has_not_responded_is_named_in_one_place(client, stalking):
    force = OrganisationFactory(name="Shire Police")
    commissioner = OrganisationFactory(
        name="Shire Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    office = OrganisationFactory(name="Home Office", kind=OrganisationKind.GOVERNMENT)
    first = RecommendationResponsePageFactory(
        parent=stalking,
        number="1",
        addressees=[force, commissioner, office],
        responses=[make_response(Position.ACCEPTED, force)],
    )
    RecommendationResponsePageFactory(
        parent=stalking, number="2", addressees=[commissioner]
    )
    RecommendationResponsePageFactory(parent=stalking, number="2.1", addressees=[force])

    told = words(read(client, first.url).main)
    all_told = words(read(client, stalking.url).main)

    assert "Response missing from: Shire Commissioner, Home Office" in told
    assert (
        "Responses missing from: Home Office (to the only recommendation here for it), "
        "Shire Commissioner (to both recommendations here for it), "
        "Shire Police (to 1 of the 2 recommendations here for it)"
    ) in all_told


def test_missing_responses_are_counted_among_the_recommendations_for_the_organisation(
    client, stalking
):
    force = OrganisationFactory(name="Shire Police")
    commissioner = OrganisationFactory(
        name="Shire Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    for number, asked in (
        ("1", [force]),
        ("2", [force, commissioner]),
        ("3", [commissioner]),
    ):
        RecommendationResponsePageFactory(
            parent=stalking, number=number, addressees=asked
        )
    RecommendationResponsePageFactory(
        parent=stalking,
        number="4",
        addressees=[force],
        responses=[make_response(Position.ACCEPTED, force)],
    )

    told = words(read(client, stalking.url).main)

    assert (
        "Shire Commissioner (to both recommendations here for it), "
        "Shire Police (to 2 of the 3 recommendations here for it)"
    ) in told


def test_every_total_says_how_many_are_for_the_force_and_for_the_commissioner_alone(
    client, home_and_section
):
    section = SuperComplaintIndexPage.objects.get()
    force = OrganisationFactory(name="Shire Police")
    commissioner = OrganisationFactory(
        name="Shire Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    for slug, asked in {
        "both": ([force], [force, commissioner], [commissioner]),
        "force": ([force], [force]),
        "commissioner": ([commissioner],),
    }.items():
        above = SuperComplaintPageFactory(parent=section, slug=slug)
        for number, each in enumerate(asked, start=1):
            RecommendationResponsePageFactory(
                parent=above, number=str(number), addressees=each
            )

    whose = "4 are for the force and 2 for the commissioner alone."
    none = "None is marked complete."
    told_by_address = {
        "/": f"6 recommendations: 6 with a response missing. {none} {whose}",
        section.url: f"6 recommendations: 6 with a response missing. {none} {whose}",
        f"{section.url}recommendations/": whose,
        f"{section.url}both/": f"3 with a response missing. {none} "
        "2 are for the force and 1 for the commissioner alone.",
        f"{section.url}force/": "2 recommendations: 2 with a response missing.",
        f"{section.url}commissioner/": "1 recommendation for the commissioner alone: 1 with a response",
    }
    for address, told in told_by_address.items():
        assert told in words(read(client, address).main), address
    for address in (section.url, f"{section.url}both/"):
        described = read(client, address).find("meta", attrs={"name": "description"})[
            "content"
        ]
        assert told_by_address[address] in described


def test_nobody_is_named_where_everyone_has_responded(client, stalking):
    force = OrganisationFactory()
    page = RecommendationResponsePageFactory(
        parent=stalking, number="1", responses=[make_response(Position.ACCEPTED, force)]
    )

    for address in (page.url, stalking.url):
        assert "missing from" not in words(read(client, address).main)


@pytest.mark.parametrize(
    ("dates", "told"),
    [
        ([PartialDate(2024, 11, 22)], ""),
        ([PartialDate(2024, 11, 23)], "23 November 2024"),
        ([PartialDate(2025)], "2025"),
        ([PartialDate(2024, 11)], ""),
        ([PartialDate(2025, 3), PartialDate(2024, 11, 1)], ""),
        ([PartialDate(2025, 3), PartialDate(2025, 1, 8)], "8 January 2025"),
        ([PartialDate(2025, 3), None], ""),
    ],
)
def test_a_response_after_the_deadline_to_respond_is_told_with_both_dates_if_both_are_known(
    client, section, dates, told
):
    force = OrganisationFactory()
    above = SuperComplaintPageFactory(
        parent=section, respond_by=PartialDate(2024, 11, 22)
    )
    page = RecommendationResponsePageFactory(
        parent=above,
        number="1",
        responses=[
            make_response(Position.ACCEPTED, force, date=date or "") for date in dates
        ],
    )

    card = words(read(client, page.url).select_one(".party--organisation"))

    late = f"The response is dated {told}. That is after the deadline to respond, 22 November 2024."
    assert (late in card) is bool(told)
    assert told or "after the deadline" not in card


def test_the_response_of_an_association_is_its_own_unless_it_is_on_behalf_of_those_asked(
    client, stalking
):
    force = OrganisationFactory(name="Shire Police")
    council = OrganisationFactory(name="A council", kind=OrganisationKind.OTHER)
    own = RecommendationResponsePageFactory(
        parent=stalking,
        number="1",
        addressees=[force],
        responses=[make_response(Position.ACCEPTED, council)],
    )
    on_behalf = RecommendationResponsePageFactory(
        parent=stalking,
        number="2",
        responses=[make_response(Position.ACCEPTED, force, answered_by="A council")],
    )

    assert (
        "This is its own response. It does not count as a response by those who were asked."
        in words(read(client, own.url).main)
    )
    told = words(read(client, on_behalf.url).main)
    assert "A council, on its behalf: accepts" in told
    assert "Its own response" not in told


@pytest.mark.parametrize(
    ("position", "is_explained"),
    [(Position.ACCEPTED, True), (Position.NOT_STATED, False)],
)
def test_what_accepts_means_is_said_wherever_it_is_shown(
    client, stalking, position, is_explained
):
    force = OrganisationFactory()
    page = RecommendationResponsePageFactory(
        parent=stalking, number="1", responses=[make_response(position, force)]
    )

    pages = (
        page.url,
        stalking.url,
        f"{stalking.url}whole-response/",
        "/super-complaints/recommendations/",
    )
    for address in pages:
        told = words(read(client, address).main)
        meaning = "“Accepts” means that the organisation says it agrees with the recommendation, or "
        meaning += "that another body says so on its behalf."
        assert (meaning in told) is is_explained, address


def test_a_part_that_decides_the_status_is_named_where_the_rest_is_marked_complete(
    client, stalking
):
    force = OrganisationFactory(name="Shire Police")
    done = make_action(
        ActionStatus.COMPLETE, completed=PartialDate(2025, 3, 1), respondents=[force]
    )
    begun = make_action(ActionStatus.IN_PROGRESS, respondents=[force])
    whole, _ = [
        RecommendationResponsePageFactory(
            parent=stalking,
            number=number,
            addressees=[force],
            responses=[make_response(Position.ACCEPTED, force)],
            actions=[action],
            deadline=deadline,
        )
        for number, action, deadline in [
            ("7", done, ""),
            ("7.1", begun, PartialDate(2025, 6, 30)),
        ]
    ]

    for address in (stalking.url, "/super-complaints/recommendations/"):
        row = read(client, address).find("a", href=whole.url).find_parent("tr")
        told = words(row.select_one(".standings"))
        assert told.startswith(
            "Past the deadline, not marked complete For a part of it"
        ), address
        assert "Shire Police Marked complete" in told
    heading = words(read(client, whole.url).select_one(".page-heading"))
    assert "Past the deadline, not marked complete" in heading
    assert "A part of it is past its deadline of 30 June 2025." in heading


def test_a_note_on_a_deadline_stands_in_the_row_that_it_concerns(client, stalking):
    note = "This date is from a news report."
    for number, told in (("1", note), ("2", "")):
        RecommendationResponsePageFactory(
            parent=stalking,
            number=number,
            deadline=PartialDate(2025, 3, 27),
            deadline_note=told,
        )

    rows = [
        words(row)
        for row in read(client, stalking.url).select(
            ".rows-of-recommendations tbody tr"
        )
    ]

    assert [note in row for row in rows] == [True, False]


def test_a_row_says_whom_the_report_names_beside_the_organisation_of_this_site(
    client, stalking
):
    force = OrganisationFactory(name="Shire Police")
    asked = {"addressees": [force], "addressees_printed": "chief constables"}
    RecommendationResponsePageFactory(parent=stalking, number="1", **asked)
    RecommendationResponsePageFactory(
        parent=stalking, number="2", addressees_printed="the Home Office"
    )

    rows = [
        words(row)
        for row in read(client, stalking.url).select(
            ".rows-of-recommendations tbody tr"
        )
    ]

    assert "The force In the report’s words: Chief constables" in rows[0]
    assert rows[1].count("Home Office") == 1


def test_a_commissioner_that_responded_without_being_asked_is_not_shown_as_asked(
    client, stalking
):
    force = OrganisationFactory(name="Shire Police")
    commissioner = OrganisationFactory(
        name="Shire Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    both = [make_response(Position.ACCEPTED, force, commissioner)]
    for number, asked in (("1", [force]), ("2", [force, commissioner])):
        RecommendationResponsePageFactory(
            parent=stalking,
            number=number,
            addressees=asked,
            addressees_printed="",
            responses=both,
        )

    told = "Shire Commissioner Accepts We have not recorded that it was asked."
    assert told in words(read(client, f"{stalking.url}recommendation-1/").main)
    assert "that it was asked" not in words(
        read(client, f"{stalking.url}recommendation-2/").main
    )
