"""Purges the keys that a change to a page affects."""

from collections.abc import Iterable
from typing import Any

from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction, get_page_models
from wagtail.signals import post_page_move

from pages.core.page_visibility import own_and_ancestor_paths

from . import keys
from .draft_fields import writes_only_draft_fields
from .purging import purge

MAX_DESCENDANTS = 300
"""If more pages than these are hidden, shown or moved together, everything is purged."""
PLACE_FIELDS = ("live", "slug", "url_path", "alias_of_id")
"""Fields that decide whether, and at which address, the pages below are public."""
NAME_FIELDS = ("title", "show_in_menus")
"""Fields that other pages show of a page. A page type adds its own in ``naming_fields``."""


def keys_for_page(page: Page, include_siblings: bool = False) -> set[str]:
    """Return the keys of the content of ``page``: its own, and those of lists and counts above it.

    With ``include_siblings`` also that of the list in which the page stands beside its siblings.
    """
    ancestors = Page.objects.filter(path__in=own_and_ancestor_paths(page.path)[:-1]).order_by("path")
    ancestor_ids = list(ancestors.values_list("pk", flat=True))
    sibling_keys = map(keys.children_key, ancestor_ids[-1:] if include_siblings else [])
    return {keys.PAGES, keys.page_key(page.pk), *map(keys.below_key, ancestor_ids), *sibling_keys}


def keys_for_page_and_descendants(page: Page, previous_url_path: str = "") -> set[str]:
    """Return the keys of all that changes when ``page`` is hidden, shown or moved with all pages below it.

    ``previous_url_path`` is Wagtail's ``url_path`` of the page before the change.
    """
    descendants = Page.objects.descendant_of(page).values_list("pk", flat=True)
    descendant_ids = list(descendants[: MAX_DESCENDANTS + 1])
    if len(descendant_ids) > MAX_DESCENDANTS:
        return {keys.EVERYTHING}
    changed_keys = keys_for_page(page, include_siblings=True)
    for pk in (page.pk, *descendant_ids):
        changed_keys |= {keys.page_key(pk), keys.below_key(pk), keys.children_key(pk)}
    if previous_url_path:
        parts = previous_url_path.strip("/").split("/")[:-1]
        url_paths = ["/", *(f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts) + 1))]
        previous_ancestors = Page.objects.filter(url_path__in=url_paths).values_list("pk", flat=True)
        for pk in previous_ancestors:
            changed_keys |= {keys.below_key(pk), keys.children_key(pk)}
    return changed_keys


def _name_fields_of(model: type[Page]) -> list[str]:
    return [*NAME_FIELDS, *getattr(model, "naming_fields", ())]


def _remember_values_before_save(
    sender: type[Page], instance: Any, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    instance.values_before_save = None
    if not writes_only_draft_fields(update_fields) and instance.pk:
        fields = dict.fromkeys((*PLACE_FIELDS, *_name_fields_of(sender)))
        stored = sender._base_manager.filter(pk=instance.pk)
        instance.values_before_save = stored.values(*fields).first()


def _purge_saved_page(
    sender: type[Page], instance: Page, update_fields: Iterable[str] | None = None, **kwargs: Any
) -> None:
    before: dict[str, Any] | None = getattr(instance, "values_before_save", None)
    is_or_was_live = instance.live or (before and before["live"])
    if writes_only_draft_fields(update_fields) or not is_or_was_live:
        return
    # Wagtail saves the bare ``Page`` when a page was moved, even among its siblings.
    if before and (sender is Page or _has_changed(instance, before, PLACE_FIELDS)):
        purge(keys_for_page_and_descendants(instance, before["url_path"]))
    else:
        is_renamed = not before or _has_changed(instance, before, _name_fields_of(sender))
        purge(keys_for_page(instance, include_siblings=is_renamed))


def _has_changed(instance: Page, before: dict[str, Any], fields: Iterable[str]) -> bool:
    return any(getattr(instance, name) != before[name] for name in fields)


def _purge_page_to_delete(sender: type[Page], instance: Page, **kwargs: Any) -> None:
    purge(keys_for_page_and_descendants(instance))


def _purge_moved_page(sender: type[Page], instance: Page, url_path_before: str, **kwargs: Any) -> None:
    purge(keys_for_page_and_descendants(instance, url_path_before))


def _purge_restricted_page(
    sender: type[PageViewRestriction], instance: PageViewRestriction, **kwargs: Any
) -> None:
    if page := Page.objects.filter(pk=instance.page_id).first():
        purge(keys_for_page_and_descendants(page))


def connect() -> None:
    """Listen to every change to a page and to who may read it."""
    for model in get_page_models():
        uid = f"purge_{model._meta.label_lower}"
        pre_save.connect(_remember_values_before_save, sender=model, dispatch_uid=uid)
        post_save.connect(_purge_saved_page, sender=model, dispatch_uid=uid)
    pre_delete.connect(_purge_page_to_delete, sender=Page, dispatch_uid="purge_deleted_page")
    post_page_move.connect(_purge_moved_page, dispatch_uid="purge_moved_page")
    for signal in (post_save, post_delete):
        signal.connect(_purge_restricted_page, sender=PageViewRestriction, dispatch_uid="purge_privacy")
