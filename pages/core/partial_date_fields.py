"""Form fields, a widget and a model field for ``PartialDate``."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from .partial_dates import PartialDate

PRECISIONS = {"day": "the day", "month": "the month only", "year": "the year only"}
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def require_plausible_year(date: PartialDate) -> PartialDate:
    """Return ``date``; raise ``ValidationError`` if its year must be a typing mistake."""
    if not EARLIEST_YEAR <= date.year <= LATEST_YEAR:
        raise ValidationError(f"Enter a year between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    return date


class PartialDateWidget(forms.MultiWidget):
    """Boxes for day, month and year, and a choice of how much of the date is known."""

    template_name = "wagtailadmin/widgets/partial_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Label the boxes, for screen readers and for tests."""
        number = {"inputmode": "numeric", "autocomplete": "off"}
        super().__init__(
            widgets={
                "day": forms.TextInput({**number, "maxlength": 2, "aria-label": "Day"}),
                "month": forms.TextInput({**number, "maxlength": 2, "aria-label": "Month"}),
                "year": forms.TextInput({**number, "maxlength": 4, "aria-label": "Year"}),
                "precision": forms.Select(
                    {"aria-label": "How much of the date is known"},
                    choices=[(key, f"Known to {label}") for key, label in PRECISIONS.items()],
                ),
            },
            attrs=attrs,
        )

    def decompress(self, value: PartialDate | str | None) -> list[Any]:
        """Return the content of the boxes for ``value``."""
        if isinstance(value, str):
            try:
                value = PartialDate.parse(value)
            except ValueError:
                value = None
        if value is None:
            return ["", "", "", "day"]
        return [value.day or "", value.month or "", value.year, value.precision]


class PartialDateFormField(forms.MultiValueField):
    """Reads the boxes of ``PartialDateWidget`` and refuses a date that contradicts its precision."""

    widget = PartialDateWidget

    def __init__(self, **options: Any) -> None:
        """Accept the options that model fields pass, and drop those that only apply to text."""
        for text_option in ("max_length", "empty_value", "strip"):
            options.pop(text_option, None)
        fields = [forms.CharField(required=False, strip=True) for _ in range(3)]
        precision = forms.ChoiceField(required=False, choices=list(PRECISIONS.items()))
        super().__init__(fields=[*fields, precision], require_all_fields=False, **options)

    def compress(self, parts: list[Any]) -> PartialDate | None:
        """Return the date, or ``None`` for empty boxes; raise ``ValidationError`` for any other content."""
        day, month, year, precision = [*parts, "", "", "", ""][:4]
        if not (day or month or year):
            return None
        typed = {"year": year, "month": month, "day": day}
        required_parts = {"day": ["year", "month", "day"], "month": ["year", "month"], "year": ["year"]}[
            precision or "day"
        ]
        for name, value in typed.items():
            if name in required_parts and not value:
                raise ValidationError(f"Enter the {name}, or choose how much of the date is known.")
            if name not in required_parts and value:
                raise ValidationError(
                    f"Known to {PRECISIONS[precision]}, but a {name} is given. "
                    f"Empty the {name}, or choose “Known to {PRECISIONS[name]}”."
                )
        try:
            date = PartialDate(**{name: int(typed[name]) for name in required_parts})
        except ValueError as error:
            raise ValidationError("Enter a real date, like 27 9 2024.") from error
        return require_plausible_year(date)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare the dates, not the contents of the boxes."""
        try:
            return self.parse_boxes(data) != (initial or None)
        except ValidationError:
            return True

    def parse_boxes(self, data: Any) -> PartialDate | None:
        """Return the date in ``data`` without checking that a required field is filled."""
        return self.compress([str(part or "").strip() for part in data or []])


class PartialDateTextField(forms.CharField):
    """One box for a date in words or in its stored form."""

    def prepare_value(self, value: Any) -> Any:
        """Show a date in words."""
        return value.words if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        """Return the date, or an empty string for an empty box, as Django's ``required`` expects."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return require_plausible_year(PartialDate.from_words(text))
        except ValueError as error:
            raise ValidationError("Enter a date like 27 September 2024, September 2024 or 2024.") from error


class PartialDateField(models.CharField):
    """Stores a ``PartialDate``; an unknown date is an empty string."""

    # Types of the attribute, for django-stubs.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any) -> None:
        """Fix the length to that of the longest stored form."""
        options["max_length"] = 10
        super().__init__(*args, **options)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        """Leave the fixed length out of migrations."""
        name, path, args, options = super().deconstruct()
        del options["max_length"]
        return name, path, args, options

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> PartialDate | None:
        """Return the stored date, or ``None``."""
        return PartialDate.parse(value) if value else None

    def to_python(self, value: Any) -> Any:
        """Return ``value`` as a ``PartialDate`` or ``None``; raise ``ValidationError`` otherwise."""
        if value is None or isinstance(value, PartialDate):
            return value
        if value == "":
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError("Enter a date like 2024-09-27, 2024-09 or 2024.") from error

    def get_prep_value(self, value: Any) -> str:
        """Return the stored form."""
        return "" if value is None else str(value)

    def value_to_string(self, obj: models.Model) -> str:
        """Return the stored form, for revisions and fixtures."""
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value: Any, model_instance: models.Model | None) -> None:
        """Apply Django's checks to the stored form."""
        super().validate(self.get_prep_value(value), model_instance)

    def run_validators(self, value: Any) -> None:
        """Apply Django's validators to the stored form."""
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **options: Any) -> Any:
        """Return the form field with three boxes."""
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **options})


register_form_field_override(PartialDateField, override={"widget": PartialDateWidget})
