"""Super-complaints and what belongs to them."""

import factory

from complaints.models import (
    Action,
    DueDate,
    Organisation,
    RecommendationResponsePage,
    Response,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from complaints.models.respondents import our_force
from complaints.vocabulary import OrganisationKind, Stage
from pages.core.partial_dates import PartialDate

from .names import free_number, unique_name
from .published import PublishedPageFactory, PublishedSnippetMixin


class OrganisationFactory(PublishedSnippetMixin, factory.django.DjangoModelFactory):
    """A published organisation."""

    name = unique_name("Organisation {}")
    kind = OrganisationKind.POLICE_FORCE

    class Meta:
        model = Organisation


class SuperComplaintIndexPageFactory(PublishedPageFactory):
    """The section of super-complaints."""

    title = "Super-complaints"
    slug = "super-complaints"

    class Meta:
        model = SuperComplaintIndexPage


class SuperComplaintPageFactory(PublishedPageFactory):
    """A published super-complaint whose report came out on 27 September 2024."""

    title = unique_name("Super-complaint {}")
    summary = "How the police respond to stalking."
    stage = Stage.REPORT
    submitted = PartialDate(2022, 11)
    report_published = PartialDate(2024, 9, 27)

    class Meta:
        model = SuperComplaintPage

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        kwargs.setdefault(
            "lead_bodies", [OrganisationFactory(kind=OrganisationKind.DESIGNATED_BODY)]
        )
        return super()._create_instance(model_class, parent, kwargs)


class RecommendationResponsePageFactory(PublishedPageFactory):
    """A published recommendation."""

    title = unique_name("Do thing {}")
    number = factory.LazyAttribute(lambda page: free_number(page.parent))
    slug = ""
    wording = "Chief constables should do this."
    wording_source = "The report, page 9"
    wording_checked = True
    addressees_printed = "chief constables"

    class Meta:
        model = RecommendationResponsePage

    @classmethod
    def _create_instance(cls, model_class, parent, kwargs):
        name_who_acts(**kwargs)
        return super()._create_instance(model_class, parent, kwargs)


def name_who_acts(responses=(), actions=(), progress_updates=(), **_):
    """Give ``actions`` and ``progress_updates`` that name nobody to who responds, or else to our force."""
    nameless = [
        each for each in (*actions, *progress_updates) if not each.respondents.all()
    ]
    if not nameless:
        return
    responding = {
        whose for response in responses for whose in response.respondents.all()
    }
    for each in nameless:
        each.respondents = responding or [our_force() or OrganisationFactory()]


def make_response(position, *respondents, **fields):
    """Return a response of ``respondents``."""
    return Response(
        **{
            "position": position,
            "reason": "Because.",
            "respondents": respondents,
            **fields,
        }
    )


def make_action(status, *due_dates, **fields):
    """Return an action that is promised by the last of ``due_dates``; ``None`` is no date."""
    promised = [
        DueDate(
            sort_order=place,
            due=due,
            no_date=due is None,
            reason="Because." if place or not due else "",
        )
        for place, due in enumerate(due_dates)
    ]
    return Action(
        title="Train",
        description="<p>x</p>",
        status=status,
        due_dates=promised,
        **fields,
    )
