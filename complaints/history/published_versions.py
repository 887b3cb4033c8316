"""Which published versions readers may still read, why others are hidden, and pages built from them.

A version that was taken down, restricted or redacted shows its date and the reason, and
never its words: neither in a history nor in a comparison, the feed or the data. A page
that is built is shown and never saved.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Exists, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Cast
from django.utils import timezone
from modelcluster.models import get_all_child_m2m_relations
from wagtail.models import Page
from wagtail.query import PageQuerySet

from complaints.models import Organisation, ReportResponse
from pages.content import link_prefetch
from pages.core import stored_content
from pages.core.page_visibility import public_descendants
from pages.core.stored_content import child_models, list_of
from pages.moderation.models import PublishedVersion

from .version_texts import ReferencedNames

PAGE_LABEL = "wagtailcore.page"

AnnotatedVersion = Any
"""A ``PublishedVersion`` with what a query or view adds to it, which Django's types cannot say."""


def versions_of_pages(pages: PageQuerySet) -> QuerySet[PublishedVersion]:
    """Return the versions of ``pages``, which must be public, the newest first."""
    # Versions hold the key of their page as text, which PostgreSQL does not compare
    # with numbers.
    keys = pages.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return PublishedVersion.objects.filter(model=PAGE_LABEL, object_id__in=keys)


def versions_below(
    page: Page, *, inclusive: bool = False
) -> QuerySet[PublishedVersion]:
    """Return the versions of the public pages below ``page``, and its own, too, if it is ``inclusive``."""
    below = versions_of_pages(public_descendants(Page.objects.all(), page))
    if inclusive:
        return below | PublishedVersion.objects.for_object(page)
    return below


def readable_versions(
    versions: QuerySet[PublishedVersion],
) -> QuerySet[PublishedVersion]:
    """Return those of ``versions`` whose words may be read: a take-down hides the versions before it, too."""
    return versions.filter(~Exists(_taken_down_at_or_after()), redacted_at=None)


def annotate_withdrawal(
    versions: QuerySet[PublishedVersion],
) -> QuerySet[AnnotatedVersion]:
    first = _taken_down_at_or_after().order_by("pk")
    return versions.annotate(
        taken_down_at=Subquery(first.values("withdrawn_at")[:1]),
        taken_down_because=Subquery(first.values("withdrawn_because")[:1]),
    )


def _taken_down_at_or_after() -> QuerySet[PublishedVersion]:
    return _of_same_object(pk__gte=OuterRef("pk"), withdrawn_at__isnull=False)


def _of_same_object(**conditions: Any) -> QuerySet[PublishedVersion]:
    same = {"model": OuterRef("model"), "object_id": OuterRef("object_id")}
    return PublishedVersion.objects.filter(**same, **conditions)


def withdrawal_reason(version: AnnotatedVersion) -> str:
    """Return why the words of a version from ``annotate_withdrawal`` are hidden; empty if they are not."""
    if version.redacted_at:
        return f"Redacted on {_day_in_words(version.redacted_at)}: {version.get_redacted_because_display()}"
    if version.taken_down_at:
        because = dict(PublishedVersion.WithdrawalReason.choices).get(
            version.taken_down_because
        )
        taken_down = f"Taken down on {_day_in_words(version.taken_down_at)}"
        return f"{taken_down} because {because}" if because else taken_down
    return ""


def _day_in_words(moment: datetime) -> str:
    return f"{timezone.localdate(moment):%-d %B %Y}"


def last_versions_before(
    versions: QuerySet, moment: datetime
) -> QuerySet[AnnotatedVersion]:
    """Return for each object the last of its ``versions`` that was published before ``moment``."""
    newer = _of_same_object(pk__gt=OuterRef("pk"), published_at__lt=moment)
    return versions.filter(~Exists(newer), published_at__lt=moment)


TREE_FIELDS = [
    "pk",
    "path",
    "depth",
    "numchild",
    "url_path",
    "live",
    "content_type_id",
    "locale_id",
]
"""Fields that are taken from the present page, so that links lead to its present address."""

Snapshot = dict[str, object]


