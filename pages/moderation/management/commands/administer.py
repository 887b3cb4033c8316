"""Change what nobody changes in the CMS: sites, workflows, groups, superusers and some redirects.

Each change names who decided it and why. It is logged, and everybody who approves or administers is told.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import FieldDoesNotExist, FieldError, PermissionDenied, ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.db.models import Field, Model
from wagtail.models import Task, Workflow, WorkflowTask

from pages.moderation.gate import roles
from pages.moderation.gate.decision import Decision, record_decision, shape_of
from pages.moderation.mails.mail import Mail
from pages.moderation.workflow_signals import cancel_reviews_using

CHANGED = Mail(
    "moderation/emails/changed_by_command", "every approver and administrator, and whom it is about"
)
A = Decision.Action
KINDS = {
    "site": ("wagtailcore.Site", A.SITE),
    "workflow": ("wagtailcore.Workflow", A.WORKFLOW),
    "workflow-of-page": ("wagtailcore.WorkflowPage", A.WORKFLOW),
    "workflow-of-model": ("wagtailcore.WorkflowContentType", A.WORKFLOW),
    "step": ("moderation.IndependentApprovalTask", A.WORKFLOW),
    "step-of-workflow": ("wagtailcore.WorkflowTask", A.WORKFLOW),
    "group": ("auth.Group", A.PEOPLE),
    "permission-on-page": ("wagtailcore.GroupPagePermission", A.PEOPLE),
    "account": ("auth.User", A.PEOPLE),
    "redirect": ("wagtailredirects.Redirect", A.REDIRECT),
}
"""What can be changed, each with its model and the action in the log."""


class Command(BaseCommand):
    """Create, change or delete one row."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument("--decided-by", required=True, help="The name or post of who decided it.")
        parser.add_argument("--reason", required=True, help="Why. The log and the emails give it.")
        parser.add_argument("--create", action="store_true")
        parser.add_argument("--delete", action="store_true")
        helps = {
            "where": "Which one it is. Related rows are named by their own fields: workflow__name=…",
            "set": "What to change.",
            "add": "What to add to a list, such as permissions__codename=….",
            "remove": "What to take out of a list.",
        }
        for name, text in helps.items():
            parser.add_argument(f"--{name}", nargs="+", default=[], metavar="NAME=VALUE", help=text)

    @transaction.atomic
    def handle(self, *args: str, kind: str, decided_by: str, reason: str, **options: Any) -> None:
        label, action = KINDS[kind]
        model: Any = apps.get_model(label)
        try:
            obj = model() if options["create"] else find(model, conditions_of(options["where"]))
            what = set_fields(obj, options["set"])
            what += change_lists(obj, options["add"], "added")
            what += change_lists(obj, options["remove"], "removed")
            if options["delete"]:
                what = [f"{kind} deleted"]
            if not what:
                raise CommandError("Nothing was changed: say what to change.")
            subject = getattr(obj, "workflow", None) or getattr(obj, "group", None) or obj
            words = ", ".join(what)
            details = shape_of(action)(what=words)
            record_decision(action, obj=subject, actor=decided_by, reason=reason, data=details)
            name = roles.display_name(subject) if isinstance(subject, User) else str(subject)
            told = list(roles.users_with_role(*roles.ROLES_TO_CONFIRM))
            if isinstance(obj, User):
                told.append(User(email=obj.email))
            if options["delete"]:
                end_reviews_using(obj)
                obj.delete()
        except (ValidationError, PermissionDenied, IntegrityError, FieldDoesNotExist, FieldError) as error:
            raise CommandError(str(error)) from error
        CHANGED.send_after_commit(told, name=name, what=words, who=decided_by, reason=reason)
        self.stdout.write(f"{name}: {words}.")


def conditions_of(texts: Iterable[str]) -> dict[str, str]:
    """Return the names and values of ``NAME=VALUE``."""
    pairs = [text.partition("=") for text in texts]
    return {name: value for name, _, value in pairs}


def find(model: Any, conditions: dict[str, Any]) -> Any:
    """Return the only row of ``model`` that meets ``conditions``, or end the command."""
    found = list(model._default_manager.filter(**conditions)[:2])
    if len(found) != 1:
        number = "Several have" if found else "There is no"
        raise CommandError(f"{number} {model._meta.verbose_name} with {conditions}.")
    return found[0]


def field_and_value(obj: Model, path: str, text: str) -> tuple[Field, Any]:
    """Return the field of ``obj`` that ``path`` begins with, and its value: a row, or what ``text`` means."""
    name, _, lookup = path.partition("__")
    field: Any = obj._meta.get_field(name)
    if field.related_model:
        return field, find(field.related_model, {lookup or "pk": text})
    return field, field.to_python(text)


def set_fields(obj: Any, texts: Iterable[str]) -> list[str]:
    """Save ``obj`` with new values, and return what was changed in words."""
    changes = []
    for path, text in conditions_of(texts).items():
        field, value = field_and_value(obj, path, text)
        if not field.concrete or field.many_to_many:
            raise CommandError(f"{field.name} is a list. Use --add or --remove.")
        before = getattr(obj, field.name, None)
        changes.append(f"{field.verbose_name}: {before} → {value}")
        setattr(obj, field.name, value)
    if changes:
        obj.full_clean()
        end_reviews_using(obj)
        obj.save()
    return changes


def change_lists(obj: Any, texts: Iterable[str], done: str) -> list[str]:
    """Add rows to lists of ``obj`` or remove them, and return what was ``done`` in words."""
    changes = []
    for path, text in conditions_of(texts).items():
        field, value = field_and_value(obj, path, text)
        rows = getattr(obj, field.name)
        change = rows.add if done == "added" else rows.remove
        change(value)
        changes.append(f"{value} {done}")
    return changes


def end_reviews_using(obj: Any) -> None:
    """Cancel open reviews before their workflow or step changes.

    Wagtail skips a disabled step, and publishes if it was the last.
    """
    if obj._state.adding and not isinstance(obj, WorkflowTask):
        return
    if isinstance(obj, WorkflowTask):
        cancel_reviews_using(obj.workflow)
    elif isinstance(obj, Workflow):
        cancel_reviews_using(obj)
    elif isinstance(obj, Task):
        cancel_reviews_using(obj.task_ptr)
