"""Every public field of the domain is on its page, in the history, in the search index and in the open data.

Each field gets a value of its own, and the tests look for it in each place. A field
that was forgotten in a place fails with its name. ``docs/changing.md`` has the recipe
for a new field.
"""

import datetime
import json
import re
from itertools import count
from typing import Any, NamedTuple

import pytest
from bs4 import BeautifulSoup
from django.db import models
from django.test import Client
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from complaints.history.version_texts import ReferencedNames, read_version_fields
from complaints.models import (
    Action,
    AssuranceEntry,
    DueDate,
    FormerName,
    NextUpdate,
    Organisation,
    ProgressUpdate,
    RecommendationResponsePage,
    ReportResponse,
    Response,
    SuperComplaintPage,
)
from complaints.stated_none import STATED_NONE
from complaints.vocabulary import (
    ActionStatus,
    Assurance,
    Coverage,
    ItemKind,
    OrganisationKind,
    Position,
    Stage,
)
from pages.content.models import BasePage
from pages.core.page_visibility import public_pages
from pages.core.partial_date_fields import PartialDateField
from pages.core.partial_dates import PartialDate
from pages.moderation.approval.public_content import (
    INTERNAL_FIELDS,
    INTERNAL_FIELDS_OF_CHILDREN,
    snapshot,
)
from pages.search.parsed_query import parse_query
from pages.search.results import SearchResults
from tests.factories import (
    DocumentFactory,
    OrganisationFactory,
    SiteWordingFactory,
    SuperComplaintIndexPageFactory,
    make_home,
    publish,
)
from tests.factories.published import add_live

PREFIXES: dict[type[models.Model], str] = {
    SuperComplaintPage: "",
    RecommendationResponsePage: "",
    ReportResponse: "responses[1].",
    NextUpdate: "next_updates[1].",
    Response: "responses[1].",
    Action: "actions[1].",
    DueDate: "actions[1].due_dates[1].",
    ProgressUpdate: "progress_updates[1].",
    AssuranceEntry: "assurances[1].",
    Organisation: "",
    FormerName: "former_names[1].",
}
"""The models, each with what the history puts before the names of its fields."""
PLACES = {
    "page": "its template in templates/complaints/",
    "past version": "its template in templates/complaints/history/",
    "history": "the published versions (internal_fields of the model keeps it out)",
    "search": "search_fields of the model",
    "data": "complaints/data/fields.py",
}
"""The places, each with where a field is added to it."""
CHOSEN = {
    "SuperComplaintPage.stage": Stage.FOLLOW_UP,
    "RecommendationResponsePage.kind": ItemKind.RECOMMENDATION,
    "AssuranceEntry.verdict": Assurance.NO_FURTHER_ACTION,
    "Response.position": Position.ACCEPTED_IN_PART,
    "ReportResponse.position": Position.ACCEPTED_IN_PART,
    "ReportResponse.coverage": Coverage.NAMED,
    "Action.status": ActionStatus.COMPLETE,
    "Organisation.kind": OrganisationKind.GOVERNMENT,
}
"""Choices that the rules of publication allow together.

Other fields get their last choice.
"""
NUMBERS = {
    "RecommendationResponsePage.number": "173",
    "ReportResponse.numbers": "174",
    "SuperComplaintPage.recommendations_made": 307,
}
MODELS_WITH_TICKS = {
    "recommendation": [RecommendationResponsePage],
    "response": [Response, ReportResponse],
    "action": [Action],
}
TICKS_BY_FIELD = {
    f"{model.__name__}.{tick.field_name}": tick
    for tick in STATED_NONE.values()
    for model in MODELS_WITH_TICKS[tick.of]
}
BOOLEAN_WORDS = {
    **{name: tick.words_for_none for name, tick in TICKS_BY_FIELD.items()},
    # Their headings say the rest.
    "Action.no_owner": "The response does not say",
    "Action.no_completion_date": "The response gives no completion date",
    "Action.status_chosen_here": "The force’s web editors chose this status from what the response says",
    "DueDate.no_date": "No date can be given",
    "NextUpdate.no_date": "No date can be given",
    "DueDate.worked_out": "we calculated this date",
    "RecommendationResponsePage.deadline_over": "this deadline has passed",
    "RecommendationResponsePage.deadline_worked_out": "we calculated this date",
    "RecommendationResponsePage.wording_checked": "Exact wording",
    "SuperComplaintPage.respond_by_worked_out": "We calculated this date",
}
"""What a page shows of a field that is true. Of other fields it shows their names."""
STATED_NONE_IN_DATA = {
    name: f"{tick.name}_known: none" for name, tick in TICKS_BY_FIELD.items()
}
"""How the data writes that a source states that there is none.

Of other fields it has their names.
"""
NONE_ADDRESSED = {"addressees": [], "addressees_printed": "", "no_addressees": True}
NO_DEADLINE: dict[str, Any] = {
    "deadline": None,
    "deadline_printed": "",
    "deadline_worked_out": False,
}
NO_LEAD = {"executive_lead": "", "operational_lead": "", "no_lead": True}

