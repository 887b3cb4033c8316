"""Admin screens of site wording and notices."""

from pages.content.models import Notice, SiteWording
from pages.moderation.admin.snippets import PUBLIC_STATE, ModeratedSnippetViewSet


class SiteWordingViewSet(ModeratedSnippetViewSet):
    """The screens of the site wording. There is one entry: what every page shows."""

    model = SiteWording
    icon = "site"
    menu_label = "Site wording"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["__str__", PUBLIC_STATE]


class NoticeViewSet(ModeratedSnippetViewSet):
    """The screens of notices."""

    model = Notice
    icon = "warning"
    menu_label = "Notices"
    menu_order = 245
    add_to_admin_menu = True
    list_display = ["text", "level", "section", "shown_from", "shown_until", PUBLIC_STATE]
    list_filter = ["level"]
