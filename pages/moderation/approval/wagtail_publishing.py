"""The adapter around Wagtail's publishing: what it writes is the draft that was checked."""

from typing import Any, Self

from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.models import DraftStateMixin, Page, Revision, WorkflowState

from .locks import lock_row
from .publication_set import is_for_later


class Publication:
    """A revision that is to be published or scheduled, of a page or snippet whose row is locked.

    Wagtail's action makes the object that it will save, the ``draft``. All checks look
    at this very object.
    """

    def __init__(
        self,
        obj: DraftStateMixin,
        revision: Revision,
        review: WorkflowState | None = None,
        **options: Any,
    ) -> None:
        """Prepare to publish ``revision`` of ``obj``, a locked row, at the end of ``review``.

        There is no review if it was cleared earlier, for later. Wagtail's action gets
        the ``options``.
        """
        self.obj = obj
        self.review: Any = review
        self.revision = revision
        self.skips_permission_checks = options.pop("skip_permission_checks", False)
        revision.content_object = (
            obj  # so that Wagtail bases the draft on the row that is locked
        )
        if obj.latest_revision_id == revision.pk:
            obj.latest_revision = revision
        if isinstance(obj, Page):
            action_class = PublishPageRevisionAction
        else:
            action_class = PublishRevisionAction
        self.action: PublishRevisionAction = action_class(revision, **options)
        self.draft: Any = self.action.object
        self.is_for_later = is_for_later(self.draft)

    @classmethod
    def lock(cls, revision: Revision, **options: Any) -> Self:
        """Lock the row that ``revision`` belongs to, and prepare to publish it as it is stored now."""
        obj = lock_row(revision.content_object)
        revision.refresh_from_db()
        return cls(obj, revision, **options)

    @property
    def is_live(self) -> bool:
        """Return True if Wagtail has made ``revision`` the live one."""
        return bool(self.draft.live_revision_id == self.revision.pk)
