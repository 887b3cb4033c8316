"""The police response to stalking: the source announces an action plan and contains none."""

from typing import Any

from complaints.vocabulary import Stage
from pages.partial_dates import PartialDate

from .blocks import inset, official_links, text
from .organisations import COMMISSIONER, NORTHAMPTONSHIRE_POLICE, SUZY_LAMPLUGH_TRUST

NOT_QUOTED = (
    "The page that this site replaces announced an action plan but did not contain it, and quotes no "
    "recommendation. The wording is in the report, which the page about the super-complaint links to."
)


def _of_unknown_addressee(number: str, title: str, note: str) -> dict[str, Any]:
    """Return an item of which only the number is known."""
    return {
        "title": title,
        "number": number,
        "wording_note": f"{note} {NOT_QUOTED}",
    }


def _joint(number: str) -> dict[str, Any]:
    """Return an item that is addressed to chief constables and commissioners together."""
    return {
        "title": "Text not in the source (addressed to chief constables and commissioners)",
        "number": number,
        "wording_note": NOT_QUOTED,
        "addressees": [NORTHAMPTONSHIRE_POLICE, COMMISSIONER],
        "addressees_printed": "chief constables and police and crime commissioners",
        "responses": [
            {
                "respondents": [NORTHAMPTONSHIRE_POLICE],
                "narrative": [
                    text(
                        "<p>Northamptonshire Police announced that it had released an action plan in "
                        "response to this super-complaint. The page that announced it did not "
                        "contain the plan. So what the force says about this recommendation is not "
                        "known here, nor is the commissioner’s part in it.</p>"
                    )
                ],
            }
        ],
    }


STALKING = {
    "title": "The police response to stalking",
    "slug": "stalking",
    "official_title": (
        "Report on the Suzy Lamplugh Trust’s super-complaint: The police response to stalking"
    ),
    "summary": "How the police respond to stalking and to the people who report it.",
    "sensitive": True,
    "lead_bodies": [SUZY_LAMPLUGH_TRUST],
    "on_behalf_of": "the National Stalking Consortium",
    "stage": Stage.REPORT,
    "submitted": PartialDate(2022, 11),
    "found_eligible": PartialDate(2023, 1, 26),
    "report_published": PartialDate(2024, 9, 27),
    "respond_by": PartialDate(2024, 11, 22),
    "respond_by_printed": "56 days from publication",
    "recommendations_made": 29,
    "links": official_links(
        (
            "The report on the inspectorate’s website",
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/"
            "suzy-lamplugh-trusts-super-complaint-the-police-response-to-stalking/",
        )
    ),
    "body": [
        inset(
            "<p>Northamptonshire Police announced an action plan in response to this super-complaint. "
            "The page that this site replaces said that the plan stood below, but it contained none. "
            "The plan is therefore not shown here.</p>"
        ),
        text(
            "<p>The report asks for an action plan to be published by 22 November 2024.</p>"
            "<p>It makes 29 recommendations. Of these, 15 are addressed to chief constables and 3 to "
            "police and crime commissioners; recommendations 16 and 25 are addressed to both "
            "together. Recommendation 7 has the parts 7.1 and 7.2.</p>"
            "<p>Several recommendations are to be carried out by 27 March 2025. We do not know here "
            "which they are, so no page shows that date as its deadline.</p>"
            "<p>Only the recommendations whose numbers we know have a page here.</p>"
        ),
    ],
    "recommendations": [
        _of_unknown_addressee(
            "7",
            "Text not in the source (has the parts 7.1 and 7.2)",
            "The report divides recommendation 7 into the parts 7.1 and 7.2.",
        ),
        _of_unknown_addressee(
            "7.1",
            "Text not in the source (first part of recommendation 7)",
            "This is a part of recommendation 7.",
        ),
        _of_unknown_addressee(
            "7.2",
            "Text not in the source (second part of recommendation 7)",
            "This is a part of recommendation 7.",
        ),
        _joint("16"),
        _joint("25"),
    ],
}
