"""What the models of the domain share: pages that views serve, and checks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from operator import attrgetter
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.urls import URLPattern
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from modelcluster.models import get_all_child_relations
from wagtail.contrib.routable_page.models import RoutablePageMixin
from wagtail.models import Page

from pages.content.models import BasePage
from pages.content.models.base import SET_BY_WAGTAIL
from pages.core.partial_dates import PartialDate
from pages.moderation.models import PublishedVersion


class RoutedPage(RoutablePageMixin, BasePage):
    """A page type that names its URL patterns by text, because the views import the models."""

    urlconf_name: str
    """The dotted name of the list of URL patterns, such as ``complaints.urls.SUPER_COMPLAINT``."""

    class Meta:
        abstract = True

    @classmethod
    def get_subpage_urls(cls) -> list[URLPattern]:
        return import_string(cls.urlconf_name)

    def get_parent(self, update: bool = False) -> Page | None:
        """Return the page above, which whoever makes or imports pages knows already."""
        if update:
            return super().get_parent(update)
        above = vars(self).get("pages_above")
        known = getattr(self, "future_parent", None) or (above and above[-1])
        return known or super().get_parent()

    def with_content_json(self, content: dict[str, Any]) -> Self:
        """Return the draft in ``content`` with its parts: Wagtail would look whether each exists."""
        parts = {}
        for relation in get_all_child_relations(self):
            name = relation.get_accessor_name()
            parent = relation.field.name
            if name in content:
                parts[name] = [{**part, parent: None} for part in content[name]]
        above = self.pages_above
        draft = super().with_content_json(
            {**content, **parts, **dict.fromkeys(SET_BY_WAGTAIL)}
        )
        draft.pages_above = above
        return draft

    @cached_property
    def current_version_number(self) -> int | None:
        """The number of the version that is public, at whose address it can be cited; none if nothing was."""
        return (
            PublishedVersion.objects.for_object(self)
            .values_list("number", flat=True)
            .first()
        )


def parent_page_of(page: Page) -> Page | None:
    """Return the parent of ``page``, which for a new page its form has set, if anything has."""
    if future_parent := getattr(page, "future_parent", None):
        return future_parent
    return page.get_parent() if page.path else None


def refuse(**problems: object) -> None:
    """Raise ``ValidationError`` with the problem of each field that has one; the others are false."""
    problems = {field: problem for field, problem in problems.items() if problem}
    if problems:
        raise ValidationError(problems)


def before_report(date: PartialDate | None, report: PartialDate | None) -> str:
    """Return the problem of a date that is certainly before that of the report; empty if it is not."""
    if not date or not report or not date.is_certainly_before(report):
        return ""
    return f"This is before the report was published ({report.words})."


def refuse_future_date(instance: Model, field: str) -> None:
    """Raise ``ValidationError`` on ``field`` if its whole partial date is after today in London."""
    date = getattr(instance, field)
    if date and date.earliest > timezone.localdate():
        raise ValidationError(
            {field: f"{date.words} is in the future. Enter today or an earlier date."}
        )


@contextmanager
def report_slug_errors_on(field: str) -> Iterator[None]:
    """Report a slug that is taken as an error of ``field``, which it is made from: editors do not see it."""
    try:
        yield
    except ValidationError as error:
        if "slug" not in getattr(error, "error_dict", {}):
            raise
        raise ValidationError(
            {
                field: f"Another item of this super-complaint has this {field}. Choose another."
            }
        ) from error


def check_published_dates_remain(
    published: Sequence[Any], dates: Sequence[Any], problem: str
) -> None:
    """Raise ``ValidationError`` if ``dates``, in order, do not begin with the ``published`` ones."""
    content_of = attrgetter("published_content")
    present = dates[: len(published)]
    if list(map(content_of, present)) != list(map(content_of, published)):
        quoted = ", then ".join(f"“{date}”" for date in published)
        raise ValidationError(problem.format(dates=quoted))
