"""What nobody changes in the CMS is changed by a command, which says who decided it and why."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import (
    GroupPagePermission,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
)

from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    TWO_STEP_WORKFLOW,
)
from pages.moderation.models import AuditLogEntry, IndependentApprovalTask
from tests.factories import StandardPageFactory, UserFactory

DECIDED = ["--decided-by", "Chief Officer", "--reason", "The board agreed."]
STEP = "Legal adviser"


def administer(*arguments):
    call_command("administer", *map(str, arguments), *DECIDED)


def steps():
    return [task.name for task in Workflow.objects.get(name=TWO_STEP_WORKFLOW).tasks]


def site(page):
    which = ["site", "--where", "is_default_site=True"]
    administer(*which, "--set", "hostname=new.example.org", "site_name=New", "port=443")
    assert list(Site.objects.values_list("hostname", "site_name")) == [
        ("new.example.org", "New")
    ]


def home_page(page):
    administer(
        "site", "--where", "is_default_site=True", "--set", f"root_page={page.pk}"
    )
    assert Site.objects.get().root_page_id == page.pk


def workflow(page):
    uses_it = [f"page={page.pk}", f"workflow__name={TWO_STEP_WORKFLOW}"]
    administer("workflow-of-page", "--create", "--set", *uses_it)
    assert WorkflowPage.objects.get(page=page).workflow.name == TWO_STEP_WORKFLOW
    administer("workflow-of-page", "--where", *uses_it, "--delete")
    assert not WorkflowPage.objects.filter(page=page).exists()


def workflow_of_a_model(page):
    uses_it = ["content_type__model=notice", f"workflow__name={TWO_STEP_WORKFLOW}"]
    WorkflowContentType.objects.all().delete()
    administer("workflow-of-model", "--create", "--set", *uses_it)
    found = Workflow.objects.get(name=TWO_STEP_WORKFLOW).workflow_content_types.all()
    assert [each.content_type.model for each in found] == ["notice"]


def workflow_in_use(page):
    which = ["workflow", "--where", f"name={TWO_STEP_WORKFLOW}"]
    administer(*which, "--set", "active=False")
    assert not Workflow.objects.get(name=TWO_STEP_WORKFLOW).active
    administer(*which, "--set", "active=True")
    assert Workflow.objects.get(name=TWO_STEP_WORKFLOW).active


def another_workflow(page):
    administer("workflow", "--create", "--set", "name=Quick")
    assert Workflow.objects.get(name="Quick").active


def step(page):
    which = ["step", "--where", f"name={STEP}"]
    administer(
        "step",
        "--create",
        "--set",
        f"name={STEP}",
        "--add",
        f"groups__name={APPROVING_OFFICERS}",
    )
    place = [f"workflow__name={TWO_STEP_WORKFLOW}", f"task__name={STEP}"]
    administer("step-of-workflow", "--create", "--set", *place, "sort_order=9")
    assert steps() == ["Moderator", "Approving officer", STEP]
    others = [
        f"groups__name={MODERATORS}",
        "--remove",
        f"groups__name={APPROVING_OFFICERS}",
    ]
    administer(*which, "--add", *others)
    assert IndependentApprovalTask.objects.get(name=STEP).roles == [MODERATORS]
    administer(*which, "--set", "active=False")
    assert not IndependentApprovalTask.objects.get(name=STEP).active
    administer("step-of-workflow", "--where", *place, "--delete")
    assert steps() == ["Moderator", "Approving officer"]


def group(page):
    which = ["group", "--where", "name=Friends"]
    administer(
        "group",
        "--create",
        "--set",
        "name=Friends",
        "--add",
        "permissions__codename=view_user",
    )
    friends = Group.objects.get(name="Friends")
    assert [permission.codename for permission in friends.permissions.all()] == [
        "view_user"
    ]
    administer(*which, "--remove", "permissions__codename=view_user")
    assert not friends.permissions.exists()
    allowed = [
        "group__name=Friends",
        f"page={page.pk}",
        "permission__codename=change_page",
    ]
    administer("permission-on-page", "--create", "--set", *allowed)
    assert GroupPagePermission.objects.get(group=friends).page_id == page.pk
    administer("permission-on-page", "--where", *allowed, "--delete")
    administer(*which, "--delete")
    assert not Group.objects.filter(name="Friends").exists()


def superuser(page):
    which = ["account", "--where", "username=pat", "--set"]
    administer(*which, "is_superuser=True")
    assert User.objects.get(username="pat").is_superuser
    administer(*which, "is_superuser=False")
    assert not User.objects.get(username="pat").is_superuser


def account(page):
    administer("account", "--where", "username=pat", "--delete")
    assert not User.objects.filter(username="pat").exists()


def redirect(page):
    leads_away = ["old_path=/old/", "redirect_link=https://elsewhere.example/"]
    administer("redirect", "--create", "--set", *leads_away)
    assert list(Redirect.objects.values_list("old_path", "redirect_link")) == [
        ("/old", "https://elsewhere.example/")
    ]
    administer("redirect", "--where", "old_path=/old", "--delete")
    assert not Redirect.objects.exists()


@pytest.fixture
def page(home):
    UserFactory(username="pat", email="pat@example.org", roles=[EDITORS])
    return StandardPageFactory(parent=home, title="A page")


@pytest.mark.parametrize(
    "change",
    [
        site,
        home_page,
        workflow,
        workflow_of_a_model,
        workflow_in_use,
        another_workflow,
        step,
        group,
        superuser,
        account,
        redirect,
    ],
)
def test_each_change_is_made_and_logged_with_who_decided_it_and_why(page, change):
    change(page)

    logged = AuditLogEntry.objects.filter(reason="The board agreed.")
    assert logged.exists()
    assert set(logged.values_list("actor", "actor_id")) == {("Chief Officer", None)}


def test_everybody_who_approves_or_administers_is_told_and_whom_it_is_about(
    page, mailoutbox, committed
):
    UserFactory(roles=[MODERATORS], email="mo@example.org")

    with committed():
        administer("account", "--where", "username=pat", "--set", "is_superuser=True")

    told = [
        mail for mail in mailoutbox if mail.subject.startswith("Changed on the server")
    ]
    assert {address for mail in told for address in mail.to} == {
        "mo@example.org",
        "pat@example.org",
    }
    assert "Chief Officer decided this" in told[0].body
    assert "The board agreed." in told[0].body


@pytest.mark.parametrize(
    ("words", "arguments"),
    [
        (
            "There is no user with",
            ["account", "--where", "username=nobody", "--set", "is_superuser=True"],
        ),
        ("Several have", ["group", "--where", "name__contains=s", "--set", "name=x"]),
        ("say what to change", ["site", "--where", "is_default_site=True"]),
        (
            "There is no page with",
            ["site", "--where", "is_default_site=True", "--set", "root_page=999999"],
        ),
        (
            "There is no workflow",
            ["workflow", "--where", "name=None", "--set", "active=False"],
        ),
        (
            "no field named",
            ["workflow", "--where", "name=One approval", "--set", "colour=red"],
        ),
        (
            "There is no permission",
            ["group", "--where", "name=Editors", "--add", "permissions__codename=x"],
        ),
        (
            "Use --add or --remove",
            [
                "group",
                "--where",
                "name=Editors",
                "--set",
                "permissions__codename=view_user",
            ],
        ),
        ("hostname", ["site", "--where", "is_default_site=True", "--set", "hostname="]),
        ("Its group is not deleted", ["group", "--where", "name=Editors", "--delete"]),
        (
            "Its group keeps its name",
            ["group", "--where", "name=Editors", "--set", "name=Writers"],
        ),
        ("already exists", ["group", "--create", "--set", "name=Editors"]),
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_so(page, arguments, words):
    with pytest.raises(CommandError, match=words):
        administer(*arguments)

    assert not AuditLogEntry.objects.filter(reason="The board agreed.").exists()


def test_who_decided_it_and_why_has_to_be_said(page):
    for missing in (["--reason", "x"], ["--decided-by", "x"]):
        with pytest.raises(CommandError, match="required"):
            call_command(
                "administer", "group", "--create", "--set", "name=Friends", *missing
            )
