"""Wagtail's screens of pages, with those of ours in the place of some."""

from typing import Any

from django.utils.translation import gettext
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.viewsets.pages import PageViewSet
from wagtail.models import Page, PageSubscription

from pages.moderation.approval.review_comments import people_in
from pages.moderation.emails.workflow_emails import notify_of_comment

from .editor import NamesNewerVersion
from .page_moves import MoveView


class EditPage(NamesNewerVersion, EditView):
    """Edits a page.

    Emails about comments hold no word of them and go only to people who may edit it.
    """

    def get_page_title(self) -> str:
        """Leave out the type, which the title of a recommendation begins with."""
        return gettext("Editing")

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Tell the authors, those who subscribed and those who take part in the comments that changed."""
        replied = [comment for comment, _ in changes["new_replies"]]
        answered = [*changes["resolved_comments"], *replied]
        if (
            not answered
            and not changes["new_comments"]
            and not changes["deleted_comments"]
        ):
            return
        subscriptions = PageSubscription.objects.filter(
            page=self.page, comment_notifications=True
        )
        others = set(subscriptions.values_list("user_id", flat=True))
        for comment in answered:
            others.update(people_in(comment))
        notify_of_comment(self.page, self.request.user, others)


class ModeratedPageViewSet(PageViewSet):
    """The screens of pages of every type."""

    model = Page
    edit_view_class = EditPage
    move_confirm_view_class = MoveView
