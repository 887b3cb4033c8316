"""Which published versions readers may still read, why others are hidden, and pages built from them.

A version that was taken down, restricted or redacted shows its date and the reason, and
never its words: neither in a history nor in a comparison or the feed. A page that is
built is shown and never saved.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import CharField, Model, OuterRef, QuerySet, Subquery
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
"""A ``PublishedVersion`` with what ``annotate_withdrawal`` adds, which Django's types cannot say."""


def versions_below(
    page: Page, *, inclusive: bool = False
) -> QuerySet[PublishedVersion]:
    """Return the versions of the public pages below ``page``, and its own, too, if it is ``inclusive``."""
    below = _versions_of_pages(public_descendants(Page.objects.all(), page))
    if inclusive:
        return below | PublishedVersion.objects.for_object(page)
    return below


def _versions_of_pages(pages: PageQuerySet) -> QuerySet[PublishedVersion]:
    # Versions hold the key of their page as text, which PostgreSQL does not compare
    # with numbers.
    keys = pages.order_by().annotate(key=Cast("pk", CharField())).values("key")
    return PublishedVersion.objects.filter(model=PAGE_LABEL, object_id__in=keys)


def readable_versions(
    versions: QuerySet[PublishedVersion],
) -> QuerySet[AnnotatedVersion]:
    """Return those of ``versions`` whose words may be read: a take-down hides the versions before it, too."""
    return annotate_withdrawal(versions).filter(redacted_at=None, taken_down_at=None)


def annotate_withdrawal(
    versions: QuerySet[PublishedVersion],
) -> QuerySet[AnnotatedVersion]:
    """Add when and why each version, or one after it, was first taken down."""
    taken_down = PublishedVersion.objects.filter(
        model=OuterRef("model"),
        object_id=OuterRef("object_id"),
        pk__gte=OuterRef("pk"),
        withdrawn_at__isnull=False,
    ).order_by("pk")
    return versions.annotate(
        taken_down_at=Subquery(taken_down.values("withdrawn_at")[:1]),
        taken_down_because=Subquery(taken_down.values("withdrawn_because")[:1]),
    )


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


# Pages as they read

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
Organisations = Mapping[int, Organisation]


def build_page_from_version(version: AnnotatedVersion, page: Page) -> Page:
    """Return ``page`` as it read in ``version``, at its present address.

    It keeps the links and documents that are public now, and has the names of
    organisations that were published before it.
    """
    model = type(page)
    names = ReferencedNames()
    names.expect(stored_content.link_targets_in_snapshot(model, version.snapshot))
    snapshot = stored_content.filter_snapshot_links(
        model, version.snapshot, names.is_public
    )
    organisations = _organisations_at_publication(model, version)
    tree_fields = {name: getattr(page, name) for name in TREE_FIELDS}
    built = _build_instance(model, snapshot, organisations, tree_fields)
    built.last_published_at = version.published_at
    link_prefetch.prefetch_links_of(built)
    return built


def report_responses_before(
    super_complaint: Page, moment: datetime
) -> list[ReportResponse]:
    """Return the responses to several recommendations that were public just before ``moment``."""
    versions = annotate_withdrawal(PublishedVersion.objects.for_object(super_complaint))
    version = versions.filter(published_at__lt=moment).first()
    if not version or withdrawal_reason(version):
        return []
    built = build_page_from_version(version, super_complaint)
    return list(built.responses.all())


def _organisations_at_publication(
    model: type[Model], version: AnnotatedVersion
) -> Organisations:
    """Return the organisations that ``version`` names, by key, as they were called then."""
    keys = set(_organisation_keys_in(model, version.snapshot))
    organisations = Organisation.objects.in_bulk(keys)
    published_before = PublishedVersion.objects.filter(
        model=Organisation._meta.label_lower,
        object_id__in=map(str, organisations),
        published_at__lt=version.published_at,
    )
    for earlier in readable_versions(published_before).order_by("pk"):
        organisation = organisations[int(earlier.object_id)]
        organisation.name = earlier.snapshot.get("name") or organisation.name
    return organisations


def _build_instance(
    model: Any,
    snapshot: Snapshot,
    organisations: Organisations,
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
        chosen = [
            organisations[key]
            for key in _keys_in(snapshot.get(field.name))
            if key in organisations
        ]
        setattr(instance, field.name, chosen)
    return instance


def _organisation_keys_in(model: type[Model], snapshot: Snapshot) -> Iterator[int]:
    for field in get_all_child_m2m_relations(model):
        yield from _keys_in(snapshot.get(field.name))
    for name, child_model in child_models(model):
        for child in _dicts_in(snapshot.get(name)):
            yield from _organisation_keys_in(child_model, child)


def _keys_in(value: object) -> list[int]:
    return [key for key in list_of(value) if isinstance(key, int)]


def _dicts_in(value: object) -> list[Snapshot]:
    return [item for item in list_of(value) if isinstance(item, dict)]
