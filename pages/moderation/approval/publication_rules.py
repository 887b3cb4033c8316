"""Publication rules: drafts may be incomplete, publications may not.

A change needs a note.

A model states its rules in ``clean_for_publication``, which raises ``ValidationError``
as ``clean`` does. Contradictions, which no draft may contain, belong in ``clean``. The
rules run when an editor submits a form, and again when something is published, because
another page may have taken the same number in between.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import DraftStateMixin, Page

from pages.core.moments import moment_in_words
from pages.core.text import without_editor_keys

from .public_content import public_content, published_children
from .publication_permit import PublicationRefusedError
from .removals import check_put_back_together
from .versions import PublishedVersion


def was_ever_published(obj: DraftStateMixin) -> bool:
    return bool(obj.pk) and bool(
        obj.first_published_at or PublishedVersion.objects.for_object(obj).exists()
    )


def check_change_note(draft: DraftStateMixin) -> None:
    """Raise ``ValidationError`` if ``draft`` changes something published and lacks a change note."""
    if was_ever_published(draft) and not draft.change_note.strip():
        raise ValidationError(
            {
                "change_note": "Describe what has changed, and why, for the people who read the page."
            }
        )


def check_that_something_changed(draft: DraftStateMixin) -> None:
    """Raise ``ValidationError`` if ``draft`` says what is live: there would be nothing to review."""
    live = type(draft)._base_manager.filter(pk=draft.pk, live=True).first()
    if not live or live.expire_at != draft.expire_at:
        return
    before, now = (public_content(obj.serializable_data()) for obj in (live, draft))
    if _as_shown(before) == _as_shown(now):
        raise ValidationError(
            "You have not changed anything since this was published. Edit it first."
        )


def _as_shown(value: Any) -> Any:
    """Return ``value`` without what readers never see: the ids of blocks and the editor's keys."""
    if isinstance(value, str):
        return _parse_text(value)
    if isinstance(value, list):
        return list(map(_as_shown, value))
    if not isinstance(value, dict):
        return value
    is_block = {"type", "value"} <= value.keys()
    shown = {}
    for name, part in value.items():
        if name != "id" or not is_block:
            shown[name] = _as_shown(part)
    return shown


def _parse_text(text: str) -> Any:
    """Return ``text``, or the blocks of a stream field, which stores them as JSON."""
    text = without_editor_keys(text)
    if not text.startswith("["):
        return text
    try:
        return _as_shown(json.loads(text))
    except ValueError:
        return text


def draft_change_note(obj: DraftStateMixin) -> str:
    """Return the change note of the latest draft of ``obj``; an empty one if it is published."""
    draft = obj.latest_revision if obj.pk else None
    if not draft:
        return ""
    versions = PublishedVersion.objects.for_object(obj)
    if versions.filter(revision_id=draft.pk).exists():
        return ""
    note: str = draft.content.get("change_note", "")
    return note


def check_expiry(draft: DraftStateMixin) -> None:
    """Refuse what would have gone away by now; the forms of pages and snippets refuse a past moment, too."""
    if draft.expire_at and draft.expire_at <= timezone.now():
        moment = moment_in_words(draft.expire_at)
        raise PublicationRefusedError(
            f"“{draft}” was due to expire on {moment}. Change the expiry date and resubmit it."
        )


CHECKS_OF_SUBMISSIONS = (
    check_that_something_changed,
    check_change_note,
    check_put_back_together,
)
"""What a submission needs beside the publication rules: what is public already may lack it."""


def parts_of(instance: Model) -> Iterator[Model]:
    """Yield ``instance`` and, at any depth, the child objects that are published with it."""
    yield instance
    for _, children in published_children(instance):
        for child in children:
            yield from parts_of(child)


def publication_problems(instance: Model) -> Iterator[tuple[Model, ValidationError]]:
    for part in parts_of(instance):
        if rules := getattr(part, "clean_for_publication", None):
            try:
                rules()
            except ValidationError as error:
                yield part, error


