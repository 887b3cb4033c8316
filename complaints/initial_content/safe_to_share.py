"""“Safe to share?”: the joint response of the force and its commissioner of 3 December 2021.

The source quotes three recommendations without their numbers, and a fourth without quotation marks.
"""

from typing import Any

from complaints.vocabulary import Stage
from pages.partial_dates import PartialDate

from .blocks import inset, official_links, text
from .organisations import COMMISSIONER, LIBERTY, NORTHAMPTONSHIRE_POLICE, SOUTHALL_BLACK_SISTERS
from .source import QUOTED_FROM

RESPONDED = PartialDate(2021, 12, 3)
NO_NUMBER = "The published response quotes this recommendation without its number."


def _joint_response(*narrative: str) -> dict[str, Any]:
    return {
        "respondents": [NORTHAMPTONSHIRE_POLICE, COMMISSIONER],
        "date": RESPONDED,
        "narrative": [text(html) for html in narrative],
    }


RESPONSE_IS_ITS_ACTIONS = (
    "<p>Northamptonshire Police and the Police, Fire and Crime Commissioner answered this "
    "recommendation together. Their response describes what was done, which is set out under "
    "actions. It does not say in a word whether they accept the recommendation.</p>"
)

RECOMMENDATIONS: list[dict[str, Any]] = [
    {
        "title": "Stop sharing domestic abuse victims’ information where there is only doubt",
        "slug": "recommendation-stop-sharing",
        "wording": (
            "As an interim measure, where officers only have concerns or doubts about a victim's "
            "immigration status, they immediately stop sharing information on domestic abuse victims "
            "with Immigration Enforcement. Instead, police officers should link the victim to a "
            "third party that can provide advice and assistance."
        ),
        "wording_source": QUOTED_FROM,
        "wording_note": NO_NUMBER,
        "responses": [_joint_response(RESPONSE_IS_ITS_ACTIONS)],
        "actions": [
            {
                "title": "Amending practice",
                "description": (
                    "<p>Northamptonshire Police changed its practice immediately, so that responding "
                    "to a victim’s report of domestic abuse can be kept apart from handling the "
                    "victim’s immigration status. There has never been a bespoke process that "
                    "requires officers and staff to share immigration concerns with the Home "
                    "Office.</p>"
                ),
            },
            {
                "title": "Telling and training staff",
                "description": (
                    "<p>The force reports that it communicated the change effectively to its staff. "
                    "The change is delivered and repeated within core domestic abuse training.</p>"
                    "<p>Staff were told clearly what is expected: domestic abuse, and being a victim "
                    "of crime, always take priority over upholding immigration law. Where officers "
                    "only have concerns or doubts about the immigration status of a victim of "
                    "domestic abuse, they do not share information with Immigration Enforcement.</p>"
                ),
            },
            {
                "title": "Building relationships with agencies that can advise and assist victims",
                "description": (
                    "<p>Northamptonshire Police has shared its position, and what it expects of "
                    "staff who deal with migrant victims of domestic abuse, with all relevant local "
                    "support services. It also did so through the Multi Agency Risk Assessment "
                    "Conference (MARAC), where key partners, the force among them, address all "
                    "high-risk cases of domestic abuse.</p>"
                ),
            },
        ],
    },
    {
        "title": "Support migrant victims and witnesses through safe reporting pathways",
        "slug": "recommendation-safe-reporting",
        "wording": (
            "Take steps to ensure that all migrant victims and witnesses of crime are effectively "
            "supported through safe reporting pathways to the police and other statutory agencies."
        ),
        "wording_source": QUOTED_FROM,
        "wording_note": NO_NUMBER,
        "responses": [_joint_response(RESPONSE_IS_ITS_ACTIONS)],
        "actions": [
            {
                "title": "Safe reporting pathways",
                "description": (
                    "<p>All migrant victims and witnesses can report safely through the Control Room "
                    "of Northamptonshire Police, its website and, importantly, local support "
                    "services.</p>"
                    "<p>Support services have been advised how to pass reports of domestic abuse on "
                    "to the police. They have been reassured that information is not shared, and "
                    "will not be shared, with Immigration Enforcement.</p>"
                ),
            },
            {
                "title": "Communicating with migrant victims",
                "description": (
                    "<p>The report found that immigration, and the sharing of data with the Home "
                    "Office, were significant reasons for migrant victims not to report domestic "
                    "abuse.</p>"
                    "<p>Northamptonshire Police has actively made its position public in a press "
                    "release. It stressed that domestic abuse, and crimes against migrants, will be "
                    "dealt with sensitively and robustly, and repeated that the process is "
                    "confidential. For people with an insecure immigration status who still have "
                    "concerns about speaking to the police directly, it listed support services as "
                    "another way to report.</p>"
                    "<p>The message was also shared with support groups, so that they can pass it on "
                    "to members of their communities and to the people they work with who are "
                    "affected by concerns about immigration status.</p>"
                ),
            },
        ],
    },
    {
        "title": "Promote migrant victims’ and witnesses’ confidence in reporting crime",
        "slug": "recommendation-confidence",
        "wording": (
            "In consultation/collaboration with local or national specialist organisations, chief "
            "constables and police and crime commissioners should take steps, to promote migrant "
            "victims' and witnesses' confidence in reporting crimes to the police through safe "
            "reporting pathways, without fear of prioritised immigration control."
        ),
        "wording_source": QUOTED_FROM,
        "wording_note": NO_NUMBER,
        "addressees": [NORTHAMPTONSHIRE_POLICE, COMMISSIONER],
        "addressees_printed": "chief constables and police and crime commissioners",
        "responses": [_joint_response(RESPONSE_IS_ITS_ACTIONS)],
        "actions": [
            {
                "title": "Joint communication to support services",
                "description": (
                    "<p>All local support services were sent a joint communication on behalf of the "
                    "Chief Constable and the Police, Fire and Crime Commissioner (PFCC). It promoted "
                    "the message that domestic abuse, and being a migrant victim of crime, always "
                    "take priority over upholding immigration law. It encouraged safe reporting "
                    "pathways: direct contact with the police, and support services.</p>"
                ),
            },
            {
                "title": "Asking support services how to strengthen the message",
                "description": (
                    "<p>The Office of the Police, Fire and Crime Commissioner (OPFCC) engaged with "
                    "support services. It sought their support on how this message could be "
                    "strengthened, more firmly and more widely, in the communities concerned.</p>"
                ),
            },
        ],
    },
    {
        "title": "Assess local access to specialist victim support",
        "slug": "recommendation-local-support",
        "wording": (
            "Conduct an assessment of local access to specialist victim support organisations or "
            "networks and take any necessary steps to build up such networks."
        ),
        "wording_source": QUOTED_FROM,
        "wording_note": (
            "The published response prints this item without a number and, unlike the others, "
            "without quotation marks. It does not say whose words they are."
        ),
        "responses": [
            _joint_response(
                "<p>The Office of the Police, Fire and Crime Commissioner considered this point in "
                "some depth with VOICE in the county. VOICE is an arm’s length company, wholly owned "
                "by the Police, Fire and Crime Commissioner (PFCC) for Northamptonshire. It was set "
                "up to deliver the PFCC’s statutory responsibilities in relation to victims.</p>"
                "<p>VOICE has a number of routes to a wide range of services, generic and specific, "
                "across a range of victims’ needs and requirements.</p>"
                "<p>The assessment satisfied the respondents that individual needs and requirements "
                "can be met: by services supplied directly, or by effective signposting to external "
                "services.</p>",
                "<p>The published response goes on to list such services, but breaks off after “such "
                "as:”. It names none, so none is shown here.</p>"
                "<p>It does not say in a word whether the recommendation is accepted.</p>",
            )
        ],
        "actions": [
            {
                "title": "Assessing with VOICE whether victims’ needs can be met",
                "description": (
                    "<p>The Office of the Police, Fire and Crime Commissioner considered local "
                    "access to specialist support in some depth with VOICE, the company that the "
                    "commissioner owns.</p>"
                ),
            }
        ],
    },
]

