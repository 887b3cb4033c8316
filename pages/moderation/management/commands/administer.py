"""Change what cannot be changed in the CMS: sites, workflows, groups, superusers and some redirects.

Each change names who decided it and why. It is logged, and all approvers and
administrators are told.
"""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.models import User
from django.core.exceptions import (
    FieldDoesNotExist,
    FieldError,
    PermissionDenied,
    ValidationError,
)
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import IntegrityError, transaction
from django.db.models import Field, Model
from wagtail.models import Task, Workflow, WorkflowTask

from pages.moderation.approval import roles
from pages.moderation.approval.audit_log import (
    AuditLogEntry,
    name_in_log,
    record_decision,
    shape_of,
)
from pages.moderation.emails.mail import EmailKind
from pages.moderation.signal_handlers import cancel_reviews_using

CHANGED = EmailKind(
    "moderation/emails/changed_by_command",
    "every approver and administrator, and whom it is about",
)
A = AuditLogEntry.Action
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


HELP = {
    "where": "Which row. Related rows are found by their own fields: workflow__name=…",
    "set": "What to change.",
    "add": "What to add to a list, such as permissions__codename=….",
    "remove": "What to remove from a list.",
}


def name_and_value(text: str) -> tuple[str, str]:
    name, _, value = text.partition("=")
    return name, value


class Command(BaseCommand):
    """Create, change or delete one row."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=KINDS)
        parser.add_argument(
            "--decided-by",
            required=True,
            help="The name or post of whoever decided it.",
        )
        parser.add_argument(
            "--reason", required=True, help="The reason, for the log and the emails."
        )
        parser.add_argument("--create", action="store_true")
        parser.add_argument("--delete", action="store_true")
        for name, text in HELP.items():
            parser.add_argument(
                f"--{name}",
                nargs="+",
                default=[],
                type=name_and_value,
                metavar="NAME=VALUE",
                help=text,
            )

    def handle(self, *args: str, **options: Any) -> None:
        try:
            with transaction.atomic():
                self.stdout.write(carry_out(**options))
        except (
            ValidationError,
            PermissionDenied,
            IntegrityError,
            FieldDoesNotExist,
            FieldError,
        ) as error:
            raise CommandError(str(error)) from error


def carry_out(kind: str, decided_by: str, reason: str, **options: Any) -> str:
    """Change the row, log it, tell whom it concerns, and return what was changed."""
    label, action = KINDS[kind]
    model: Any = apps.get_model(label)
    obj = model() if options["create"] else find(model, dict(options["where"]))
    changes = [f"{kind} deleted"] if options["delete"] else change(obj, options)
    if not changes:
        raise CommandError("You did not say what to change, so nothing has changed.")
    what = ", ".join(changes)
    subject = getattr(obj, "workflow", None) or getattr(obj, "group", None) or obj
    details = shape_of(action)(what=what)
    record_decision(action, obj=subject, actor=decided_by, reason=reason, data=details)
    name = name_in_log(subject)
    told = list(roles.users_with_role(*roles.ROLES_TO_CONFIRM))
    if isinstance(obj, User):
        told.append(User(email=obj.email))
        drop_requests_that_are_settled(obj)
    if options["delete"]:
        end_reviews_using(obj)
        obj.delete()
    CHANGED.send_after_commit(told, name=name, what=what, who=decided_by, reason=reason)
    return f"{name}: {what}."


def change(obj: Any, options: dict[str, Any]) -> list[str]:
    """Set fields of ``obj`` and change its lists, and return what was changed in words."""
    changes = set_fields(obj, options["set"])
    for path, text in options["add"]:
        changes.append(change_list(obj, path, text, is_added=True))
    for path, text in options["remove"]:
        changes.append(change_list(obj, path, text, is_added=False))
    return changes


def find(model: Any, conditions: dict[str, str]) -> Any:
    """Return the only row of ``model`` that meets ``conditions``, or end the command."""
    rows = list(model._default_manager.filter(**conditions)[:2])
    if len(rows) != 1:
        number = "Several have" if rows else "There is no"
        raise CommandError(f"{number} {model._meta.verbose_name} with {conditions}.")
    return rows[0]


def field_and_value(obj: Model, path: str, text: str) -> tuple[Field, Any]:
    """Return the field of ``obj`` that ``path`` begins with, and its value: a row, or what ``text`` means."""
    name, _, lookup = path.partition("__")
    field: Any = obj._meta.get_field(name)
    if field.related_model:
        return field, find(field.related_model, {lookup or "pk": text})
    return field, field.to_python(text)


def set_fields(obj: Any, values: Iterable[tuple[str, str]]) -> list[str]:
    """Save ``obj`` with new values, and return what was changed in words."""
    changes = []
    for path, text in values:
        field, value = field_and_value(obj, path, text)
        if not field.concrete or field.many_to_many:
            raise CommandError(f"{field.name} is a list. Use --add or --remove.")
        changes.append(
            f"{field.verbose_name}: {getattr(obj, field.name, None)} → {value}"
        )
        setattr(obj, field.name, value)
    if changes:
        obj.full_clean()
        end_reviews_using(obj)
        obj.save()
    return changes


def change_list(obj: Any, path: str, text: str, *, is_added: bool) -> str:
    """Add a row to a list of ``obj``, or remove it, and return what was changed in words."""
    field, value = field_and_value(obj, path, text)
    rows = getattr(obj, field.name)
    if is_added:
        rows.add(value)
        return f"{value} added"
    rows.remove(value)
    return f"{value} removed"


def drop_requests_that_are_settled(person: User) -> None:
    """Delete the requests about ``person`` that the command has overtaken."""
    for change in person.pending_changes.all():
        if change.of_kind.obstacle():
            change.delete()


def end_reviews_using(obj: Any) -> None:
    """Cancel open reviews before their workflow or step changes.

    Wagtail skips a disabled step, and publishes if it was the last.
    """
    if isinstance(obj, WorkflowTask):
        cancel_reviews_using(obj.workflow)
    elif obj._state.adding:
        return
    elif isinstance(obj, Workflow):
        cancel_reviews_using(obj)
    elif isinstance(obj, Task):
        cancel_reviews_using(obj.task_ptr)
