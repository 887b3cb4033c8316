"""Responses to several recommendations, and who takes over from a body that has ended."""

import pytest

from complaints.models import ReportResponse
from complaints.status.recorded_facts import answers_that_cover
from complaints.vocabulary import (
    ActionStatus,
    Coverage,
    DetailedStatus,
    ItemKind,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_response,
)
from tests.factories.published import unpublish

from .conftest import rows, statuses

pytestmark = pytest.mark.django_db


def letter(*respondents, **fields):
    return ReportResponse(
        **{
            "position": Position.ACCEPTED,
            "date": PartialDate(2024, 12),
            "respondents": respondents,
        }
        | fields
    )


def test_an_answer_covers_what_it_names_or_all_or_what_no_other_of_the_same_respondent_names():
    answers = [
        {
            "is": "letter",
            "coverage": Coverage.NAMED,
            "numbers": "1, 4 and 7",
            "respondents": [1],
        },
        {"is": "statement", "coverage": Coverage.ALL, "respondents": [2]},
        {"is": "sentence", "coverage": Coverage.OTHERS, "respondents": [1]},
    ]
    for kind, number, covering in (
        ("recommendation", "1", ["letter", "statement"]),
        ("recommendation", "7.1", ["letter", "statement"]),
        ("recommendation", "10", ["statement", "sentence"]),
        ("recommendation", "", ["statement", "sentence"]),
        ("action", "1", ["statement", "sentence"]),
    ):
        assert [
            answer["is"] for answer in answers_that_cover(answers, kind, number)
        ] == covering


def test_all_other_recommendations_are_only_those_that_ask_a_respondent_of_the_letter():
    answers = [
        {
            "is": "letter",
            "coverage": Coverage.OTHERS,
            "numbers": "",
            "respondents": [1, 2],
        }
    ]
    for asked, is_covered in (
        (None, True),
        ({1}, True),
        ({2, 3}, True),
        ({3}, False),
        (set(), False),
    ):
        covering = answers_that_cover(answers, "recommendation", "5", asked)
        assert bool(covering) == is_covered, asked
    # A letter to all of them covers them whoever is asked.
    everything = [{**answers[0], "coverage": Coverage.ALL}]
    assert answers_that_cover(everything, "recommendation", "5", {3}) == everything


def test_all_others_leaves_out_what_asks_somebody_else(section, our_force):
    office = OrganisationFactory(name="Home Office", kind=OrganisationKind.GOVERNMENT)
    above = SuperComplaintPageFactory(parent=section)
    ours, theirs, named = (
        RecommendationResponsePageFactory(parent=above, number=number, **asked)
        for number, asked in (
            ("1", {"addressees_printed": "chief constables"}),
            ("2", {"addressees": [office], "addressees_printed": ""}),
            ("3", {"addressees": [our_force], "addressees_printed": ""}),
        )
    )

    change_live(above, responses=[letter(our_force, coverage=Coverage.OTHERS)])

    assert rows(ours)["Force"] == (DetailedStatus.NO_ACTIONS, Position.ACCEPTED)
    assert rows(named)["Force"] == (DetailedStatus.NO_ACTIONS, Position.ACCEPTED)
    assert statuses(theirs) == {None: None}
    covering = {
        page: type(page).objects.get(pk=page.pk).all_responses
        for page in (ours, named, theirs)
    }
    assert [each.coverage for each in covering[ours]] == [Coverage.OTHERS]
    assert [each.coverage for each in covering[named]] == [Coverage.OTHERS]
    assert not covering[theirs]


def test_a_letter_on_behalf_of_all_commissioners_is_a_response_of_ours_to_each_that_it_names(
    section, our_force, client
):
    """It accepts only those for which it says so."""
    commissioner = OrganisationFactory(
        name="Commissioner", kind=OrganisationKind.COMMISSIONER
    )
    above = SuperComplaintPageFactory(parent=section)
    accepted, named, other = (
        RecommendationResponsePageFactory(
            parent=above, number=number, addressees=[commissioner]
        )
        for number in ("15", "16", "25")
    )
    apcc = "Association of Police and Crime Commissioners"
    on_behalf = {"coverage": Coverage.NAMED, "answered_by": apcc}
    change_live(
        above,
        responses=[
            letter(commissioner, numbers="15", **on_behalf),
            letter(
                commissioner,
                numbers="16 and 25",
                sort_order=1,
                **on_behalf | {"position": "not_stated"},
            ),
        ],
    )

    assert rows(accepted)["Commissioner"] == (
        DetailedStatus.NO_ACTIONS,
        Position.ACCEPTED,
    )
    for page in (named, other):
        assert rows(page)["Commissioner"] == (
            DetailedStatus.NOT_STATED,
            Position.NOT_STATED,
        )
    for page in (accepted, named, other):
        assert statuses(page) == dict.fromkeys(
            ["Commissioner", None], Status.RESPONSE_PUBLISHED
        )
        assert {row.answered_by for row in page.states.exclude(respondent=None)} == {
            apcc
        }
    sentence = f"The {apcc} responded on behalf of the commissioner"
    assert (
        f"{sentence} and accepted this recommendation."
        in client.get(accepted.url).content.decode()
    )
    assert (
        f"{sentence}. This recommendation is not marked complete."
        in client.get(named.url).content.decode()
    )