SAFE_TO_SHARE = {
    "title": "Police data sharing for immigration purposes",
    "slug": "safe-to-share",
    "official_title": (
        "Safe to share? Report on Liberty and Southall Black Sisters’ super-complaint on policing "
        "and immigration status"
    ),
    "summary": (
        "How victims of crime and witnesses with insecure immigration status are treated, and how "
        "information about them is passed to the Home Office for immigration enforcement."
    ),
    "sensitive": True,
    "lead_bodies": [LIBERTY, SOUTHALL_BLACK_SISTERS],
    "stage": Stage.REPORT,
    "submitted": PartialDate(2018, 12, 18),
    "report_published": PartialDate(2020, 12, 17),
    "recommendations_made": 8,
    "links": official_links(
        (
            "The report on the inspectorate’s website",
            "https://hmicfrs.justiceinspectorates.gov.uk/publications/"
            "liberty-and-southall-black-sisters-super-complaint-on-policing-and-immigration-status/",
        )
    ),
    "body": [
        text(
            "<p>Liberty and Southall Black Sisters made this super-complaint together.</p>"
            "<h2>The response</h2>"
            "<p>Northamptonshire Police and the Police, Fire and Crime Commissioner (PFCC) for "
            "Northamptonshire submitted a joint response to HMICFRS on 3 December 2021. Each "
            "recommendation that it answers has a page here.</p>"
        ),
        inset(
            "<p>The report makes 8 recommendations, of which 1, 4 and 5 concern police forces. The "
            "published response does not say which number belongs to which text, so the pages here "
            "show none.</p>"
        ),
    ],
    "correspondence": [
        (
            "letter",
            {
                "sender": "Northamptonshire Police and the Police, Fire and Crime Commissioner",
                "recipient": "HMICFRS",
                "sent": RESPONDED,
                "summary": "<p>Joint response to the recommendations of the report.</p>",
            },
        )
    ],
    "recommendations": RECOMMENDATIONS,
}
