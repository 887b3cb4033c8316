"""A file that was approved stays as it was: everybody would see a change that nobody approved.

Site administrators may change and delete it all the same, and that is told. What is not a screen of the CMS
has no user and is not held up: whoever runs a command answers for it.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from wagtail.log_actions import get_active_log_context

from pages.files.contents import MODELS, public_fields
from pages.files.references import is_approved
from pages.moderation.log.decisions import record_decision
from pages.moderation.records.decision import Decision
from pages.moderation.rules import roles
from pages.moderation.rules.authors import add_author_of_file

DERIVED = {"file_hash", "file_size"}
"""Fields that Wagtail fills in when it first needs them."""


def acting_user():
    """Return whoever is signed in to the screen of the CMS that is at work."""
    return get_active_log_context().user


def refuse_change(file: Model) -> bool:
    """Raise ``ValidationError`` if the acting user may not change or delete ``file``.

    Returns whether somebody approved it: then its change is told.
    """
    approved = is_approved(file)
    user = acting_user()
    if approved and user and not roles.administers(user):
        raise ValidationError(
            "“%(file)s” stands in something that is public or waits for approval, so it stays as it is. "
            "Upload it as a new file and choose that one in the page: "
            "whoever approves the page then sees it.",
            params={"file": file},
        )
    return approved


def _differ(stored: Model, file: Model, fields: Iterable[Field]) -> bool:
    return any(getattr(stored, field.attname) != getattr(file, field.attname) for field in fields)


def _saved(file: Model, update_fields: Iterable[str] | None) -> list[Field]:
    """Return the fields that saving ``file`` would write, but for those that Wagtail fills in."""
    return [
        field
        for field in file._meta.concrete_fields
        if field.name not in DERIVED
        and (update_fields is None or {field.name, field.attname} & set(update_fields))
    ]


def before_save(sender, instance, raw=False, update_fields=None, **kwargs):
    """Refuse a change of an approved file."""
    stored = None if raw else sender._base_manager.filter(pk=instance.pk).first()
    instance.looks_different = not raw and (
        stored is None or _differ(stored, instance, public_fields(sender))
    )
    changes = stored is not None and _differ(stored, instance, _saved(instance, update_fields))
    instance.was_approved = changes and refuse_change(instance)


def before_delete(sender, instance, **kwargs):
    """Refuse to delete an approved file, be it with its collection."""
    instance.was_approved = refuse_change(instance)


def tell_change(instance: Model, action: str) -> None:
    """Log that a file which others had approved is no longer the same."""
    record_decision(Decision.Action.FILE, obj=instance, user=acting_user(), data={"what": action})


def after_save(sender, instance, created=False, **kwargs):
    """Remember who made a change, and tell of it if others had approved the file."""
    if instance.looks_different and (author := acting_user() or (created and instance.uploaded_by_user)):
        add_author_of_file(instance, author)
    if instance.was_approved:
        tell_change(instance, "changed")


def after_delete(sender, instance, **kwargs):
    """Tell of a deletion."""
    if instance.was_approved:
        tell_change(instance, "deleted")


def connect() -> None:
    """Hold it for images and documents, whichever screen is at work."""
    for model in MODELS:
        pre_save.connect(before_save, sender=model, dispatch_uid=f"guard_{model.__name__}")
        post_save.connect(after_save, sender=model, dispatch_uid=f"guard_{model.__name__}")
        pre_delete.connect(before_delete, sender=model, dispatch_uid=f"guard_{model.__name__}")
        post_delete.connect(after_delete, sender=model, dispatch_uid=f"guard_{model.__name__}")
