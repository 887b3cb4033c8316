"""Drafts may be incomplete, publications may not: one walk finds what is missing.

A model states its rules in ``clean_for_publication``, which raises ``ValidationError`` like
``clean``; contradictions, which no draft may hold, belong in ``clean`` itself. The rules run when an
editor submits or publishes a form, and again at the publication itself, whatever started it: since
the form was checked, another page may have taken the same number.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminModelForm, WagtailAdminPageForm

from pages.moderation.rules.change_notes import check_change_note, pending_note


def parts_of(instance: Any) -> Iterator[Any]:
    """Yield ``instance`` and, at any depth, the child objects that are published with it."""
    yield instance
    for relation in get_all_child_relations(type(instance)):
        if relation.related_model._meta.app_label == "wagtailcore":
            continue  # editors' comments are no part of what is published
        for child in getattr(instance, relation.get_accessor_name()).all():
            yield from parts_of(child)


def problems(instance: Any) -> Iterator[tuple[Any, ValidationError]]:
    """Yield each part of ``instance`` that may not be published as it is, with what is wrong."""
    for part in parts_of(instance):
        if rules := getattr(part, "clean_for_publication", None):
            try:
                rules()
            except ValidationError as error:
                yield part, error


def check_for_publication(instance: Any) -> None:
    """Raise one ``ValidationError`` that lists everything that stops ``instance`` being published."""
    found = [
        f"{_name(part, field)}{message}"
        for part, error in problems(instance)
        for field, messages in _by_field(error).items()
        for message in messages
    ]
    if found:
        raise ValidationError(found)


def _by_field(error: ValidationError) -> dict[str, list[str]]:
    return error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}


def _name(part: Any, field: str) -> str:
    if field == NON_FIELD_ERRORS:
        return ""
    label = str(part._meta.get_field(field).verbose_name)
    return f"{label[:1].upper()}{label[1:]}: "


def _forms_in(form: forms.ModelForm) -> Iterator[forms.ModelForm]:
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from _forms_in(child)


class PublishableForm(WagtailAdminModelForm):
    """A form that applies the rules whenever it is not saving a draft, and names the fields."""

    def __init__(self, *args, **kwargs):
        """Begin every change with an empty change note, not with that of the last publication."""
        super().__init__(*args, **kwargs)
        if "change_note" in self.fields:
            self.initial.update(pending_note(self.instance))

    def is_valid(self):
        """Validate the form; when it is to be published, validate what would be published."""
        valid = super().is_valid()
        if not valid or self.is_deferred_validation:
            return valid
        # Without committing, this puts the child objects in place, so that they can be looked at
        # together; saving again afterwards changes nothing.
        instance = self.save(commit=False)
        form_of = {id(form.instance): form for form in _forms_in(self)}
        complete = True
        for part, error in problems(instance):
            complete = False
            form = form_of.get(id(part), self)
            for field, messages in _by_field(error).items():
                for message in messages:
                    form.add_error(field if field in form.fields else None, message)
        return complete and self._has_change_note(instance)

    def _has_change_note(self, instance) -> bool:
        try:
            check_change_note(instance)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


class PublishablePageForm(PublishableForm, WagtailAdminPageForm):
    """The editing form of every page."""

    def __init__(self, *args, parent_page=None, **kwargs):
        """Tell a new page, which stands nowhere yet, its parent: its rules may ask about it."""
        super().__init__(*args, parent_page=parent_page, **kwargs)
        self.instance.future_parent = parent_page
