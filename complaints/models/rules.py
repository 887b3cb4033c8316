"""Rules that several models of the domain share."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone


def parent_of(page: Any) -> Any:
    """Return the page above ``page``, which a new one may know before it stands there, or ``None``."""
    return page.get_parent() if page.path else getattr(page, "future_parent", None)


def refuse_future(instance: Any, field: str) -> None:
    """Raise ``ValidationError`` on ``field`` if its partial date lies wholly after today in London."""
    date = getattr(instance, field)
    if date and date.earliest > timezone.localdate():
        raise ValidationError({field: f"{date.words} has not come yet. Enter a date that has."})