ONLY_NAMED = "the data names organisations and does not describe them"
SHOWN_AS_NUMBERS = "the numbers that are named stand for it"
NO_HISTORY = "readers see no history of an organisation"
ONLY_ON_THE_PAGE = (
    "running text and files are on the page of the super-complaint alone (docs/data.md)"
)
SHOWS_SERVICES = "the page shows the support services instead"
EXCEPTIONS = {
    "SuperComplaintPage.identifier": {
        "past version": "it stays, so it is the same in every version",
        "search": "the recommendations are found by it",
    },
    "SuperComplaintPage.respond_by_printed": {
        "search": "the words of a deadline find nothing of use"
    },
    "ReportResponse.coverage": dict.fromkeys(
        ["page", "past version", "data"], SHOWN_AS_NUMBERS
    ),
    "ReportResponse.numbers": {"search": "a list of numbers finds nothing of use"},
    "ReportResponse.documents": {"data": ONLY_ON_THE_PAGE},
    "SuperComplaintPage.body": {"data": ONLY_ON_THE_PAGE},
    "SuperComplaintPage.documents": {"data": ONLY_ON_THE_PAGE},
    "SuperComplaintPage.sensitive": {
        "page": SHOWS_SERVICES,
        "past version": SHOWS_SERVICES,
        "data": "it says how a page is shown",
    },
    "SuperComplaintPage.support_services": {
        "search": "services are found on the page about staying safe online",
        "data": "it is no part of what a report says",
    },
    "RecommendationResponsePage.item_identifier": dict.fromkeys(
        ["page", "past version", "search", "data"],
        "a printed number makes it: see test_identifiers.py",
    ),
    "RecommendationResponsePage.wording_paragraph": {
        "search": "a page number finds nothing of use"
    },
    "Organisation.name": {"past version": NO_HISTORY},
    "Organisation.kind": {"past version": NO_HISTORY},
    "Organisation.valid_from": {"past version": NO_HISTORY, "data": ONLY_NAMED},
    "Organisation.valid_to": {"past version": NO_HISTORY, "data": ONLY_NAMED},
    "Organisation.web_address": {"past version": NO_HISTORY, "data": ONLY_NAMED},
    "FormerName.name": {
        "past version": NO_HISTORY,
        "search": "pages are found by the present name",
        "data": ONLY_NAMED,
    },
    "FormerName.used_from": {"past version": NO_HISTORY, "data": ONLY_NAMED},
    "FormerName.used_to": {"past version": NO_HISTORY, "data": ONLY_NAMED},
}
"""The places that a field is not in, each with the reason."""


class Sample(NamedTuple):
    """A value for a field, the words by which readers see it, and how the data writes it."""

    value: Any
    words: str
    in_data: str