class OrganisationsAsAt:
    """The organisations that versions refer to, with their names before a moment, in two queries."""

    def __init__(
        self,
        model: type[Model],
        snapshots: Iterable[Snapshot],
        before: datetime,
        others: Iterable[int] = (),
    ):
        """Look them up, and the ``others`` too; one without a version from then has its present name."""
        keys = set(others)
        for snapshot in snapshots:
            keys.update(_organisation_keys_in(model, snapshot))
        self.by_key = Organisation.objects.in_bulk(keys)
        versions = PublishedVersion.objects.filter(
            model=Organisation._meta.label_lower, object_id__in=map(str, self.by_key)
        )
        for version in last_versions_before(readable_versions(versions), before):
            organisation = self.by_key[int(version.object_id)]
            organisation.name = version.snapshot.get("name") or organisation.name

    def with_keys(self, keys: object) -> list[Organisation]:
        return [
            self.by_key[key]
            for key in list_of(keys)
            if isinstance(key, int) and key in self.by_key
        ]


def build_page_from_version(
    version: AnnotatedVersion,
    page: Page,
    organisations: OrganisationsAsAt,
    names: ReferencedNames | None,
) -> Page:
    """Return ``page`` as it read in ``version``, at its present address.

    It keeps the links and documents that are public now by ``names``, which must expect
    those of this version. Without ``names`` it keeps none.
    """
    tree_fields = {name: getattr(page, name) for name in TREE_FIELDS}
    is_public = names.is_public if names else lambda *_: False
    snapshot = stored_content.filter_snapshot_links(
        type(page), version.snapshot, is_public
    )
    built = _build_instance(type(page), snapshot, organisations, tree_fields)
    built.last_published_at = version.published_at
    return built


def report_responses_before(
    super_complaint: Page, moment: datetime
) -> list[ReportResponse]:
    """Return the responses to several recommendations that were public just before ``moment``."""
    versions = readable_versions(PublishedVersion.objects.for_object(super_complaint))
    version = last_versions_before(versions, moment).first()
    if not version or not version.snapshot.get("responses"):
        return []
    names = ReferencedNames()
    model = type(super_complaint)
    names.expect(stored_content.link_targets_in_snapshot(model, version.snapshot))
    organisations = OrganisationsAsAt(model, [version.snapshot], moment)
    built = build_page_from_version(version, super_complaint, organisations, names)
    expect_links_of_page(built)
    return list(built.responses.all())


def expect_links_of_page(built: Page) -> None:
    """Announce that all texts of ``built`` will be shown, so that their links are looked up together."""
    link_prefetch.prefetch_links_of(built)


def _build_instance(
    model: Any,
    snapshot: Snapshot,
    organisations: OrganisationsAsAt,
    values: Mapping[str, object],
) -> Any:
    """Return an instance; a field that ``snapshot`` lacks or whose value is no longer valid stays empty."""
    instance = model(**values)
    for field in model._meta.concrete_fields:
        if field.name in snapshot and not field.is_relation:
            try:
                setattr(instance, field.name, field.to_python(snapshot[field.name]))
            except (ValidationError, TypeError, ValueError):
                continue
    for name, child_model in child_models(model):
        children = [
            _build_instance(child_model, child, organisations, {})
            for child in _dicts_in(snapshot.get(name))
        ]
        for order, child in enumerate(children):
            child.sort_order = order
        setattr(instance, name, children)
    for field in get_all_child_m2m_relations(model):
        setattr(instance, field.name, organisations.with_keys(snapshot.get(field.name)))
    return instance


def _organisation_keys_in(model: type[Model], snapshot: Snapshot) -> Iterator[int]:
    for field in get_all_child_m2m_relations(model):
        yield from (
            key for key in list_of(snapshot.get(field.name)) if isinstance(key, int)
        )
    for name, child_model in child_models(model):
        for child in _dicts_in(snapshot.get(name)):
            yield from _organisation_keys_in(child_model, child)


def _dicts_in(value: object) -> list[Snapshot]:
    return [item for item in list_of(value) if isinstance(item, dict)]
