"""Entries in the voices of police responses: honest ones, and ones whose fields disagree with their words.

They were written before anyone looked at which words the checks before submission
search for, and the checks must not be tuned to them: change a check for a general
reason, and write another list to measure it.
"""

ADVICE = (
    "Having taken legal advice, the Force does not intend to adopt this recommendation."
)


def entry(position="accepted", says="", actions=(), updates=(), reason="", **fields):
    """Return the content of a recommendation with one response of the force."""
    narrative = (
        [{"type": "text", "value": f"<p>{says}</p>", "id": "a1"}] if says else []
    )
    response = {
        "respondents": [1],
        "position": position,
        "narrative": narrative,
        "reason": reason,
    }
    return {
        "kind": "recommendation",
        "number": "7",
        "addressees_printed": "chief constables",
        "responses": [response],
        "actions": list(actions),
        "progress_updates": [
            {"respondents": [1], "as_at": day, "text": f"<p>{text}</p>"}
            for day, text in updates
        ],
        **fields,
    }


def action(title, status="", description="", due="", **fields):
    """Return the content of an action of the force, with its due dates."""
    due_dates = [{"due": due}] if due else []
    text = f"<p>{description}</p>" if description else ""
    fields = {"due_dates": due_dates, **fields}
    return {
        "title": title,
        "status": status,
        "description": text,
        "respondents": [1],
        **fields,
    }


FIRST_HONEST = [
    entry(
        says="The Force fully supports this recommendation. Our crime recording system, Niche, already "
        "allows officers to add a secondary classification, and the Force Crime Registrar dip-samples 30 "
        "records each month.",
        actions=[
            action("Dip-sample stalking records", "in_progress", status_words="Ongoing")
        ],
    ),
    entry(
        "accepted_in_part",
        reason="We agree with the aim but our Connect system cannot be changed before the next release in "
        "2026, so we will use intelligence reports until then.",
        actions=[
            action(
                "Ask the supplier for a change",
                "not_started",
                status_words="Awaiting supplier",
                due_dates=[{"due_words": "Q2 2026"}],
            )
        ],
    ),
    entry(
        "not_accepted",
        says="The Constabulary considers that the existing arrangements meet the intent of this "
        "recommendation and does not propose to create a separate unit.",
        reason="The existing arrangements meet the intent of the recommendation.",
    ),
    entry(
        "not_applicable",
        says="This recommendation is directed at forces without a dedicated stalking clinic. We have had one "
        "since 2019.",
        reason="It is for forces without a stalking clinic.",
    ),
    entry(
        "not_stated",
        says="The Force has reviewed its training package with the support of the Suzy Lamplugh Trust. It "
        "was delivered to 1,240 officers between January and March 2025.",
        actions=[
            action(
                "Deliver training on stalking",
                "complete",
                completed="2025-03",
                status_words="Complete",
            )
        ],
    ),
    entry(
        says="Phase one has been completed. Phase two, covering contact management staff, will be completed "
        "by September 2025.",
        actions=[
            action("Phase one: response officers", "complete", completed="2025-02"),
            action("Phase two: contact management", "in_progress", due="2025-09"),
        ],
    ),
    entry(
        "awaiting",
        says="The Force will publish its response once the NPCC action plan has been agreed.",
    ),
    entry(
        "nothing_to_add",
        says="We have nothing further to add to the response of the Association of Police and Crime "
        "Commissioners.",
    ),
    entry(
        says="The Force accepts the recommendation.",
        actions=[
            action(
                "Buy a tool for analysing phone records",
                "closed",
                "Closed by Gold Group: the capability is to be delivered through the national programme.",
                closed="2025-03-12",
                status_words="Closed – transferred to national programme",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Review risk assessments daily",
                "complete",
                "A detective inspector reviews every medium and high risk case at the morning meeting.",
                completed_words="already in place",
                status_words="Green – embedded as BAU",
            )
        ],
    ),
    entry(
        actions=[action("Publish and brief out the policy", "in_progress")],
        updates=[
            (
                "2025-05-14",
                "The policy was published on the intranet on 14 May 2025. Briefings to all custody staff "
                "continue.",
            )
        ],
    ),
    entry(
        "not_stated",
        says="The Stalking Improvement Board oversees this work. RAG status: Amber.",
        actions=[
            action(
                "Improve recording",
                "not_stated",
                status_words="Amber",
                no_due_date=True,
            )
        ],
    ),
    entry(
        says="Although we do not accept the criticism made in chapter 4 of the report, we accept this "
        "recommendation and have begun work.",
        actions=[
            action("Rewrite the aide-memoire for response officers", "in_progress")
        ],
    ),
    entry(
        says="Accepted.",
        actions=[
            action(
                "Pilot the S-DASH risk assessment",
                "superseded",
                status_words="Superseded by DARA roll-out",
            ),
            action(
                "Roll out DARA to every response team", "in_progress", due="2025-12"
            ),
        ],
    ),
    entry(
        says="The Chief Constable accepts this recommendation in full. An improvement plan is being drawn up "
        "by the Public Protection Department.",
        deadline="2025-03-27",
        deadline_printed="by 27 March 2025",
    ),
    entry(
        actions=[
            action(
                "Add a stalking marker to the command and control system",
                "in_progress",
                due_dates=[{"due_words": "March 26 earliest"}],
            )
        ],
    ),
    entry(
        says="By 27 March 2025 every officer in Response and Neighbourhood had received the College of "
        "Policing stalking package. Refresher training will be repeated each year.",
        actions=[
            action(
                "Give the College's stalking training",
                "complete",
                completed="2025-03-20",
                due="2025-03-27",
            )
        ],
        deadline="2025-03-27",
    ),
    entry(
        "not_stated",
        says="All cases of honour-based abuse are now reviewed daily by a detective inspector.",
        actions=[action("Review cases of honour-based abuse", "not_stated")],
    ),
    entry(
        "not_accepted",
        says="The Commissioner has considered this carefully. Victim services were recommissioned in April "
        "2024 and a further review would divert funds from advocates. The recommendation is therefore not "
        "accepted.",
        reason="A further review would divert funds from advocates.",
    ),
    entry(
        says="Accepted. Work is being led by the Digital Policing team.",
        actions=[
            action(
                "Upgrade the crime system",
                "in_progress",
                due_dates=[
                    {"due": "2025-03"},
                    {
                        "due": "2025-09",
                        "reason": "The supplier delayed the software upgrade.",
                    },
                ],
            )
        ],
        updates=[("2025-04", "The upgrade has slipped to September 2025.")],
    ),
]

