"""Which parts of the page tree are live, in review or scheduled."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, WorkflowState


def has_live_pages(page: Page) -> bool:
    """Tell whether ``page`` or a page below it is live."""
    return Page.objects.descendant_of(page, inclusive=True).live().exists()


def has_scheduled_pages(page: Page) -> bool:
    """Tell whether ``page`` or a page below it is approved for a later time."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return scheduled.filter(object_id__in=subtree_keys(page)).exists()


def has_pages_in_review_or_scheduled(page: Page) -> bool:
    """Tell whether ``page`` or a page below it is in review, or approved for a later time."""
    in_review = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=subtree_keys(page)
    )
    return in_review.exists() or has_scheduled_pages(page)


def subtree_keys(page: Page) -> list[str]:
    """Return the keys of ``page`` and all pages below it, as text: generic references store them so."""
    return [str(pk) for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True)]
