"""A section with recommendations with every status, and a reader of its lists."""

import random

import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction

from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.databases import shared_content
from tests.factories import (
    OrganisationFactory,
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_action,
    make_home,
    make_response,
)

LIST = "/super-complaints/recommendations/"
DATES = [
    PartialDate(2025, 3, 27),
    PartialDate(2025, 6),
    PartialDate(2025),
    PartialDate(2100, 1),
]


def _anything(chance, respondents):
    """Return random fields of a recommendation."""
    answered = chance.sample(respondents, chance.randint(0, len(respondents)))
    actions = []
    for _ in range(chance.randint(0, 2)):
        status = chance.choice([*ActionStatus.values, ""])
        dates = chance.sample(DATES, chance.randint(0, 2))
        done = chance.choice(DATES[:2]) if status == ActionStatus.COMPLETE else None
        actions.append(make_action(status, *dates, completed=done))
    return {
        "deadline": chance.choice([None, *DATES]),
        "responses": [
            make_response(
                chance.choice([*Position.values, ""]),
                who,
                answered_by=chance.choice(["", "An association"]),
            )
            for who in answered
        ],
        "actions": actions,
    }


@shared_content
def mixed_recommendations():
    """A section that is filled with random content, always the same, some of it not public."""
    chance = random.Random(1)  # noqa: S311
    section = SuperComplaintIndexPageFactory(parent=make_home())
    respondents = [
        OrganisationFactory(name=name) for name in ("Force", "Commissioner, as named")
    ]
    above = [
        SuperComplaintPageFactory(parent=section, slug=slug)
        for slug in ("stalking", "safe", "closed")
    ]
    PageViewRestriction.objects.create(
        page=above[2], restriction_type="password", password="open"
    )
    for place in range(5):
        for parent in above:
            RecommendationResponsePageFactory(
                parent=parent, number=str(place + 1), **_anything(chance, respondents)
            )
    RecommendationResponsePageFactory(parent=above[0], number="90", live=False)
    secret = RecommendationResponsePageFactory(parent=above[0], number="91")
    PageViewRestriction.objects.create(
        page=secret, restriction_type="password", password="open"
    )


class Listing:
    """What the list shows at an address."""

    def __init__(self, response):
        self.response = response
        self.soup = BeautifulSoup(response.content, "html.parser")

    @property
    def heading(self):
        return self.soup.h1.get_text(" ", strip=True)

    @property
    def total(self):
        return int(self.heading.split()[0].replace(",", ""))

    @property
    def titles(self):
        """What is listed on this page, as ``7: Title``."""
        return [
            link.text.removeprefix("Recommendation ")
            for link in self.soup.select(".row__asked > a")
        ]

    @property
    def numbers(self):
        return [title.split(":")[0] for title in self.titles]

    def told(self):
        """What readers are told went wrong or was left out."""
        parts = self.soup.select(".govuk-error-summary li") + self.soup.select(
            "section.inset p"
        )
        return " ".join(part.get_text(" ", strip=True) for part in parts)


@pytest.fixture
def open_list(client):
    """Return a function that reads the list at an address, or with parameters."""

    def read(address="", **parameters):
        response = client.get(
            address if address.startswith("/") else LIST, parameters or None
        )
        assert response.status_code == 200
        return Listing(response)

    return read
