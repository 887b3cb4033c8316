"""Sample data of any size is published like other content, and only on an empty site."""

import json

import pytest
from django.core.management import call_command
from wagtail.models import Page, ReferenceIndex, Site
from wagtail.search.backends import get_search_backend

from complaints.models import (
    RecommendationResponsePage,
    RecommendationState,
    SuperComplaintPage,
)
from complaints.vocabulary import DIFFERENT_POSITIONS, DetailedStatus
from pages.moderation.approval.public_content import snapshot
from pages.moderation.approval.publication_rules import check_for_publication
from pages.moderation.models import AuditLogEntry, PublishedVersion
from tests.bench.sample.loader import load_sample
from tests.factories.published import publish

pytestmark = [pytest.mark.long, pytest.mark.django_db]


def read(value):
    """Return a snapshot without what each database writes in its own way: blocks, and their numbers."""
    if isinstance(value, dict):
        return {name: read(part) for name, part in value.items() if name != "id"}
    if isinstance(value, str) and value.startswith("["):
        return read(json.loads(value))
    return [read(part) for part in value] if isinstance(value, list) else value


def test_load_sample_makes_the_given_numbers_and_marks_them(client, caplog):
    caplog.set_level("INFO")

    load_sample(super_complaints=2, recommendations=5, in_others=1)

    assert ["without an approval" in line for line in caplog.messages] == [True]
    assert AuditLogEntry.objects.filter(action=AuditLogEntry.Action.LOADED).count() == 1
    assert [page.title for page in SuperComplaintPage.objects.order_by("path")] == [
        "Sample super-complaint 1",
        "Sample super-complaint 2",
    ]
    made = RecommendationResponsePage.objects.order_by("path")
    assert [page.number for page in made] == ["1", "2", "2.1", "2.2", "3", "1"]
    assert all(page.title.startswith("Sample: ") for page in made)
    assert Site.objects.get().root_page.title.startswith("Sample data")
    for page in Page.objects.filter(depth__gt=1):
        assert client.get(page.url).status_code == 200, page.url


def test_every_state_several_respondents_moved_dates_and_news_occur(
    sample_of_every_kind,
):
    whole = RecommendationState.objects.overall()
    assert {state.detailed_status_today for state in whole} == set(DetailedStatus)
    assert whole.filter(position=DIFFERENT_POSITIONS).exists()
    assert whole.filter(slipped=True).exists()
    assert whole.not_updated_for_six_months().exists()
    assert RecommendationState.objects.exclude(respondent=None).count() > whole.count()
    dates = SuperComplaintPage.objects.get()
    assert {dates.submitted.precision, dates.report_published.precision} <= {
        "day",
        "month",
        "year",
    }
    assert RecommendationResponsePage.objects.exclude(progress_updates=None).exists()


def test_sample_pages_are_stored_like_publications(sample_of_every_kind):
    search = get_search_backend()

    for page in Page.objects.filter(depth__gt=2).specific():
        check_for_publication(page)
        page.full_clean()
        versions = PublishedVersion.objects.for_object(page)
        newest = versions.first()
        assert newest.number == versions.count()
        assert read(newest.snapshot) == read(snapshot(page))
        assert newest.revision_id == page.live_revision_id == page.latest_revision_id
        assert newest.path == page.get_url_parts()[2]
        assert page.live
        assert not page.has_unpublished_changes
        assert (
            search.search(page.title, type(page))
            .get_queryset()
            .filter(pk=page.pk)
            .exists()
        ), page.title


def test_the_reference_index_of_sample_pages_is_complete(sample_of_every_kind):
    fields = (
        "base_content_type",
        "object_id",
        "to_content_type",
        "to_object_id",
        "model_path",
    )
    before = set(ReferenceIndex.objects.values_list(*fields))

    call_command("rebuild_references_index", verbosity=0)

    assert set(ReferenceIndex.objects.values_list(*fields)) == before


def test_publishing_a_page_again_as_it_is_changes_neither_its_states_nor_its_words(
    sample_of_every_kind,
):
    facts = (
        "page",
        "respondent",
        "detailed_status",
        "position",
        "last_day_before_overdue",
        "slipped",
        "was_complete",
    )
    before = set(RecommendationState.objects.values_list(*facts))

    for page in RecommendationResponsePage.objects.all():
        publish(page)

    assert set(RecommendationState.objects.values_list(*facts)) == before
    newest, *_, first = PublishedVersion.objects.for_object(
        RecommendationResponsePage.objects.first()
    )
    assert newest.snapshot["wording"] == first.snapshot["wording"]
