"""The truth table of ``docs/states.md``, and the stored states that follow each publication."""

import datetime
import re

import pytest

from complaints.models import Action, DueDate, ProgressUpdate, RecommendationState, Response
from complaints.states import truth_table
from complaints.states.truth_table import ActionFacts, RespondentFacts
from complaints.vocabulary import (
    DIFFERENT_POSITIONS,
    FINISHED_STATES,
    NOT_IN_SOURCE,
    ActionStatus,
    Position,
    State,
)
from pages.core.partial_dates import PartialDate, read_date
from pages.moderation.publishing.write_permit import permitted
from site_config.settings.environment import PROJECT_DIR
from tests.factories import OrganisationFactory, RecommendationResponsePageFactory, SuperComplaintPageFactory
from tests.factories.published import change_live, unpublish

DOCUMENT = (PROJECT_DIR / "docs" / "states.md").read_text()
STATES = {state.label: state for state in State}
POSITIONS = {position.label: position for position in Position} | {
    "none": None,
    NOT_IN_SOURCE: "",
    "Different positions": DIFFERENT_POSITIONS,
}
STATUSES = {status.label: status for status in ActionStatus} | {NOT_IN_SOURCE: ""}
SUMMER_MIDNIGHT = datetime.datetime(2025, 6, 30, 23, 0, tzinfo=datetime.UTC)  # 00:00 on 1 July in London
WINTER_MIDNIGHT = datetime.datetime(2026, 1, 1, 0, 0, tzinfo=datetime.UTC)

DATA = "/super-complaints/data/recommendations.json"


