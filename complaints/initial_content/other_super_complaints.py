"""The super-complaints to which the source holds no response."""

from typing import Any

from complaints.vocabulary import Stage
from pages.partial_dates import PartialDate

from .blocks import inset, official_links, text
from .organisations import (
    BINDMANS,
    CAMBRIDGE_RAPE_CRISIS,
    CENTRE_FOR_WOMENS_JUSTICE,
    HESTIA,
    RAPE_CRISIS,
    TEES_VALLEY_INCLUSION_PROJECT,
)
from .source import NO_RESPONSE

PROTECTIVE_MEASURES: dict[str, Any] = {
    "title": "Police use of protective measures in violence against women and girls",
    "slug": "protective-measures",
    "official_title": (
        "A duty to protect: Police use of protective measures in cases involving violence against "
        "women and girls"
    ),
    "summary": ("How the police use bail, orders and notices to protect women and girls from violence."),
    "sensitive": True,
    "lead_bodies": [CENTRE_FOR_WOMENS_JUSTICE],
    "stage": Stage.REPORT,
    "submitted": PartialDate(2019, 3, 19),
    "report_published": PartialDate(2021, 8, 24),
    "links": official_links(
        (
            "The super-complaint and the report on GOV.UK",
            "https://www.gov.uk/government/publications/"
            "police-use-of-protective-measures-in-cases-of-violence-against-women-and-girls",
        )
    ),
    "body": [
        text(
            "<p>The report’s recommendations are addressed to chief constables, the National Police "
            "Chiefs’ Council, the Home Office and the Ministry of Justice.</p>"
        ),
        inset(NO_RESPONSE),
    ],
}
MODERN_SLAVERY: dict[str, Any] = {
    "title": "The police response to victims of modern slavery",
    "slug": "modern-slavery",
    "official_title": (
        "The hidden victims: Report on Hestia’s super-complaint on the police response to victims of "
        "modern slavery"
    ),
    "summary": "How the police treat and support people who are victims of modern slavery.",
    "sensitive": True,
    "lead_bodies": [HESTIA],
    "stage": Stage.REPORT,
    "submitted": PartialDate(2019, 5, 31),
    "report_published": PartialDate(2021, 5, 26),
    "links": official_links(
        (
            "The super-complaint and the report on GOV.UK",
            "https://www.gov.uk/government/publications/police-response-to-victims-of-modern-slavery",
        )
    ),
    "body": [
        text(
            "<p>The report’s recommendations are addressed to chief constables, police and crime "
            "commissioners and the Home Office. It also lists actions that the bodies that "
            "investigated set themselves.</p>"
        ),
        inset(NO_RESPONSE),
    ],
}
POLICE_PERPETRATED_DOMESTIC_ABUSE: dict[str, Any] = {
    "title": "Police-perpetrated domestic abuse",
    "slug": "police-perpetrated-domestic-abuse",
    "official_title": (
        "Police perpetrated domestic abuse: Report on the Centre for Women’s Justice super-complaint"
    ),
    "summary": ("How forces respond when police officers or police staff are accused of domestic abuse."),
    "sensitive": True,
    "lead_bodies": [CENTRE_FOR_WOMENS_JUSTICE],
    "stage": Stage.REPORT,
    "submitted": PartialDate(2020, 3),
    "report_published": PartialDate(2022, 6, 30),
    "links": official_links(
        (
            "The super-complaint and the report on GOV.UK",
            "https://www.gov.uk/government/publications/"
            "police-super-complaints-force-response-to-police-perpetrated-domestic-abuse",
        )
    ),
    "body": [
        text(
            "<p>Three of the report’s recommendations are for policing. All 43 police forces in "
            "England and Wales accepted them.</p>"
        ),
        inset(NO_RESPONSE),
    ],
}
HONOUR_BASED_ABUSE: dict[str, Any] = {
    "title": "Sexual abuse of ethnic minority victims and honour-based abuse",
    "slug": "honour-based-abuse",
    "official_title": (
        "How the police respond to victims of sexual abuse when the victim is from an ethnic "
        "minority background and may be at risk of honour-based abuse"
    ),
    "summary": (
        "How the police respond to victims of sexual abuse from ethnic minorities who may also be at "
        "risk of honour-based abuse."
    ),
    "sensitive": True,
    "lead_bodies": [TEES_VALLEY_INCLUSION_PROJECT],
    "stage": Stage.REPORT,
    "submitted": PartialDate(2020, 8, 7),
    "report_published": PartialDate(2022, 12, 16),
    "links": official_links(
        (
            "The report on the inspectorate’s website",
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/"
            "report-on-tees-valley-inclusion-project-super-complaint/",
        )
    ),
    "body": [
        text(
            "<p>Recommendations 1 and 2 are addressed to chief constables, and recommendation 3 to "
            "the National Police Chiefs’ Council.</p>"
        ),
        inset(NO_RESPONSE),
    ],
}
SEXUAL_OFFENCE_DELAYS: dict[str, Any] = {
    "title": "Delays in sexual offence investigations",
    "slug": "sexual-offence-delays",
    "summary": "How long the police take to investigate sexual offences.",
    "sensitive": True,
    "lead_bodies": [CENTRE_FOR_WOMENS_JUSTICE],
    "supporting_bodies": [RAPE_CRISIS, CAMBRIDGE_RAPE_CRISIS, BINDMANS],
    "stage": Stage.INVESTIGATION,
    "submitted": PartialDate(2025, 12),
    "links": official_links(),
    "body": [
        text(
            "<p>This super-complaint is under investigation. No report has been published, so there "
            "are no recommendations to respond to.</p>"
        )
    ],
}

OTHER_SUPER_COMPLAINTS = [
    PROTECTIVE_MEASURES,
    MODERN_SLAVERY,
    POLICE_PERPETRATED_DOMESTIC_ABUSE,
    HONOUR_BASED_ABUSE,
    SEXUAL_OFFENCE_DELAYS,
]