FIRST_MISTAKEN = [
    entry(says=ADVICE),
    entry(
        "not_accepted",
        says="The Force accepts this recommendation and has appointed a lead.",
        reason="See the response.",
    ),
    entry(
        actions=[
            action(
                "Revise the policy",
                "in_progress",
                status_words="Complete – signed off March 2025",
            ),
        ],
    ),
    entry(
        actions=[
            action(
                "Update the statement template",
                "complete",
                "Work to update the template has not yet started because of the Niche upgrade.",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Recruit a stalking coordinator",
                "complete",
                completed="2025-03",
                status_words="Closed – not progressed, no funding",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Audit 100 harassment cases",
                "in_progress",
                "To be completed by 30 June 2025.",
                due="2025-09-30",
            )
        ],
    ),
    entry(
        "not_applicable",
        says="We agree with this and have asked our Learning and Development team to build it into the "
        "probationer course.",
        reason="See the response.",
    ),
    entry(
        actions=[
            action(
                "Train custody sergeants",
                "not_started",
                "All 43 custody sergeants have received the training and the new form went live on 3 "
                "February 2025.",
            )
        ],
    ),
    entry(
        wording="By 27 March 2025, chief constables should review the training that their officers receive.",
        no_deadline=True,
    ),
    entry(
        "awaiting",
        says="Recommendation accepted. The Force introduced a stalking triage desk in November 2024.",
    ),
]

