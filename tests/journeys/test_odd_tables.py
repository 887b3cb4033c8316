"""Odd tables, from the paste to readers: nothing public is untrue."""

import pytest
from django.urls import reverse

from complaints.vocabulary import OrganisationKind
from pages.moderation.approval.roles import EDITORS
from tests.complaints.importing.plans import CHESHIRE, HAMPSHIRE, KENT, table
from tests.factories import (
    OrganisationFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    UserFactory,
)

from .test_tables_of_forces import (
    CHESHIRES,
    COMMISSIONER,
    FORCE,
    HAMPSHIRES,
    KENTS,
    NO_ACTIONS,
    Importer,
    publish_and_read,
)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]

CHIEFS, COLLEGE = "National Police Chiefs’ Council", "College of Policing"
LEFT_OUT = "Another organisation: exclude this content"
NOT_SAID = "The table does not say which organisation"
MERGED = (
    "<table><tr><th rowspan=2>Ref<th rowspan=2>Recommendation<th colspan=2>National position"
    "<th colspan=3>Force<th rowspan=2>RAG<tr><th>NPCC<th>Home Office<th>Update<th>Rec. Owner<th>Target"
    "<tr><td>R1<td>Staff need better training.<td>Accepted<td>Accepted in principle"
    "<td>Training went live in May.<td>Head of Public Protection<td>Sept 25<td bgcolor='#92D050'>"
    "<tr><td rowspan=2>R2<td rowspan=2>Fund advocates.<td>Accepted<td>–<td>OPCC: funding agreed"
    "<td>PCC<td>Complete<td bgcolor='#92D050'>"
    "<tr><td>Accepted<td>–<td>We refer victims to them.<td>Head of Victim Care<td>Ongoing"
    "<td bgcolor='#FFC000'>"
    "<tr><td colspan=8>For the Commissioner"
    "<tr><td>R3<td>Report in public.<td>Accepted<td>Noted<td>I will report in my annual plan."
    "<td>Chief Executive<td>TBC<td bgcolor='#FF0000'></table>"
)
"""Merged cells, a commissioner’s row and rows below a title, a national position, colours without words."""
CHOICES_FOR_MERGED = {
    "Which row or column has the headings?": "Row or column 2",
    "“Ref”": "Number",
    "“Recommendation”": "What it asks, in our words",
    "“National position: NPCC”": "Position: whether it is accepted",
    "“National position: Home Office”": "Exclude this column",
    "“Force: Update”": "Text of the response",
    "“Force: Rec. Owner”": "Post responsible for the action",
    "“Force: Target”": "Due date of the action",
    "“RAG”": "Status of the action",
    "“R1”": "1",
    "“R2”": "2",
    "“R3”": "3",
    "Heading: “National position: NPCC”": LEFT_OUT,
    "Cell: “OPCC: funding agreed”": LEFT_OUT,
    "Responsible: “PCC”": COMMISSIONER,
    "Above rows: “For the Commissioner”": LEFT_OUT,
    "Colour: “#92D050”": "Marked complete",
    "Colour: “#FFC000”": "In progress",
    "“Sept 25” (due date of the action)": "September 2025",
    **NO_ACTIONS,
}
RECORDS_AS_COLUMNS = (
    "<h2>Recommendation 4</h2><p>Our position</p><p>We refuse recommendation 4. Evidence: dip sampling.</p>"
) + table(
    ["No.", "Rec 4", "Rec 5", "Recs 6 and 7"],
    [
        "Recommendation",
        "We need to record it better",
        "Look at training",
        "Tell victims",
    ],
    ["Addressees", "Chief constables", "Chief constables and PCCs", "NPCC"],
    ["Agreed?", "Yes", "Partially", "Not for us, see NPCC"],
    ["Owner", "n/a", "Learning and Development", "NPCC lead"],
    [
        "Where are we now",
        "Sampling begun.",
        "50% trained as at Mar 26",
        "See NPCC response",
    ],
    ["By when", "31/02/2026", "27 March 2027", "asap"],
)
"""Prose under headings, addressees, paraphrases as recommendations, dates that are none."""
CHOICES_FOR_COLUMNS = {
    "Table that begins with “No.”": "Each column is a recommendation",
    "“No.”": "Number",
    "“Recommendation”": "What it asks, in our words",
    "“Addressees”": "Who the report asked",
    "“Agreed?”": "Position: whether it is accepted",
    "“Owner”": "Post responsible for the action",
    "“Where are we now”": "Progress update",
    "“By when”": "Due date of the action",
    "Who responds and acts in rows in which the report asks: “NPCC”": FORCE,
    "Who responds and acts in rows in which the report asks: “Chief constables and PCCs”": FORCE,
    "Responsible: “NPCC lead”": CHIEFS,
    "Cell: “Not for us, see NPCC”": NOT_SAID,
    "Cell: “See NPCC response”": NOT_SAID,
    "Position: “Yes”": "Accepts",
    "Position: “Not for us, see NPCC”": "Nothing from them yet: exclude it",
    "Text: “See NPCC response”": "Nothing from them yet, or only a reference to another text: exclude it",
    "Date of everything in the “Where are we now” column": "March 2026",
    **NO_ACTIONS,
}
LEVELS = table(
    [
        "Item",
        "Level",
        "Recommendation",
        "OPCC comment",
        "What we do",
        "Lead",
        "Progress",
        "Date",
    ],
    [
        "1",
        "National",
        "Guidance is needed",
        "I welcome it",
        "We will follow it",
        COLLEGE,
        "Not started",
        "",
    ],
    [
        "2",
        "Force",
        "Better recording",
        "",
        "New codes",
        "Head of Crime",
        "Closed - BAU",
        "Nov-25",
    ],
    [
        "2",
        "Force",
        "Better recording",
        "",
        "Audits",
        "Audit team",
        "Complete",
        "12/01/2026",
    ],
    [
        "3",
        "Joint",
        "Voice of victims",
        "I fund it",
        "We hold a panel",
        "Head of Crime",
        "On track",
        "2031",
    ],
)
"""A column of levels, one of the commissioner, an owner elsewhere, and a completion in the future."""
CHOICES_FOR_LEVELS = {
    "“Item”": "Number",
    "“Level”": "Exclude this column",
    "“Recommendation”": "What it asks, in our words",
    "“OPCC comment”": "Text of the response",
    "“What we do”": "Action: what is done",
    "“Lead”": "Post responsible for the action",
    "“Progress”": "Status of the action",
    "“Date”": "Date the action was completed",
    "Heading: “OPCC comment”": LEFT_OUT,
    "Rows with: “National”": NOT_SAID,
    f"Responsible: “{COLLEGE}”": LEFT_OUT,
    "Status: “Closed - BAU”": "Closed, not said to be complete",
    "Status: “Complete”": "Marked complete",
    "Status: “On track”": "In progress",
    "“Nov-25” (date the action was completed)": "November 2025",
}


