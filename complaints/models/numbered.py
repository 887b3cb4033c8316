"""What follows from a printed number: the address, the order, and that no other item has it."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import slugify

from complaints import numbers


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

    def _set_core_field_defaults(self):
        """Keep address and order in step with the number, before Wagtail checks the address."""
        self.sort_key = numbers.sort_key(self.number)
        if self.number:
            self.slug = f"{self.kind}-{numbers.slug_part(self.number)}"
        elif not self.slug or numbers.is_slug_of_a_number(self.slug):
            self.slug = f"{self.kind}-{slugify(self.title)}"[:80].rstrip("-")
        super()._set_core_field_defaults()  # type: ignore[misc]

    def _check_slug_is_unique(self):
        """Name the field that the address comes from: editors do not see the address itself."""
        try:
            super()._check_slug_is_unique()  # type: ignore[misc]
        except ValidationError as error:
            field = "number" if self.number else "title"
            raise ValidationError(
                {field: f"Another item of this super-complaint has this {field}. Choose another."}
            ) from error

    def with_same_number(self, parent) -> Any:
        """Return another item of ``parent`` that has this number, live or in its latest draft."""
        others = type(self).objects.child_of(parent).exclude(pk=self.pk)
        drafts = {f"latest_revision__content__{name}": getattr(self, name) for name in ("kind", "number")}
        return others.filter(Q(kind=self.kind, number=self.number) | Q(**drafts)).first()
