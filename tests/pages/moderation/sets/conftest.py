"""A super-complaint, two recommendations and the site's wording, all public, to publish as one."""

import datetime

import pytest
from django.contrib.auth.models import User

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.content.models import SiteWording
from pages.moderation.approval.approval_task import DecisionChoice
from pages.moderation.approval.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.approval.set_actions import make_set, submit
from pages.moderation.models import PublicationSet
from tests.databases import CONTENTS, shared_content
from tests.factories import (
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_home,
    publish,
)

NOTE = "We answered the report."
MINUTE = datetime.datetime(2099, 1, 1, 12, tzinfo=datetime.UTC)
PEOPLE = {
    "editor": [EDITORS],
    "colleague": [EDITORS, MODERATORS],
    "moderator": [MODERATORS],
    "officer": [APPROVING_OFFICERS],
}
in_review = pytest.mark.usefixtures("submitted_response")
waiting = pytest.mark.usefixtures("waiting_response")


@shared_content
def published_response():
    section = publish(SuperComplaintIndexPageFactory(parent=make_home()))
    above = publish(SuperComplaintPageFactory(parent=section, title="As published"))
    for number in ("1", "2"):
        publish(
            RecommendationResponsePageFactory(
                parent=above, title="As published", number=number
            )
        )
    publish(SiteWordingFactory(force_name="As published"))
    for name, roles in PEOPLE.items():
        UserFactory(roles=roles, username=name)


@shared_content
def submitted_response():
    """The same, in a set that is in moderation."""
    CONTENTS["published_response"]()
    Response().submitted()


@shared_content
def waiting_response():
    """The same, in a set that waits for its minute."""
    CONTENTS["published_response"]()
    Response().approved(go_live_at=MINUTE)


class Response:
    """What is published together, as it is stored now."""

    def __init__(self):
        self.people = {name: User.objects.get(username=name) for name in PEOPLE}

    def __getitem__(self, name):
        return self.people[name]

    @property
    def super_complaint(self):
        return SuperComplaintPage.objects.get()

    def recommendation(self, number):
        return RecommendationResponsePage.objects.get(number=number)

    @property
    def wording(self):
        return SiteWording.objects.get()

    @property
    def objects(self):
        return [
            self.wording,
            self.super_complaint,
            self.recommendation("1"),
            self.recommendation("2"),
        ]

    @property
    def words(self):
        """What readers see of each."""
        return [self.wording.force_name, *(page.title for page in self.objects[1:])]

    def draft(self, obj, words="Changed", person="editor"):
        draft = obj.get_latest_revision_as_object()
        setattr(draft, "force_name" if isinstance(obj, SiteWording) else "title", words)
        return draft.save_revision(user=self[person])

    def drafts(self):
        for obj in self.objects:
            self.draft(obj)

    def submitted(self, **fields):
        """Return a submitted set of everything: the one that the database begins with, if it has one."""
        if made := PublicationSet.objects.first():
            return made
        self.drafts()
        publication_set = make_set(self["editor"], "Our response", NOTE, self.objects)
        PublicationSet.objects.filter(pk=publication_set.pk).update(**fields)
        submit(publication_set, self["editor"])
        return publication_set

    def decide(self, person, action="approve", obj=None):
        """Take the step at which everything is."""
        state = (obj or self.recommendation("1")).current_workflow_task_state
        state.task.specific.decide(
            state, self[person], DecisionChoice(action, "Because.")
        )

    def approved(self, **fields):
        """Return a set that a moderator and an officer have approved."""
        publication_set = self.submitted(**fields)
        if publication_set.state != PublicationSet.State.WAITING:
            self.decide("moderator")
            self.decide("officer")
        return PublicationSet.objects.get(pk=publication_set.pk)


UNCHANGED = ["As published"] * 4
CHANGED = ["Changed"] * 4


@pytest.fixture
def response(published_response, db):
    return Response()