SECOND_HONEST = [
    entry(
        says="Avon and Somerset Police welcomes this recommendation. Our Stalking Scrutiny Panel meets "
        "quarterly and will report to the Vulnerability Board in July 2025.",
        actions=[
            action(
                "Report on stalking to the Vulnerability Board",
                "in_progress",
                due="2025-07",
            )
        ],
    ),
    entry(
        "not_accepted",
        says="We recognise why this was recommended. The force has decided that a stand-alone database would "
        "duplicate the national system that is due in 2027, and will not be building one.",
        reason="A stand-alone database would duplicate the national system.",
    ),
    entry(
        says="This was a recommendation we were pleased to accept. A dedicated Section 60 authorisation form "
        "went live in February 2024 and is audited monthly.",
        actions=[
            action(
                "Introduce a Section 60 authorisation form",
                "complete",
                completed="2024-02",
            ),
            action("Audit the form monthly", "in_progress", status_words="Continuous"),
        ],
    ),
    entry(
        "accepted_in_part",
        says="We accept that briefings should be recorded. We do not accept that every debrief should be "
        "recorded on video.",
        reason="Recording every debrief on video is not proportionate.",
        actions=[action("Record briefings", "complete", completed_words="Spring 2025")],
    ),
    entry(
        "not_stated",
        says="Recommendation 3 has been discharged by the force.",
        actions=[
            action(
                "Brief officers on Section 60", "complete", status_words="Discharged"
            )
        ],
    ),
    entry(
        says="Accepted. The College of Policing has not yet released the revised guidance, so our local "
        "policy cannot be finalised.",
        actions=[
            action(
                "Finalise the local policy",
                "not_started",
                status_words="On hold pending the College",
            )
        ],
    ),
    entry(
        "not_applicable",
        says="The Force does not share victims' details with Immigration Enforcement in these circumstances "
        "and has not done so since 2019.",
        reason="The force does not share such details.",
    ),
    entry(
        "",
        says="The domestic abuse lead chairs a fortnightly tactical group that tracks the areas for "
        "improvement in the report.",
    ),
    entry(
        says="We accept recommendation 10. An initial review was completed in December 2024. It found gaps "
        "in supervision which the second stage of the work will address.",
        actions=[
            action("Address the gaps in supervision", "in_progress", due="2025-11-30")
        ],
    ),
    entry(
        "awaiting",
        says="A joint response with the other forces in the region will be published in the summer of 2025.",
    ),
    entry(
        actions=[
            action(
                "Appoint a single point of contact for migrant victims",
                "complete",
                "A detective chief inspector was appointed on 6 January 2025. The post will be reviewed "
                "after twelve months.",
                completed="2025-01-06",
            )
        ],
    ),
    entry(
        says="The recommendation is accepted. No additional funding has been identified and the force is "
        "looking at what can be absorbed within existing resources.",
        deadline="2025-03-27",
        deadline_printed="by 27 March 2025",
    ),
    entry(
        actions=[
            action(
                "Trial body-worn video reviews by the scrutiny panel",
                "closed",
                "The trial ended in January 2025 and the panel decided not to continue with it.",
                closed="2025-01",
                status_words="Closed",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Refresh vetting of existing staff",
                "in_progress",
                "92% of staff have been re-vetted. The remaining 8% are on long-term absence or secondment.",
                due="2025-06-30",
            )
        ],
        updates=[("2025-05", "Now at 92%, up from 85% in March 2025.")],
    ),
    entry(
        "nothing_to_add",
        says="The Constabulary's position was set out in the Chief Constable's letter to HMICFRS of 22 "
        "November 2024. There is nothing to add at this time.",
    ),
    entry(
        "not_stated",
        says="Under the previous policy, officers were not required to record the ethnicity of the driver. "
        "That policy has been withdrawn and the new one requires it.",
        actions=[
            action(
                "Replace the policy on traffic stops",
                "not_stated",
                no_completion_date=False,
            )
        ],
    ),
    entry(
        says="Agreed.",
        actions=[
            action(
                "Write the toolkit",
                "complete",
                completed="2025-04-02",
                due="2025-03-31",
            ),
            action(
                "Launch the toolkit",
                "in_progress",
                "Will be launched during Stalking Awareness Week.",
                due_dates=[{"due_words": "TBC"}],
            ),
        ],
    ),
    entry(
        "accepted",
        says="If the pilot in Northampton is successful, it will be rolled out across the county.",
        actions=[
            action(
                "Pilot an early screening tool",
                "in_progress",
                due_dates=[{"due_words": "Q3 25/26"}],
            )
        ],
    ),
    entry(
        "not_stated",
        says="Sergeants must now sign off every decision to take no further action. Compliance stands at "
        "97%.",
        actions=[
            action(
                "Have sergeants sign off decisions",
                "complete",
                status_words="Closed – complete",
                no_completion_date=True,
            )
        ],
    ),
    entry(
        "not_accepted",
        says="Legal services advise that the change would breach PACE Code A. We have told the inspectorate "
        "that we accept the other recommendations in this chapter.",
        reason="It would breach PACE Code A.",
    ),
]

