"""How editors find organisations."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from pages.moderation.permissions import ModeratedSnippetPermissionPolicy

from .models import Organisation


class OrganisationViewSet(SnippetViewSet):
    """Every organisation that a super-complaint can name."""

    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "kind", "live"]
    list_filter = ["kind"]


register_permission_policy(Organisation, ModeratedSnippetPermissionPolicy(Organisation))
register_snippet(OrganisationViewSet)
