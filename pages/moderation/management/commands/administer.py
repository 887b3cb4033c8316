"""Change what cannot be changed in the CMS: sites, workflows, groups, superusers and some redirects.

Each change names who decided it and why. It is logged, and all approvers and administrators are told.
"""

from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.db.models import Model, QuerySet
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from pages.moderation.gate import roles
from pages.moderation.gate.approval_task import IndependentApprovalTask
from pages.moderation.gate.decision import Decision, record_decision, shape_of
from pages.moderation.mails.mail import Mail
from pages.moderation.workflow_signals import cancel_reviews_using

CHANGED = Mail(
    "moderation/emails/changed_by_command", "every approver and administrator, and whom it is about"
)
Changed = tuple[Model, str]
"""What was changed, and how, in words."""


def _one(found: QuerySet, words: str) -> Any:
    """Return the only row of ``found``, or end the command."""
    if (row := found.first()) is None:
        raise CommandError(f"There is no {words}.")
    return row


def _page(number: int) -> Page:
    return _one(Page.objects.filter(pk=number), f"page {number}").specific


def change_site(options: dict[str, Any]) -> Changed:
    """Change host, port, name or home page of the site."""
    site = _one(Site.objects.filter(is_default_site=True), "site")
    changes = []
    for name in ("hostname", "port", "site_name", "root_page"):
        if (value := options[name]) is not None:
            value = _page(value) if name == "root_page" else value
            changes.append(f"{name}: {getattr(site, name)} → {value}")
            setattr(site, name, value)
    site.full_clean()
    site.save()
    return site, ", ".join(changes)


def change_workflow(options: dict[str, Any]) -> Changed:
    """Make a workflow, or say where it counts and whether it is in use."""
    name, changes = options["name"], []
    if options["make"]:
        workflow = Workflow.objects.create(name=name, active=True)
        changes.append("made")
    else:
        workflow = _one(Workflow.objects.filter(name=name), f"workflow {name}")
    if options["page"] is not None:
        page = _page(options["page"])
        WorkflowPage.objects.update_or_create(page_id=page.pk, defaults={"workflow": workflow})
        changes.append(f"on the page “{page}” and below")
    if options["off_page"] is not None:
        page = _page(options["off_page"])
        WorkflowPage.objects.filter(page_id=page.pk, workflow=workflow).delete()
        changes.append(f"no longer on the page “{page}”")
    if options["model"]:
        content_type = ContentType.objects.get_for_model(apps.get_model(options["model"]))
        WorkflowContentType.objects.update_or_create(
            content_type=content_type, defaults={"workflow": workflow}
        )
        changes.append(f"for each {content_type.name}")
    return workflow, ", ".join([*changes, *_enable_or_disable(workflow, options)])


def _enable_or_disable(workflow_or_step: Any, options: dict[str, Any]) -> list[str]:
    """Put a workflow or a step into use or out of use, and return what was done in words.

    Wagtail skips a disabled step, and publishes if it was the last: open reviews end before.
    """
    if options["disable"]:
        cancel_reviews_using(getattr(workflow_or_step, "task_ptr", workflow_or_step))
        workflow_or_step.deactivate()
        return ["disabled"]
    if options["enable"]:
        workflow_or_step.active = True
        workflow_or_step.save()
        return ["enabled"]
    return []


def change_step(options: dict[str, Any]) -> Changed:
    """Make a step, say who approves it, add it to a workflow or take it out."""
    name, changes = options["name"], []
    if options["make"]:
        step = IndependentApprovalTask.objects.create(name=name, active=True)
        changes.append("made")
    else:
        step = _one(IndependentApprovalTask.objects.filter(name=name), f"step {name}")
    if options["roles"]:
        step.groups.set(Group.objects.filter(name__in=options["roles"]))
        changes.append(f"approved by: {', '.join(options['roles'])}")
    if options["add_to"]:
        workflow = _one(Workflow.objects.filter(name=options["add_to"]), "such workflow")
        cancel_reviews_using(workflow)
        last = workflow.workflow_tasks.order_by("-sort_order").first()
        place = (last.sort_order or 0) + 1 if last else 0
        WorkflowTask.objects.create(workflow=workflow, task=step.task_ptr, sort_order=place)
        changes.append(f"added to “{workflow}”")
    if options["take_out_of"]:
        workflow = _one(Workflow.objects.filter(name=options["take_out_of"]), "such workflow")
        _one(workflow.workflow_tasks.filter(task_id=step.pk), "such step in it").delete()
        changes.append(f"taken out of “{workflow}”")
    return step, ", ".join([*changes, *_enable_or_disable(step, options)])


def change_group(options: dict[str, Any]) -> Changed:
    """Make a group or delete it, and give it permissions or take them away, of a page or of all."""
    name, changes = options["name"], []
    if options["make"]:
        group = Group.objects.create(name=name)
        changes.append("made")
    else:
        group = _one(Group.objects.filter(name=name), f"group {name}")
    page = _page(options["page"]) if options["page"] is not None else None
    for action, codes in (("give", options["give"]), ("take", options["take"])):
        for code in codes or []:
            app_label, _, codename = code.partition(".")
            found = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
            _change_permission(group, _one(found, f"permission {code}"), page, action)
            changes.append(f"{action}: {code}" + (f" on “{page}”" if page else ""))
    if options["delete"]:
        changes.append("deleted")
        group.delete()
    return group, ", ".join(changes)