def public_fields(model) -> list:
    """Return the fields of ``model`` that are published, without those that every page has."""
    left_out = {
        "id",
        *INTERNAL_FIELDS,
        *INTERNAL_FIELDS_OF_CHILDREN,
        *getattr(model, "internal_fields", ()),
    }
    if issubclass(model, Page):
        left_out |= {field.name for field in BasePage._meta.get_fields()} - {"title"}
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return [
        field
        for field in fields
        if field.name not in left_out and field.editable and not field.many_to_one
    ]


def is_text(field) -> bool:
    """Tell whether the field has words that somebody may search for."""
    if field.choices or isinstance(field, models.URLField | PartialDateField):
        return False
    return field.many_to_many or isinstance(
        field, models.CharField | models.TextField | StreamField
    )


def stream_of(field, marker: str):
    """Return a value of a StreamField that shows ``marker``."""
    blocks = {
        "link": {"text": marker, "url": "https://example.org/"},
        "document": {"document": DocumentFactory().pk, "title": marker},
        "letter": {
            **{
                "sender": marker,
                "recipient": "The force",
                "summary": "<p>A letter.</p>",
            },
            **{
                "sent": None,
                "received": None,
                "document": {"document": None, "title": ""},
            },
        },
        "service": {"name": marker, "for_whom": "Anyone", "telephone": "116 123"},
        "text": f"<p>{marker}</p>",
        "recommendation": {
            **{
                "kind": "recommendation",
                "number": "8",
                "title": marker,
                "summary": "It asks this.",
            },
            **{"addressees": "", "deadline": ""},
        },
    }
    kind = next(kind for kind in blocks if kind in field.stream_block.child_blocks)
    return field.to_python(json.dumps([{"type": kind, "value": blocks[kind]}]))


def marked_value(field, marker: str) -> Any:
    """Return a value of a field of text, links or organisations that shows ``marker``."""
    if isinstance(field, StreamField):
        return stream_of(field, marker)
    if isinstance(field, RichTextField):
        return f"<p>{marker}</p>"
    if field.many_to_many:
        return [OrganisationFactory(name=marker)]
    return (
        f"https://example.org/{marker}"
        if isinstance(field, models.URLField)
        else marker
    )


def sample_of(name: str, field, number: int) -> Sample:
    """Return a value that no other field has; dates come later with each ``number``."""
    if name in NUMBERS:
        return Sample(NUMBERS[name], str(NUMBERS[name]), str(NUMBERS[name]))
    if field.choices:
        choice = CHOSEN.get(name, field.choices[-1][0])
        return Sample(choice, dict(field.flatchoices)[choice], str(choice))
    if isinstance(field, PartialDateField):
        day = datetime.date(2012, 1, 31) + datetime.timedelta(days=50 * number)
        date = PartialDate(day.year, day.month, day.day)
        return Sample(date, date.words, str(date))
    if isinstance(field, models.BooleanField):
        words = BOOLEAN_WORDS.get(name, field.verbose_name)
        return Sample(True, words, STATED_NONE_IN_DATA.get(name, f"{field.name}: true"))
    marker = f"marker{number:03}"
    return Sample(marked_value(field, marker), marker, marker)


