"""Who was asked, whose actions count, and how parts count with their recommendation."""

import datetime

import pytest

from complaints.models import RecommendationState
from complaints.vocabulary import (
    ActionStatus,
    DetailedStatus,
    ItemKind,
    OrganisationKind,
    Position,
)
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.publication_permit import permitted
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintPageFactory,
    change_live,
    make_action,
    make_response,
)
from tests.factories.published import unpublish

from .conftest import rows


class TestAsked:
    def test_only_what_was_asked_of_the_force_or_its_commissioner_is_not_answered(
        self, make_recommendation
    ):
        commissioner, government = (
            OrganisationKind.COMMISSIONER,
            OrganisationKind.GOVERNMENT,
        )
        for kinds, printed, state in (
            ([], "chief constables", DetailedStatus.NOT_ANSWERED),
            ([commissioner, government], "", DetailedStatus.NOT_ANSWERED),
            ([government], "the Home Office", DetailedStatus.NOT_STATED),
            ([], "", DetailedStatus.NOT_STATED),
        ):
            asked = [OrganisationFactory(kind=kind) for kind in kinds]

            page = make_recommendation(addressees=asked, addressees_printed=printed)

            assert rows(page)[None] == (state, "")

    def test_the_deadline_to_respond_counts_and_a_change_of_it_is_followed(
        self, section
    ):
        above = SuperComplaintPageFactory(
            parent=section, respond_by=PartialDate(2024, 11, 22)
        )
        page = RecommendationResponsePageFactory(parent=above)
        assert page.states.get().last_day_before_deadline_passed == datetime.date(
            2024, 11, 22
        )

        change_live(above, respond_by=PartialDate(2024, 12))

        assert page.states.get().last_day_before_deadline_passed == datetime.date(
            2024, 12, 31
        )


class TestOwnActions:
    def test_an_action_counts_only_for_the_respondent_whose_it_is(
        self, make_recommendation, force, commissioner
    ):
        done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 3))
        done.respondents = [commissioner]
        page = make_recommendation(
            responses=[make_response(Position.ACCEPTED, force, commissioner)],
            actions=[done, make_action(ActionStatus.IN_PROGRESS, sort_order=1)],
        )

        assert rows(page)["Commissioner"][0] == DetailedStatus.IN_PROGRESS

        change_live(page, actions=[done])
        assert rows(page) == {
            "Force": (DetailedStatus.NO_ACTIONS, Position.ACCEPTED),
            "Commissioner": (DetailedStatus.COMPLETE, Position.ACCEPTED),
            None: (DetailedStatus.NO_ACTIONS, Position.ACCEPTED),
        }


class TestParts:
    @pytest.fixture
    def above(self, section):
        return SuperComplaintPageFactory(parent=section)

    @pytest.fixture
    def whole(self, above, force):
        done = make_action(ActionStatus.COMPLETE, completed=PartialDate(2025, 3))
        return RecommendationResponsePageFactory(
            parent=above,
            number="7",
            responses=[make_response(Position.ACCEPTED, force)],
            actions=[done],
        )

    @pytest.fixture
    def make_part(self, above, force):
        return lambda **fields: RecommendationResponsePageFactory(
            parent=above,
            number="7.1",
            responses=[make_response(Position.ACCEPTED, force)],
            actions=[make_action(ActionStatus.IN_PROGRESS, PartialDate(2025, 3))],
            **fields,
        )

    def counted(self):
        return {
            row.page_id: row.detailed_status
            for row in RecommendationState.objects.counted()
        }

    def test_a_part_counts_together_with_the_whole(self, whole, make_part):
        assert self.counted() == {whole.pk: DetailedStatus.COMPLETE}

        part = make_part()

        assert self.counted() == {whole.pk: DetailedStatus.IN_PROGRESS}
        assert whole.states.get(
            respondent=None
        ).last_day_before_overdue == datetime.date(2025, 3, 31)
        assert (
            part.states.get(respondent=None).detailed_status
            == DetailedStatus.IN_PROGRESS
        )
        assert (
            whole.states.exclude(respondent=None).get().detailed_status
            == DetailedStatus.COMPLETE
        )

    def test_a_part_that_is_hidden_moved_deleted_or_renumbered_counts_no_longer(
        self, whole, make_part
    ):
        part = make_part()
        unpublish(part)
        assert self.counted() == {whole.pk: DetailedStatus.COMPLETE}

        change_live(part, live=True)
        assert self.counted() == {whole.pk: DetailedStatus.IN_PROGRESS}

        unpublish(whole)
        assert self.counted()[part.pk] == DetailedStatus.IN_PROGRESS
        change_live(whole, live=True)

        change_live(part, number="8")
        assert self.counted() == {
            whole.pk: DetailedStatus.COMPLETE,
            part.pk: DetailedStatus.IN_PROGRESS,
        }

        change_live(part, number="7.1")
        with permitted():
            whole.delete()
        assert self.counted() == {part.pk: DetailedStatus.IN_PROGRESS}
        assert part.states.overall().get().whole_id is None

    def test_of_another_kind_a_part_and_its_whole_count_no_longer_together(
        self, whole, make_part
    ):
        part = make_part()
        apart = {whole.pk: DetailedStatus.COMPLETE, part.pk: DetailedStatus.IN_PROGRESS}
        for changed, kind, counted in (
            (whole, ItemKind.ACTION, apart),
            (part, ItemKind.ACTION, {whole.pk: DetailedStatus.IN_PROGRESS}),
            (part, ItemKind.RECOMMENDATION, apart),
        ):
            change_live(changed, kind=kind)

            assert self.counted() == counted, (changed.number, kind)
            wholes = part.states.values_list("whole", flat=True).distinct()
            assert list(wholes) == [None if counted == apart else whole.pk]

    def test_what_nobody_answered_as_a_whole_has_the_state_of_its_parts(
        self, above, make_part
    ):
        RecommendationResponsePageFactory(
            parent=above, kind=ItemKind.PART, number="", slug="assess-support"
        )
        assert self.counted() == {}  # of a recommendation whose number is not known
        whole = RecommendationResponsePageFactory(
            parent=above, number="7", addressees_printed="forces"
        )
        silent = RecommendationResponsePageFactory(
            parent=above, number="7.2", addressees_printed="forces"
        )
        assert rows(whole) == {None: (DetailedStatus.NOT_ANSWERED, "")}
        assert self.counted() == {whole.pk: DetailedStatus.NOT_ANSWERED}

        unpublish(silent)
        make_part()

        assert self.counted() == {whole.pk: DetailedStatus.IN_PROGRESS}