def _change_permission(group: Group, permission: Permission, page: Page | None, action: str) -> None:
    if page is None:
        change = group.permissions.add if action == "give" else group.permissions.remove
        change(permission)
    elif action == "give":
        GroupPagePermission.objects.get_or_create(group=group, page_id=page.pk, permission=permission)
    else:
        GroupPagePermission.objects.filter(group=group, page_id=page.pk, permission=permission).delete()


def change_superuser(options: dict[str, Any]) -> Changed:
    """Make an account a superuser, or end that."""
    name = options["username"]
    person = _one(User.objects.filter(username=name), f"account {name}")
    person.is_superuser = options["give"]
    person.save(update_fields=["is_superuser"])
    return person, "now a superuser" if person.is_superuser else "no longer a superuser"


def delete_account(options: dict[str, Any]) -> Changed:
    """Delete an account for good. Usually it is enough to make it inactive."""
    name = options["username"]
    person = _one(User.objects.filter(username=name), f"account {name}")
    kept = User(pk=person.pk, username=name, email=person.email)
    person.delete()
    return kept, "account deleted"


def change_redirect(options: dict[str, Any]) -> Changed:
    """Make, change or remove a redirect, to another site too."""
    old_path = Redirect.normalise_path(options["old"])
    if options["remove"]:
        redirect = _one(Redirect.objects.filter(old_path=old_path, site=None), f"redirect from {old_path}")
        redirect.delete()
        return redirect, f"removed: {redirect.redirect_link or redirect.redirect_page}"
    if not options["link"]:
        raise CommandError("Enter the new address with --link, or add --remove.")
    redirect, _ = Redirect.objects.update_or_create(
        old_path=old_path, site=None, defaults={"redirect_link": options["link"], "redirect_page": None}
    )
    return redirect, f"leads to {options['link']}"


A = Decision.Action
CHANGES: dict[str, tuple[Any, Decision.Action]] = {
    "site": (change_site, A.SITE),
    "workflow": (change_workflow, A.WORKFLOW),
    "step": (change_step, A.WORKFLOW),
    "group": (change_group, A.PEOPLE),
    "superuser": (change_superuser, A.PEOPLE),
    "delete-account": (delete_account, A.PEOPLE),
    "redirect": (change_redirect, A.REDIRECT),
}


class Command(BaseCommand):
    """One subcommand for each kind of change."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        kinds = parser.add_subparsers(dest="kind", required=True)
        found: dict[str, Any] = {}
        for name, (change, _) in CHANGES.items():
            kind = found[name] = kinds.add_parser(name, help=change.__doc__)
            kind.add_argument("--decided-by", required=True, help="The name or post of whoever decided it.")
            kind.add_argument("--reason", required=True, help="The reason, for the log and the emails.")
        site = found["site"]
        site.add_argument("--hostname")
        site.add_argument("--port", type=int)
        site.add_argument("--name", dest="site_name")
        site.add_argument("--home-page", dest="root_page", type=int, metavar="NUMBER")
        workflow = found["workflow"]
        workflow.add_argument("name")
        workflow.add_argument(
            "--page", type=int, metavar="NUMBER", help="Use it on this page and those under it."
        )
        workflow.add_argument("--off-page", type=int, metavar="NUMBER")
        workflow.add_argument("--model", help="Use it for this model, such as content.notice.")
        step = found["step"]
        step.add_argument("name")
        step.add_argument("--roles", nargs="+", choices=roles.APPROVING_ROLES)
        step.add_argument("--add-to", metavar="WORKFLOW")
        step.add_argument("--take-out-of", metavar="WORKFLOW")
        for kind in (workflow, step):
            kind.add_argument("--make", action="store_true")
            kind.add_argument("--disable", action="store_true")
            kind.add_argument("--enable", action="store_true")
        group = found["group"]
        group.add_argument("name")
        group.add_argument("--make", action="store_true")
        group.add_argument("--delete", action="store_true")
        group.add_argument("--give", nargs="+", metavar="APP.CODENAME")
        group.add_argument("--take", nargs="+", metavar="APP.CODENAME")
        group.add_argument("--page", type=int, metavar="NUMBER", help="Only on this page and those under it.")
        superuser = found["superuser"]
        superuser.add_argument("username")
        which = superuser.add_mutually_exclusive_group(required=True)
        which.add_argument("--give", action="store_true")
        which.add_argument("--take", dest="give", action="store_false")
        found["delete-account"].add_argument("username")
        redirect = found["redirect"]
        redirect.add_argument("old", help="The old address, such as /old/.")
        redirect.add_argument("--link", help="The new address.")
        redirect.add_argument("--remove", action="store_true")

    @transaction.atomic
    def handle(self, *args: str, kind: str, decided_by: str, reason: str, **options: Any) -> None:
        change, action = CHANGES[kind]
        try:
            obj, what = change(options)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if not what:
            raise CommandError("You did not say what to change, so nothing has changed.")
        record_decision(action, obj=obj, actor=decided_by, reason=reason, data=shape_of(action)(what=what))
        told = {*roles.users_with_role(*roles.ROLES_TO_CONFIRM)}
        if isinstance(obj, User):
            told.add(obj)
        name = roles.display_name(obj) if isinstance(obj, User) else str(obj)
        CHANGED.send_after_commit(told, name=name, what=what, who=decided_by, reason=reason)
        self.stdout.write(f"{name}: {what}.")
