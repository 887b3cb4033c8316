"""What was shown as status, position and dates of a recommendation, kept with its published version."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from wagtail.query import PageQuerySet

from pages.moderation.models import PublishedVersion

from .recommendation_state import RecommendationState

PAGE_LABEL = "wagtailcore.page"
NOT_RECORDED = {"id", "page"}
"""Fields that only say how a row is stored."""


class StateRecord(models.Model):
    """The states of a recommendation from ``since`` on, while ``version`` is the one that is public.

    A version has one from its publication, and another each time something else changes its states: a part of
    it, the page of its super-complaint. They hold codes, keys and days, no words. That a date passes changes
    no record: it follows from the days.
    """

    version = models.ForeignKey(PublishedVersion, on_delete=models.CASCADE, related_name="state_records")
    since = models.DateTimeField()
    rows = models.JSONField()

    class Meta:
        default_permissions = ()
        ordering = ["since"]
        constraints = [models.UniqueConstraint(fields=["version", "since"], name="one_record_of_a_moment")]

    def __str__(self) -> str:
        return f"States of {self.version} from {self.since}"

    @property
    def overall(self) -> RecommendationState:
        """The state of the recommendation as a whole."""
        return _from_plain_data(self.rows[-1])

    @property
    def states(self) -> list[RecommendationState]:
        """The rows as they were, the overall one last; they are shown and never saved."""
        return [_from_plain_data(row) for row in self.rows]


def _recorded_fields() -> list[Any]:
    return [each for each in RecommendationState._meta.concrete_fields if each.name not in NOT_RECORDED]


def _as_plain_data(row: RecommendationState) -> dict[str, Any]:
    found = {each.attname: each.value_from_object(row) for each in _recorded_fields()}
    return {
        name: value if isinstance(value, bool | int | None) else str(value) for name, value in found.items()
    }


def _from_plain_data(stored: dict[str, Any]) -> RecommendationState:
    """Return a row; what a record of another release lacks has its default, what is unknown is left out."""
    row = RecommendationState()
    for each in _recorded_fields():
        if each.attname in stored:
            setattr(row, each.attname, each.to_python(stored[each.attname]))
    return row


@transaction.atomic
def record_states(pages: PageQuerySet, since: datetime | None = None) -> None:
    """Record the states of ``pages`` from ``since`` on, or from now, if they differ from those recorded.

    What is published in one set has one moment, so each page of it has one record of that.
    """
    since = since or timezone.now()
    rows = defaultdict(list)
    found = RecommendationState.objects.filter(page__in=pages.filter(live=True))
    for row in found.order_by(models.F("respondent").asc(nulls_last=True)):
        rows[str(row.page_id)].append(row)
    versions = PublishedVersion.objects.filter(model=PAGE_LABEL, object_id__in=list(rows)).order_by()
    newest = dict(versions.values_list("object_id").annotate(newest=models.Max("pk")))
    # In their order, so that the last one of each stays.
    last = {record.version_id: record for record in StateRecord.objects.filter(version__in=newest.values())}
    for key, version in newest.items():
        plain = [_as_plain_data(row) for row in rows[key]]
        if version not in last or last[version].rows != plain:
            StateRecord.objects.update_or_create(version_id=version, since=since, defaults={"rows": plain})


def counted_together(page: Any) -> PageQuerySet:
    """Return the recommendation ``page`` with its parts and what it is a part of, by each number it had."""
    # As text: SQLite reads the text “7.10” in JSON as a number.
    versions = PublishedVersion.objects.for_object(page).annotate(
        printed=KeyTextTransform("number", "snapshot")
    )
    numbers = {page.number, *versions.values_list("printed", flat=True)[:2]}
    condition = models.Q(pk=page.pk)
    for number in filter(None, numbers):
        whole = number.partition(".")[0]
        condition |= models.Q(number=whole) | models.Q(number__startswith=f"{whole}.")
    return type(page).objects.sibling_of(page).filter(condition)


def last_records(
    versions: Iterable[PublishedVersion], before: datetime | None = None
) -> dict[int, StateRecord]:
    """Return by the key of each of ``versions`` what is recorded last of it ``before`` a moment.

    The first record of a version counts from its publication.
    """
    found: dict[int, StateRecord] = {}
    for record in StateRecord.objects.filter(version__in=[version.pk for version in versions]):
        if record.version_id not in found or not before or record.since < before:
            found[record.version_id] = record
    return found
