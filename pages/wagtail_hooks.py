"""How editors find the site wording."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import SiteWording


class SiteWordingViewSet(SnippetViewSet):
    """One entry a site: what stands on every page."""

    model = SiteWording
    icon = "site"
    menu_label = "Site wording"
    menu_order = 250
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "site", "live"]


register_snippet(SiteWordingViewSet)