@pytest.fixture
def parent(section):
    OrganisationFactory(name=FORCE, kind=OrganisationKind.POLICE_FORCE)
    OrganisationFactory(name=COMMISSIONER, kind=OrganisationKind.COMMISSIONER)
    OrganisationFactory(name=CHIEFS, kind=OrganisationKind.OTHER)
    OrganisationFactory(name=COLLEGE, kind=OrganisationKind.OTHER)
    SiteWordingFactory(force_name=FORCE)
    return SuperComplaintPageFactory(parent=section, title="Trial")


@pytest.fixture
def read(colleague, parent, client, new_page):
    """Return a function that imports a table, publishes it, and returns what readers are told."""

    def read(source, answers):
        screen = colleague(
            UserFactory(roles=[EDITORS], username="jo"), width=1280, height=800
        ).page
        screen.goto(reverse("table_import", args=[parent.pk]))
        importer = Importer(screen, answers)
        importer.paste(source)
        importer.go_on()
        importer.save()
        return publish_and_read(screen, parent, client, new_page())

    return read


def test_a_commissioner_s_row_and_a_national_position_say_nothing_of_us(read):
    told = read(MERGED, CHOICES_FOR_MERGED)

    assert list(told) == ["1", "2"], "nothing of a row that is excluded is public"
    assert (
        "The force’s web editors marked this recommendation complete, going by what the force reported."
        in told["1"]
    )
    assert "Due date September 2025" in told["1"]
    assert "The force responded. We have not recorded whether it accepts." in told["2"]
    assert "This recommendation is marked as in progress." in told["2"]
    assert f"Responsible {COMMISSIONER} Responsible post PCC" in told["2"]
    assert (
        told["2"].count(
            "The force’s web editors chose this status from what the response says"
        )
        == 2
    )
    for words in told.values():
        for untrue in (
            "Accepted",
            "accepted",
            "funding agreed",
            "in principle",
            "“Staff",
            "“Fund",
        ):
            assert untrue not in words


