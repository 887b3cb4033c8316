"""Whether a public page is still right, by two people.

That is no content, and needs no approval.
"""

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import DateField, DateTimeField, ExpressionWrapper, F
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.query import PageQuerySet

from pages.published import changes

from . import roles
from .audit_log import AuditLogEntry, record_change
from .locks import lock_row
from .public_content import fingerprint
from .review_policy import OutdatedDecisionError

REVIEWED_EVERY = timedelta(weeks=26)
"""How long after the last review, or after the first publication, a page is due unless a date is set."""


class PageReview(models.Model):
    """The review of one page.

    A page that nobody has looked at again, and without a date, has none.
    """

    page = models.OneToOneField(
        "wagtailcore.Page",
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="page_review",
    )
    last_reviewed = models.DateField(
        null=True, help_text="When two people had said that it is right."
    )
    next_review = models.DateField(
        null=True, help_text="Empty: as long after that as every page."
    )
    first_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Who has said that it is right, until somebody else does.",
    )
    text = models.CharField(
        max_length=64, blank=True, help_text="A digest of the page that they have read."
    )

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Review of {self.page}"


def with_review_days(pages: PageQuerySet) -> PageQuerySet:
    """Add ``review_due`` to ``pages``: the day of the next review; none if a page was never public."""
    begun = Coalesce("page_review__last_reviewed", TruncDate("first_published_at"))
    by_rule = ExpressionWrapper(begun + REVIEWED_EVERY, output_field=DateTimeField())
    return pages.annotate(
        review_due=Coalesce(F("page_review__next_review"), Cast(by_rule, DateField()))
    )


def pages_to_review(pages: PageQuerySet) -> PageQuerySet:
    return with_review_days(pages.live()).filter(review_due__lte=timezone.localdate())


def digest_of_public_page(page: Any) -> str:
    return fingerprint(page.serializable_data())


def first_to_say_so(page: Any, digest: str) -> User | None:
    """Return who has said that ``page``, whose text has this digest, is right, and waits for a second one."""
    review = getattr(page, "page_review", None)
    person = review.first_person if review and review.text == digest else None
    return person if person and person.is_active else None


@transaction.atomic
def confirm_page_is_right(
    page: Any, person: User, digest: str, next_review: date | None
) -> bool:
    """Write down that ``person`` says that the page that they have read is right; return whether two do now.

    The two are different people, and one of them has an approving role. Raises
    ``ValidationError`` if that is not so, or if the page has another text than that
    with ``digest``.
    """
    page, review = _lock(page, digest)
    first = first_to_say_so(page, digest)
    if first == person:
        raise ValidationError(
            "You have already said that this is correct. Someone else must confirm it."
        )
    if first and not any(
        roles.has_role(reviewer, *roles.APPROVING_ROLES) for reviewer in (first, person)
    ):
        raise ValidationError(
            f"{roles.display_name(first)} has already said that this is correct. A moderator must confirm it."
        )
    _set_day(page, review, next_review)
    if first:
        review.last_reviewed = timezone.localdate()
        review.first_person = None
        review.text = ""
        record_change(
            AuditLogEntry.Action.CHECKED, page, "Confirmed still correct", person
        )
        changes.note(removes=False)  # readers see the day
    else:
        review.first_person = person
        review.text = digest
        record_change(
            AuditLogEntry.Action.CHECKED,
            page,
            "Still correct, to be confirmed by someone else",
            person,
        )
    review.save()
    return bool(first)


@transaction.atomic
def set_next_review(page: Any, digest: str, day: date | None) -> None:
    """Set the day of the next review, or none for the usual time.

    Raises as ``say_it_is_right`` does.
    """
    page, review = _lock(page, digest)
    _set_day(page, review, day)
    review.save()


def _lock(page: Any, digest: str) -> tuple[Any, PageReview]:
    page = lock_row(page)
    if not page.live or digest_of_public_page(page) != digest:
        raise OutdatedDecisionError
    page.page_review = PageReview.objects.get_or_create(page_id=page.pk)[0]
    return page, page.page_review


def _set_day(page: Any, review: PageReview, day: date | None) -> None:
    if day != review.next_review:
        review.next_review = day
        time = format_date(day, "j F Y") if day else "at the usual time"
        record_change(AuditLogEntry.Action.CHECKED, page, f"Next review: {time}")
