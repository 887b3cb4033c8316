"""How a ``PartialDate`` is typed, checked and stored."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.forms.models import register_form_field_override

from .partial_dates import PartialDate

PRECISIONS = {"day": "the day", "month": "the month only", "year": "the year only"}
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100


def in_range(date: PartialDate) -> PartialDate:
    """Return ``date``; raise ``ValidationError`` if its year can only be a slip of the hand."""
    if not EARLIEST_YEAR <= date.year <= LATEST_YEAR:
        raise ValidationError(f"Enter a year between {EARLIEST_YEAR} and {LATEST_YEAR}.")
    return date


class PartialDateWidget(forms.MultiWidget):
    """Day, month and year boxes, and how much of them is known."""

    template_name = "wagtailadmin/widgets/partial_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None):
        """Name the boxes so that each can be found by a screen reader and by a test."""
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

    def __init__(self, **options: Any):
        """Accept the options that model fields pass; a length means nothing here."""
        for meaningless in ("max_length", "empty_value", "strip"):
            options.pop(meaningless, None)
        fields = [forms.CharField(required=False, strip=True) for _ in range(3)]
        precision = forms.ChoiceField(required=False, choices=list(PRECISIONS.items()))
        super().__init__(fields=[*fields, precision], require_all_fields=False, **options)

    def compress(self, parts: list[Any]) -> PartialDate | None:
        """Return the date, ``None`` for empty boxes; raise ``ValidationError`` with what to put right."""
        day, month, year, precision = [*parts, "", "", "", ""][:4]
        if not (day or month or year):
            return None
        known = {"year": year, "month": month, "day": day}
        wanted = {"day": ["year", "month", "day"], "month": ["year", "month"], "year": ["year"]}[
            precision or "day"
        ]
        for name, value in known.items():
            if name in wanted and not value:
                raise ValidationError(f"Enter the {name}, or choose how much of the date is known.")
            if name not in wanted and value:
                raise ValidationError(
                    f"Known to {PRECISIONS[precision]}, but a {name} is given. "
                    f"Empty the {name}, or choose “Known to {PRECISIONS[name]}”."
                )
        try:
            date = PartialDate(**{name: int(known[name]) for name in wanted})
        except ValueError as error:
            raise ValidationError("Enter a real date, like 27 9 2024.") from error
        return in_range(date)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare dates, not the boxes they were typed into."""
        try:
            return self.clean_or_none(data) != (initial or None)
        except ValidationError:
            return True

    def clean_or_none(self, data: Any) -> PartialDate | None:
        """Return what ``data`` means without asking whether the field must be filled."""
        return self.compress([str(part or "").strip() for part in data or []])


class PartialDateTextField(forms.CharField):
    """Reads one box in which a date is written in words or as stored."""

    def prepare_value(self, value: Any) -> Any:
        """Show a date in words."""
        return value.words if isinstance(value, PartialDate) else value

    def to_python(self, value: Any) -> Any:
        """Return the date; an empty box is an empty string, as Django's ``required`` expects."""
        if isinstance(value, PartialDate):
            return value
        text = super().to_python(value)
        if not text:
            return ""
        try:
            return in_range(PartialDate.from_words(text))
        except ValueError as error:
            raise ValidationError("Enter a date like 27 September 2024, September 2024 or 2024.") from error


class PartialDateField(models.CharField):
    """Stores a ``PartialDate``; an unknown date is an empty string."""

    # What the type checker is to know of setting and reading the field.
    _pyi_private_set_type: PartialDate | str | None  # type: ignore[assignment]
    _pyi_private_get_type: PartialDate | None  # type: ignore[assignment]

    def __init__(self, *args: Any, **options: Any):
        """Set the length that the longest form takes."""
        options["max_length"] = 10
        super().__init__(*args, **options)

    def deconstruct(self):
        """Leave the fixed length out of migrations."""
        name, path, args, options = super().deconstruct()
        del options["max_length"]
        return name, path, args, options

    def from_db_value(self, value, expression, connection):
        """Return the stored date, or ``None``."""
        return PartialDate.parse(value) if value else None

    def to_python(self, value):
        """Return ``value`` as a ``PartialDate`` or ``None``; raise ``ValidationError`` otherwise."""
        if value is None or isinstance(value, PartialDate):
            return value
        if value == "":
            return None
        try:
            return PartialDate.parse(str(value))
        except ValueError as error:
            raise ValidationError("Enter a date like 2024-09-27, 2024-09 or 2024.") from error

    def get_prep_value(self, value):
        """Return the stored form."""
        return "" if value is None else str(value)

    def value_to_string(self, obj):
        """Return the stored form for revisions and fixtures."""
        return self.get_prep_value(self.value_from_object(obj))

    def validate(self, value, model_instance):
        """Apply Django's checks to the stored form."""
        super().validate(self.get_prep_value(value), model_instance)

    def run_validators(self, value):
        """Apply Django's validators to the stored form."""
        super().run_validators(self.get_prep_value(value))

    def formfield(self, **options):
        """Return the form field with its boxes."""
        return models.Field.formfield(self, **{"form_class": PartialDateFormField, **options})


register_form_field_override(PartialDateField, override={"widget": PartialDateWidget})
