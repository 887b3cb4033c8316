"""The way from the last approval to the live page: how it goes, and what it costs."""

import traceback
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models.signals import pre_save
from django.test.utils import CaptureQueriesContext

from complaints.models import RecommendationResponsePage
from pages.moderation.approval import publishing
from tests.submissions import decide, was_decided

MOST_QUERIES = 100
WAY = [
    "pages.moderation.approval.approval_task: decide",
    "pages.moderation.approval.approval_task: _carry_out",
    "Wagtail: finish",
    "pages.moderation.approval: finish_workflow",
    "pages.moderation.approval.publishing: publish_reviewed",
    "pages.moderation.approval.publishing: publish_together",
    "pages.moderation.approval.publishing: check_and_write",
    "Wagtail: execute",
    "Wagtail: _publish_revision",
    "complaints.models.recommendation: save",
]
"""Each call from the decision to the live row; ``docs/architecture.md`` shows them."""


@pytest.fixture
def approved_once(client, submitted, page, moderator):
    """The page, which the moderator has approved: the officer is next."""
    assert was_decided(decide(client, page, moderator))
    return page


def calls_in_our_code(frames) -> list[str]:
    """Return the calls of ``frames`` in our packages and in Wagtail, without those of other packages."""
    calls = []
    for frame in frames:
        path = Path(frame.filename)
        if (
            path.is_relative_to(settings.PROJECT_DIR)
            and "site-packages" not in path.parts
        ):
            name = ".".join(
                path.relative_to(settings.PROJECT_DIR).with_suffix("").parts
            )
            calls.append(f"{name.removesuffix('.__init__')}: {frame.name}")
        elif "wagtail" in path.parts:
            calls.append(f"Wagtail: {frame.name}")
    return calls


def test_an_approval_leaves_for_wagtail_and_comes_back_once(
    client, approved_once, officer
):
    calls = []

    def note_calls(instance, **kwargs):
        if instance.live and not calls:
            calls.extend(calls_in_our_code(traceback.extract_stack()))

    pre_save.connect(note_calls, sender=RecommendationResponsePage)
    try:
        decide(client, approved_once, officer)
    finally:
        pre_save.disconnect(note_calls, sender=RecommendationResponsePage)

    start = calls.index(WAY[0])
    assert calls[start : start + len(WAY)] == WAY
    documents = (settings.PROJECT_DIR / "docs" / "architecture.md").read_text()
    for call in WAY:
        assert f"{call.split(': ')[1]}()" in documents, call


@pytest.mark.both_databases
def test_a_publication_takes_at_most_100_queries(
    client, approved_once, officer, monkeypatch
):
    counted = []
    publish_reviewed = publishing.publish_reviewed

    def count_queries(*args):
        with CaptureQueriesContext(connection) as queries:
            publish_reviewed(*args)
        counted.append(len(queries))

    monkeypatch.setattr(publishing, "publish_reviewed", count_queries)
    decide(client, approved_once, officer)

    approved_once.refresh_from_db()
    assert approved_once.title == "Changed"
    assert len(counted) == 1
    assert counted[0] <= MOST_QUERIES