def table(heading):
    """Return the rows of the table under ``heading`` in the document, each as a dictionary."""
    section = DOCUMENT.split(f"## {heading}\n")[1].split("\n## ")[0]
    lines = [line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")]
    names, *rows = lines
    return [dict(zip(names, row, strict=True)) for row in rows]


def cases(heading):
    """Return the rows of a table as parameters that are named by their first column."""
    return [pytest.param(row, id=row["Case"]) for row in table(heading)]


def day(text):
    return read_date(text) if text not in {"none", "–"} else None


def action(text):
    words = re.fullmatch(r"(?P<status>.+?)( on (?P<completed>[^,]+))?(, due (?P<due>.+))?", text)
    return ActionFacts(
        status=STATUSES[words["status"]],
        due=day(words["due"] or "none"),
        completed=day(words["completed"] or "none"),
    )


def facts(row):
    actions = [] if row["Actions"] == "none" else row["Actions"].split("; ")
    return RespondentFacts(
        position=POSITIONS[row["Position"]],
        actions=tuple(action(each) for each in actions),
        deadline=day(row["Deadline"]),
        was_complete=row["Complete before"] == "yes",
    )


class TestTruthTable:
    @pytest.mark.parametrize("row", cases("One respondent"))
    def test_each_case_has_the_state_that_the_document_gives_it(self, row):
        given = facts(row)

        state = truth_table.derive_state(given)
        last_day = truth_table.last_day_before_overdue(given, state)

        assert state == STATES[row["State"]]
        assert last_day == (day(row["Not overdue up to"]).latest if day(row["Not overdue up to"]) else None)

    @pytest.mark.parametrize("row", cases("Several respondents"))
    def test_the_overall_state_is_that_of_the_respondent_furthest_behind(self, row):
        states = [STATES[each] for each in row["States of the respondents"].split("; ")]
        positions = [POSITIONS[each] for each in row["Positions of the respondents"].split("; ")]

        assert truth_table.overall_state(states) == STATES[row["State of the whole"]]
        assert truth_table.overall_position(positions) == POSITIONS[row["Position of the whole"]]

    def test_the_document_lists_the_states_in_their_order_and_says_which_are_finished(self):
        rows = table("The thirteen states")

        assert [row["State"] for row in rows] == State.labels
        assert {STATES[row["State"]] for row in rows if row["Finished"] == "yes"} == FINISHED_STATES
        can_be_overdue = {STATES[row["State"]] for row in rows if row["Can be overdue"] == "yes"}
        assert can_be_overdue == set(State) - truth_table.STATES_NEVER_OVERDUE - {State.OVERDUE}

    def test_every_state_and_position_has_a_case(self):
        rows = table("One respondent")

        assert {row["State"] for row in rows} == set(State.labels) - {"Overdue"}
        assert {row["Position"] for row in rows} == set(POSITIONS) - {"Different positions"}

    def test_finished_states_come_last_in_the_order(self):
        in_order = [state in FINISHED_STATES for state in State]

        assert in_order == sorted(in_order)

    @pytest.mark.parametrize("state", sorted(set(State) - truth_table.STATES_NEVER_OVERDUE - {State.OVERDUE}))
    def test_overdue_begins_on_the_day_after(self, state):
        last = datetime.date(2025, 3, 27)

        assert truth_table.state_on_day(state, last, last) == state
        assert truth_table.state_on_day(state, last, datetime.date(2025, 3, 28)) == State.OVERDUE


def response(position, *respondents, **fields):
    """Return a response by ``respondents``."""
    made = Response(position=position, reason="Because.", **fields)
    made.respondents = list(respondents)
    return made


def make_action(status, *due_dates, **fields):
    """Return an action that is promised by the last of ``due_dates``; ``None`` is no date."""
    made = Action(title="Train", description="<p>x</p>", status=status, **fields)
    made.due_dates = [
        DueDate(sort_order=place, due=due, no_date=due is None, reason="Because.")
        for place, due in enumerate(due_dates)
    ]
    return made


def change_action(page, **fields):
    """Change the one action of ``page``, not yet stored."""
    changed = page.actions.get()
    for name, value in fields.items():
        setattr(changed, name, value)
    page.actions = [changed]


def rows(page):
    """Return state and position of each respondent of ``page`` by name, ``None`` for the whole."""
    stored = RecommendationState.objects.filter(page=page).select_related("respondent")
    return {row.respondent and row.respondent.name: (row.state, row.position) for row in stored}


@pytest.fixture
def force(db):
    return OrganisationFactory(name="Force")


@pytest.fixture
def commissioner(db):
    return OrganisationFactory(name="Commissioner")


@pytest.fixture
def make_recommendation(section):
    """Return a function that publishes a recommendation."""
    above = SuperComplaintPageFactory(parent=section)
    return lambda **fields: RecommendationResponsePageFactory(parent=above, **fields)


class TestStoredStates:
    def test_a_recommendation_without_a_response_has_only_its_overall_state(self, make_recommendation):
        assert rows(make_recommendation()) == {None: (State.NOT_ANSWERED, "")}

    def test_each_respondent_has_a_state_beside_the_overall_state(
        self, make_recommendation, force, commissioner
    ):
        page = make_recommendation(
            responses=[response(Position.ACCEPTED, force), response(Position.NOT_ACCEPTED, commissioner)]
        )

        assert rows(page) == {
            "Force": (State.NO_ACTIONS, Position.ACCEPTED),
            "Commissioner": (State.NOT_ACCEPTED, Position.NOT_ACCEPTED),
            None: (State.NO_ACTIONS, DIFFERENT_POSITIONS),
        }

    def test_deleting_an_organisation_keeps_the_overall_state(self, make_recommendation, force, client):
        page = make_recommendation(responses=[response(Position.ACCEPTED, force)])

        with permitted(force):
            force.delete()

        assert rows(page) == {None: (State.NO_ACTIONS, Position.ACCEPTED)}
        for address in (page.url, "/super-complaints/recommendations/", DATA):
            assert client.get(address).status_code == 200

    def test_a_later_response_of_a_respondent_replaces_the_earlier_position(self, make_recommendation, force):
        page = make_recommendation(
            responses=[
                response(Position.AWAITING, force, sort_order=0),
                response(Position.ACCEPTED, force, sort_order=1),
            ]
        )

        assert rows(page)["Force"] == (State.NO_ACTIONS, Position.ACCEPTED)

    def test_a_publication_changes_the_states_and_a_draft_does_not(self, make_recommendation, force):
        page = make_recommendation(
            responses=[response(Position.ACCEPTED, force)], actions=[make_action(ActionStatus.IN_PROGRESS)]
        )
        change_action(page, status=ActionStatus.SUPERSEDED)

        page.save_revision()
        assert rows(page)[None] == (State.IN_PROGRESS, Position.ACCEPTED)

        change_live(page)
        assert rows(page)[None] == (State.SUPERSEDED, Position.ACCEPTED)

    def test_the_last_due_date_of_an_action_is_the_current_one(self, make_recommendation, force):
        dates = [PartialDate(2025, 3, 27), PartialDate(2025, 9)]
        page = make_recommendation(
            responses=[response(Position.ACCEPTED, force)],
            actions=[make_action(ActionStatus.IN_PROGRESS, *dates)],
        )

        assert page.states.get(respondent=None).last_day_before_overdue == datetime.date(2025, 9, 30)

    def test_a_complete_recommendation_is_reopened_when_work_goes_on(self, make_recommendation, force):
        done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 3))
        page = make_recommendation(responses=[response(Position.ACCEPTED, force)], actions=[done])
        assert rows(page)[None][0] == State.COMPLETE

        change_action(page, status=ActionStatus.IN_PROGRESS, completed=None)
        change_live(page)

        assert {state for state, _ in rows(page).values()} == {State.REOPENED}

    def test_a_page_that_is_published_again_has_its_states(self, make_recommendation, force):
        page = make_recommendation(responses=[response(Position.ACCEPTED, force)])
        unpublish(page)

        change_live(page, live=True)

        assert rows(page)[None] == (State.NO_ACTIONS, Position.ACCEPTED)