def test_records_as_columns_and_prose_say_what_was_chosen_and_no_more(read):
    told = read(RECORDS_AS_COLUMNS, CHOICES_FOR_COLUMNS)

    assert list(told) == ["4", "5", "6", "7"]
    assert (
        "The force accepted this recommendation. It is not marked complete."
        in told["4"]
    )
    assert "Timing “31/02/2026”" in told["4"]
    assert "Responsible post" not in told["4"]
    assert "The force responded. We have not recorded whether it accepts." in told["5"]
    assert "In its own words: “Partially”" in told["5"]
    assert "Due date 27 March 2027" in told["5"]
    for number in ("6", "7"):
        assert "This recommendation is for other organisations." in told[number]
        assert (
            f"Responsible {CHIEFS} Responsible post NPCC lead Timing “asap”"
            in told[number]
        )
        assert FORCE not in told[number]
        assert "See NPCC" not in told[number]
    for words in told.values():
        for untrue in ("refuse", "Evidence", "“We need", "“Look at", "“Tell"):
            assert untrue not in words


def test_levels_and_the_comments_of_a_commissioner_say_nothing_of_us(read):
    told = read(LEVELS, CHOICES_FOR_LEVELS)

    assert "No response to this recommendation is on this site." in told["1"]
    assert "Not started" not in told["1"]
    assert "1 of 2 actions is marked complete. The other action is closed." in told["2"]
    assert "Marked complete 12 January 2026" in told["2"]
    assert "November 2025" not in told["2"]
    assert "This recommendation is marked as in progress." in told["3"]
    assert "2031" not in told["3"]
    for words in told.values():
        assert COMMISSIONER not in words
        assert "I welcome" not in words
        assert "I fund" not in words


def test_a_word_of_kent_is_the_force_s_status_and_a_colour_is_our_reading(read):
    told = read(KENT, KENTS)

    assert (
        "The force marked this recommendation complete. We have not recorded when."
        in told["7.1"]
    )
    assert "In the response’s own words: “Action complete”" in told["7.1"]
    assert "the force’s plan prints it: Logs." in told["7.1"]
    assert "In the response’s own words: “Amber”" in told["7.2"]
    assert (
        "The force’s web editors chose this status from what the response says"
        in told["7.2"]
    )
    for words in told.values():
        assert "accepted" not in words


def test_parts_of_hampshire_are_not_complete_because_an_update_says_done(read):
    told = read(HAMPSHIRE, HAMPSHIRES)

    assert list(told) == ["7", "7.1", "7.2", "10"]
    nothing_to_the_whole = (
        "No response to the whole of this recommendation is on this site."
    )
    assert f"{nothing_to_the_whole} See its parts below." in told["7"]
    for number in ("7.1", "7.2", "10"):
        assert (
            "The force responded. We have not recorded whether it accepts."
            in told[number]
        )
        assert "This recommendation is not marked complete." in told[number]
    assert "March 2026, Borsetshire Police Done." in told["7.1"]
    for words in told.values():
        assert "Wording as printed in the force’s plan" in words


def test_a_response_of_cheshire_in_prose_states_no_position(read):
    told = read(CHESHIRE, CHESHIRES)

    assert list(told) == ["7", "10"]
    for words in told.values():
        assert "The force responded. We have not recorded whether it accepts." in words
        assert (
            "Does it accept? Not recorded Date of the response 21 November 2024"
            in words
        )
        assert "Wording as printed in the force’s plan" in words
