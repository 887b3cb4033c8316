"""Checks that several models of the domain share."""

from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def report_slug_errors_on(field: str) -> Iterator[None]:
    """Report a slug that is taken as an error of ``field``, which it is made from: editors do not see it."""
    try:
        yield
    except ValidationError as error:
        if "slug" not in getattr(error, "error_dict", {}):
            raise
        raise ValidationError(
            {field: f"Another item of this super-complaint has this {field}. Choose another."}
        ) from error
