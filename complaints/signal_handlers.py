"""What happens by itself when a page of the section is made."""

from django.core.exceptions import ValidationError
from django.db.models.signals import post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Site, WorkflowPage

from pages.moderation.roles import two_step_workflow

from .models import Organisation, SuperComplaintIndexPage


@receiver(post_save, sender=SuperComplaintIndexPage, dispatch_uid="two_steps_for_the_section")
def require_two_steps(sender, instance, created, raw=False, **kwargs):
    """Put a new section under the two-step workflow: moderator, then approving officer."""
    if created and not raw:
        WorkflowPage.objects.get_or_create(page=instance, defaults={"workflow": two_step_workflow()})


@receiver(pre_delete, sender=Site, dispatch_uid="keep_organisations_of_a_site")
def keep_organisations(sender, instance, **kwargs):
    """Refuse to delete a site that has organisations: the pages that name them would lose them in silence."""
    if Organisation.objects.filter(site=instance).exists():
        raise ValidationError(
            f"{instance} has organisations. Delete them first, or let all forces share them."
        )