class Site:
    """A site on which every field has a value, and what readers find of it in each place."""

    def __init__(self):
        SiteWordingFactory()
        section = SuperComplaintIndexPageFactory(parent=make_home())
        numbers = count()
        self.samples = {
            (model, field.name): sample_of(
                f"{model.__name__}.{field.name}", field, next(numbers)
            )
            for model in PREFIXES
            for field in public_fields(model)
        }
        self.organisation = self.make(
            Organisation, former_names=[self.make(FormerName)], live=False
        )
        self.organisation.save()
        self.organisation = publish(self.organisation)
        report_responses = [
            self.make(ReportResponse, **self.not_none(ReportResponse)),
            self.make(ReportResponse, reason=""),
        ]
        self.super_complaint = publish(
            add_live(
                section,
                self.make(
                    SuperComplaintPage,
                    responses=report_responses,
                    next_updates=self.promised_updates(),
                    slug="sample",
                    live=False,
                ),
            )
        )
        self.recommendation = self.publish_recommendation(
            actions=self.stated_actions(),
            **self.not_none(RecommendationResponsePage),
            deadline_over=False,
        )
        # What is stated not to exist, and a deadline in words that is over, are on
        # pages of their own.
        stated_none = {
            **NONE_ADDRESSED,
            **NO_DEADLINE,
            **NO_LEAD,
            "deadline_over": False,
            "number": "175",
        }
        none_given = self.publish_recommendation(
            actions=[self.action_without_dates()],
            response=self.make(Response, reason=""),
            **stated_none,
        )
        over = {"deadline": None, "deadline_worked_out": False, "number": "176"}
        in_words = self.publish_recommendation(
            actions=[self.closed_action()],
            **self.not_none(RecommendationResponsePage),
            **over,
        )
        self.recommendations = [self.recommendation, none_given, in_words]
        self.client = Client()
        files = [
            f"/super-complaints/data/{name}.json"
            for name in ("recommendations", "super-complaints")
        ]
        self.data = [
            value for file in files for value in values_in(self.client.get(file).json())
        ]
        owners = [self.super_complaint, *self.recommendations, self.organisation]
        self.shown_by_page = {owner: self.page_of(owner) for owner in owners}
        self.shown_by_past_version = {
            owner: self.past_version_of(owner) for owner in owners
        }

    def promised_updates(self) -> list[NextUpdate]:
        """Return an update that was published, and one that had no date at first."""
        return [
            self.make(NextUpdate, no_date=False, sort_order=0),
            self.make(NextUpdate, due=None, certainty="", published=None, sort_order=1),
            self.make(NextUpdate, no_date=False, published=None, sort_order=2),
        ]

    def not_none(self, model) -> dict[str, bool]:
        """Return the ticks of an object that says of nothing that there is none."""
        ticks = [
            tick for tick in STATED_NONE.values() if model in MODELS_WITH_TICKS[tick.of]
        ]
        return {tick.field_name: False for tick in ticks}

    def stated_actions(self) -> list[Action]:
        """Return an action that states everything."""
        due_date, without_date = self.make(DueDate), self.make(DueDate)
        due_date.no_date, without_date.due, without_date.due_words = False, None, ""
        due_dates = [due_date, without_date]
        return [
            self.make(Action, due_dates=due_dates, closed=None, **self.not_none(Action))
        ]

    def action_without_dates(self) -> Action:
        """Return a complete action of which the response says neither owner nor dates."""
        return self.make(
            Action, completed=None, completed_words="", owning_post="", closed=None
        )

    def closed_action(self) -> Action:
        completion = {
            "completed": None,
            "completed_words": "",
            "status": ActionStatus.CLOSED,
        }
        return self.make(Action, **completion, **self.not_none(Action))

    def publish_recommendation(
        self, actions: list[Action], response: Response | None = None, **fields
    ) -> RecommendationResponsePage:
        response = response or self.make(Response, **self.not_none(Response))
        update = self.make(ProgressUpdate)
        # An action and an update are of somebody who responds.
        acting = [
            respondent for action in actions for respondent in action.respondents.all()
        ]
        response.respondents = [
            *response.respondents.all(),
            *acting,
            *update.respondents.all(),
            self.organisation,
        ]
        recommendation = self.make(
            RecommendationResponsePage,
            **{
                "responses": [response],
                "actions": actions,
                "progress_updates": [update],
                "assurances": [self.make(AssuranceEntry)],
                "live": False,
                **fields,
            },
        )
        return publish(add_live(self.super_complaint, recommendation))

    def make(self, model, **fields):
        samples = {
            name: sample.value
            for (of, name), sample in self.samples.items()
            if of is model
        }
        return model(**{**samples, **fields})

    def owners_of(self, model) -> list:
        """Return the pages or the organisation to which the fields of ``model`` belong."""
        if model in {Organisation, FormerName}:
            return [self.organisation]
        of_super_complaint = {SuperComplaintPage, ReportResponse, NextUpdate}
        return (
            [self.super_complaint]
            if model in of_super_complaint
            else self.recommendations
        )

    def has(self, place: str, model, field) -> bool:
        """Tell whether readers find the value of ``field`` in ``place``."""
        sample, owners = self.samples[model, field.name], self.owners_of(model)
        if place == "history":
            # What excludes a field of the first due date stands in the second.
            own = f"{PREFIXES[model]}{field.name}"
            return any(own in self.history_of(owner) for owner in owners)
        if place == "data":
            return any(
                re.search(rf"\b{sample.in_data}\b", value) for value in self.data
            )
        if place == "search":
            return not is_text(field) or any(
                self.is_found(sample.words, owner) for owner in owners
            )
        shown = self.shown_by_page if place == "page" else self.shown_by_past_version
        return any(sample.words in shown[owner] for owner in owners)

    def history_of(self, owner) -> set[str]:
        """Return the names of the fields that have a value in the version of ``owner``, numbered 1."""
        fields = read_version_fields(type(owner), snapshot(owner), ReferencedNames())
        return {re.sub(r"\[\d+\]", "[1]", field.name) for field in fields if field.text}

    def page_of(self, owner) -> str:
        is_page = isinstance(owner, Page)
        return text_of(
            self.client.get(owner.url) if is_page else owner.make_preview_request()
        )

    def past_version_of(self, owner) -> str:
        return (
            text_of(self.client.get(f"{owner.url}history/1/"))
            if isinstance(owner, Page)
            else ""
        )

    def is_found(self, words: str, owner) -> bool:
        """Tell whether a search for ``words`` finds the page; of an organisation, a page that names it."""
        page = owner if isinstance(owner, Page) else self.recommendation
        # As the search page finds them; what it shows of them has tests of its own.
        results = SearchResults(public_pages(Page.objects.all()), parse_query(words))
        return page.pk in {found.page_id for found in results.found_pages}