SECOND_MISTAKEN = [
    entry(
        says="This recommendation is rejected. The Force is satisfied with its current arrangements."
    ),
    entry(
        "not_accepted",
        says="Recommendation accepted. Work will begin in the new financial year.",
        reason="See the response.",
    ),
    entry(
        actions=[
            action(
                "Review open investigations",
                "in_progress",
                "All open investigations were reviewed by the end of February 2025 and this action is now "
                "complete.",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Set up a multi-agency panel",
                "complete",
                status_words="In progress – 60%",
            ),
        ],
    ),
    entry(
        actions=[
            action(
                "Move stalking cases to a specialist team",
                "complete",
                "The proposal was rejected by the Chief Officer Group and will not be pursued.",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Circulate the guidance",
                "complete",
                "The guidance was circulated to all staff on 12 March 2025.",
                completed="2025-05-12",
            )
        ],
    ),
    entry(
        says="This recommendation is not relevant to British Transport Police, which has no commissioner.",
    ),
    entry(
        actions=[
            action(
                "Update the force website",
                "not_started",
                "The new pages went live in April 2025.",
                status_words="Completed",
            )
        ],
    ),
    entry(
        wording="Within six months of the publication of this report, chief constables should audit cases.",
        no_deadline=True,
    ),
    entry(
        "nothing_to_add",
        says="The Chief Constable does not accept this recommendation because the evidence base is limited.",
    ),
]

