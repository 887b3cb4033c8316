"""What happens by itself when a page of the section is made."""

from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import WorkflowPage

from pages.moderation.roles import two_step_workflow

from .models import SuperComplaintIndexPage


@receiver(post_save, sender=SuperComplaintIndexPage, dispatch_uid="two_steps_for_the_section")
def require_two_steps(sender, instance, created, raw=False, **kwargs):
    """Put a new section under the two-step workflow: moderator, then approving officer."""
    if created and not raw:
        WorkflowPage.objects.get_or_create(page=instance, defaults={"workflow": two_step_workflow()})
