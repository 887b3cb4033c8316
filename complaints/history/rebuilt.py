"""Pages built again from what was published of them, never to be saved."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from modelcluster.models import get_all_child_m2m_relations, get_all_child_relations
from wagtail.models import Page

from complaints.models import Organisation
from pages.content import link_prefetch
from pages.core import stored_links
from pages.moderation.models import PublishedVersion

from .names import Names
from .versions import latest, shown

PLACE = ["pk", "path", "depth", "numchild", "url_path", "live", "content_type_id", "locale_id"]
"""What of a page says where it stands: links lead to where it is now."""


class Organisations:
    """The organisations that versions name, as they were called before a moment, in two queries."""

    def __init__(self, model: Any, snapshots: Iterable[dict[str, Any]], before: datetime):
        """Look them up; one that no version was kept of goes by its present name."""
        keys = {key for snapshot in snapshots for key in _keys_in(model, snapshot)}
        self.by_key = Organisation.objects.in_bulk(keys)
        versions = PublishedVersion.objects.filter(
            model=Organisation._meta.label_lower, object_id__in=map(str, self.by_key)
        )
        for version in latest(shown(versions), before):
            organisation = self.by_key[int(version.object_id)]
            organisation.name = version.snapshot.get("name") or organisation.name

    def find(self, keys: Any) -> list[Organisation]:
        """Return those with these ``keys``; what is gone altogether is left out."""
        return [self.by_key[key] for key in _list(keys) if isinstance(key, int) and key in self.by_key]


def rebuild(version: Any, page: Page, organisations: Organisations, names: Names | None) -> Any:
    """Return ``page`` as it read in ``version``, at its present address.

    It leads to no page and shows no document that is not public any more, as ``names`` knows, which expect
    those of this version. Without ``names``, it leads nowhere.
    """
    place = {name: getattr(page, name) for name in PLACE}
    snapshot = stored_links.filter_snapshot_links(
        type(page), version.snapshot, names.is_public if names else _nothing
    )
    built = _build(type(page), snapshot, organisations, place)
    built.last_published_at = version.published_at
    return built


def _nothing(kind: str, key: int) -> bool:
    return False


def expect_texts_of(built: Any) -> None:
    """Tell beforehand that all texts of a page that was built again are to be shown."""
    link_prefetch.prefetch_links_of(built, *getattr(built, "parts", ()))


def _build(model: Any, snapshot: dict[str, Any], organisations: Organisations, place=()) -> Any:
    """Return an instance; a field that ``snapshot`` lacks, or that makes no sense any more, stays empty."""
    instance = model(**dict(place))
    for field in model._meta.concrete_fields:
        if field.name in snapshot and not field.is_relation:
            try:
                setattr(instance, field.name, field.to_python(snapshot[field.name]))
            except (ValidationError, TypeError, ValueError):
                continue
    for relation in get_all_child_relations(model):
        name, child_model = relation.get_accessor_name(), relation.related_model
        children = [_build(child_model, child, organisations) for child in _dicts(snapshot.get(name))]
        for order, child in enumerate(children):
            child.sort_order = order
        setattr(instance, name, children)
    for field in get_all_child_m2m_relations(model):
        setattr(instance, field.name, organisations.find(snapshot.get(field.name)))
    return instance


def _keys_in(model: Any, snapshot: dict[str, Any]) -> Iterator[int]:
    for field in get_all_child_m2m_relations(model):
        yield from (key for key in _list(snapshot.get(field.name)) if isinstance(key, int))
    for relation in get_all_child_relations(model):
        for child in _dicts(snapshot.get(relation.get_accessor_name())):
            yield from _keys_in(relation.related_model, child)


def _list(value: Any) -> list:
    return value if isinstance(value, list) else []


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [each for each in _list(value) if isinstance(each, dict)]
