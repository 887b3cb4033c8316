"""The truth table of ``docs/statuses.md``, and the stored states that follow each publication."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import ProgressUpdate, RecommendationState
from complaints.models.state_rows import refresh_states_below
from complaints.status import sentences, truth_table
from complaints.status.truth_table import ActionFacts, LastDays, RespondentFacts
from complaints.vocabulary import (
    CLOSED_STATES,
    DIFFERENT_POSITIONS,
    DONE_STATES,
    FINISHED_STATES,
    POSITION_NOT_ENTERED,
    STATES_OF_PASSED_DATES,
    ActionStatus,
    DeadlineKind,
    DetailedStatus,
    OrganisationKind,
    Position,
    Status,
)
from pages.core.partial_dates import PartialDate, read_date
from pages.moderation.approval.publication_permit import permitted
from site_config.settings.environment import PROJECT_DIR
from tests.factories import change_live, make_action, make_response
from tests.factories.published import unpublish

from .conftest import change_action, rows

DOCUMENT = (PROJECT_DIR / "docs" / "statuses.md").read_text()
STATES = {state.label: state for state in DetailedStatus}
STATUSES = {status.label: status for status in Status} | {"none": None}
POSITIONS = {position.label: position for position in Position} | {
    "none": None,
    "Not recorded": POSITION_NOT_ENTERED,
    "Not the same for every organisation": DIFFERENT_POSITIONS,
}
ACTION_STATUSES = {status.label: status for status in ActionStatus} | {
    "Not entered": ""
}
# 00:00 on 1 July in London.
SUMMER_MIDNIGHT = datetime.datetime(2025, 6, 30, 23, 0, tzinfo=datetime.UTC)
WINTER_MIDNIGHT = datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.UTC)
AT_ONCE = "at once"

DATA = "/super-complaints/data/recommendations.json"


def table(heading):
    """Return the rows of the table under ``heading`` in the document, each as a dictionary."""
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [
        line[1:-1].split("|") for line in section.splitlines() if line.startswith("| ")
    ]
    names, *rows = ([cell.strip() for cell in line] for line in lines)
    return [dict(zip(names, row, strict=True)) for row in rows]


def day(text):
    return read_date(text) if text else None


def last_day(text):
    """Return the last day that the date ``text`` can mean."""
    return read_date(text).latest if text and text != AT_ONCE else None


def action(text):
    words = re.fullmatch(
        r"(?P<status>.+?)( on (?P<completed>[^,]+))?(, due (?P<due>.+))?", text
    )
    return ActionFacts(
        status=ACTION_STATUSES[words["status"]],
        due=day(words["due"]),
        completed=day(words["completed"]),
    )


def facts(row):
    """Return what a row says."""
    also = row["Also"].split("; ")
    assert {*also} <= {
        "",
        "not asked",
        "no response",
        "update",
        "complete before",
        "deadline over",
    }
    actions = row["Actions"].split("; ") if row["Actions"] else []
    return RespondentFacts(
        position=POSITIONS[row["Position"]],
        actions=tuple(action(each) for each in actions),
        has_updates="update" in also,
        has_response="no response" not in also,
        deadline=day(row["Deadline"]),
        respond_by=day(row["Respond by"]),
        asked="not asked" not in also,
        was_complete="complete before" in also,
        deadline_over="deadline over" in also,
    )


class TestTruthTable:
    def test_each_case_has_the_status_and_the_code_that_the_document_gives_it(self):
        for row in table("One respondent"):
            given = facts(row)

            state = truth_table.derive_detailed_status(given)
            last = truth_table.last_days(given, state)

            assert state == STATES[row["Code"]], row["Case"]
            columns = ("Overdue after", "Passed after", "Past after")
            assert last == LastDays(*(last_day(row[column]) for column in columns)), (
                row["Case"]
            )
            status = truth_table.derive_open_status(given, state)
            assert status == STATUSES[row["Status"]], row["Case"]

    def test_each_case_is_past_the_deadline_from_the_day_that_the_document_gives_it(
        self,
    ):
        for row in table("One respondent"):
            given = facts(row)
            state = truth_table.derive_detailed_status(given)
            status = truth_table.derive_open_status(given, state)

            def status_on(today, given=given, state=state, status=status):
                over = given.deadline_over and truth_table.counts_deadline(given, state)
                last = truth_table.last_days(given, state)
                return truth_table.status_on_day(
                    status or "", last, today, deadline_over=over
                )

            last = last_day(row["Past after"])
            if last:
                assert status_on(last) == status, row["Case"]
                assert (
                    status_on(last + datetime.timedelta(days=1)) == Status.PAST_DEADLINE
                ), row["Case"]
            else:
                is_past = row["Past after"] == AT_ONCE
                never = Status.PAST_DEADLINE if is_past else status
                assert status_on(datetime.date(2100, 1, 1)) == never, row["Case"]

    def test_the_status_and_position_of_the_whole_follow_from_those_of_the_respondents(
        self,
    ):
        for row in table("Several respondents, and parts"):
            statuses = [
                STATUSES[each]
                for each in row["Statuses of the respondents"].split("; ")
            ]
            positions = [
                POSITIONS[each]
                for each in row["Positions of the respondents"].split("; ")
            ]

            assert (
                truth_table.overall_status(statuses)
                == STATUSES[row["Status of the whole"]]
            ), row["Case"]
            position = truth_table.overall_position(positions)
            assert position == POSITIONS[row["Position of the whole"]], row["Case"]

    def test_the_document_lists_the_statuses_and_codes_in_their_order(self):
        assert [row["Status"] for row in table("The seven statuses")] == Status.labels
        assert [
            row["Code"] for row in table("The detailed codes")
        ] == DetailedStatus.labels
        finished = [state in FINISHED_STATES for state in DetailedStatus]
        assert finished == sorted(finished)  # they come last

    def test_the_document_says_what_each_code_becomes_when_its_date_passes(self):
        rows = table("The detailed codes")
        stays = (
            set(DetailedStatus)
            - STATES_OF_PASSED_DATES
            - truth_table.SAID_TO_BE_OPEN
            - {DetailedStatus.NOT_ANSWERED}
        )

        for becomes, states in {
            "–": STATES_OF_PASSED_DATES,
            DetailedStatus.OVERDUE.label: truth_table.SAID_TO_BE_OPEN,
            DetailedStatus.DEADLINE_PASSED.label: {DetailedStatus.NOT_ANSWERED},
            "stays": stays,
        }.items():
            assert {
                STATES[row["Code"]]
                for row in rows
                if row["When its date passes"] == becomes
            } == states

    def test_the_document_gives_each_code_the_statuses_that_its_cases_have(self):
        cases = table("One respondent")
        for row in table("The detailed codes"):
            statuses = {
                case["Status"] for case in cases if case["Code"] == row["Code"]
            } - {"none"}

            stated = row["Status until a date passes"]
            assert statuses == (set() if stated == "–" else {*stated.split(" or ")}), (
                row["Code"]
            )

    def test_every_status_code_position_and_action_status_has_a_case(self):
        rows = table("One respondent")

        assert {row["Code"] for row in rows} == {
            each.label for each in set(DetailedStatus) - STATES_OF_PASSED_DATES
        }
        assert {row["Status"] for row in rows} == {*STATUSES} - {
            Status.PAST_DEADLINE.label
        }
        assert {row["Position"] for row in rows} == set(POSITIONS) - {
            "Not the same for every organisation"
        }
        found = {action.status for row in rows for action in facts(row).actions}
        assert found == {"", *ActionStatus}

    def test_a_date_has_passed_on_the_day_after(self):
        last, after = datetime.date(2025, 3, 27), datetime.date(2025, 3, 28)
        overdue, passed = (
            LastDays(before_overdue=last),
            LastDays(before_deadline_passed=last),
        )

        for before, days, state in [
            (DetailedStatus.IN_PROGRESS, overdue, DetailedStatus.OVERDUE),
            (DetailedStatus.NOT_ANSWERED, passed, DetailedStatus.DEADLINE_PASSED),
            (DetailedStatus.NOT_ANSWERED, LastDays(last, last), DetailedStatus.OVERDUE),
            (DetailedStatus.NO_ACTIONS, passed, DetailedStatus.NO_ACTIONS),
        ]:
            assert truth_table.detailed_status_on_day(before, days, last) == before
            assert truth_table.detailed_status_on_day(before, days, after) == state

    def test_of_a_whole_only_who_is_silent_passes_a_date_without_an_update(self):
        early, late = datetime.date(2025, 3, 27), datetime.date(2026, 3, 27)
        told = (
            DetailedStatus.NO_ACTIONS,
            LastDays(before_deadline_passed=early, before_past_deadline=early),
        )
        silent = (
            DetailedStatus.NOT_ANSWERED,
            LastDays(before_deadline_passed=late, before_past_deadline=late),
        )

        assert truth_table.last_days_of_the_whole([told, silent]) == LastDays(
            None, late, early
        )
        assert truth_table.last_days_of_the_whole([told]) == told[1]

    def test_the_document_has_the_words_for_what_is_not_known(self):
        known = [
            sentences.NO_DEADLINE,
            sentences.DEADLINE_NOT_RECORDED,
            *sentences.WITHOUT_STATUS.values(),
        ]
        for words in known:
            assert "[" in words or f"“{words}”" in DOCUMENT, words

    def test_the_printed_words_tell_whether_force_and_commissioner_are_asked(self):
        force, commissioner = (
            OrganisationKind.POLICE_FORCE,
            OrganisationKind.COMMISSIONER,
        )
        for printed, expected in {
            "chief constables": {force},
            "Chief Constables and police and crime commissioners": {
                force,
                commissioner,
            },
            "all police forces": {force},
            "police, fire and crime commissioners and equivalents": {commissioner},
            "PCCs": {commissioner},
            "the police and crime commissioner": {commissioner},
            "National Police Chiefs’ Council": set(),
            "the Association of Police and Crime Commissioners": set(),
            "College of Policing and the Home Office": set(),
            "": set(),
        }.items():
            assert {force, commissioner} & set(
                truth_table.asked_in_print(printed)
            ) == expected, printed


class TestStoredStates:
    def test_each_respondent_has_a_state_beside_the_overall_state(
        self, make_recommendation, force, commissioner
    ):
        """A later response of a respondent replaces the earlier position."""
        assert rows(make_recommendation()) == {None: (DetailedStatus.NOT_ANSWERED, "")}
        page = make_recommendation(
            responses=[
                make_response(Position.AWAITING, force),
                make_response(Position.NOT_ACCEPTED, commissioner, sort_order=1),
                make_response(Position.ACCEPTED, force, sort_order=2),
            ]
        )

        told = {
            "Force": (DetailedStatus.NO_ACTIONS, Position.ACCEPTED),
            "Commissioner": (DetailedStatus.NOT_ACCEPTED, Position.NOT_ACCEPTED),
            None: (DetailedStatus.NO_ACTIONS, DIFFERENT_POSITIONS),
        }
        assert rows(page) == told
        unpublish(page)
        change_live(page, live=True)
        assert rows(page) == told

    def test_deleting_an_organisation_keeps_the_overall_state(
        self, make_recommendation, force, client
    ):
        page = make_recommendation(responses=[make_response(Position.ACCEPTED, force)])

        with permitted(force):
            force.delete()

        assert rows(page) == {None: (DetailedStatus.NO_ACTIONS, Position.ACCEPTED)}
        for address in (page.url, "/super-complaints/recommendations/", DATA):
            assert client.get(address).status_code == 200

    def test_a_publication_changes_the_states_and_a_draft_does_not(
        self, make_recommendation, force
    ):
        page = make_recommendation(
            responses=[make_response(Position.ACCEPTED, force)],
            actions=[make_action(ActionStatus.IN_PROGRESS)],
        )
        change_action(page, status=ActionStatus.SUPERSEDED)

        page.save_revision()
        assert rows(page)[None] == (DetailedStatus.IN_PROGRESS, Position.ACCEPTED)

        change_live(page)
        assert rows(page)[None] == (DetailedStatus.SUPERSEDED, Position.ACCEPTED)

    def test_a_complete_recommendation_is_reopened_when_work_goes_on(
        self, make_recommendation, force
    ):
        done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 3))
        page = make_recommendation(
            responses=[make_response(Position.ACCEPTED, force)], actions=[done]
        )
        assert rows(page)[None][0] == DetailedStatus.COMPLETE

        change_action(page, status=ActionStatus.IN_PROGRESS, completed=None)
        change_live(page)

        assert {state for state, _ in rows(page).values()} == {DetailedStatus.REOPENED}


class TestSlippedAndSilent:
    def test_an_action_slips_when_its_due_date_is_certainly_later_or_withdrawn(
        self, make_recommendation, force
    ):
        """Its last due date is the current one."""
        march, day = PartialDate(2025, 3), PartialDate(2025, 3, 27)
        for dates, slipped in (
            ([day], False),
            ([day, PartialDate(2025, 3, 28)], True),
            ([day, None], True),
            ([None, day], False),
            ([day, march], False),
            ([day, PartialDate(2025, 3, 20)], False),
            ([march, PartialDate(2025, 2), PartialDate(2025, 5)], True),
        ):
            page = make_recommendation(
                responses=[make_response(Position.ACCEPTED, force)],
                actions=[make_action(ActionStatus.IN_PROGRESS, *dates)],
            )

            assert {row.slipped for row in page.states.all()} == {slipped}, dates
            before = page.states.get(respondent=None).last_day_before_overdue
            assert before == (dates[-1].latest if dates[-1] else None), dates

    def test_a_recommendation_is_silent_after_six_calendar_months_without_a_report(
        self, make_recommendation, force, time_machine
    ):
        time_machine.move_to(datetime.datetime(2025, 8, 30, 12, tzinfo=datetime.UTC))
        told = PartialDate(2025, 2, 28)
        silent = make_recommendation(
            responses=[make_response(Position.ACCEPTED, force, date=told)]
        )
        finished = make_recommendation(
            responses=[make_response(Position.NOT_ACCEPTED, force, date=told)]
        )
        reported = make_recommendation(
            responses=[make_response(Position.ACCEPTED, force, date=told)],
            progress_updates=[
                ProgressUpdate(as_at=PartialDate(2025, 3), text="<p>x</p>")
            ],
        )

        def silent_on(*today):
            time_machine.move_to(datetime.datetime(*today, 12, tzinfo=datetime.UTC))
            return {
                row.page_id
                for row in RecommendationState.objects.overall().not_updated_for_six_months()
            }

        assert silent_on(2025, 8, 28) == set()
        # The last day of a shorter month stands for the days that it lacks.
        assert silent_on(2025, 8, 31) == set()
        assert silent_on(2025, 9, 1) == {silent.pk}
        assert silent_on(2025, 10, 1) == {silent.pk, reported.pk}
        assert finished.pk not in silent_on(2030, 1, 1)

    def test_without_any_date_nothing_is_reported_and_silence_is_counted_from_the_report(
        self, make_recommendation, time_machine
    ):
        page = make_recommendation()  # its report is of 27 September 2024

        assert page.states.get().last_reported is None
        for day, is_silent in ((27, False), (28, True)):
            time_machine.move_to(
                datetime.datetime(2025, 3, day, 12, tzinfo=datetime.UTC)
            )
            assert (
                RecommendationState.objects.not_updated_for_six_months().exists()
                == is_silent
            )


@pytest.mark.parametrize(
    ("midnight", "last_day"),
    [(SUMMER_MIDNIGHT, PartialDate(2025, 6)), (WINTER_MIDNIGHT, PartialDate(2025))],
    ids=["summer", "winter"],
)
class TestQueriesByDay:
    @pytest.fixture
    def pages(self, make_recommendation, force, last_day):
        """One recommendation in each state; all that can become overdue do so at the midnight."""
        late = {"deadline": last_day}

        def answered(position=Position.ACCEPTED):
            return [make_response(position, force)]

        done = {"completed": PartialDate(2025, 3)}
        reopened = make_recommendation(
            responses=answered(),
            actions=[make_action(ActionStatus.COMPLETE, **done)],
            **late,
        )
        change_action(reopened, status=ActionStatus.NOT_STARTED, completed=None)
        change_live(reopened)
        unfinished = [
            make_recommendation(**late),
            make_recommendation(responses=answered(Position.AWAITING), **late),
            make_recommendation(responses=answered(""), **late),
            make_recommendation(responses=answered(), **late),
            reopened,
            make_recommendation(
                responses=answered(),
                actions=[make_action(ActionStatus.NOT_STARTED)],
                **late,
            ),
            make_recommendation(
                responses=answered(),
                actions=[make_action(ActionStatus.IN_PROGRESS, last_day)],
            ),
        ]
        finished = [
            make_recommendation(
                responses=answered(),
                actions=[
                    make_action(ActionStatus.COMPLETE, PartialDate(2025, 2), **done)
                ],
            ),
            make_recommendation(
                responses=answered(),
                actions=[make_action(ActionStatus.COMPLETE, **done)],
                **late,
            ),
            make_recommendation(
                responses=answered(),
                actions=[make_action(ActionStatus.SUPERSEDED)],
                **late,
            ),
            make_recommendation(
                responses=answered(), actions=[make_action(ActionStatus.CLOSED)], **late
            ),
            make_recommendation(responses=answered(Position.NOT_ACCEPTED), **late),
            make_recommendation(responses=answered(Position.NOT_APPLICABLE), **late),
        ]
        return unfinished, finished

    @pytest.fixture
    def over(self, make_recommendation):
        """One whose deadline in words has passed whatever day it is."""
        return make_recommendation(
            deadline_printed="within six months", deadline_over=True
        )

    @pytest.fixture
    def for_others(self, make_recommendation, last_day):
        """One of which nobody here is asked: it has no status on any day."""
        return make_recommendation(
            addressees_printed="the Home Office", deadline=last_day
        )

    def test_queries_agree_with_the_state_across_midnight_in_london(
        self, pages, over, for_others, midnight, time_machine
    ):
        stored = RecommendationState.objects.all()
        assert {row.detailed_status for row in stored.overall()} == set(
            DetailedStatus
        ) - STATES_OF_PASSED_DATES
        for minutes in (-1, 0, 1):
            time_machine.move_to(
                midnight + datetime.timedelta(minutes=minutes), tick=False
            )
            self.compare_codes(RecommendationState.objects.all())
            self.compare_statuses(RecommendationState.objects.all())
            unfinished = {page.pk for page in pages[0]}
            past = {over.pk} | (unfinished if minutes >= 0 else set())
            found = RecommendationState.objects.overall().in_statuses(
                [Status.PAST_DEADLINE]
            )
            assert {row.page_id for row in found} == past
            found = RecommendationState.objects.overall().past_any_deadline()
            assert {row.page_id for row in found} == past

    def compare_codes(self, stored):
        everything = {row.pk: row.detailed_status_today for row in stored}
        for state in DetailedStatus:
            expected = {pk for pk, today in everything.items() if today == state}
            assert {
                row.pk for row in stored.in_detailed_statuses([state])
            } == expected, state
        passed = {
            pk for pk, today in everything.items() if today in STATES_OF_PASSED_DATES
        }
        assert {
            row.pk for row in stored.in_detailed_statuses(STATES_OF_PASSED_DATES)
        } == passed
        assert {
            row.pk: row.detailed_status_on_day
            for row in stored.annotate_detailed_status_on_day()
        } == everything
        for query, states in [
            (stored.unfinished(), set(DetailedStatus) - FINISHED_STATES),
            (stored.in_detailed_statuses(DONE_STATES), DONE_STATES),
            (stored.in_detailed_statuses(CLOSED_STATES), CLOSED_STATES),
        ]:
            found = {pk for pk, today in everything.items() if today in states}
            assert {row.pk for row in query} == found

    def compare_statuses(self, stored):
        everything = {row.pk: row.status_today for row in stored}
        annotated = {
            row.pk: row.status_on_day or None for row in stored.annotate_status_on_day()
        }
        assert annotated == everything
        for status in [*Status, None]:
            expected = {pk for pk, today in everything.items() if today == status}
            assert {row.pk for row in stored.in_statuses([status or ""])} == expected, (
                status
            )

    def test_the_date_that_passed_is_given_as_itself_with_its_limit(
        self, pages, over, for_others, midnight, last_day, time_machine
    ):
        rows = RecommendationState.objects.overall
        due = rows().get(page=pages[0][-1])
        deadlines = rows().filter(page__in=pages[0][:-1])
        time_machine.move_to(midnight - datetime.timedelta(minutes=1), tick=False)
        assert {row.passed_limit for row in rows().exclude(page=over)} == {None}
        time_machine.move_to(midnight, tick=False)

        assert (due.passed_limit, due.passed_date) == (DeadlineKind.DUE_DATE, last_day)
        told = {(row.passed_limit, row.passed_date) for row in deadlines}
        assert told == {(DeadlineKind.DEADLINE, last_day)}
        in_words = rows().get(page=over)
        assert (in_words.passed_limit, in_words.passed_date) == (
            DeadlineKind.DEADLINE_IN_WORDS,
            None,
        )
        unmoved = [*pages[1], for_others]
        assert {row.passed_limit for row in rows().filter(page__in=unmoved)} == {None}


def test_what_all_states_below_a_super_complaint_depend_on_is_read_once(
    make_recommendation, our_force
):
    def tables_read():
        with CaptureQueriesContext(connection) as captured:
            refresh_states_below(above)
        read = [
            re.search(r'FROM "(complaints_[a-z_]+)"', each["sql"]) for each in captured
        ]
        # Of each item: its own states, and what it is a part of.
        return sorted(
            each[1] for each in read if each and "recommendation" not in each[1]
        )

    above = make_recommendation(
        number="1", responses=[make_response(Position.ACCEPTED, our_force)]
    ).get_parent()
    few = tables_read()
    for number in ("2", "3"):
        make_recommendation(
            number=number, responses=[make_response(Position.ACCEPTED, our_force)]
        )

    assert tables_read() == few
