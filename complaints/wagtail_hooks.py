"""How editors find organisations."""

from django.core.exceptions import ValidationError
from django.db.models import Q
from wagtail import hooks

from pages.moderation.admin.snippets import ModeratedSnippetViewSet, register_moderated

from .models import Organisation, RecommendationResponsePage, SuperComplaintPage


class OrganisationViewSet(ModeratedSnippetViewSet):
    """Every organisation that a super-complaint can name."""

    model = Organisation
    icon = "group"
    menu_label = "Organisations"
    menu_order = 240
    add_to_admin_menu = True
    list_display = ["name", "kind", "live"]
    list_filter = ["kind"]


register_moderated(OrganisationViewSet)


def is_named_on_a_page(organisation: Organisation) -> bool:
    """Tell whether a page, public or not, names ``organisation``."""
    raised = Q(lead_bodies=organisation) | Q(supporting_bodies=organisation)
    answers = Q(addressees=organisation) | Q(responses__respondents=organisation)
    return (
        SuperComplaintPage.objects.filter(raised).exists()
        or RecommendationResponsePage.objects.filter(answers).exists()
    )


@hooks.register("before_delete_snippet")
def keep_organisations_in_use(request, instances):
    """Refuse to delete an organisation that a page names: the page would lose it in silence.

    Raises ``ValidationError``, which the screen shows.
    """
    if request.method != "POST":
        return
    for organisation in instances:
        if isinstance(organisation, Organisation) and is_named_on_a_page(organisation):
            raise ValidationError(f"{organisation} is named on a page. Give it an end date instead.")
