"""What no workflow can approve is left to Site administrators; here it is written down.

Redirects, privacy, sites, workflows, and who belongs to which group change at once what the public sees, or
who decides on it.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models.signals import m2m_changed, post_delete, post_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    CollectionViewRestriction,
    GroupCollectionPermission,
    GroupPagePermission,
    PageViewRestriction,
    Revision,
    Site,
    Task,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.files.signals import public_file_changed

from . import log, teams
from .models import Decision

LOGGED = {
    Redirect: Decision.Action.REDIRECT,
    PageViewRestriction: Decision.Action.PRIVACY,
    CollectionViewRestriction: Decision.Action.PRIVACY,
    Site: Decision.Action.SITE,
    Workflow: Decision.Action.WORKFLOW,
    WorkflowTask: Decision.Action.WORKFLOW,
    WorkflowPage: Decision.Action.WORKFLOW,
    WorkflowContentType: Decision.Action.WORKFLOW,
    Group: Decision.Action.PEOPLE,
    GroupPagePermission: Decision.Action.PEOPLE,
    GroupCollectionPermission: Decision.Action.PEOPLE,
    get_user_model(): Decision.Action.PEOPLE,
}
"""What is logged, and as what; subclasses of ``Task`` too, as workflows."""
SIGNED_IN = {"last_login"}
"""Fields of a person that change without anybody deciding anything."""


def _action_for(sender):
    return Decision.Action.WORKFLOW if issubclass(sender, Task) else LOGGED.get(sender)


@receiver(post_save)
def log_saved(sender, instance, created, raw, update_fields=None, **kwargs):
    """Log that something administered was made or changed."""
    action = _action_for(sender)
    if action and not raw and set(update_fields or ()) != SIGNED_IN:
        _record(action, instance, "added" if created else "changed")


@receiver(post_delete)
def log_deleted(sender, instance, **kwargs):
    """Log that something administered was deleted."""
    if action := _action_for(sender):
        _record(action, instance, "deleted")


@receiver(m2m_changed, sender=get_user_model().groups.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def log_membership(instance, action, model, pk_set, **kwargs):
    """Log who joined or left which group, and what a group may do."""
    if action in {"post_add", "post_remove", "post_clear"}:
        others = ", ".join(str(each) for each in model.objects.filter(pk__in=pk_set or ()))
        _record(Decision.Action.PEOPLE, instance, f"{action.removeprefix('post_')}: {others}".rstrip(": "))


@receiver(post_save, sender=Revision)
def log_unscheduled(instance, update_fields, **kwargs):
    """Log that a publication was called off: Wagtail then saves nothing but the time."""
    if update_fields == frozenset({"approved_go_live_at"}) and instance.approved_go_live_at is None:
        log.record(Decision.Action.UNSCHEDULED, obj=instance.content_object, revision=instance.pk)


@receiver(public_file_changed)
def log_file(instance, action, user, **kwargs):
    """Log that a file which others had approved was changed or deleted."""
    log.record(Decision.Action.FILE, obj=instance, user=user, data={"what": action})


def _record(action, instance, what: str) -> None:
    site = teams.site_of(getattr(instance, "page", instance))
    log.record(action, obj=instance, site=site, data={"what": what})
