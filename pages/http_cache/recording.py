"""Records what an answer shows while it is being made, and until when it holds.

Rendering code calls ``shows`` and ``changes_at``; where nothing records, they do nothing. Every page, image,
document, organisation and site that is read as an object is recorded by itself. What is read as mere values,
and lists to which something could be added, must be named: ``shows(below_key(page.pk))``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.db.models.signals import post_init

from . import keys

MOST_PAGES = 100
"""From so many pages on, an answer is purged when any page changes: keys travel in a header."""

_recording: ContextVar["Shown | None"] = ContextVar("shown", default=None)


@dataclass
class Shown:
    """What an answer shows, and the moment at which it changes by the clock alone."""

    others: set[str] = field(default_factory=set)
    pages: dict[int, str | None] = field(default_factory=dict)
    """The tree path of each page; ``None`` where nobody asked for it."""
    until: datetime | None = None
    changed: datetime | None = None
    """When the clock alone last changed it."""
    asks_who_reads: bool = False

    def changes_at(self, moment: datetime) -> None:
        """Note that the answer changes at ``moment``, which has not come yet."""
        self.until = min(filter(None, [self.until, moment]))

    def changed_at(self, moment: datetime) -> None:
        """Note that the answer changed at ``moment``, which has passed."""
        self.changed = max(filter(None, [self.changed, moment]))

    @property
    def keys(self) -> set[str]:
        """All keys. A list over what stands below a page stands for each page in it."""
        below = [path for pk, path in self.pages.items() if path and keys.below_key(pk) in self.others]
        alone = {
            keys.page_key(pk)
            for pk, path in self.pages.items()
            if not any(path and path != above and path.startswith(above) for above in below)
        }
        if len(alone) > MOST_PAGES:
            alone = {keys.PAGES}
        others = self.others
        if keys.ORGANISATIONS in others:
            others = {each for each in others if not each.startswith(keys.organisation_key(""))}
        return {keys.EVERYTHING, *alone, *others}


@contextmanager
def recording() -> Iterator[Shown]:
    """Record what is shown meanwhile."""
    shown = Shown()
    token = _recording.set(shown)
    try:
        yield shown
    finally:
        _recording.reset(token)


def shows(*names: str) -> None:
    """Note that the answer which is being made shows what is called ``names``."""
    if shown := _recording.get():
        shown.others.update(names)


def changes_at(moment: datetime) -> None:
    """Note that the answer which is being made changes at ``moment`` by the clock alone."""
    if shown := _recording.get():
        shown.changes_at(moment)


def changed_at(moment: datetime) -> None:
    """Note that the answer which is being made changed at ``moment`` by the clock alone."""
    if shown := _recording.get():
        shown.changed_at(moment)


def asks_who_reads() -> None:
    """Note that the answer which is being made may differ from reader to reader."""
    if shown := _recording.get():
        shown.asks_who_reads = True


def record_by_itself(model: type[Model], key: Callable[[Any], str]) -> None:
    """Record by ``key`` each object of ``model`` that is read."""

    def note(sender, instance, **kwargs):
        shown = _recording.get()
        if shown is not None and instance.pk:
            shown.others.add(key(instance.pk))

    post_init.connect(note, sender=model, weak=False, dispatch_uid=f"shown_{model._meta.label_lower}")


def _note_page(sender, instance, **kwargs):
    shown = _recording.get()
    if shown is not None and instance.pk:
        path = instance.__dict__.get("path") or shown.pages.get(instance.pk)
        shown.pages[instance.pk] = path


def _note_restriction(sender, instance, **kwargs):
    asks_who_reads()


def connect() -> None:
    """Listen to what is read."""
    from django.apps import apps
    from wagtail.documents import get_document_model
    from wagtail.images import get_image_model
    from wagtail.models import Page, PageViewRestriction, Site

    for model in apps.get_models():
        if issubclass(model, Page):
            post_init.connect(_note_page, sender=model, dispatch_uid=f"shown_{model._meta.label_lower}")
    post_init.connect(_note_restriction, sender=PageViewRestriction, dispatch_uid="shown_restriction")
    record_by_itself(Site, lambda pk: keys.SITE)
    record_by_itself(get_image_model(), keys.image_key)
    record_by_itself(get_document_model(), keys.document_key)
