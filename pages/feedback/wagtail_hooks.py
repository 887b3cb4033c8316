"""The inbox of the feedback team."""

from wagtail import hooks
from wagtail.admin.panels import FieldPanel
from wagtail.admin.viewsets.model import ModelViewSet

from .models import FeedbackEntry


class FeedbackViewSet(ModelViewSet):
    """Lists what readers sent; the team may change its state and nothing else."""

    model = FeedbackEntry
    icon = "comment"
    menu_label = "Feedback"
    menu_order = 300
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "useful", "text", "page_path", "state", "created_at"]
    list_filter = ["state", "about", "useful"]
    search_fields = ["text", "page_path"]
    panels = [
        FieldPanel("about", read_only=True),
        FieldPanel("useful", read_only=True),
        FieldPanel("text", read_only=True),
        FieldPanel("page", read_only=True),
        FieldPanel("state"),
    ]


@hooks.register("register_admin_viewset")
def register_feedback():
    """Add the inbox to the menu of those who may see it."""
    return FeedbackViewSet("feedback")
