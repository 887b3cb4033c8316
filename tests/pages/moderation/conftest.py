"""People, a page that needs two approvals, and functions that save, submit and approve it."""

import pytest
from django.urls import reverse

from complaints.models import RecommendationResponsePage
from complaints.vocabulary import OrganisationKind
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_home,
    publish,
)
from tests.forms import recommendation_form
from tests.submissions import decide
from tests.submissions import submit as submit_page


@pytest.fixture
def editor(db):
    return UserFactory(roles=[EDITORS])


@pytest.fixture
def moderator(db):
    return UserFactory(roles=[MODERATORS])


@pytest.fixture
def officer(db):
    return UserFactory(roles=[APPROVING_OFFICERS])


@pytest.fixture
def administrator(client, db):
    """A site administrator, whom the client is signed in as."""
    user = UserFactory(roles=[SITE_ADMINISTRATORS])
    client.force_login(user)
    return user


@shared_content
def published_recommendation():
    """Recommendation 7.1 of a super-complaint, as its factories make it, published."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    organisation = OrganisationFactory(
        name="A designated body", kind=OrganisationKind.DESIGNATED_BODY
    )
    above = SuperComplaintPageFactory(
        parent=section, title="A super-complaint", lead_bodies=[organisation]
    )
    publish(
        RecommendationResponsePageFactory(
            parent=above,
            title="As published",
            number="7.1",
            wording="Chief constables should train officers.",  # as in the form
        )
    )


@pytest.fixture
def page(published_recommendation, db):
    """A recommendation that is public."""
    return RecommendationResponsePage.objects.get(number="7.1")


NARRATIVE = [
    ("text", "<p>We trained officers.</p>"),
    (
        "action_list",
        {
            "heading": "Our work",
            "actions": [{"heading": "Training", "text": "<p>In 2025.</p>"}],
        },
    ),
    ("quotation", {"text": "Train them.", "source": "The report", "source_link": ""}),
]


@pytest.fixture
def submitted(page, editor):
    """The page, in moderation with another title and an answer."""
    page.title = "Changed"
    page.responses.create(
        position="accepted",
        reason="Because.",
        narrative=NARRATIVE,
        respondents=[OrganisationFactory()],
    )
    submit_page(page, editor)
    return RecommendationResponsePage.objects.get(pk=page.pk)


@pytest.fixture
def save(client, page):
    """Save the form as ``user``; more buttons make it a submission or an approval."""

    def post(user, title="Changed", **buttons):
        client.force_login(user)
        form = {**recommendation_form(title=title, number="7.1"), **buttons}
        return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form)

    return post


@pytest.fixture
def submit(save):
    """Save the form as ``user`` and submit it."""

    def post(user, **fields):
        return save(user, **{"action-submit": "1", **fields})

    return post


@pytest.fixture
def act(client, page):
    """Take an action of the current step as ``user`` on the review screen, and return the answer."""

    def post(user, action, comment=""):
        page.refresh_from_db()
        return decide(client, page, user, action, comment)

    return post


@pytest.fixture
def approve(act):
    """Approve the current step as ``user``."""
    return lambda user: act(user, "approve")
