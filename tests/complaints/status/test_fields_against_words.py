"""Texts and fields that disagree in kind are flagged before submission, and honest ones are not."""

from datetime import date

import pytest

from complaints.status.contradictions import TextAround, find_contradictions
from complaints.vocabulary import DetailedStatus
from pages.core.partial_dates import PartialDate

FORCE = 1
COMMISSIONER = 2


def flags(content):
    """Return the rules that flag ``content``, a recommendation."""
    return {found.key.split(":")[0] for found in contradictions_in(content)}


def messages(content):
    """Return what the editor of ``content`` is asked about references to other responses."""
    found = contradictions_in(content)
    return [each.text for each in found if each.key.startswith("reference-to-response")]


def contradictions_in(content):
    around = TextAround(
        date(2026, 12, 1),
        ((FORCE, DetailedStatus.IN_PROGRESS), (None, DetailedStatus.IN_PROGRESS)),
        PartialDate(2024, 9, 27),
        PartialDate(2022, 11),
        our_force=FORCE,
    )
    return find_contradictions(content, around)


def response(text, position):
    narrative = f'[{{"type": "text", "value": "<p>{text}</p>", "id": "1"}}]'
    return {
        "responses": [
            {"respondents": [FORCE], "position": position, "narrative": narrative}
        ]
    }


def action(text="Officers are trained.", status="in_progress", **fields):
    given = {
        "title": "Train",
        "description": f"<p>{text}</p>",
        "status": status,
        "respondents": [FORCE],
    }
    return {"actions": [given | fields]}


@pytest.mark.parametrize(
    "text",
    [
        "We do not intend to follow this recommendation.",
        "The force has considered this. It does not plan to implement it.",
        "Having taken advice, we will not adopt this recommendation.",
        "The force has decided not to take this forward.",
        "We are not able to accept this recommendation.",
        "After review, this recommendation was not taken forward.",
        "Borsetshire Police does not support this recommendation.",
    ],
)
def test_a_refusal_in_the_text_of_an_accepted_recommendation_is_flagged(text):
    assert flags(response(text, "accepted")) & {
        "refusal-against-position",
        "position-against-words",
    }
    assert not flags(response(text, "not_accepted")) & {"refusal-against-position"}


@pytest.mark.parametrize(
    "text",
    [
        "The chief officer has discussed it. We accept this recommendation.",
        "This is in hand, and the force has implemented this recommendation.",
        "Next year the force will implement this recommendation.",
    ],
)
def test_a_text_that_follows_a_recommendation_that_is_not_accepted_is_flagged(text):
    assert "refusal-against-position" in flags(response(text, "not_accepted"))


@pytest.mark.parametrize(
    "words",
    [
        "Not taken forward; closed by the board",
        "No longer required",
        "Abandoned in June",
        "Closed by the board",
    ],
)
def test_a_complete_action_whose_words_say_that_it_ended_otherwise_is_flagged(words):
    assert "complete-and-ended-otherwise" in flags(
        action(status="complete", status_words=words)
    )
    assert "complete-and-ended-otherwise" not in flags(
        action(status="closed", status_words=words)
    )


@pytest.mark.parametrize(
    "post",
    [
        "OPCC",
        "Office of the Police, Fire and Crime Commissioner",
        "The Home Office",
        "College of Policing",
        "CPS East Midlands",
        "Northampton County Council",
    ],
)
def test_an_action_of_our_force_with_a_post_of_another_body_is_flagged(post):
    assert "owner-of-other-body" in flags(action(owning_post=post))
    assert "owner-of-other-body" not in flags(
        action(owning_post=post, respondents=[COMMISSIONER])
    )


@pytest.mark.parametrize(
    "text",
    [
        "See NPCC response",
        "Please see the response of the Commissioner.",
        "Refer to APCC letter",
    ],
)
def test_a_response_that_only_points_to_another_one_is_asked_about(text):
    entered = response(text, "")
    assert "reference-to-response" in flags(entered)
    [found] = messages(entered)
    assert (
        f"only says “{text}”, and readers are told that the organisation responded."
        in found
    )

    entered["responses"][0]["answered_by"] = "NPCC"
    [found] = messages(entered)
    assert "readers are told that NPCC responded on behalf of the organisation" in found
    assert "clear “Who responds on its behalf”" in found


def test_a_response_that_says_more_than_where_another_one_is_is_not_asked_about():
    for text in (
        "We accept this. See NPCC response.",
        "See NPCC response. We have trained all officers.",
    ):
        assert "reference-to-response" not in flags(response(text, "accepted"))