def text_of(answer) -> str:
    """Return what readers see of a page, with the addresses of its links."""
    assert answer.status_code == 200
    main = BeautifulSoup(answer.content, "html.parser").main
    return " ".join(
        [
            main.get_text(" ", strip=True),
            *(link["href"] for link in main.find_all("a", href=True)),
        ]
    )


def values_in(data, name: str = "") -> list[str]:
    """Return ``name: value`` of all single values in ``data``."""
    if isinstance(data, dict):
        return [value for key, part in data.items() for value in values_in(part, key)]
    if isinstance(data, list):
        return [value for part in data for value in values_in(part, name)]
    return [f"{name}: {data if isinstance(data, str) else json.dumps(data)}"]


@pytest.fixture(scope="module")
def missing(module_db) -> dict[str, set[str]]:
    """The names of the fields that readers do not find in each place."""
    site = Site()
    return {
        place: {
            f"{model.__name__}.{field.name}"
            for model in PREFIXES
            for field in public_fields(model)
            if not site.has(place, model, field)
        }
        for place in PLACES
    }


def exceptions_of(place: str) -> set[str]:
    return {name for name, places in EXCEPTIONS.items() if place in places}


@pytest.mark.parametrize("place", PLACES)
def test_every_public_field_is_in_each_place(place, missing):
    forgotten = missing[place] - exceptions_of(place)

    assert forgotten == set(), f"Not in “{place}”: add it to {PLACES[place]}."


@pytest.mark.parametrize("place", PLACES)
def test_every_exception_is_needed(place, missing):
    assert exceptions_of(place) <= missing[place]