def test_a_letter_counts_for_each_recommendation_that_it_names_and_is_taken_back_with_it(
    section, our_force
):
    above = SuperComplaintPageFactory(parent=section)
    named, other = (
        RecommendationResponsePageFactory(
            parent=above, number=number, deadline=PartialDate(2025, 3)
        )
        for number in ("4", "6")
    )

    change_live(
        above,
        responses=[letter(our_force, coverage=Coverage.NAMED, numbers="1, 4 and 5")],
    )

    assert rows(named)["Force"] == (DetailedStatus.NO_ACTIONS, Position.ACCEPTED)
    assert str(named.states.get(respondent=None).last_reported) == "2024-12"
    assert rows(other)["Force"] == (DetailedStatus.NOT_ANSWERED, "")
    # An answer on the page itself comes after that to the whole report.
    own = RecommendationResponsePageFactory(
        parent=above,
        number="1",
        responses=[make_response(Position.NOT_ACCEPTED, our_force)],
    )
    assert rows(own)["Force"] == (DetailedStatus.NOT_ACCEPTED, Position.NOT_ACCEPTED)
    change_live(above, responses=[])
    assert rows(named)["Force"] == (DetailedStatus.NOT_ANSWERED, "")


def test_a_successor_that_nobody_approved_takes_over_nothing(section, our_force):
    ended = OrganisationFactory(name="Commissioner", kind=OrganisationKind.COMMISSIONER)
    above = SuperComplaintPageFactory(parent=section)
    page = RecommendationResponsePageFactory(
        parent=above,
        addressees=[ended],
        responses=[make_response(Position.ACCEPTED, ended)],
    )
    before = rows(page)
    unpublish(ended)

    ended.successor = our_force
    ended.save()  # as the form of a draft does

    assert rows(page) == before
    assert ended.latest_successor == ended


def test_what_a_successor_took_over_changes_with_each_organisation_before_it(
    section, our_force
):
    ended, between, last, other = (
        OrganisationFactory(name=name, kind=OrganisationKind.COMMISSIONER)
        for name in ("Ended", "Between", "Last", "Other")
    )
    change_live(ended, successor=between)
    above = SuperComplaintPageFactory(parent=section)
    pages = [
        RecommendationResponsePageFactory(parent=above, number="1", addressees=[ended]),
        RecommendationResponsePageFactory(
            parent=above, number="2", addressees=[our_force]
        ),
    ]
    change_live(above, responses=[letter(ended, coverage=Coverage.NAMED, numbers="2")])

    def respondents():
        return [set(rows(page)) - {None, "Force"} for page in pages]

    for change, who in (
        ({"successor": last}, "Last"),
        ({"successor": other}, "Other"),
        ({"live": False}, "Between"),
        ({"live": True}, "Other"),
    ):
        change_live(between, **change)
        assert respondents() == [{who}, {who}], change
    unpublish(ended)
    assert respondents() == [{"Ended"}, {"Ended"}]


def test_a_successor_takes_over_what_is_open_and_nothing_else(section, our_force):
    ended = OrganisationFactory(name="Commissioner", kind=OrganisationKind.COMMISSIONER)
    mayor = OrganisationFactory(name="Mayor", kind=OrganisationKind.COMMISSIONER)
    above = SuperComplaintPageFactory(parent=section)
    given = {
        "addressees": [our_force, ended],
        "responses": [make_response(Position.ACCEPTED, ended)],
    }
    begun = RecommendationResponsePageFactory(
        parent=above, actions=[make_action(ActionStatus.IN_PROGRESS)], **given
    )
    given["responses"] = [make_response(Position.ACCEPTED, ended)]
    done = RecommendationResponsePageFactory(
        parent=above,
        actions=[make_action(ActionStatus.COMPLETE, completed=PartialDate(2025))],
        **given,
    )
    silent = RecommendationResponsePageFactory(
        parent=above, addressees=[ended], kind=ItemKind.RECOMMENDATION
    )

    change_live(ended, successor=mayor)

    assert rows(begun) == {
        "Force": (DetailedStatus.NOT_ANSWERED, ""),
        "Mayor": (DetailedStatus.IN_PROGRESS, Position.ACCEPTED),
        None: (DetailedStatus.NOT_ANSWERED, Position.ACCEPTED),
    }
    assert rows(done)["Commissioner"] == (DetailedStatus.COMPLETE, Position.ACCEPTED)
    assert "Mayor" not in rows(done)
    assert rows(silent) == dict.fromkeys(
        ["Mayor", None], (DetailedStatus.NOT_ANSWERED, "")
    )
