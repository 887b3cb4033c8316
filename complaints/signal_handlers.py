"""What happens by itself when a page of the section is made."""

from django.apps import AppConfig
from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Workflow, WorkflowPage
from wagtail.signals import post_page_move

from pages.http_cache import object_changes, response_recorder
from pages.http_cache.keys import ORGANISATIONS, organisation_key
from pages.moderation.rules.roles import TWO_STEP_WORKFLOW
from pages.search.indexing import reindex_pages

from .models import Organisation, RecommendationResponsePage, SuperComplaintIndexPage, SuperComplaintPage


def connect(app_config: AppConfig) -> None:
    """Purge what names an organisation when it changes."""
    object_changes.purge_on_change(Organisation, lambda each: [organisation_key(each.pk), ORGANISATIONS])
    response_recorder.record_instances_of(Organisation, organisation_key)


@receiver(post_save, sender=SuperComplaintIndexPage, dispatch_uid="two_steps_for_the_section")
def require_two_steps(sender, instance, created, raw=False, **kwargs):
    """Put a new section under the two-step workflow: moderator, then approving officer."""
    if created and not raw:
        two_steps = Workflow.objects.get(name=TWO_STEP_WORKFLOW)
        WorkflowPage.objects.get_or_create(page=instance, defaults={"workflow": two_steps})


@receiver(post_save, sender=Organisation, dispatch_uid="index_the_name_of_an_organisation")
def index_name(sender, instance, created, raw=False, update_fields=None, **kwargs):
    """Let pages be found by the new name of an organisation that they name, or not by one taken down."""
    if created or raw or update_fields is not None:
        return
    reindex_pages(
        SuperComplaintPage.objects.filter(Q(lead_bodies=instance) | Q(supporting_bodies=instance)).distinct()
    )
    reindex_pages(
        RecommendationResponsePage.objects.filter(
            Q(addressees=instance) | Q(responses__respondents=instance)
        ).distinct()
    )


@receiver(post_page_move, sender=RecommendationResponsePage, dispatch_uid="index_the_title_above")
def index_title_above(sender, instance, **kwargs):
    """Let a recommendation be found by the title of the super-complaint that it was moved to."""
    reindex_pages(RecommendationResponsePage.objects.filter(pk=instance.pk))
