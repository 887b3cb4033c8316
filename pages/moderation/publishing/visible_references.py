"""Forms refuse the keys of what their sender may not see: such a request was not made with our choosers.

What a draft named before stays, whoever saves it next: it was chosen by somebody who could see it.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from modelcluster.models import get_all_child_relations
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import CopyForm
from wagtail.fields import RichTextField
from wagtail.permissions import page_permission_policy

from pages.core.stored_links import parse_key
from pages.moderation.rules.visible_objects import HIDDEN_NAME, Reference, name_shown, names_hidden

HIDDEN = "This names something that you may not see. Choose something else."


def references_in(field: Any, value: Any) -> Iterator[Reference]:
    """Yield what ``value``, of the form or database field ``field``, refers to."""
    if isinstance(value, Model):
        yield type(value), str(value.pk)
    elif isinstance(value, QuerySet):
        yield from ((value.model, str(each.pk)) for each in value)
    elif value and hasattr(field, "extract_references"):  # text and blocks
        for model, key, *_ in field.extract_references(value):
            if parse_key(key):
                yield model, str(key)


def links_in(html: str) -> set[Reference]:
    """Return what the links of rich text lead to."""
    return set(references_in(RichTextField(), html))


def references_of(instance: Model) -> Iterator[Reference]:
    """Yield what the fields of ``instance`` and of its children, at any depth, refer to."""
    fields: Any = instance._meta.get_fields()
    for field in fields:
        if field.is_relation and field.concrete and (field.many_to_one or field.one_to_one):
            yield field.related_model, str(getattr(instance, field.attname))
        elif field.many_to_many and field.concrete and instance.pk:
            yield from ((field.related_model, str(each.pk)) for each in getattr(instance, field.name).all())
        elif field.concrete:
            yield from references_in(field, getattr(instance, field.name))
    for relation in get_all_child_relations(type(instance)):
        for child in getattr(instance, relation.get_accessor_name()).all():
            yield from references_of(child)


class VisibleReferencesForm(WagtailAdminModelForm):
    """A form in which nobody can newly name what they may not see."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Note what was named before."""
        super().__init__(*args, **kwargs)
        self.named_before = set(references_of(self.instance)) if self.is_bound else set()

    def is_valid(self) -> bool:
        """Add an error to each field that newly names something that the user may not see."""
        valid = super().is_valid()
        for form in forms_in(self):
            for name, value in list(getattr(form, "cleaned_data", {}).items()):
                named = set(references_in(_model_field(form, name), value)) - self.named_before
                if names_hidden(self.for_user, named):
                    form.add_error(name, ValidationError(HIDDEN))
                    valid = False
        return valid


def _model_field(form: forms.ModelForm, name: str) -> Any:
    return next((each for each in form._meta.model._meta.get_fields() if each.name == name), None)


def forms_in(form: forms.ModelForm) -> Iterator[forms.ModelForm]:
    """Yield ``form`` and the forms of all child objects, at any depth."""
    yield form
    for formset in getattr(form, "formsets", {}).values():
        for child in formset.forms:
            yield from forms_in(child)


class VisibleCopyForm(CopyForm):
    """Copies a page to where the user may see it; Wagtail names the page to which they may not copy."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Take only pages that the user may see."""
        super().__init__(*args, **kwargs)
        self.fields["new_parent_page"].queryset = page_permission_policy.explorable_instances(self.user)


class HiddenChoice:
    """For comparisons of what versions chose: what the user may not see is neither named nor shown."""

    def htmlvalue(self, val: Any) -> str:
        """Return what ``val`` looks like."""
        return HIDDEN_NAME if name_shown(val) == HIDDEN_NAME else super().htmlvalue(val)  # type: ignore[misc]

    def htmldiff(self) -> str:
        """Return how both versions look."""
        names = [name_shown(value) for value in (self.val_a, self.val_b)]  # type: ignore[attr-defined]
        return HIDDEN_NAME if HIDDEN_NAME in names else super().htmldiff()  # type: ignore[misc]