class TestSlippedAndSilent:
    @pytest.mark.parametrize(
        ("dates", "slipped"),
        [
            ([PartialDate(2025, 3, 27)], False),
            ([PartialDate(2025, 3, 27), PartialDate(2025, 3, 28)], True),
            ([PartialDate(2025, 3, 27), None], True),
            ([None, PartialDate(2025, 3, 27)], False),
            ([PartialDate(2025, 3, 27), PartialDate(2025, 3)], False),
            ([PartialDate(2025, 3, 27), PartialDate(2025, 3, 20)], False),
            ([PartialDate(2025, 3), PartialDate(2025, 2), PartialDate(2025, 5)], True),
        ],
    )
    def test_an_action_slips_when_its_due_date_is_certainly_later_or_withdrawn(
        self, make_recommendation, force, dates, slipped
    ):
        page = make_recommendation(
            responses=[response(Position.ACCEPTED, force)],
            actions=[make_action(ActionStatus.IN_PROGRESS, *dates)],
        )

        assert {row.slipped for row in page.states.all()} == {slipped}

    def test_a_recommendation_is_silent_after_six_calendar_months_without_a_report(
        self, make_recommendation, force, time_machine
    ):
        time_machine.move_to(datetime.datetime(2025, 8, 30, 12, tzinfo=datetime.UTC))
        told = PartialDate(2025, 2, 28)
        silent = make_recommendation(responses=[response(Position.ACCEPTED, force, date=told)])
        finished = make_recommendation(responses=[response(Position.NOT_ACCEPTED, force, date=told)])
        reported = make_recommendation(
            responses=[response(Position.ACCEPTED, force, date=told)],
            progress_updates=[ProgressUpdate(as_at=PartialDate(2025, 3), text="<p>x</p>")],
        )

        def silent_on(*today):
            found = RecommendationState.objects.overall().not_updated_for_six_months(datetime.date(*today))
            return {row.page_id for row in found}

        assert silent_on(2025, 8, 28) == set()
        # The last day of a shorter month stands for the days that it lacks.
        assert silent_on(2025, 8, 31) == set()
        assert silent_on(2025, 9, 1) == {silent.pk}
        assert silent_on(2025, 10, 1) == {silent.pk, reported.pk}
        assert finished.pk not in silent_on(2030, 1, 1)

    def test_without_any_date_silence_is_counted_from_the_first_publication(
        self, make_recommendation, time_machine
    ):
        time_machine.move_to(datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC))
        page = make_recommendation()
        change_live(page, first_published_at=datetime.datetime(2025, 3, 1, 12, tzinfo=datetime.UTC))

        assert not RecommendationState.objects.not_updated_for_six_months(datetime.date(2025, 9, 1)).exists()
        assert RecommendationState.objects.not_updated_for_six_months(datetime.date(2025, 9, 2)).exists()


