"""A draft as somebody without an account sees it, with what it changes."""

from typing import Any

from wagtail.models import Revision

from pages.moderation.admin.reviewed_items import ReviewedItem


class ShownDraft(ReviewedItem):
    """One page or snippet, as reviewers see it."""

    def __init__(self, revision: Revision, request: Any) -> None:
        self.draft, self.request = revision.as_object(), request
        stored = revision.content_object
        self.object = getattr(stored, "specific", stored)

    @property
    def name(self) -> str:
        """What the CMS calls the draft that is shown, not a newer one."""
        return self.draft.name_with(str(self.draft))

    @property
    def kind(self) -> str:
        return str(self.object._meta.verbose_name)
