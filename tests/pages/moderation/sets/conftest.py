"""A super-complaint, two recommendations and the site's wording, all public, to publish as one."""

import pytest

from complaints.models import RecommendationResponsePage, SuperComplaintPage
from pages.content.models import SiteWording
from pages.moderation.gate.approval_task import Choice
from pages.moderation.gate.roles import APPROVING_OFFICERS, EDITORS, MODERATORS
from pages.moderation.gate.sets import make_set, submit
from pages.moderation.models import PublicationSet
from tests.databases import shared_content
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


@shared_content
def published_response():
    section = publish(SuperComplaintIndexPageFactory(parent=make_home()))
    above = publish(SuperComplaintPageFactory(parent=section, title="As published"))
    for number in ("1", "2"):
        publish(RecommendationResponsePageFactory(parent=above, title="As published", number=number))
    publish(SiteWordingFactory(force_name="As published"))


class Response:
    """What is published together, as it is stored now."""

    def __init__(self):
        self.people = {
            "editor": UserFactory(roles=[EDITORS], username="editor"),
            "colleague": UserFactory(roles=[EDITORS, MODERATORS], username="colleague"),
            "moderator": UserFactory(roles=[MODERATORS], username="moderator"),
            "officer": UserFactory(roles=[APPROVING_OFFICERS], username="officer"),
        }

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
        return [self.wording, self.super_complaint, self.recommendation("1"), self.recommendation("2")]

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
        """Return a submitted set of everything."""
        self.drafts()
        publication_set = make_set(self["editor"], "Our response", NOTE, self.objects)
        PublicationSet.objects.filter(pk=publication_set.pk).update(**fields)
        submit(publication_set, self["editor"])
        return publication_set

    def decide(self, person, action="approve", obj=None):
        """Take the step at which everything is."""
        state = (obj or self.recommendation("1")).current_workflow_task_state
        state.task.specific.decide(state, self[person], Choice(action, "Because."))

    def approved(self, **fields):
        """Return a set that a moderator and an officer have approved."""
        publication_set = self.submitted(**fields)
        self.decide("moderator")
        self.decide("officer")
        return PublicationSet.objects.get(pk=publication_set.pk)


UNCHANGED = ["As published"] * 4
CHANGED = ["Changed"] * 4


@pytest.fixture
def response(published_response, db):
    return Response()