def test_a_date_in_the_wording_without_a_deadline_is_flagged():
    wording = "By 27 March 2025, chief constables should review their policies."

    assert "deadline-in-wording" in flags({"wording": wording})
    assert "deadline-in-wording" not in flags(
        {"wording": wording, "deadline": "2025-03-27"}
    )
    assert "deadline-in-wording" not in flags(
        {"wording": wording, "deadline_printed": "by 27 March 2025"}
    )
    assert "deadline-in-wording" not in flags(
        {"wording": "Build on the review of March 2024."}
    )


@pytest.mark.parametrize(
    "words",
    ["March 26 earliest", "Q3", "Spring 2025", "From March 2026", "BAU", "c. March"],
)
def test_a_date_whose_own_words_do_not_say_by_when_is_flagged(words):
    vague = {"due": "2026-03", "due_words": words, "sort_order": 0}

    assert "due-date-not-exact" in flags(action(due_dates=[vague]))
    assert "due-date-not-exact" not in flags(action(due_dates=[vague | {"due": ""}]))
    assert "due-date-not-exact" not in flags(
        action(due_dates=[vague | {"due_words": "end of March 2026"}])
    )


HONEST = [
    response(
        "We accept this recommendation. Training has begun in two areas.", "accepted"
    ),
    response(
        "The force accepts this recommendation and will not wait for national guidance.",
        "accepted",
    ),
    response("Accepted. We will not be taking on extra staff to do so.", "accepted"),
    response(
        "We agree with the report: too many victims were not supported.", "accepted"
    ),
    response(
        "We accept the first point. We do not accept the second, since it is for the CPS.",
        "accepted_in_part",
    ),
    response(
        "The force does not hold this data, so this recommendation does not apply to it.",
        "not_applicable",
    ),
    response(
        "We do not accept this recommendation, because our existing policy covers it.",
        "not_accepted",
    ),
    response(
        "The force supports the aim. It was already our practice before the report.",
        "not_stated",
    ),
    response("Officers must not close a case without the victim’s view.", "accepted"),
    response(
        "Victims who do not wish to go to court are offered other support.", "accepted"
    ),
    response("The NPCC will respond for all forces.", "not_stated"),
    response(
        "The force is considering how it can follow this recommendation.", "awaiting"
    ),
    action(
        "A new policy is being written with the Home Office.",
        owning_post="Head of Public Protection",
    ),
    action(
        "Training for all call handlers.",
        owning_post="ACC Crime\nNPCC lead for stalking",
    ),
    action("Cases closed by officers without review are now sampled.", "in_progress"),
    action(
        "All staff have been trained.",
        "complete",
        completed="2025-03",
        status_words="Complete",
    ),
    action("The old form is no longer used.", "complete", completed="2025-03-27"),
    action(
        "Cases are reviewed.",
        due_dates=[{"due": "2027-03", "due_words": "by March 2027", "sort_order": 0}],
    ),
    action(
        "The College of Policing has published guidance, which we adopted.",
        "complete",
        completed="2025-03",
    ),
    {
        "wording": "Chief constables should review their policies by 27 March 2025.",
        "deadline": "2025-03-27",
    },
]
"""Twenty inputs as forces write them, in which nothing is wrong."""


