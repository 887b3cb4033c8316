"""What follows from a printed number: the address, the order, and that no other item has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from . import numbers


@contextmanager
def slug_errors_on(field: str) -> Iterator[None]:
    """Turn the error that an address is taken into one on ``field``."""
    try:
        yield
    except ValidationError as error:
        if "slug" not in getattr(error, "error_dict", {}):
            raise
        raise ValidationError(
            {field: f"Another item of this super-complaint has this {field}. Choose another."}
        ) from error


class Numbered:
    """Mixed into the recommendation, before the base page, whose address it makes."""

    if TYPE_CHECKING:
        objects: Any
        pk: Any
        slug: str
        title: str
        number: str
        kind: str
        sort_key: str

    def full_clean(self, *args, **kwargs):
        """Keep address and order in step with the number, before Wagtail checks the address."""
        self.follow_number()
        super().full_clean(*args, **kwargs)  # type: ignore[misc]

    def minimal_clean(self):
        """Do the same where Wagtail saves a draft."""
        self.follow_number()
        with slug_errors_on(self.named_field):
            super().minimal_clean()  # type: ignore[misc]

    def clean(self):
        """Name the field that the address comes from: editors do not see the address itself."""
        with slug_errors_on(self.named_field):
            super().clean()  # type: ignore[misc]

    @property
    def named_field(self) -> str:
        """The field that the address comes from."""
        return "number" if self.number else "title"

    def follow_number(self) -> None:
        """Derive address and order from the number, or else the address from the title."""
        self.sort_key = numbers.sort_key(self.number)
        if self.number:
            self.slug = f"{self.kind}-{numbers.slug_part(self.number)}"
        elif not self.slug or numbers.is_slug_of_a_number(self.slug):
            self.slug = f"{self.kind}-{slugify(self.title)}"[:80].rstrip("-")

    def with_same_number(self, parent) -> Any:
        """Return another item of ``parent`` that has this number, live or in its latest draft."""
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        drafts = {f"latest_revision__content__{name}": getattr(self, name) for name in ("kind", "number")}
        return others.filter(Q(kind=self.kind, number=self.number) | Q(**drafts)).first()
