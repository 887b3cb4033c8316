"""Who complains, who decides and who answers.

The sixteen designated bodies are those of the Police Super-complaints (Designation and Procedure)
Regulations 2018. An address that is not known for certain is left out.
"""

from typing import Any

from complaints.vocabulary import OrganisationKind
from pages.partial_dates import PartialDate

NORTHAMPTONSHIRE_POLICE = "Northamptonshire Police"
COMMISSIONER = "Northamptonshire Police, Fire and Crime Commissioner"

CENTRE_FOR_WOMENS_JUSTICE = "Centre for Women’s Justice"
CRIMINAL_JUSTICE_ALLIANCE = "Criminal Justice Alliance"
HESTIA = "Hestia"
LIBERTY = "Liberty"
SOUTHALL_BLACK_SISTERS = "Southall Black Sisters"
SUZY_LAMPLUGH_TRUST = "Suzy Lamplugh Trust"
TEES_VALLEY_INCLUSION_PROJECT = "Tees Valley Inclusion Project"

RAPE_CRISIS = "Rape Crisis England & Wales"
CAMBRIDGE_RAPE_CRISIS = "Cambridge Rape Crisis Centre"
BINDMANS = "Bindmans LLP"

DESIGNATED_BODIES = {
    "Advocacy After Fatal Domestic Abuse": "https://aafda.org.uk/",
    "Agenda Alliance": "https://www.agendaalliance.org/",
    CENTRE_FOR_WOMENS_JUSTICE: "https://www.centreforwomensjustice.org.uk/",
    "Children’s Commissioner for England": "https://www.childrenscommissioner.gov.uk/",
    CRIMINAL_JUSTICE_ALLIANCE: "https://www.criminaljusticealliance.org/",
    "Faith Matters": "",
    "Galop": "https://galop.org.uk/",
    HESTIA: "https://www.hestia.org/",
    "Hourglass": "https://wearehourglass.org/",
    LIBERTY: "https://www.libertyhumanrights.org.uk/",
    "Missing People": "https://www.missingpeople.org.uk/",
    "Pathway Project": "",
    SOUTHALL_BLACK_SISTERS: "https://southallblacksisters.org.uk/",
    SUZY_LAMPLUGH_TRUST: "https://www.suzylamplugh.org/",
    TEES_VALLEY_INCLUSION_PROJECT: "",
    "Women’s Aid Federation of England": "https://www.womensaid.org.uk/",
}
DECISION_BODIES = {
    "College of Policing": "https://www.college.police.uk/",
    "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS)": (
        "https://hmicfrs.justiceinspectorates.gov.uk/"
    ),
    "Independent Office for Police Conduct (IOPC)": "https://www.policeconduct.gov.uk/",
}
GOVERNMENT = {
    "Home Office": "https://www.gov.uk/government/organisations/home-office",
    "Ministry of Justice": "https://www.gov.uk/government/organisations/ministry-of-justice",
}
OTHERS = {
    BINDMANS: "",
    CAMBRIDGE_RAPE_CRISIS: "",
    "National Police Chiefs’ Council (NPCC)": "https://www.npcc.police.uk/",
    RAPE_CRISIS: "https://rapecrisis.org.uk/",
}
BY_KIND = {
    OrganisationKind.POLICE_FORCE: {NORTHAMPTONSHIRE_POLICE: "https://www.northants.police.uk/"},
    OrganisationKind.COMMISSIONER: {COMMISSIONER: "https://northantspfcc.org.uk/"},
    OrganisationKind.DECISION_BODY: DECISION_BODIES,
    OrganisationKind.DESIGNATED_BODY: DESIGNATED_BODIES,
    OrganisationKind.GOVERNMENT: GOVERNMENT,
    OrganisationKind.OTHER: OTHERS,
}
FORMER_NAMES = {
    "Hourglass": {"name": "Action on Elder Abuse", "used_to": PartialDate(2020, 3)},
    "His Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS)": {
        "name": "Her Majesty’s Inspectorate of Constabulary and Fire & Rescue Services (HMICFRS)",
        "used_to": PartialDate(2022, 9),
    },
}

ORGANISATIONS: list[dict[str, Any]] = [
    {
        "name": name,
        "kind": kind,
        "web_address": address,
        "former_names": [FORMER_NAMES[name]] if name in FORMER_NAMES else [],
    }
    for kind, addresses in BY_KIND.items()
    for name, address in addresses.items()
]
