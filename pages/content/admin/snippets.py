"""Admin screens of site wording and notices."""

from wagtail.admin.ui.tables import Column

from pages.content.models import Notice, SiteWording
from pages.moderation.desk.editor import PUBLIC_STATE, ModeratedSnippetViewSet
from pages.moderation.desk.open_reviews import TimeColumn


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
    list_display = [
        "text",
        "level",
        Column("section", label="Part of the site", accessor=lambda notice: notice.section or "Every page"),
        TimeColumn("shown_from", label="Shown from"),
        TimeColumn("shown_until", label="Shown until", never="It is taken down"),
        PUBLIC_STATE,
    ]
    list_filter = ["level"]
