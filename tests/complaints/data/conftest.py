"""A section with a super-complaint and a recommendation that has everything."""

import pytest

from complaints.models import (
    Action,
    AssuranceEntry,
    DueDate,
    Organisation,
    ProgressUpdate,
    RecommendationResponsePage,
    Response,
    SuperComplaintPage,
)
from complaints.vocabulary import (
    ActionStatus,
    Assurance,
    OrganisationKind,
    Position,
    Theme,
)
from pages.content.models import SiteWording
from pages.core.partial_dates import PartialDate
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
    publish,
)

FORCE = {"name": "Northamptonshire Police"}
COMMISSIONER = {"name": "The Commissioner", "kind": OrganisationKind.COMMISSIONER}


@shared_content
def answered_recommendation():
    """The force, the commissioner, and a recommendation that both answered."""
    SiteWordingFactory()
    stalking = make_stalking(SuperComplaintIndexPageFactory(parent=make_home()))
    make_recommendation(
        stalking, OrganisationFactory(**FORCE), OrganisationFactory(**COMMISSIONER)
    )


@pytest.fixture
def force(section):
    """The police force."""
    if SiteWording.objects.exists():
        return Organisation.objects.get(**FORCE)
    SiteWordingFactory()
    return OrganisationFactory(**FORCE)


@pytest.fixture
def commissioner(section):
    """The commissioner, who answers beside the force."""
    return Organisation.objects.filter(**COMMISSIONER).first() or OrganisationFactory(
        **COMMISSIONER
    )


@pytest.fixture
def stalking(section):
    """A super-complaint."""
    return SuperComplaintPage.objects.first() or make_stalking(section)


def make_stalking(section):
    """Return a super-complaint, published now."""
    page = SuperComplaintPageFactory(
        parent=section,
        title="The police response to stalking",
        slug="stalking",
        official_title="Report on stalking",
        on_behalf_of="the Consortium",
        respond_by=PartialDate(2024, 11, 22),
        respond_by_printed="56 days from publication",
        recommendations_made=29,
    )
    return publish(page)


@pytest.fixture
def recommendation(answered_recommendation, db):
    """A recommendation with two respondents, two actions and a progress update."""
    return RecommendationResponsePage.objects.get()


def make_recommendation(stalking, force, commissioner):
    """Return a recommendation with two respondents, two actions and a progress update, published now."""
    page = RecommendationResponsePageFactory(
        parent=stalking,
        title="Train every officer",
        number="7.1",
        wording="Chief constables should train officers.\n\nAll of them, “soon”.",
        wording_source="The report, page 9",
        wording_source_link="https://example.org/report",
        wording_paragraph="Paragraph 9",
        wording_note="Printed in italics.",
        addressees=[force, commissioner],
        deadline=PartialDate(2025, 3),
        deadline_printed="by the end of March 2025",
        theme=Theme.TRAINING,
        executive_lead="Assistant Chief Constable",
        operational_lead="Head of Crime",
        assurances=[
            AssuranceEntry(
                body="The inspectorate",
                verdict=Assurance.AWAITING_REVIEW,
                date=PartialDate(2025, 1, 9),
                words="We will come back.",
                link="https://example.org/verdict",
            )
        ],
        responses=[
            Response(
                position=Position.ACCEPTED,
                respondents=[force],
                date=PartialDate(2024, 11),
                approving_post="Deputy Chief Constable",
                narrative=[("text", "<p>We accept it.</p><p>We began at once.</p>")],
            ),
            Response(
                position=Position.ACCEPTED_IN_PART,
                respondents=[commissioner],
                reason="Only the force has officers.",
                date=PartialDate(2024, 12, 3),
            ),
        ],
        actions=[
            Action(
                sort_order=0,
                title="Train new officers",
                respondents=[force],
                description="<p>All who join.</p>",
                owning_post="Head of Training",
                status=ActionStatus.COMPLETE,
                completed=PartialDate(2024, 10),
                evidence=[("text", "<p>The list of courses.</p>")],
                due_dates=[DueDate(sort_order=0, due=PartialDate(2024, 12))],
            ),
            Action(
                sort_order=1,
                title="Train all others",
                respondents=[force],
                description="<p>Everybody else.</p>",
                status=ActionStatus.IN_PROGRESS,
                due_dates=[
                    DueDate(sort_order=0, due=PartialDate(2025, 3, 27)),
                    DueDate(
                        sort_order=1,
                        due=PartialDate(2025, 9),
                        reason="The trainer left.",
                    ),
                ],
            ),
        ],
        progress_updates=[
            ProgressUpdate(
                as_at=PartialDate(2025, 1),
                respondents=[force],
                text="<p>Half are trained.</p>",
            )
        ],
    )
    return publish(page)


@pytest.fixture
def unanswered(stalking):
    """A recommendation to which nobody has responded."""
    page = RecommendationResponsePageFactory(
        parent=stalking, number="8", title="Record every report"
    )
    return publish(page)
