"""How editors find the site wording, and the styles of our own widgets."""

from django.templatetags.static import static
from django.utils.html import format_html
from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import Notice, SiteWording
from .moderation.permissions import ModeratedSnippetPermissionPolicy
from .moderation.snippet_views import ModeratedSnippetEditView


class SiteWordingViewSet(SnippetViewSet):
    """One entry a site: what stands on every page."""

    model = SiteWording
    icon = "site"
    menu_label = "Site wording"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = ModeratedSnippetEditView
    list_display = ["__str__", "site", "live"]


class NoticeViewSet(SnippetViewSet):
    """What readers must know for a time."""

    model = Notice
    icon = "warning"
    menu_label = "Notices"
    menu_order = 245
    add_to_admin_menu = True
    copy_view_enabled = False
    edit_view_class = ModeratedSnippetEditView
    list_display = ["text", "get_level_display", "section", "shown_from", "shown_until", "live"]
    list_filter = ["level"]


register_permission_policy(SiteWording, ModeratedSnippetPermissionPolicy(SiteWording))
register_snippet(SiteWordingViewSet)
register_permission_policy(Notice, ModeratedSnippetPermissionPolicy(Notice))
register_snippet(NoticeViewSet)


@hooks.register("insert_global_admin_css")
def admin_styles():
    """Lay out the boxes of a partial date."""
    return format_html('<link rel="stylesheet" href="{}">', static("admin.css"))
