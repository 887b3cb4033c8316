"""What no workflow can approve is left to Site administrators; here it is written down.

Redirects, privacy, sites, workflows, and who belongs to which group change at once what the
public sees, or who decides on it.
"""

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Collection,
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

from pages.moderation.records.decision import Decision

from .decisions import record_change, record_decision

LOGGED = {
    Decision.Action.REDIRECT: (Redirect,),
    Decision.Action.PRIVACY: (PageViewRestriction, CollectionViewRestriction),
    Decision.Action.SITE: (Site,),
    Decision.Action.WORKFLOW: (Workflow, WorkflowTask, WorkflowPage, WorkflowContentType, Task),
    Decision.Action.PEOPLE: (Group, GroupPagePermission, GroupCollectionPermission, get_user_model()),
}
"""As what the models are logged, and their subclasses: a type of step is one of ``Task``."""
SIGNED_IN = ({"last_login"}, {"password"})
"""What Django saves of a person who signs in; the password as a newer digest of the same one."""
RIGHTS = {"is_superuser": "superuser", "is_active": "active"}
"""Fields of a person that say what they may do."""


def _action_for(sender):
    return next((action for action, models in LOGGED.items() if issubclass(sender, models)), None)


@receiver(pre_save, sender=get_user_model())
def note_what_changes(sender, instance, **kwargs):
    """Note what of a person's account changes that matters: rights, and that there is another password."""
    stored = sender.objects.filter(pk=instance.pk).first()
    was = stored or sender()
    instance.told = [
        f"{name} {_switch(getattr(instance, field))}"
        for field, name in RIGHTS.items()
        if getattr(instance, field) != getattr(was, field)
    ]
    if stored and stored.password != instance.password:
        instance.told.append("password")


@receiver(post_save)
def log_saved(sender, instance, created, raw, update_fields=None, **kwargs):
    """Log that something administered was made or changed."""
    action = _action_for(sender)
    if action and not raw and set(update_fields or ()) not in SIGNED_IN:
        told = ", ".join(getattr(instance, "told", ()))
        record_change(action, instance, ("added" if created else "changed") + (told and f": {told}"))


def log_active_state(request, action_type, people, action):
    """Log whose accounts were switched on or off together, which Wagtail does without a signal."""
    if action_type == "set_active_state":
        state = _switch(action.cleaned_form.cleaned_data["mark_as_active"])
        for person in people:
            record_change(Decision.Action.PEOPLE, person, f"changed: {RIGHTS['is_active']} {state}")


@receiver(post_delete)
def log_deleted(sender, instance, **kwargs):
    """Log that something administered was deleted."""
    if action := _action_for(sender):
        record_change(action, instance, "deleted")


@receiver(m2m_changed, sender=Group.permissions.through)
def log_permissions_of_groups(instance, action, model, pk_set, **kwargs):
    """Log what a group may do; ``membership.py`` logs who joins or leaves it."""
    if action in {"post_add", "post_remove", "post_clear"}:
        others = ", ".join(str(each) for each in model.objects.filter(pk__in=pk_set or ()))
        record_change(
            Decision.Action.PEOPLE, instance, f"{action.removeprefix('post_')}: {others}".rstrip(": ")
        )


@receiver(pre_save, sender=Revision)
def log_unscheduled(sender, instance, update_fields, **kwargs):
    """Log that a publication is called off: Wagtail saves nothing but the time, for any revision."""
    takes_time_away = update_fields == {"approved_go_live_at"} and instance.approved_go_live_at is None
    scheduled = sender.objects.filter(pk=instance.pk, approved_go_live_at__isnull=False)
    if takes_time_away and scheduled.exists():
        record_decision(Decision.Action.UNSCHEDULED, obj=instance.content_object, revision=instance.pk)


@receiver(pre_save, sender=Collection)
def keep_one_collection(instance, raw, **kwargs):
    """Refuse a second collection: moving one would hide or show all its files, and sends no signal to log."""
    if instance._state.adding and not raw and get_active_log_context().user:
        raise ValidationError("All files are in one collection. Who may read them follows from the pages.")


def _switch(on: bool) -> str:
    return "on" if on else "off"
