"""A mixin that derives the address and the order of a recommendation from its printed number."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify
from wagtail.models import Page, PageManager

from . import printed_numbers


@contextmanager
def report_slug_errors_on(field: str) -> Iterator[None]:
    """Report a slug that is taken as an error of ``field``."""
    try:
        yield
    except ValidationError as error:
        if "slug" not in getattr(error, "error_dict", {}):
            raise
        raise ValidationError(
            {field: f"Another item of this super-complaint has this {field}. Choose another."}
        ) from error


class NumberedPageMixin:
    """Mixed into the recommendation page, before the base page."""

    if TYPE_CHECKING:
        objects: ClassVar[PageManager]
        pk: int
        slug: str
        title: str
        number: str
        kind: str
        sort_key: str

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """Derive slug and sort key before Wagtail checks the slug."""
        self.derive_slug_and_sort_key()
        super().full_clean(*args, **kwargs)  # type: ignore[misc]

    def minimal_clean(self) -> None:
        """Derive slug and sort key when Wagtail saves a draft."""
        self.derive_slug_and_sort_key()
        with report_slug_errors_on(self.slug_source_field):
            super().minimal_clean()  # type: ignore[misc]

    def clean(self) -> None:
        """Report a slug that is taken on the field it is made from: editors do not see the slug."""
        with report_slug_errors_on(self.slug_source_field):
            super().clean()  # type: ignore[misc]

    @property
    def slug_source_field(self) -> str:
        """The field that the slug is made from."""
        return "number" if self.number else "title"

    def derive_slug_and_sort_key(self) -> None:
        """Make the sort key from the number, and the slug from the number or else the title."""
        self.sort_key = printed_numbers.number_sort_key(self.number)
        if self.number:
            self.slug = f"{self.kind}-{printed_numbers.number_in_slug(self.number)}"
        elif not self.slug or printed_numbers.is_numbered_slug(self.slug):
            self.slug = f"{self.kind}-{slugify(self.title)}"[:80].rstrip("-")

    def find_item_with_same_number(self, parent: Page) -> Self | None:
        """Return another item of ``parent`` whose live page or latest draft has this number."""
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        drafts = {f"latest_revision__content__{name}": getattr(self, name) for name in ("kind", "number")}
        return others.filter(Q(kind=self.kind, number=self.number) | Q(**drafts)).first()
