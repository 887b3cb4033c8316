"""The screens of organisations in the admin."""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db.models import Model, Q
from django.http import HttpRequest
from wagtail import hooks

from pages.moderation.admin.snippets import ModeratedSnippetViewSet, register_moderated

from .models import Organisation, RecommendationResponsePage, SuperComplaintPage


class OrganisationViewSet(ModeratedSnippetViewSet):
    """The screens of the organisations that pages can name."""

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
    named_by_super_complaint = Q(lead_bodies=organisation) | Q(supporting_bodies=organisation)
    named_by_recommendation = Q(addressees=organisation) | Q(responses__respondents=organisation)
    return (
        SuperComplaintPage.objects.filter(named_by_super_complaint).exists()
        or RecommendationResponsePage.objects.filter(named_by_recommendation).exists()
    )


@hooks.register("before_delete_snippet")
def refuse_deleting_named_organisations(request: HttpRequest, instances: Iterable[Model]) -> None:
    """Raise ``ValidationError``, which the screen shows, for an organisation that a page names.

    Without it the page would lose the organisation unnoticed.
    """
    if request.method != "POST":
        return
    for organisation in instances:
        if isinstance(organisation, Organisation) and is_named_on_a_page(organisation):
            raise ValidationError(f"{organisation} is named on a page. Give it an end date instead.")