@pytest.mark.parametrize(
    ("midnight", "last_day", "first_day"),
    [
        (SUMMER_MIDNIGHT, PartialDate(2025, 6), datetime.date(2025, 7, 1)),
        (WINTER_MIDNIGHT, PartialDate(2025), datetime.date(2026, 1, 1)),
    ],
    ids=["summer", "winter"],
)
class TestQueriesByDay:
    @pytest.fixture
    def pages(self, make_recommendation, force, last_day):
        """One recommendation in each state; all that can become overdue do so at the midnight."""
        late = {"deadline": last_day}

        def answered(position=Position.ACCEPTED):
            return [response(position, force)]

        done = {"completed": PartialDate(2025, 3)}
        reopened = make_recommendation(
            responses=answered(), actions=[make_action(ActionStatus.COMPLETE, **done)], **late
        )
        change_action(reopened, status=ActionStatus.NOT_STARTED, completed=None)
        change_live(reopened)
        return [
            make_recommendation(**late),
            make_recommendation(responses=answered(Position.AWAITING), **late),
            make_recommendation(responses=answered(""), **late),
            make_recommendation(responses=answered(), **late),
            reopened,
            make_recommendation(
                responses=answered(), actions=[make_action(ActionStatus.NOT_STARTED)], **late
            ),
            make_recommendation(
                responses=answered(), actions=[make_action(ActionStatus.IN_PROGRESS, last_day)]
            ),
            make_recommendation(
                responses=answered(),
                actions=[make_action(ActionStatus.COMPLETE, PartialDate(2025, 2), **done)],
            ),
            make_recommendation(
                responses=answered(), actions=[make_action(ActionStatus.COMPLETE, **done)], **late
            ),
            make_recommendation(responses=answered(), actions=[make_action(ActionStatus.SUPERSEDED)], **late),
            make_recommendation(responses=answered(Position.NOT_ACCEPTED), **late),
            make_recommendation(responses=answered(Position.NOT_APPLICABLE), **late),
        ]

    @pytest.mark.parametrize("minutes", [-1, 0, 1])
    def test_queries_agree_with_the_state_across_midnight_in_london(
        self, pages, midnight, first_day, minutes, time_machine
    ):
        stored = RecommendationState.objects.all()
        assert {row.state for row in stored.overall()} == set(State) - {State.OVERDUE}

        time_machine.move_to(midnight + datetime.timedelta(minutes=minutes), tick=False)

        everything = {row.pk: row.state_today for row in stored}
        for state in State:
            expected = {pk for pk, today in everything.items() if today == state}
            assert {row.pk for row in stored.in_state(state)} == expected, state
        overdue = {pk for pk, today in everything.items() if today == State.OVERDUE}
        assert {row.pk for row in stored.overdue()} == overdue
        assert {row.pk: row.state_on_day for row in stored.annotate_state_on_day()} == everything
        assert len(overdue) == (0 if minutes < 0 else len(pages) * 2 - 1 - 6 * 2)
        assert {row.pk for row in stored.unfinished()} == {
            pk for pk, today in everything.items() if today not in FINISHED_STATES
        }
        since = {row.overdue_since for row in stored if row.pk in overdue}
        assert since == (set() if minutes < 0 else {first_day})
