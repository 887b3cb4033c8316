"""What happens when pages and organisations are saved or moved."""

from django.db.models import Q
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import Page, Workflow, WorkflowPage
from wagtail.signals import post_page_move

from pages.moderation.approval.roles import TWO_STEP_WORKFLOW
from pages.search.indexing import reindex_pages

from .models import (
    Organisation,
    RecommendationResponsePage,
    SuperComplaintIndexPage,
    SuperComplaintPage,
)
from .models.state_rows import refresh_related_states, refresh_states_below


@receiver(
    post_save, sender=SuperComplaintIndexPage, dispatch_uid="attach_two_step_workflow"
)
def attach_two_step_workflow(
    instance: SuperComplaintIndexPage,
    created: bool,
    raw: bool = False,
    **kwargs: object,
) -> None:
    if created and not raw:
        two_steps = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
        WorkflowPage.objects.get_or_create(
            page=instance, defaults={"workflow": two_steps}
        )


@receiver(
    post_save, sender=Organisation, dispatch_uid="reindex_pages_naming_organisation"
)
def reindex_pages_naming_organisation(
    instance: Organisation,
    created: bool,
    raw: bool = False,
    update_fields: frozenset[str] | None = None,
    **kwargs: object,
) -> None:
    """Index the pages that name an organisation again, and derive their states.

    Its successor may be another one, or count no more since it is not public. States
    name whoever takes over, so pages are looked for by what they name: this
    organisation, or one that ended before it.
    """
    if created or raw or update_fields is not None:
        return
    reindex_pages(
        SuperComplaintPage.objects.filter(
            Q(lead_bodies=instance)
            | Q(supporting_bodies=instance)
            | Q(responses__respondents=instance)
        ).distinct()
    )
    reindex_pages(RecommendationResponsePage.objects.naming(instance))
    before = _with_those_before(instance)
    paths = RecommendationResponsePage.objects.filter(
        Q(pk__in=RecommendationResponsePage.objects.naming(*before).values("pk"))
        | Q(states__respondent=instance)
    ).values_list("path", flat=True)
    above = Q(responses__respondents__in=before) | Q(
        path__in={path[: -Page.steplen] for path in paths}
    )
    for page in SuperComplaintPage.objects.filter(above).order_by("path").distinct():
        refresh_states_below(page)


def _with_those_before(organisation: Organisation) -> set[int]:
    """Return the keys of ``organisation`` and of all that it follows."""
    found = {organisation.pk}
    while (
        before := {
            *Organisation.objects.filter(successor__in=found).values_list(
                "pk", flat=True
            )
        }
        - found
    ):
        found |= before
    return found


@receiver(
    post_page_move,
    sender=RecommendationResponsePage,
    dispatch_uid="reindex_moved_recommendation",
)
def reindex_moved_recommendation(
    instance: RecommendationResponsePage,
    parent_page_before: Page,
    parent_page_after: Page,
    **kwargs: object,
) -> None:
    """Index it again under its other super-complaint, and derive states where it was and is."""
    reindex_pages(RecommendationResponsePage.objects.filter(pk=instance.pk))
    for parent in (parent_page_before, parent_page_after):
        refresh_states_below(parent)


@receiver(
    post_delete,
    sender=RecommendationResponsePage,
    dispatch_uid="refresh_states_after_deletion",
)
def refresh_states_after_deletion(
    instance: RecommendationResponsePage, **kwargs: object
) -> None:
    """Derive anew the states of what the deleted page was a part of."""
    refresh_related_states(instance, {(instance.kind, instance.number)})
