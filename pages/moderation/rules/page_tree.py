"""What of a part of the tree is public, in review or approved."""

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, WorkflowState


def has_scheduled_pages(page) -> bool:
    """Tell whether ``page`` or one below it is approved and waits for its time."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return scheduled.filter(object_id__in=keys_from(page)).exists()


def has_waiting_pages(page) -> bool:
    """Tell whether ``page`` or one below it is in review, or approved and waits for its time."""
    in_review = WorkflowState.objects.active().filter(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=keys_from(page)
    )
    return in_review.exists() or has_scheduled_pages(page)


def keys_from(page) -> list[str]:
    """Return the keys of ``page`` and those below it, as records that refer to anything hold them."""
    return [str(pk) for pk in page.get_descendants(inclusive=True).values_list("pk", flat=True)]


def has_live_pages(page) -> bool:
    """Tell whether ``page`` or one below it is live."""
    return Page.objects.descendant_of(page, inclusive=True).live().exists()
