"""Form fields, a widget and a model field for ``PartialDate``."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET
from wagtail.admin.auth import require_admin_access
from wagtail.admin.forms.models import register_form_field_override

from .partial_dates import PartialDate, UnreadableDateError, read_date

EARLIEST_YEAR = 1900
LATEST_YEAR = 2100


class PartialDateInput(forms.TextInput):
    """One box that takes a date as people write it, and says beside it how the site reads it."""

    template_name = "wagtailadmin/widgets/partial_date.html"

    def __init__(self, *args: Any, kind: str = "", **options: Any) -> None:
        """Warn at once of a date to come, if it has to be ``past``; take ``words`` in place of a date."""
        super().__init__(*args, **options)
        self.kind = kind

    class Media:
        js = ["partial-dates.js"]

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["attrs"] |= {
            "autocomplete": "off",
            "data-read-date": self.address,
        }
        return context

    @property
    def address(self) -> str:
        """Where the script asks how a date is read."""
        return f"{reverse('read_date')}?kind={self.kind}"


class PartialDateFormField(forms.CharField):
    """One box for a date in words, in figures or in its stored form."""

    def prepare_value(self, value: Any) -> Any:
        return value.words if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        """Return the date, or an empty string for an empty box, as Django's ``required`` expects."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return ""
        try:
            date = read_date(text)
        except UnreadableDateError as error:
            raise ValidationError(str(error)) from error
        if not EARLIEST_YEAR <= date.year <= LATEST_YEAR:  # a typing mistake
            raise ValidationError(
                f"Enter a year between {EARLIEST_YEAR} and {LATEST_YEAR}."
            )
        return date

    def clean(self, value: Any) -> PartialDate | None:
        """Return the date or, as it is read from the database, ``None`` for an empty box."""
        return super().clean(value) or None

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return (self.to_python(data) or None) != (self.to_python(initial) or None)
        except ValidationError:
            return True


class PartialDateField(models.CharField):
    """Stores a ``PartialDate``; an unknown date is an empty string."""

    # Types of the attribute, for django-stubs.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        options["max_length"] = 10
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, options = super().deconstruct()
        del options["max_length"]
        return name, path, args, options

    def from_db_value(
        self, value: str | None, expression: Any, connection: Any
    ) -> PartialDate | None:
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        if value is None or isinstance(value, PartialDate):
            return value
        if value == "":
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError(
                "Enter a date, like 2024-09-27, 2024-09 or 2024."
            ) from error

    def get_prep_value(self, value: Any) -> str:
        return "" if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        super().validate(self.get_prep_value(value), model_instance)

    def run_validators(self, value: Any) -> None:
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **options: Any) -> Any:
        options = {"form_class": PartialDateFormField, **options}
        return models.Field.formfield(self, **options)


register_form_field_override(PartialDateField, override={"widget": PartialDateInput})


@require_GET
@require_admin_access
def read_typed_date(request: HttpRequest) -> JsonResponse:
    """Return the date that the form would store, in words, or what the form would say against it."""
    try:
        date = PartialDateFormField(required=False).clean(request.GET.get("text", ""))
    except ValidationError as error:
        if request.GET.get("kind") == "words" and not any(
            letter.isdigit() for letter in request.GET.get("text", "")
        ):
            return JsonResponse({"reading": "Shown in these words."})
        return JsonResponse({"problem": error.messages[0]})
    if (
        date
        and request.GET.get("kind") == "past"
        and date.earliest > timezone.localdate()
    ):
        return JsonResponse({"problem": f"{date.words} is in the future."})
    return JsonResponse({"reading": date.reading if date else ""})
