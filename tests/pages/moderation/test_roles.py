"""The permissions of each role, as the migrations set them."""

import pytest
from django.urls import reverse
from wagtail.models import Page
from wagtail.permissions import policy_registry

from complaints.models import Organisation
from pages.content.models import HomePage, SiteWording
from pages.moderation.approval import roles
from tests.editing import add
from tests.factories import SiteWordingFactory, StandardPageFactory, UserFactory
from tests.submissions import submit

pytestmark = pytest.mark.django_db


def permissions_on(page, role):
    user = UserFactory(roles=[role])
    return page.permissions_for_user(user)


def test_no_role_can_publish_a_page_without_a_workflow(home, admin_user):
    root = Page.objects.get(depth=1)

    for person in (UserFactory(roles=[role]) for role in roles.ROLES):
        assert not root.permissions_for_user(person).can_publish()
        for page in (home, Page.objects.get(pk=home.pk)):
            assert not page.permissions_for_user(person).can_publish()
            assert not page.permissions_for_user(person).can_publish_subpage()
    assert not home.permissions_for_user(admin_user).can_publish()


# Wagtail's own rules are asked about the root, which is no page of ours: the
# publication itself is refused.
def test_publishing_a_new_page_below_the_root_is_refused(client, home, signed_in):
    signed_in(roles.SITE_ADMINISTRATORS)
    root = Page.objects.get(depth=1)
    form = {
        "title": "Another force",
        "slug": "another-force",
        "introduction": "",
        "body-count": "0",
    }
    form |= {"search_description": "", "change_note": ""}
    form |= {
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        "action-publish": "1",
    }

    answer = add(client, root, HomePage, form)

    assert answer.status_code == 302
    assert not Page.objects.filter(slug="another-force", live=True).exists()
    assert (
        "This could not be done"
        in client.get(reverse("wagtailadmin_home")).content.decode()
    )


@pytest.mark.parametrize("model", [SiteWording, Organisation])
def test_no_role_can_publish_a_snippet_without_a_workflow(model, admin_user):
    policy = policy_registry.get_by_type(model)

    people = [admin_user, *(UserFactory(roles=[role]) for role in roles.ROLES)]

    assert [policy.user_has_permission(person, "publish") for person in people] == [
        False
    ] * 6


def test_a_site_administrator_can_cancel_a_schedule(home):
    page = StandardPageFactory(parent=home)

    assert permissions_on(page, roles.SITE_ADMINISTRATORS).can_unschedule()
    assert not permissions_on(page, roles.EDITORS).can_unschedule()


def test_page_permissions_of_each_role(home):
    page = StandardPageFactory(parent=home)
    for role, can_add, can_edit, can_take_down in [
        (roles.EDITORS, True, True, False),
        (roles.MODERATORS, False, True, True),
        (roles.APPROVING_OFFICERS, False, True, True),
        (roles.FEEDBACK_TEAM, False, False, False),
        (roles.SITE_ADMINISTRATORS, True, True, False),
    ]:
        permissions = permissions_on(page, role)

        assert permissions.can_add_subpage() == can_add, role
        assert permissions.can_edit() == can_edit, role
        assert roles.may_take_down(permissions.user) == can_take_down, role
        assert not permissions.can_unpublish(), "only with a reason"


def test_the_section_has_a_two_step_workflow_and_the_rest_one_step(section, home):
    def steps(page):
        return [
            list(task.specific.groups.values_list("name", flat=True))
            for task in page.get_workflow().tasks
        ]

    assert steps(section) == [[roles.MODERATORS], [roles.APPROVING_OFFICERS]]
    assert steps(home) == [[roles.MODERATORS]]
    assert steps(SiteWordingFactory()) == [[roles.MODERATORS]]


def test_wagtails_default_workflow_is_removed(home):
    from wagtail.models import GroupApprovalTask

    assert not GroupApprovalTask.objects.exists()
    assert Page.objects.get(depth=1).get_workflow().name == roles.ONE_STEP_WORKFLOW


def test_inactive_users_and_superusers_as_such_have_no_role(admin_user):
    person = UserFactory(roles=[roles.MODERATORS], is_active=False)

    assert not roles.has_role(person, roles.MODERATORS)
    assert roles.roles_of(admin_user) == []
    assert not any(roles.users_with_role(role).exists() for role in roles.ROLES)


def test_roles_that_work_with_pages_find_pages_in_review(client, home):
    page = StandardPageFactory(parent=home, title="Peregrine page")
    submit(page, UserFactory(roles=[roles.EDITORS]))
    for role in roles.ROLES:
        client.force_login(UserFactory(roles=[role]))

        report = client.get(
            reverse("wagtailadmin_reports:workflow"), follow=True
        ).content.decode()

        assert ("Peregrine page" in report) == (role != roles.FEEDBACK_TEAM), role
