"""From the change of a page to the keys that are purged."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.models import Page, PageViewRestriction
from wagtail.signals import post_page_move

from pages.core.public import paths_above

from . import keys
from .draft_fields import is_of_a_draft
from .purging import purge

MOST_BELOW = 300
"""Where more pages than these hide, show or move together, everything is purged."""
PLACE = ("live", "slug", "url_path", "alias_of_id")
"""Fields on which depends whether, and where, what stands below a page is read."""
NAME = ("title", "show_in_menus")
"""Fields by which the pages around it name it, beside those that its type names (``named_by``)."""


def models() -> Iterator[type[Page]]:
    """Yield all types of pages."""
    return (model for model in apps.get_models() if issubclass(model, Page))


def keys_of(page: Page, names: bool = False) -> set[str]:
    """Return the keys of the words of ``page``: its own, and those of lists and sums over where it stands.

    With ``names``, that of the pages beside it, too, which are named together.
    """
    found = Page.objects.filter(path__in=paths_above(page.path)[:-1]).order_by("path")
    above = list(found.values_list("pk", flat=True))
    beside = map(keys.children_key, above[-1:] if names else [])
    return {keys.PAGES, keys.page_key(page.pk), *map(keys.below_key, above), *beside}


def keys_of_place(page: Page, was_at: str = "") -> set[str]:
    """Return the keys of all that changes when ``page`` is hidden, shown or moved, with all below it.

    ``was_at`` is the address path (Wagtail's ``url_path``) where it stood before.
    """
    below = list(Page.objects.descendant_of(page).values_list("pk", flat=True)[: MOST_BELOW + 1])
    if len(below) > MOST_BELOW:
        return {keys.EVERYTHING}
    found = keys_of(page, names=True)
    for pk in (page.pk, *below):
        found |= {keys.page_key(pk), keys.below_key(pk), keys.children_key(pk)}
    if was_at:
        parts = was_at.strip("/").split("/")[:-1]
        above = ["/", *(f"/{'/'.join(parts[:end])}/" for end in range(1, len(parts) + 1))]
        stood_below = Page.objects.filter(url_path__in=above).values_list("pk", flat=True)
        found |= {key(pk) for pk in stood_below for key in (keys.below_key, keys.children_key)}
    return found


def _names(model: type[Page]) -> list[str]:
    return [*NAME, *getattr(model, "named_by", ())]


def _before_save(sender, instance, update_fields=None, **kwargs):
    """Remember what is about to be written over."""
    instance.written_over = None
    if not is_of_a_draft(update_fields) and instance.pk:
        fields = dict.fromkeys((*PLACE, *_names(sender)))
        instance.written_over = sender._base_manager.filter(pk=instance.pk).values(*fields).first()


def _after_save(sender, instance, update_fields=None, **kwargs):
    before: dict[str, Any] | None = getattr(instance, "written_over", None)
    if is_of_a_draft(update_fields) or not (instance.live or (before and before["live"])):
        return
    # Wagtail saves the bare page when it has moved, maybe among its neighbours alone.
    if before and (sender is Page or _differs(instance, before, PLACE)):
        purge(keys_of_place(instance, before["url_path"]))
    else:
        purge(keys_of(instance, names=not before or _differs(instance, before, _names(sender))))


def _differs(instance: Page, before: dict[str, Any], names: Iterable[str]) -> bool:
    return any(getattr(instance, name) != before[name] for name in names)


def _before_delete(sender, instance, **kwargs):
    purge(keys_of_place(instance))


def _after_move(sender, instance, url_path_before, **kwargs):
    purge(keys_of_place(instance, url_path_before))


def _after_privacy(sender, instance, **kwargs):
    if page := Page.objects.filter(pk=instance.page_id).first():
        purge(keys_of_place(page))


def connect() -> None:
    """Follow what happens to pages."""
    for model in models():
        name = f"purge_{model._meta.label_lower}"
        pre_save.connect(_before_save, sender=model, dispatch_uid=name)
        post_save.connect(_after_save, sender=model, dispatch_uid=name)
    pre_delete.connect(_before_delete, sender=Page, dispatch_uid="purge_deleted_page")
    post_page_move.connect(_after_move, dispatch_uid="purge_moved_page")
    for signal in (post_save, post_delete):
        signal.connect(_after_privacy, sender=PageViewRestriction, dispatch_uid="purge_privacy")
