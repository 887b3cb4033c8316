"""What nobody changes in the CMS is changed by a command, which says who decided it and why."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import GroupPagePermission, Site, Workflow, WorkflowPage

from pages.moderation.gate.roles import APPROVING_OFFICERS, EDITORS, MODERATORS, TWO_STEP_WORKFLOW
from pages.moderation.models import Decision, IndependentApprovalTask
from tests.factories import StandardPageFactory, UserFactory

DECIDED = ["--decided-by", "Chief Officer", "--reason", "The board agreed."]
STEP = "Legal adviser"


def administer(*arguments):
    call_command("administer", *map(str, arguments), *DECIDED)


def steps():
    return [task.name for task in Workflow.objects.get(name=TWO_STEP_WORKFLOW).tasks]


def site(page):
    administer("site", "--hostname", "new.example.org", "--name", "New", "--port", 443)
    assert list(Site.objects.values_list("hostname", "site_name")) == [("new.example.org", "New")]


def home_page(page):
    administer("site", "--home-page", page.pk)
    assert Site.objects.get().root_page_id == page.pk


def workflow(page):
    administer("workflow", TWO_STEP_WORKFLOW, "--page", page.pk)
    assert WorkflowPage.objects.get(page=page).workflow.name == TWO_STEP_WORKFLOW
    administer("workflow", TWO_STEP_WORKFLOW, "--off-page", page.pk)
    assert not WorkflowPage.objects.filter(page=page).exists()


def workflow_of_a_model(page):
    administer("workflow", TWO_STEP_WORKFLOW, "--model", "content.notice")
    found = Workflow.objects.get(name=TWO_STEP_WORKFLOW).workflow_content_types.all()
    assert [each.content_type.model for each in found] == ["notice"]


def workflow_in_use(page):
    administer("workflow", TWO_STEP_WORKFLOW, "--disable")
    assert not Workflow.objects.get(name=TWO_STEP_WORKFLOW).active
    administer("workflow", TWO_STEP_WORKFLOW, "--enable")
    assert Workflow.objects.get(name=TWO_STEP_WORKFLOW).active


def another_workflow(page):
    administer("workflow", "Quick", "--make")
    assert Workflow.objects.get(name="Quick").active


def step(page):
    administer("step", STEP, "--make", "--roles", APPROVING_OFFICERS, "--add-to", TWO_STEP_WORKFLOW)
    assert steps() == ["Moderator", "Approving officer", STEP]
    administer("step", STEP, "--roles", MODERATORS)
    assert IndependentApprovalTask.objects.get(name=STEP).roles == [MODERATORS]
    administer("step", STEP, "--disable")
    administer("step", STEP, "--enable", "--take-out-of", TWO_STEP_WORKFLOW)
    assert steps() == ["Moderator", "Approving officer"]


def group(page):
    administer("group", "Friends", "--make", "--give", "auth.view_user")
    friends = Group.objects.get(name="Friends")
    assert [each.codename for each in friends.permissions.all()] == ["view_user"]
    administer("group", "Friends", "--take", "auth.view_user")
    assert not friends.permissions.exists()
    administer("group", "Friends", "--give", "wagtailcore.change_page", "--page", page.pk)
    assert GroupPagePermission.objects.get(group=friends).page_id == page.pk
    administer("group", "Friends", "--take", "wagtailcore.change_page", "--page", page.pk)
    administer("group", "Friends", "--delete")
    assert not Group.objects.filter(name="Friends").exists()


def superuser(page):
    administer("superuser", "pat", "--give")
    assert User.objects.get(username="pat").is_superuser
    administer("superuser", "pat", "--take")
    assert not User.objects.get(username="pat").is_superuser


def account(page):
    administer("delete-account", "pat")
    assert not User.objects.filter(username="pat").exists()


def redirect(page):
    administer("redirect", "/old/", "--link", "https://elsewhere.example/")
    assert list(Redirect.objects.values_list("old_path", "redirect_link")) == [
        ("/old", "https://elsewhere.example/")
    ]
    administer("redirect", "/old/", "--remove")
    assert not Redirect.objects.exists()


@pytest.fixture
def page(home):
    UserFactory(username="pat", email="pat@example.org", roles=[EDITORS])
    return StandardPageFactory(parent=home, title="A page")


@pytest.mark.parametrize(
    "change",
    [
        *(site, home_page, workflow, workflow_of_a_model, workflow_in_use, another_workflow, step, group),
        *(superuser, account, redirect),
    ],
)
def test_each_change_is_made_and_logged_with_who_decided_it_and_why(page, change):
    change(page)

    logged = Decision.objects.filter(reason="The board agreed.")
    assert logged.exists()
    assert set(logged.values_list("actor", "actor_id")) == {("Chief Officer", None)}


def test_everybody_who_approves_or_administers_is_told_and_whom_it_is_about(page, mailoutbox, committed):
    UserFactory(roles=[MODERATORS], email="mo@example.org")

    with committed():
        administer("superuser", "pat", "--give")

    told = [mail for mail in mailoutbox if mail.subject.startswith("Changed on the server")]
    assert {address for mail in told for address in mail.to} == {"mo@example.org", "pat@example.org"}
    assert "Chief Officer decided this" in told[0].body
    assert "The board agreed." in told[0].body


@pytest.mark.parametrize(
    "arguments",
    [
        ["superuser", "nobody", "--give"],
        ["site"],
        ["site", "--home-page", "999999"],
        ["workflow", "None", "--disable"],
        ["redirect", "/old/"],
        ["group", "Editors", "--give", "auth.nothing"],
        ["site", "--hostname", ""],
    ],
)
def test_what_cannot_be_done_changes_nothing_and_says_so(page, arguments):
    with pytest.raises(CommandError):
        administer(*arguments)

    assert not Decision.objects.filter(reason="The board agreed.").exists()


def test_who_decided_it_and_why_has_to_be_said(page):
    for missing in (["--reason", "x"], ["--decided-by", "x"]):
        with pytest.raises(CommandError, match="required"):
            call_command("administer", "superuser", "pat", "--give", *missing)