HONEST_PLANS = [
    response(
        "Northamptonshire Police implemented an immediate change in practice after the report. The force’s "
        "position has been shared with all local support services.",
        "not_stated",
    ),
    response(
        "Northamptonshire Police is in receipt of the letter. The force accepts all the recommendations "
        "made. These will be tracked through the governance process and completed by the specified deadline.",
        "accepted",
    ),
    response(
        "Accepted in principle. Funding for a second analyst is subject to the 2026/27 budget.",
        "accepted_in_part",
    ),
    response(
        "This has been addressed by the NPCC on behalf of all chief constables. We have nothing to add.",
        "nothing_to_add",
    ),
    response(
        "The force recognises this recommendation and will not close any stalking case until a supervisor "
        "has reviewed it.",
        "accepted",
    ),
    response(
        "We agree. It will not be implemented by one department alone: Crime, Custody and the control room "
        "share it.",
        "accepted",
    ),
    response(
        "This recommendation is for the College of Policing. The force does not write national guidance and "
        "will adopt it when it is published.",
        "not_applicable",
    ),
    response(
        "We do not accept that a separate register is needed. Our crime system already flags these cases, "
        "and an audit in 2025 found no gaps.",
        "not_accepted",
    ),
    response(
        "The force already follows Authorised Professional Practice here. It supports the intention, and "
        "asks HMICFRS to say what more it expects.",
        "not_stated",
    ),
    action(
        "Dip sampling shows 92% of cases were completed with a risk assessment within 24 hours.",
        owning_post="Detective Superintendent, Public Protection",
    ),
    action(
        "Supervisors check that no case is closed by an officer without a rationale.",
        status_words="Ongoing – BAU",
        owning_post="Head of Crime",
    ),
    action(
        "Paper SPOs have been withdrawn and replaced by the digital form.",
        "complete",
        completed="2025-02",
        status_words="Action complete",
    ),
    action(
        "Stalking Protection Order training has been delivered to 310 of 340 officers. The rest are "
        "booked in for May.",
        due_dates=[{"due": "2026-05", "due_words": "May 2026", "sort_order": 0}],
    ),
    action(
        "The interim checklist is no longer needed, because the College’s version was adopted in full.",
        "superseded",
    ),
    action(
        "Guidance on after-care has been circulated. Closed at Gold group 14 March 2025.",
        "complete",
        completed="2025-03-14",
        status_words="Complete – closed by Gold group",
    ),
    action(
        "Join the regional group led by the OPCC and report back each quarter.",
        owning_post="ACC Local Policing, with the OPCC",
        due_dates=[
            {
                "due": "2026-12-31",
                "due_words": "end of quarter 3 (31 December 2026)",
                "sort_order": 0,
            }
        ],
    ),
    action(
        "Officers ask each victim about safe contact. Not yet started in Custody.",
        owning_post="Custody Inspector\nHead of Contact",
    ),
    {
        "wording": "Chief constables should, by 27 March 2025, work with partners to review how they refer "
        "victims.",
        "deadline_printed": "by 27 March 2025",
        "deadline": "2025-03-27",
    },
    {
        "wording": "Building on the HMICFRS inspection completed before March 2023, chief constables should "
        "make sure that victims have a named contact.",
        "no_deadline": True,
    },
    action("Hold a peer review.")
    | {
        "progress_updates": [
            {
                "respondents": [FORCE],
                "as_at": "2025-06-30",
                "text": "<p>The peer review due in April was put back to June. Two of five actions have been "
                "completed and the rest are on track.</p>",
            }
        ]
    },
]
"""Twenty more, in the style of plans that forces have published."""

MISTAKEN = {
    "no change is proposed, and accepted": response(
        "The Constabulary does not consider that this recommendation should be adopted in Borsetshire and "
        "proposes no change.",
        "accepted",
    ),
    "no action will be taken, and accepted": response(
        "Having weighed the cost, no action will be taken on this recommendation.",
        "accepted",
    ),
    "happy to accept, and not accepted": response(
        "Thank you for the letter. The Chief Constable is happy to accept this recommendation in full.",
        "not_accepted",
    ),
    "not applicable, and accepted": response(
        "This recommendation is not applicable to Borsetshire Police, as it is aimed at the CPS.",
        "accepted",
    ),
    "discontinued, and complete": action(
        "The board agreed in May to stop this piece of work.",
        "complete",
        status_words="Discontinued",
    ),
    "superseded, and complete": action(
        "Merged into action 4.", "complete", status_words="Superseded by action 4"
    ),
    "the commissioner’s office is responsible": action(
        "Commission an independent advocate.",
        owning_post="Police and Crime Commissioner’s Office",
    ),
    "the chiefs’ council is responsible": action(
        "Issue national guidance.", owning_post="National Police Chiefs’ Council"
    ),
    "a deadline in words in the wording": {
        "wording": "Within six months of this report, chief constables should publish an action plan."
    },
    "a due date that is not before": action(
        "Buy the new system.",
        due_dates=[
            {
                "due": "2026-04",
                "due_words": "Not before the new financial year",
                "sort_order": 0,
            }
        ],
    ),
}


@pytest.mark.parametrize("content", MISTAKEN.values(), ids=MISTAKEN)
def test_a_mistake_as_forces_make_it_is_flagged(content):
    assert flags(content)


@pytest.mark.parametrize("honest", [HONEST, HONEST_PLANS], ids=["answers", "plans"])
def test_at_most_one_of_twenty_honest_inputs_is_flagged(honest):
    flagged = [content for content in honest if flags(content)]

    assert len(honest) == 20
    assert flagged == []


@pytest.mark.parametrize("position", ["", "not_stated", "awaiting", "nothing_to_add"])
def test_a_refusal_beside_a_position_that_leaves_it_open_is_flagged(position):
    text = "Thank you for the report. The force does not intend to implement this recommendation."

    assert "refusal-against-position" in flags(response(text, position))
