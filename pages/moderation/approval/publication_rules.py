"""Publication rules: drafts may be incomplete, publications may not.

A change needs a note, or is minor.

A model states its rules in ``clean_for_publication``, which raises ``ValidationError``
as ``clean`` does. Contradictions, which no draft may contain, belong in ``clean``. The
rules run when an editor submits a form, and again when something is published, because
another page may have taken the same number in between.
"""

import calendar
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bs4 import BeautifulSoup
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm
from wagtail.models import DraftStateMixin, Page

from pages.core.moments import moment_in_words
from pages.core.text import without_editor_keys

from .public_content import public_content, published_children, snapshot
from .publication_permit import PublicationRefusedError
from .publication_set import is_for_later
from .removals import check_put_back_together
from .versions import PublishedVersion


def was_ever_published(obj: DraftStateMixin) -> bool:
    return bool(obj.pk) and bool(
        obj.first_published_at or PublishedVersion.objects.for_object(obj).exists()
    )


def check_change_note(draft: DraftStateMixin) -> None:
    """Raise ``ValidationError`` if ``draft`` lacks a note, or is more than the correction that it says."""
    is_change = was_ever_published(draft)
    if draft.minor_correction:
        problem = ""
        if not is_change:
            problem = (
                "This has never been public, so it is not a correction. "
                "Untick this. A first publication needs no change note."
            )
        elif changed := changes_beyond_correction(draft):
            problem = (
                f"This is more than a minor correction: it changes {', '.join(changed)}. "
                "Untick this and describe the change in the change note."
            )
        if problem:
            raise ValidationError({"minor_correction": problem})
    elif is_change and not draft.change_note.strip():
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
    if not any(_changed_fields(before, now, [], frozenset())):
        raise ValidationError(
            "You have not changed anything since this was published. Edit it first."
        )


def draft_change_note(obj: DraftStateMixin) -> dict[str, Any]:
    """Return the change note fields of the latest draft of ``obj``; empty ones if it is published."""
    draft = obj.latest_revision if obj.pk else None
    is_public = (
        draft
        and PublishedVersion.objects.for_object(obj)
        .filter(revision_id=draft.pk)
        .exists()
    )
    content = draft.content if draft and not is_public else {}
    return {
        name: content.get(name, empty)
        for name, empty in (("change_note", ""), ("minor_correction", False))
    }


CORRECTABLE_BLOCKS = {"text", "text_in_language", "inset", "details", "action_list"}
"""Blocks of running text; quotations, dates, documents and tables are facts."""
MONTHS_AND_WEEKDAYS = {
    name.lower()
    for name in [
        *calendar.month_name,
        *calendar.month_abbr,
        *calendar.day_name,
        *calendar.day_abbr,
    ]
} - {""}
PUNCTUATION = ".,;:!?()[]\"'“”‘’…"


def changes_beyond_correction(draft: DraftStateMixin) -> list[str]:
    """Return the changes in ``draft``, compared with what is live, that are no minor correction.

    A class names its fields of running text in ``correctable_fields``. Positions,
    reasons, statuses, dates, addressees, owners, quotations and assurance are never
    among them, nor may anything be added or removed. A correction is published at once
    and expires with what it corrects.

    Within running text, figures, dates and the targets of links, documents and images
    must stay the same. The moderator who approves it judges the rest.
    """
    live = type(draft)._base_manager.filter(pk=draft.pk, live=True).first()
    if not live:
        return ["what is not public"]
    found = [
        *_changed_fields(snapshot(live), snapshot(draft), [], draft.correctable_fields)
    ]
    if is_for_later(draft):  # a past date has no effect
        found.append("the date of publication")
    if draft.expire_at != live.expire_at:
        found.append("the expiry date")
    return list(dict.fromkeys(found))


def _changed_fields(
    before: Any, now: Any, path: list[str], correctable: frozenset[str]
) -> Iterator[str]:
    before = _parse_text(before)
    now = _parse_text(now)
    if before == now:
        return
    if isinstance(before, dict) and isinstance(now, dict):
        kind = [f"<{now['type']}>"] if {"type", "value"} <= now.keys() else []
        for name in before.keys() | now.keys():
            if name != "id" or not kind:
                yield from _changed_fields(
                    before.get(name), now.get(name), [*path, *kind, name], correctable
                )
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for old, new in zip(before, now, strict=True):
            yield from _changed_fields(old, new, path, correctable)
    elif not _is_correction(before, now, path, correctable):
        yield _name_of_place(path)


def _name_of_place(path: list[str]) -> str:
    """Return what the change note calls the lowest part of ``path`` that has a name."""
    names = []
    for part in path:
        if not part.startswith("<") and part not in {"value", "text"}:
            names.append(part)
    # The only text of a notice has the name that the parts of blocks have.
    return "the " + (names or path)[-1].replace("_", " ")


def _parse_text(value: Any) -> Any:
    """Return text without the editor's keys, and the blocks of a stream field, which stores them as JSON."""
    if not isinstance(value, str):
        return value
    text = without_editor_keys(value)
    try:
        return json.loads(text) if text.startswith("[") else text
    except ValueError:
        return text


def _is_correction(
    before: Any, now: Any, path: list[str], correctable: frozenset[str]
) -> bool:
    if not (
        isinstance(before, str)
        and isinstance(now, str)
        and before.strip()
        and now.strip()
    ):
        return False
    blocks = {part.strip("<>") for part in path if part.startswith("<")} - {"item"}
    names = [part for part in path if not part.startswith("<")]
    return (
        bool(correctable & set(names))
        and names[-1] != "type"
        and blocks <= CORRECTABLE_BLOCKS
        and _facts(before) == _facts(now)
    )


def _facts(text: str) -> tuple[list, list[str], list[str]]:
    """Return the attributes of tags, figures, months and weekdays in ``text``, its comments included."""
    # The line break keeps BeautifulSoup from warning about text that looks like an
    # address.
    soup = BeautifulSoup(f"{text}\n", "html.parser", multi_valued_attributes=None)
    attributes = [
        (tag.name, sorted(tag.attrs.items()))
        for tag in soup.find_all(lambda tag: bool(tag.attrs))
    ]
    words = " ".join(soup.find_all(string=True))
    figures = [
        word.strip(PUNCTUATION)
        for word in words.split()
        if any(map(str.isnumeric, word))
    ]
    months_and_weekdays = [
        name
        for name in re.findall(r"\w+", words.lower())
        if name in MONTHS_AND_WEEKDAYS
    ]
    return attributes, figures, months_and_weekdays


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
            self.initial.update(draft_change_note(self.instance))

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
