"""Publication rules: drafts may be incomplete, publications may not.

A model states its rules in ``clean_for_publication``, which raises ``ValidationError`` as ``clean`` does.
Contradictions, which no draft may contain, belong in ``clean``. The rules run when an editor submits a form,
and again when something is published, because another page may have taken the same number in between.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db.models import Model
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import DraftStateMixin, Page

from .agreement import check_that_all_can_agree
from .content_checks import check_content
from .corrections import check_change_note, draft_change_note
from .snapshot import published_children
from .visible_references import VisibleReferencesForm, forms_in

CHECKS_OF_SUBMISSIONS = (check_change_note, check_that_all_can_agree, check_content)
"""What a submission needs beside the publication rules: what is public already may lack it."""


def parts_of(instance: Model) -> Iterator[Model]:
    """Yield ``instance`` and, at any depth, the child objects that are published with it."""
    yield instance
    for _, children in published_children(instance):
        for child in children:
            yield from parts_of(child)


def publication_problems(instance: Model) -> Iterator[tuple[Model, ValidationError]]:
    """Yield each part of ``instance`` that breaks its publication rules, with the error."""
    for part in parts_of(instance):
        if rules := getattr(part, "clean_for_publication", None):
            try:
                rules()
            except ValidationError as error:
                yield part, error


def check_for_publication(instance: Model) -> None:
    """Raise one ``ValidationError`` with every publication rule that ``instance`` breaks."""
    messages = [
        f"{_label(part, field)}{message}"
        for part, error in publication_problems(instance)
        for field, field_messages in messages_by_field(error).items()
        for message in field_messages
    ]
    if messages:
        raise ValidationError(messages)


def messages_by_field(error: ValidationError) -> dict[str, list[str]]:
    """Return what ``error`` says by the name of the field, or by ``NON_FIELD_ERRORS``."""
    return error.message_dict if hasattr(error, "error_dict") else {NON_FIELD_ERRORS: error.messages}


def _label(part: Model, field: str) -> str:
    if field == NON_FIELD_ERRORS:
        return ""
    model_field: Any = part._meta.get_field(field)
    label = str(model_field.verbose_name)
    return f"{label[:1].upper()}{label[1:]}: "


class PublishableForm(VisibleReferencesForm):
    """A form that checks the publication rules unless it saves a draft, and shows errors at the fields."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Start every change with an empty change note, not with the one of the last publication."""
        super().__init__(*args, **kwargs)
        if "change_note" in self.fields:
            self.initial.update(draft_change_note(self.instance))

    def is_valid(self) -> bool:
        """Validate the form and, unless it saves a draft, what would be published.

        All that is wrong is said at once: what a date that does not exist leaves unread is not checked, the
        rest is.
        """
        valid = super().is_valid()
        if self.is_deferred_validation:
            return valid
        # Without committing, this attaches the child objects, so that the rules see the whole. The later save
        # does the same again.
        with _errors_set_aside(self):
            instance = self.save(commit=False)
        form_of = {id(form.instance): form for form in forms_in(self)}
        for part, error in publication_problems(instance):
            form = form_of.get(id(part), self)
            known = set(form.errors)
            for field, messages in messages_by_field(error).items():
                for message in messages if field not in known else ():
                    form.add_error(field if field in form.fields else None, message)
            valid = False
        # All are asked, so that all that is wrong is said at once.
        passed = [self._passes(check, instance) for check in CHECKS_OF_SUBMISSIONS]
        return valid and all(passed)

    def _passes(self, check: Callable[[Any], None], instance: DraftStateMixin) -> bool:
        try:
            check(instance)
        except ValidationError as error:
            self.add_error(None, error)
            return False
        return True


@contextmanager
def _errors_set_aside(form: forms.ModelForm) -> Iterator[None]:
    """Take the errors out of ``form`` for a while: Django reads no form with errors into its object."""
    all_forms = list(forms_in(form))
    formsets = [formset for each in all_forms for formset in getattr(each, "formsets", {}).values()]
    of_fields = [(each.errors, dict(each.errors)) for each in all_forms]
    of_formsets = [(each.non_form_errors(), list(each.non_form_errors())) for each in formsets]
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

    def __init__(self, *args: Any, parent_page: Page | None = None, **kwargs: Any) -> None:
        """Give a new page, which has no place yet, its future parent, because its rules may need it."""
        super().__init__(*args, parent_page=parent_page, **kwargs)
        self.instance.future_parent = parent_page