THIRD_HONEST = [
    entry(
        says="Thank you for the opportunity to respond. Gwent Police accepts this recommendation. A task and "
        "finish group chaired by the Head of Public Protection met for the first time on 4 December 2024.",
        actions=[
            action("Set up a task and finish group", "complete", completed="2024-12-04")
        ],
    ),
    entry(
        says="Accepted. This is a matter for both the force and the commissioner, and a joint needs "
        "assessment has been commissioned from the university.",
        actions=[
            action("Commission a joint needs assessment", "in_progress", due="2025-12")
        ],
    ),
    entry(
        "not_accepted",
        says="The force has 11 full-time officers in its rural teams. Creating a dedicated stalking unit is "
        "not viable at that size. Cases will continue to be managed by the domestic abuse team.",
        reason="A dedicated unit is not viable in a force of this size.",
    ),
    entry(
        "accepted_in_part",
        says="The first limb is accepted. As regards the second, vetting every volunteer again each year is "
        "out of proportion to the risk.",
        reason="Vetting each volunteer every year is out of proportion.",
        actions=[action("Vet officers again after a complaint", "in_progress")],
    ),
    entry(
        "not_applicable",
        says="The force has never used the powers in section 60 for a planned event, so there are no "
        "authorisations to review.",
        reason="There are no authorisations to review.",
    ),
    entry(
        "awaiting",
        says="We have received the report and are consulting the local criminal justice board. Our reply "
        "will follow when the board has met.",
    ),
    entry(
        "not_stated",
        says="Since the inspection in 2023 the number of protection orders has risen from 12 to 57. Officers "
        "can now apply for an order through a single form.",
    ),
    entry(
        "nothing_to_add",
        says="The position of the Constabulary is as given in the national response.",
    ),
    entry(
        says="We agree that more can be done. The chief officer lead will not sign this off until victims "
        "have told us that they notice the difference.",
        actions=[
            action(
                "Ask victims what has changed",
                "in_progress",
                "The survey opens in July 2025.",
                due_dates=[{"due_words": "Autumn 2025"}],
            )
        ],
    ),
    entry(
        says="Fully accepted.",
        actions=[
            action(
                "Publish the stop and search figures each quarter",
                "complete",
                "The figures for January to March were published on 30 April 2025.",
                completed="2025-04-30",
                status_words="Complete and ongoing",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Build a dashboard of repeat suspects",
                "superseded",
                "The regional dashboard does this from April 2025.",
                status_words="Replaced by regional dashboard",
            ),
            action("Join the regional dashboard", "complete", completed="2025-04-01"),
        ],
    ),
    entry(
        actions=[
            action(
                "Recruit two more advocates",
                "closed",
                "Two rounds of recruitment found nobody. The money went to the helpline.",
                closed="2025-05-06",
                status_words="Stopped",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Give call handlers a prompt card",
                "not_started",
                "The card was designed in February 2025 and is with the printers.",
                due="2025-07-31",
            )
        ],
    ),
    entry(
        "not_stated",
        says="The recommendation asks for a review by 27 March 2025. The review was led by an independent "
        "chair and her report is on our website.",
        deadline="2025-03-27",
        deadline_printed="by 27 March 2025",
        actions=[
            action("Commission an independent review", "complete", completed="2025-03")
        ],
    ),
    entry(
        says="The Chief Constable supports the intention behind this. No force can do it alone, so we have "
        "asked the regional board to take it on.",
        actions=[
            action(
                "Ask the regional board to take it on",
                "complete",
                no_completion_date=True,
            )
        ],
    ),
    entry(
        updates=[
            (
                "2025-03",
                "70% of sergeants have been trained. Abstractions for the protests slowed us down.",
            ),
            ("2025-05", "88% of sergeants have been trained."),
        ],
        actions=[action("Train all sergeants", "in_progress", due="2025-06-30")],
    ),
    entry(
        says="We accepted a similar recommendation in the 2022 inspection, and this one. Both are governed "
        "by one plan.",
        actions=[
            action(
                "Rewrite the missing persons policy", "complete", completed="2025-01"
            ),
            action("Rewrite the victim contact policy", "in_progress"),
            action("Rewrite the file quality guide", "not_started"),
        ],
    ),
    entry(
        "not_accepted",
        says="Dyfed-Powys has consulted Welsh Women’s Aid. Both organisations believe that a separate "
        "process for migrant victims could put people off from coming forward.",
        reason="A separate process could put victims off.",
    ),
    entry(
        "",
        says="Please find attached the minutes of the Police and Crime Panel, where this was discussed.",
    ),
    entry(
        says="Accepted, with one proviso: the national template has to be available first.",
        actions=[
            action(
                "Adopt the national template",
                "not_started",
                status_words="Red: template delayed to 2026",
                due_dates=[
                    {"due": "2025-03"},
                    {"due_words": "When the template is published"},
                ],
            )
        ],
    ),
]

THIRD_MISTAKEN = [
    entry(
        says="The Force declines to implement this recommendation, as the cost could not be justified.",
    ),
    entry(
        "not_accepted",
        says="We accept the recommendation in full and thank the inspectors.",
        reason="See the text.",
    ),
    entry(
        "not_applicable",
        says="Accepted. All custody records now include a risk assessment.",
        reason="See the text.",
    ),
    entry(
        actions=[
            action("Train detectives", "complete", status_words="Not yet started")
        ],
    ),
    entry(
        actions=[
            action(
                "Issue new guidance",
                "in_progress",
                status_words="Completed 12 May 2025",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Pilot the triage tool",
                "complete",
                completed="2025-04",
                status_words="Withdrawn after legal advice",
            )
        ],
    ),
    entry(
        actions=[
            action(
                "Pay for independent advocates",
                "complete",
                owning_post="Office of the PCC",
            )
        ],
    ),
    entry(
        "awaiting",
        says="The Chief Constable does not accept this recommendation.",
    ),
    entry(
        wording="Before 31 March 2025, chief constables should publish a plan.",
    ),
    entry(
        actions=[
            action(
                "Replace the crime system",
                "in_progress",
                due_dates=[
                    {
                        "due": "2026-04-01",
                        "due_words": "From 1 April 2026 at the earliest",
                    }
                ],
            )
        ],
    ),
]
