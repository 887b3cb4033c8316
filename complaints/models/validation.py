"""Checks that several models of the domain share."""

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from wagtail.models import Page


def parent_page_of(page: Page) -> Page | None:
    """Return the parent of ``page``; for a new page, the parent that Wagtail's form has set, if any."""
    return page.get_parent() if page.path else getattr(page, "future_parent", None)


def refuse_future_date(instance: Model, field: str) -> None:
    """Raise ``ValidationError`` on ``field`` if its whole partial date is after today in London."""
    date = getattr(instance, field)
    if date and date.earliest > timezone.localdate():
        raise ValidationError({field: f"{date.words} has not come yet. Enter today or an earlier date."})
