"""Section 60 stop and search: accepted, for the recommendations addressed to the force."""

from typing import Any

from complaints.vocabulary import Position, Stage
from pages.partial_dates import PartialDate

from .blocks import inset, official_links, text
from .organisations import CRIMINAL_JUSTICE_ALLIANCE, NORTHAMPTONSHIRE_POLICE

DEADLINE = PartialDate(2024, 6, 14)


def _recommendation(number: str) -> dict[str, Any]:
    """Return what the source and the report say of recommendation ``number``, 1 or 3."""
    return {
        "title": "Text not in the source (addressed to chief constables)",
        "number": number,
        "wording_note": (
            f"The force’s published response does not quote recommendation {number}. Its wording is "
            "in the report, which the page about the super-complaint links to."
        ),
        "addressees": [NORTHAMPTONSHIRE_POLICE],
        "addressees_printed": "chief constables",
        "deadline": DEADLINE,
        "deadline_printed": "by 14 June 2024",
        "responses": [
            {
                "respondents": [NORTHAMPTONSHIRE_POLICE],
                "position": Position.ACCEPTED,
                "narrative": [
                    text(
                        "<p>Northamptonshire Police has received the inspector’s letter, which sets "
                        "out the findings and recommendations. The force accepts all the "
                        "recommendations made.</p>"
                        "<p>The published response is undated and covers the recommendations "
                        "together. It is shown here because this one is addressed to chief "
                        "constables.</p>"
                    )
                ],
            }
        ],
        "actions": [
            {
                "title": "Tracking the recommendation until it is completed",
                "description": (
                    "<p>The force will track the recommendations through the governance process "
                    "already in place for Police Use of Powers. They will be completed by the "
                    "specified deadline.</p>"
                ),
                "due_dates": [{"due": DEADLINE}],
            }
        ],
    }


SECTION_60 = {
    "title": "Section 60 stop and search and community scrutiny",
    "slug": "section-60",
    "official_title": (
        "Report on the Criminal Justice Alliance’s super-complaint: Section 60 of the Criminal "
        "Justice and Public Order Act 1994 and independent community scrutiny of stop and search"
    ),
    "summary": (
        "How the police use section 60, which lets officers search people without suspecting each "
        "one of them, and how communities scrutinise stop and search."
    ),
    "lead_bodies": [CRIMINAL_JUSTICE_ALLIANCE],
    "stage": Stage.REPORT,
    "submitted": PartialDate(2021, 5),
    "report_published": PartialDate(2023, 12, 15),
    "recommendations_made": 10,
    "links": official_links(
        (
            "The report on the inspectorate’s website",
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/"
            "report-on-the-criminal-justice-alliances-stop-and-search-super-complaint/",
        )
    ),
    "body": [
        text(
            "<p>The Criminal Justice Alliance called its super-complaint “More harm than good”. "
            "Section 60 of the Criminal Justice and Public Order Act 1994 lets officers search "
            "anyone in a set area for a set time, once a senior officer has authorised it.</p>"
            "<p>The report makes 10 recommendations. Recommendations 1 and 3 are addressed to chief "
            "constables, to be carried out by 14 June 2024. Recommendation 8 is addressed to police "
            "and crime commissioners.</p>"
            "<h2>The response</h2>"
            "<p>Northamptonshire Police accepts all the recommendations made. It tracks them through "
            "the governance process already in place for Police Use of Powers, to be completed by "
            "the specified deadline.</p>"
        ),
        inset(
            "<p>The force’s response names no single recommendation. It is shown on the pages of 1 "
            "and 3, which are addressed to the force. The page that this site replaces held no "
            "response of the commissioner to recommendation 8.</p>"
        ),
    ],
    "correspondence": [
        (
            "letter",
            {
                "sender": "His Majesty’s Inspector of Constabulary",
                "recipient": "Northamptonshire Police",
                "summary": (
                    "<p>Sets out the findings and recommendations about section 60 police powers for "
                    "stop and search that followed the Criminal Justice Alliance’s super-complaint. "
                    "The published response does not say when the letter was sent.</p>"
                ),
            },
        )
    ],
    "recommendations": [_recommendation("1"), _recommendation("3")],
}
