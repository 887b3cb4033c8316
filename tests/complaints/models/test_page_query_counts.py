"""However many recommendations link to pages and documents, these are looked up together."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.models import Action, ProgressUpdate, Response
from complaints.vocabulary import ActionStatus, Position
from pages.core.partial_dates import PartialDate
from tests.factories import (
    DocumentFactory,
    RecommendationResponsePageFactory,
    SiteWordingFactory,
    StandardPageFactory,
    publish,
)

pytestmark = pytest.mark.slow


def queries(client, addresses) -> dict[str, int]:
    """Return how many queries the answer at each address takes."""
    taken = {}
    for address in addresses:
        client.get(address)  # what is asked for once, however much is shown
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        taken[address] = len(captured)
    return taken


def links(page, document):
    """Return rich text with links to both."""
    there = f'<a linktype="page" id="{page.pk}">Page</a>'
    return f'<p>{there} <a linktype="document" id="{document.pk}">File</a></p>'


@pytest.fixture
def super_complaint_with_links(home, stalking, force):
    """Return a function that makes recommendations, each with links to other pages and documents."""
    SiteWordingFactory()

    def make(first, last):
        for place in range(first, last + 1):
            page = StandardPageFactory(
                parent=home, title=f"Page {place}", slug=f"page-{place}"
            )
            document = DocumentFactory(title=f"File {place}")
            text = links(page, document)
            answer = Response(position=Position.ACCEPTED)
            answer.respondents = [force]
            answer.narrative = [
                ("text", text),
                ("text", text),
                ("document", {"document": document, "title": "", "html_version": page}),
                ("links", [{"text": "There", "page": page, "url": ""}]),
            ]
            action = Action(
                title="Train", description=text, status=ActionStatus.COMPLETE
            )
            action.evidence = [
                ("text", text),
                ("document", {"document": document, "title": "", "html_version": page}),
            ]
            action.completed = PartialDate(2025)
            publish(
                RecommendationResponsePageFactory(
                    parent=stalking,
                    number=str(place),
                    responses=[answer],
                    actions=[
                        action,
                        Action(
                            title="Again",
                            description=text,
                            status=ActionStatus.IN_PROGRESS,
                        ),
                    ],
                    progress_updates=[
                        ProgressUpdate(as_at=PartialDate(2025), text=text)
                    ],
                )
            )
        stalking.refresh_from_db()
        stalking.body = [("text", text), ("text", text), ("inset", text)]
        stalking.documents = [
            ("document", {"document": document, "title": "", "html_version": page})
        ]
        publish(stalking)

    return make


@pytest.mark.long  # test_query_counts.py asks pages with links in every run
def test_linked_pages_and_documents_are_looked_up_together(
    client, super_complaint_with_links
):
    addresses = [
        "/super-complaints/stalking/",
        "/super-complaints/stalking/whole-response/",
        "/super-complaints/stalking/recommendation-1/",
        "/super-complaints/stalking/recommendation-1/history/1/",
        "/super-complaints/data/recommendations.json",
        "/super-complaints/data/super-complaints.json",
        "/super-complaints/data/actions.json",
        "/super-complaints/data/updates.json",
    ]
    super_complaint_with_links(1, 1)
    super_complaint_with_links(2, 2)
    few = queries(client, addresses)

    super_complaint_with_links(3, 3)

    assert queries(client, addresses) == few
