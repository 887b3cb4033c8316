"""Files that were ever approved stay unchanged: readers would see a change that nobody approved.

That holds for everybody, superusers too. A new file is a new document, and a take-down deletes one. Commands
have no acting user and are not refused, because whoever runs them is responsible; that is logged.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db.models import Field, Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.log_actions import get_active_log_context

from pages.files.file_permissions import is_in_approved_content
from pages.files.models import HtmlEquivalent
from pages.files.version_files import FILE_MODELS, fields_that_readers_see
from pages.moderation.gate.authors import add_author_of_file
from pages.moderation.gate.decision import Decision, record_change

DERIVED_FIELDS = {"file_hash", "file_size"}
"""Fields that Wagtail fills in when it first needs them."""


def acting_user() -> User | None:
    return get_active_log_context().user


def was_ever_approved(file: Model) -> bool:
    """Tell whether somebody approved something with ``file`` in it, even if nothing uses it any more."""
    name = f"{file._meta.label_lower} {file.pk}"
    return is_in_approved_content(file) or Decision.objects.with_file(name).exists()


def refuse_change_of_approved_file(file: Model) -> bool:
    """Return whether ``file`` was ever approved; raise ``ValidationError`` if so and somebody is acting."""
    approved = was_ever_approved(file)
    if approved and acting_user():
        raise ValidationError(
            "“%(file)s” was approved or waits for approval, so nobody can change or delete it. Upload a new "
            "file and choose it in the page, so that whoever approves the page sees it. To remove this one "
            "at once, a moderator or approving officer takes it down.",
            params={"file": file},
        )
    return approved


def _differ(stored: Model, file: Model, fields: Iterable[Field]) -> bool:
    return any(getattr(stored, field.attname) != getattr(file, field.attname) for field in fields)


def _written_fields(file: Model, update_fields: Iterable[str] | None) -> list[Field]:
    """Return the fields that saving ``file`` would write, without those that Wagtail fills in."""
    return [
        field
        for field in file._meta.concrete_fields
        if field.name not in DERIVED_FIELDS
        and (update_fields is None or {field.name, field.attname} & set(update_fields))
    ]


def before_save(
    sender: type[Model],
    instance: Any,
    raw: bool = False,
    update_fields: Iterable[str] | None = None,
    **kwargs: Any,
) -> None:
    stored = None if raw else sender._base_manager.filter(pk=instance.pk).first()
    instance.looks_different = not raw and (
        stored is None or _differ(stored, instance, fields_that_readers_see(sender))
    )
    is_changed = stored is not None and _differ(stored, instance, _written_fields(instance, update_fields))
    instance.was_approved = is_changed and refuse_change_of_approved_file(instance)


def before_delete(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    """Refuse to delete an approved file, even together with its collection."""
    is_taken_down = getattr(instance, "is_taken_down", False)  # which is logged already
    instance.was_approved = not is_taken_down and refuse_change_of_approved_file(instance)


def log_file_change(file: Model, change: str) -> None:
    record_change(Decision.Action.FILE, file, f"Public file {change}", acting_user())


def after_save(sender: type[Model], instance: Any, created: bool = False, **kwargs: Any) -> None:
    """Remember the author of a change, and log it if the file is approved."""
    if instance.looks_different and (author := acting_user() or (created and instance.uploaded_by_user)):
        add_author_of_file(instance, author)
    if instance.was_approved:
        log_file_change(instance, "changed")
    if said := getattr(instance, "equivalent", None):
        HtmlEquivalent.objects.update_or_create(document=instance, defaults=said)


def after_delete(sender: type[Model], instance: Any, **kwargs: Any) -> None:
    if instance.was_approved:
        log_file_change(instance, "deleted")


def connect() -> None:
    for model in FILE_MODELS:
        pre_save.connect(before_save, sender=model, dispatch_uid=f"guard_{model.__name__}")
        post_save.connect(after_save, sender=model, dispatch_uid=f"guard_{model.__name__}")
        pre_delete.connect(before_delete, sender=model, dispatch_uid=f"guard_{model.__name__}")
        post_delete.connect(after_delete, sender=model, dispatch_uid=f"guard_{model.__name__}")


def refuse_bulk_change_of_approved_files(
    request: HttpRequest, action_type: str, files: Iterable[Model], action: Any
) -> HttpResponse | None:
    """Refuse a bulk action on approved files; moving them to another collection sends no signal."""
    if action.model not in FILE_MODELS:
        return None
    try:
        for file in files:
            refuse_change_of_approved_file(file)
    except ValidationError as refusal:
        messages.error(request, f"Nothing was changed. {' '.join(refusal.messages)}")
        return redirect(action.next_url)
    return None