def check_for_publication(instance: Model) -> None:
    """Raise one ``ValidationError`` with every publication rule that ``instance`` breaks."""
    messages = []
    for part, error in publication_problems(instance):
        for field, field_messages in messages_by_field(error).items():
            label = _label(part, field)
            messages += [f"{label}{message}" for message in field_messages]
    if messages:
        raise ValidationError(messages)


def messages_by_field(error: ValidationError) -> dict[str, list[str]]:
    """Return what ``error`` says by the name of the field, or by ``NON_FIELD_ERRORS``."""
    if hasattr(error, "error_dict"):
        return error.message_dict
    return {NON_FIELD_ERRORS: error.messages}


def _label(part: Any, field: str) -> str:
    if field == NON_FIELD_ERRORS:
        return ""
    return f"{capfirst(part._meta.get_field(field).verbose_name)}: "


def forms_in(form: forms.ModelForm) -> Iterator[forms.ModelForm]:
    """Yield ``form`` and the forms of its children, at any depth."""
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from forms_in(child)


class PublishableForm(WagtailAdminModelForm):
    """A form that checks the publication rules unless it saves a draft, and shows errors at the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start every change with an empty change note, not with the one of the last publication."""
        super().__init__(*args, **kwargs)
        if "change_note" in self.fields:
            self.initial["change_note"] = draft_change_note(self.instance)

    def is_valid(self) -> bool:
        """Validate the form and, unless it saves a draft, what would be published, and say all at once."""
        valid = self._fits_rules()
        # At the very end: the rules take their time, and somebody else saves meanwhile.
        say_if_newer = getattr(self.instance, "say_if_newer", None)
        if say_if_newer and say_if_newer():
            self.add_error(
                None, "There is a newer version. Choose which one to keep above."
            )
            valid = False
        return valid

    def _fits_rules(self) -> bool:
        valid = super().is_valid()
        if self.is_deferred_validation:
            return valid
        # Without committing, this attaches the child objects, so that the rules see the
        # whole. The later save does the same again.
        with _errors_set_aside(self):
            instance = self.save(commit=False)
        form_of = {id(form.instance): form for form in forms_in(self)}
        for part, error in publication_problems(instance):
            form = form_of.get(id(part), self)
            known = set(form.errors)
            for field, messages in messages_by_field(error).items():
                place = field if field in form.fields else None
                if field not in known:
                    form.add_error(place, messages)
            valid = False
        # All are asked, so that all that is wrong is said at once.
        for check in CHECKS_OF_SUBMISSIONS:
            try:
                check(instance)
            except ValidationError as error:
                self.add_error(None, error)
                valid = False
        return valid


@contextmanager
def _errors_set_aside(form: forms.ModelForm) -> Iterator[None]:
    """Take the errors out of ``form`` for a while: Django reads no form with errors into its object."""
    all_forms = list(forms_in(form))
    formsets: list[Any] = []
    for each_form in all_forms:
        formsets += getattr(each_form, "formsets", {}).values()
    of_fields = [(each_form.errors, dict(each_form.errors)) for each_form in all_forms]
    of_formsets = [
        (formset.non_form_errors(), list(formset.non_form_errors()))
        for formset in formsets
    ]
    for errors, _ in [*of_fields, *of_formsets]:
        errors.clear()
    try:
        yield
    finally:
        for errors, kept in of_fields:
            errors.update(kept)
        for messages, kept_messages in of_formsets:
            messages.extend(kept_messages)


class PublishablePageForm(PublishableForm, WagtailAdminPageForm):
    """The editing form of every page."""

    media_of_class: forms.Media | None = None

    @property
    def media(self) -> forms.Media:
        """What the widgets of the form need: the same for each of its class, which has hundreds."""
        if "media_of_class" not in vars(type(self)):
            type(self).media_of_class = super().media
        return vars(type(self))["media_of_class"]

    def __init__(
        self, *args: Any, parent_page: Page | None = None, **kwargs: Any
    ) -> None:
        """Give a new page, which has no place yet, its future parent, because its rules may need it."""
        super().__init__(*args, parent_page=parent_page, **kwargs)
        self.instance.future_parent = parent_page
