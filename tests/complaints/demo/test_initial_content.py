"""The initial content has every stated fact of its source, and nothing more."""

import json
from collections import Counter
from pathlib import Path

from complaints.models import (
    Organisation,
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.vocabulary import (
    ActionStatus,
    DetailedStatus,
    ItemKind,
    OrganisationKind,
    Position,
    Stage,
    Status,
)

from .initial_content import InitialContentTest, names, text_on_page

QUOTATIONS = json.loads(
    Path(__file__).with_name("quotations_of_the_old_page.json").read_text()
)
"""What the page that this site replaces quotes word for word, and where."""
TAGS_THAT_EDITORS_KEEP = {"p", "b", "a", "ul", "ol", "li", "h2", "h3"}

FORCE = "Northamptonshire Police"
COMMISSIONER = "Northamptonshire Police, Fire and Crime Commissioner"
APCC = "Association of Police and Crime Commissioners (APCC)"
NPCC = "National Police Chiefs’ Council (NPCC)"
WOMENS_JUSTICE = "Centre for Women’s Justice"

OPEN_ACTIONS = {
    "Safe reporting pathways",
    "Asking support services how to strengthen the message",
}
"""Actions of “Safe to share?” that the response does not say are finished."""
FACTS = {
    "safe-to-share": (
        "2018-12-18",
        "",
        "2020-12-17",
        {"Liberty", "Southall Black Sisters"},
    ),
    "protective-measures": ("2019-03-19", "", "2021-08-24", {WOMENS_JUSTICE}),
    "modern-slavery": ("2019-05-31", "", "2021-05-26", {"Hestia"}),
    "police-perpetrated-domestic-abuse": (
        "2020-03",
        "",
        "2022-06-30",
        {WOMENS_JUSTICE},
    ),
    "honour-based-abuse": (
        "2020-08-07",
        "",
        "2022-12-16",
        {"Tees Valley Inclusion Project"},
    ),
    "section-60": ("2021-05", "", "2023-12-15", {"Criminal Justice Alliance"}),
    "stalking": ("2022-11", "2023-01-26", "2024-09-27", {"Suzy Lamplugh Trust"}),
    "sexual-offence-delays": ("2025-12", "", "", {WOMENS_JUSTICE}),
}
"""Submitted, found eligible, report published, each as exactly as it is known; and the lead bodies."""


class TestSuperComplaints(InitialContentTest):
    def test_all_eight_have_their_lead_bodies_and_every_date_as_exactly_as_it_is_known(
        self,
    ):
        section = SuperComplaintIndexPage.objects.get()
        quotation = (
            "“is, or appears to be, significantly harming the interests of the public”"
        )
        assert section.url == "/super-complaints/"
        # The Act is quoted with the word that official pages drop.
        for fact in (quotation, "eligible for investigation"):
            assert fact in text_on_page(section)

        pages = {
            page.slug: page for page in SuperComplaintPage.objects.child_of(section)
        }
        stored = {
            slug: [
                str(each or "")
                for each in (page.submitted, page.found_eligible, page.report_published)
            ]
            for slug, page in pages.items()
        }
        assert {
            slug: (*dates, names(pages[slug].lead_bodies))
            for slug, dates in stored.items()
        } == FACTS
        assert pages["stalking"].respond_by_printed == "56 days from publication"
        assert str(pages["stalking"].respond_by) == "2024-11-22"
        stages = {slug: page.stage for slug, page in pages.items()}
        assert stages.pop("sexual-offence-delays") == Stage.INVESTIGATION
        assert set(stages.values()) == {Stage.REPORT}
        # All but that about stop and search show support services.
        assert [slug for slug, page in pages.items() if not page.sensitive] == [
            "section-60"
        ]

    def test_a_super_complaint_names_its_consortium_and_its_supporting_bodies(self):
        assert (
            self.super_complaint("stalking").on_behalf_of
            == "the National Stalking Consortium"
        )
        assert names(
            self.super_complaint("sexual-offence-delays").supporting_bodies
        ) == {
            "Rape Crisis England & Wales",
            "Cambridge Rape Crisis Centre",
            "Bindmans LLP",
        }

    def test_the_first_support_service_fits_the_subject(self):
        first = {
            "stalking": "National Stalking Helpline",
            "honour-based-abuse": "Karma Nirvana, Honour Based Abuse Helpline",
            "modern-slavery": "Modern Slavery & Exploitation Helpline",
            "sexual-offence-delays": "Rape and Sexual Abuse Support Line",
        }
        for slug, name in first.items():
            assert self.super_complaint(slug).support_services[0].value["name"] == name

    def test_what_the_source_does_not_answer_has_no_response_of_the_force(self):
        for page in self.recommendations("modern-slavery"):
            assert FORCE not in {
                name
                for response in page.responses.all()
                for name in names(response.respondents)
            }

    def test_no_text_speaks_of_those_who_made_the_site(self):
        for page in self.pages:
            for phrase in (
                "we have seen",
                "we do not know what",
                "we know of",
                "that this site replaces",
            ):
                assert phrase not in text_on_page(page).lower(), (page, phrase)

    # Organisations and wording

    def test_the_sixteen_designated_bodies_and_three_decision_bodies_are_there(self):
        kinds = list(Organisation.objects.values_list("kind", flat=True))

        assert kinds.count(OrganisationKind.DESIGNATED_BODY) == 16
        assert kinds.count(OrganisationKind.DECISION_BODY) == 3
        assert kinds.count(OrganisationKind.POLICE_FORCE) == 1
        assert not Organisation.objects.filter(live=False).exists()
        hourglass = Organisation.objects.get(name="Hourglass")
        assert [former.name for former in hourglass.former_names.all()] == [
            "Action on Elder Abuse"
        ]


class TestResponses(InitialContentTest):
    # Safe to share

    def test_it_is_a_joint_response_of_force_and_commissioner_of_3_december_2021(self):
        above, pages = (
            self.super_complaint("safe-to-share"),
            self.recommendations("safe-to-share"),
        )
        (letter,) = above.correspondence
        assert (str(letter.value["sent"]), letter.value["recipient"]) == (
            "2021-12-03",
            "HMICFRS",
        )

        assert len(pages) == 4
        assert RecommendationResponsePage.objects.list_in_order_below(above) == pages
        for page in pages:
            response, *others = page.responses.all()
            assert names(response.respondents) == {FORCE, COMMISSIONER}
            assert str(response.date) == "2021-12-03"
            # The police chiefs disagreed with the report, and do not speak for the
            # force.
            assert [names(other.respondents) for other in others] == [{NPCC}] * (
                page.kind != ItemKind.PART
            )

    def test_only_what_is_said_to_be_finished_is_complete_and_nothing_is_made_up(self):
        pages = self.recommendations("safe-to-share")
        assert [page.number for page in pages] == ["1", "", "", ""]
        for page in pages:
            assert page.deadline is None
            assert {response.position for response in page.responses.all()} == {
                Position.NOT_STATED
            }
            assert page.actions.exists()
            for action in page.actions.all():
                is_open = action.title in OPEN_ACTIONS
                assert action.status == (
                    ActionStatus.NOT_STATED if is_open else ActionStatus.COMPLETE
                )
                assert (action.completed, action.owning_post) == (None, "")
                assert not action.due_dates.exists()
            actions_of = {
                name: [
                    action
                    for action in page.actions.all()
                    if name in names(action.respondents)
                ]
                for name in (FORCE, COMMISSIONER)
            }
            states = {
                row.respondent.name: row.detailed_status
                for row in page.state_rows
                if row.respondent and row.respondent.name in actions_of
            }
            # Whoever reports nothing done is not said to have done it.
            for name, actions in actions_of.items():
                is_complete = actions and all(
                    action.status == ActionStatus.COMPLETE for action in actions
                )
                assert states[name] == (
                    DetailedStatus.COMPLETE
                    if is_complete
                    else DetailedStatus.NOT_STATED
                ), (page, name)
        whose = {
            action.title: names(action.respondents)
            for page in pages
            for action in page.actions.all()
        }
        assert whose["Amending practice"] == {FORCE}
        assert whose["Joint communication to support services"] == {FORCE, COMMISSIONER}
        assert whose["Assessing local access to specialist support"] == {COMMISSIONER}

    def test_the_list_that_breaks_off_is_ended_honestly(self):
        page = self.recommendation("safe-to-share", "recommendation-local-support")

        text = text_on_page(page)
        assert "such as" not in text
        assert "ends where it begins to list those" in text
        assert "without a number or quotation marks" in page.wording_note
        for fact in ("legal duties to victims", "general and specific"):
            assert fact in text
        assert "services supplied directly" in text
        (block,) = self.super_complaint("safe-to-share").other_recommendations
        assert "decided against a barrier" in block.value["outcome"]

    # Word for word

    def test_each_quotation_of_the_old_page_is_word_for_word_the_wording_of_a_page_of_its_own(
        self,
    ):
        quoted = [(quotation["page"], quotation["text"]) for quotation in QUOTATIONS]

        assert [
            (page.slug, page.wording) for page in self.recommendations("safe-to-share")
        ] == quoted

    def test_every_wording_on_the_site_is_such_a_quotation_and_says_so(self):
        texts = [quotation["text"] for quotation in QUOTATIONS]

        for page in RecommendationResponsePage.objects.all():
            assert page.summary
            assert page.super_complaint.report_link
            assert all(response.source_link for response in page.responses.all()), page
        for page in RecommendationResponsePage.objects.exclude(wording=""):
            assert page.wording in texts
            assert "as published before this site" in page.wording_source

    def test_each_statement_of_the_old_page_stands_on_the_pages(self):
        lines = (
            Path(__file__)
            .with_name("statements_of_the_old_page.tsv")
            .read_text()
            .splitlines()
        )
        # What the old page says, and the passages of ours that say it.
        statements = [ours for _, *ours in (line.split("\t") for line in lines)]
        pages = [
            SuperComplaintIndexPage.objects.get(),
            *SuperComplaintPage.objects.all(),
        ]
        text = " ".join(
            text_on_page(page)
            for page in (*pages, *RecommendationResponsePage.objects.all())
        )
        text += " ".join(page.summary for page in pages[1:])

        assert len(statements) > 30
        for statement in statements:
            assert statement
            for part in statement:
                assert part in text, part

    # Section 60

    def test_it_is_accepted_for_the_recommendations_addressed_to_chief_constables(self):
        pages = self.recommendations("section-60")

        assert [page.number for page in pages] == ["1", "3", "8", "10", "", ""]
        for page in pages:
            if page.number != "8":
                (response,) = page.responses.all()
                assert response.position == Position.ACCEPTED
                assert names(response.respondents) == {FORCE}
                assert response.date is None
                assert page.addressees_printed == "chief constables"

    def test_where_all_accept_by_a_national_body_that_body_is_named(self):
        replies = {
            ("section-60", "8"): (COMMISSIONER, APCC),
            ("stalking", "15"): (COMMISSIONER, APCC),
            ("stalking", "16"): (COMMISSIONER, APCC),
            ("stalking", "25"): (COMMISSIONER, APCC),
            ("police-perpetrated-domestic-abuse", "1"): (FORCE, NPCC),
        }
        for (slug, number), (local, national) in replies.items():
            (page,) = (
                page for page in self.recommendations(slug) if page.number == number
            )
            # A later letter may not say again whether they accept.
            response = next(each for each in page.responses.all() if each.answered_by)
            assert names(response.respondents) == {local}
            assert (response.position, response.answered_by) == (
                Position.ACCEPTED,
                national,
            )
            assert "gov.uk" in response.source_link

    def test_one_letter_is_a_response_of_the_commissioner_to_each_recommendation_that_it_names(
        self,
    ):
        positions = {}
        for page in self.recommendations("stalking"):
            for response in page.responses.all():
                if response.answered_by == APCC:
                    assert names(response.respondents) == {COMMISSIONER}
                    positions[page.number] = response.position
        # The association said two days later that all commissioners accepted the three.
        assert positions == dict.fromkeys(["15", "16", "25"], Position.ACCEPTED)

    def test_the_statuses_of_the_28_recommendations_add_up(self):
        rows = RecommendationState.objects.overall().counted()
        assert Counter(row.status_today for row in rows) == {
            Status.PAST_DEADLINE: 12,
            Status.RESPONSE_MISSING: 7,
            Status.RESPONSE_PUBLISHED: 8,
            Status.MARKED_COMPLETE: 1,
        }

    def test_a_national_reply_is_that_of_the_force_only_where_it_is_on_behalf_of_policing(
        self,
    ):
        respondents = {"honour-based-abuse": NPCC, "protective-measures": FORCE}
        for slug, respondent in respondents.items():
            for page in self.recommendations(slug):
                if names(page.addressees) == {FORCE}:
                    (reply,) = page.responses.all()
                    assert names(reply.respondents) == {respondent}, page
                    assert reply.answered_by == (NPCC if respondent == FORCE else "")

    def test_the_deadline_is_the_one_that_the_report_gives(self):
        pages = {
            page.number: page
            for page in self.recommendations("section-60")
            if page.number
        }
        assert {number: str(page.deadline or "") for number, page in pages.items()} == {
            **{"1": "2024-06-14", "3": "2024-06-14"},
            **{"8": "", "10": ""},
        }
        for page in self.recommendations("section-60"):
            if page.number == "8":
                continue
            (action,) = page.actions.all()
            (due,) = action.due_dates.all()
            assert (due.due, due.due_words) == (None, "by the specified deadline")
            assert action.status == ActionStatus.NOT_STATED
            text = text_on_page(page)
            assert "existing governance process for Police Use of Powers" in text
            assert "will be completed by the specified deadline" in text
        (letter,) = self.super_complaint("section-60").correspondence
        assert letter.value["sender"] == "His Majesty’s Inspector of Constabulary"
        assert letter.value["sent"] is letter.value["received"] is None

    # Stalking

    def test_the_super_complaint_says_that_the_announced_plan_is_not_there(self):
        text = text_on_page(self.super_complaint("stalking"))

        assert "“has released the below action plan”" in text
        assert "does not include the plan. The page itself may include it." in text

    def test_a_deadline_is_set_only_where_it_was_seen_printed(self):
        deadlines = {
            page.number or page.item_identifier: str(page.deadline or "")
            for page in self.recommendations("stalking")
        }

        assert {number for number, day in deadlines.items() if day == "2025-03-27"} == {
            "7",
            "10",
            "15",
            "16",
            "screening",
            "investigation",
            "online",
        }
        assert {number for number, day in deadlines.items() if not day} == {
            "7.1",
            "7.2",
            "25",
        }
        assert deadlines["action-plan"] == "2024-11-22"

    def test_parts_stand_under_the_recommendation_that_they_are_parts_of(self):
        shown = RecommendationResponsePage.objects.list_in_order_below(
            self.super_complaint("stalking")
        )

        assert [page.number for page in shown] == [
            "7",
            "10",
            "15",
            "16",
            "25",
            "",
            "",
            "",
            "",
        ]
        assert [part.number for part in shown[0].sub_items] == ["7.1", "7.2"]

    def test_no_position_wording_or_action_is_made_up(self):
        for page in self.recommendations("stalking"):
            assert page.wording == ""
            assert not page.actions.exists()
            for response in page.responses.all():
                stated = (
                    Position.ACCEPTED if response.answered_by else Position.NOT_STATED
                )
                assert response.position == stated

    def test_the_announcement_of_a_plan_is_a_response_to_the_recommendation_to_publish_one_alone(
        self,
    ):
        for page in self.recommendations("stalking"):
            respondents = {
                name
                for response in page.responses.all()
                for name in names(response.respondents)
            }
            assert (FORCE in respondents) == (page.item_identifier == "action-plan"), (
                page
            )
            assert (COMMISSIONER in respondents) == (
                COMMISSIONER in names(page.addressees)
            ), page
            assert APCC not in respondents, "it responds on behalf of the commissioner"

    def test_recommendations_to_others_alone_are_listed_without_a_page(self):
        listed = {
            page.slug: [
                (block.value["number"] or "", block.value["addressees"])
                for block in page.other_recommendations
            ]
            for page in SuperComplaintPage.objects.all()
        }

        assert listed["safe-to-share"] == [("2", "the Home Office")]
        assert [number for number, _ in listed["stalking"]] == ["27", "", ""]
        assert {slug: len(found) for slug, found in listed.items()} == {
            **{
                "safe-to-share": 1,
                "section-60": 0,
                "stalking": 3,
                "protective-measures": 2,
            },
            **{
                "modern-slavery": 3,
                "police-perpetrated-domestic-abuse": 1,
                "honour-based-abuse": 1,
            },
            "sexual-offence-delays": 0,
        }
