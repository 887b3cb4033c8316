"""Loading the initial content and making the demonstration accounts."""

import io
import logging
import re

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import authenticate
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.fields import StreamField
from wagtail.models import Page, PageLogEntry, Revision, Site

from complaints.demo import accounts, northamptonshire
from complaints.models import Organisation, RecommendationResponsePage
from complaints.site_setup import loading
from pages.content.models import HomePage, SiteWording
from pages.moderation.approval import roles
from pages.moderation.approval.publication_rules import parts_of
from pages.moderation.approval.publishing import load_first_content
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


def load_demo(*arguments) -> str:
    """Run the command and return what it prints."""
    output = io.StringIO()
    call_command("load_demo", *arguments, stdout=output)
    return output.getvalue()


def put_in_place(home) -> None:
    """Make ``home`` the root page of the site, as loading does."""
    with load_first_content():
        loading.set_site_root(home, "Police")


def everything() -> dict:
    """Return what a second run must not change."""
    return {
        "pages": list(
            Page.objects.values_list("pk", "latest_revision", "last_published_at")
        ),
        "organisations": list(
            Organisation.objects.values_list("pk", "latest_revision")
        ),
        "wording": list(SiteWording.objects.values_list("pk", "latest_revision")),
        "revisions": Revision.objects.count(),
        "people": list(
            User.objects.values_list("pk", "username", "password", "is_active")
        ),
    }


# The content


@pytest.mark.parametrize("model", [RecommendationResponsePage, Organisation])
def test_what_was_loaded_first_can_be_restored_from_the_history(
    client, demonstration, model
):
    obj = model.objects.first()
    first = obj.latest_revision
    editor = UserFactory(roles=[roles.EDITORS, roles.SITE_ADMINISTRATORS])
    draft = obj.get_latest_revision_as_object()
    draft.change_note = "Changed."
    draft.save_revision(user=editor, log_action=True)
    client.force_login(editor)
    edit = AdminURLFinder(editor).get_edit_url(obj)

    history = BeautifulSoup(
        client.get(edit.replace("/edit/", "/history/")).content, "html.parser"
    )

    restore = history.find("a", string=re.compile("Restore this version"))
    assert f"/{first.pk}/revert/" in restore["href"]
    opened = BeautifulSoup(client.get(restore["href"]).content, "html.parser")
    warning = " ".join(opened.select_one(".messages .warning").get_text().split())
    assert warning.startswith("You are viewing a previous version of this")
    assert warning.endswith("by system")


def test_loading_says_what_was_loaded_and_makes_no_account_where_demo_is_off(
    settings, caplog, monkeypatch
):
    all_of_them = northamptonshire.demonstration_super_complaints
    first = "complaints.demo.northamptonshire.demonstration_super_complaints"
    monkeypatch.setattr(first, lambda facts: all_of_them(facts)[:1])
    settings.DEMO = False
    caplog.set_level(logging.INFO)

    output = load_demo("--if-empty")

    assert f"{Page.objects.filter(depth__gt=1).count()} pages" in output
    assert f"recommendation: {RecommendationResponsePage.objects.count()}" in output
    assert accounts.DEMO_PASSWORD not in output
    assert ["without an approval" in line for line in caplog.messages] == [True]
    assert HomePage.objects.exists()
    with pytest.raises(RuntimeError, match="DEMO"):
        accounts.make_accounts()
    assert not User.objects.exists()


def test_the_home_page_takes_the_place_of_wagtails_welcome(demonstration):
    site = Site.objects.get(is_default_site=True)

    assert "Northamptonshire Police" in site.site_name
    assert site.root_page.specific == HomePage.objects.get()
    assert not Page.objects.filter(title=loading.WAGTAIL_WELCOME_TITLE).exists()


def test_a_site_is_made_and_takes_the_public_address_unless_it_has_one(home, settings):
    for base_url in (
        "http://127.0.0.1:8001",
        "https://www.example.org",
        "http://example.org",
    ):
        Site.objects.all().delete()
        settings.WAGTAILADMIN_BASE_URL = base_url
        put_in_place(home)

        site = Site.objects.get()
        assert (site.root_page, site.is_default_site, site.root_url) == (
            home.page_ptr,
            True,
            base_url,
        )

    Site.objects.update(hostname="super-complaints.example.org", port=443)
    put_in_place(home)
    assert Site.objects.get().root_url == "https://super-complaints.example.org"


def test_a_second_run_changes_nothing_and_says_so(demonstration):
    before = everything()

    output = load_demo()
    silent = load_demo("--if-empty")

    assert everything() == before
    assert "no pages were changed" in output
    assert "none was changed" in output
    assert "changed" not in silent


def test_an_editors_home_page_is_left_alone(home):
    before = list(Page.objects.values())

    assert "no pages were changed" in load_demo()
    assert list(Page.objects.values()) == before
    assert not Organisation.objects.exists()


def test_it_refuses_to_load_beside_an_organisation_that_somebody_wrote():
    OrganisationFactory(name="Liberty")

    assert load_demo("--if-empty") == ""
    with pytest.raises(CommandError, match="No content was loaded"):
        load_demo()

    assert Organisation.objects.count() == 1
    assert not HomePage.objects.exists()


def test_it_refuses_to_load_where_somebody_changed_the_page_of_welcome():
    Page.objects.get(title=loading.WAGTAIL_WELCOME_TITLE).save_revision()
    with pytest.raises(CommandError, match="No content was loaded"):
        load_demo()


@pytest.mark.long
@pytest.mark.slow
def test_a_publication_that_breaks_a_rule_undoes_everything(monkeypatch):
    # Recommendation 7.2 comes after most of the pages; without a word on what it asks
    # it is refused.
    item_fields = northamptonshire.item_fields

    def without_summary(item, bodies):
        return item_fields(item, bodies) | (
            {"summary": ""} if item.number == "7.2" else {}
        )

    monkeypatch.setattr(northamptonshire, "item_fields", without_summary)

    with pytest.raises(ValidationError, match="Enter what it asks"):
        load_demo()

    assert loading.is_site_empty()
    assert not User.objects.exists()


def test_every_page_is_published_by_nobody(demonstration):
    pages = Page.objects.filter(depth__gt=1)
    assert not pages.filter(live=False).exists()
    assert not pages.filter(has_unpublished_changes=True).exists()
    assert not pages.filter(live_revision=None).exists()
    assert not Revision.objects.exclude(user=None).exists()
    published = PageLogEntry.objects.filter(action="wagtail.publish", user=None)
    assert set(published.values_list("page", flat=True)) == set(
        pages.values_list("pk", flat=True)
    )


def test_editors_can_save_everything_as_it_is(demonstration):
    pages = [page.specific for page in Page.objects.filter(depth__gt=1)]
    for instance in [*pages, *SiteWording.objects.all(), *Organisation.objects.all()]:
        for part in parts_of(instance):
            for field in part._meta.get_fields():
                if isinstance(field, StreamField):
                    field.stream_block.clean(getattr(part, field.name))


# The accounts


def test_each_role_has_an_account_and_no_power_beyond_it(home):
    load_demo()

    people = User.objects.order_by("pk")
    assert [
        (user.username, *(group.name for group in user.groups.all())) for user in people
    ] == [
        ("editor@example.org", roles.EDITORS),
        ("moderator@example.org", roles.MODERATORS),
        ("approver@example.org", roles.APPROVING_OFFICERS),
        ("feedback@example.org", roles.FEEDBACK_TEAM),
        ("admin@example.org", roles.SITE_ADMINISTRATORS),
        ("second-factor@example.org", roles.EDITORS),
    ]
    for user in people:
        assert user.email == user.username
        assert user.get_full_name()
        assert not user.is_superuser
        assert not user.is_staff


def test_every_account_signs_in_with_the_password_that_is_printed(client, home):
    output = load_demo()

    assert (
        f"Sign in at {reverse('wagtailadmin_home')} with the password {accounts.DEMO_PASSWORD}"
        in output
    )
    for account in accounts.DEMO_ACCOUNTS:
        assert account.email in output
        answer = client.post(
            reverse("account_login"),
            {"login": account.email, "password": accounts.DEMO_PASSWORD},
        )
        if account.has_factor:
            assert answer["Location"] == reverse("mfa_authenticate")
            code = client.get(answer["Location"]).context["demo_code"]
            answer = client.post(answer["Location"], {"code": code})
        assert answer.status_code == 302, account
        assert client.get(reverse("wagtailadmin_home")).status_code == 200, account
        client.logout()


def test_an_account_is_put_back_when_its_password_was_changed_or_it_was_switched_off(
    home, settings
):
    load_demo()
    editor = User.objects.get(username="editor@example.org")
    editor.set_password("something-else")
    editor.save()
    User.objects.filter(username="approver@example.org").update(is_active=False)
    # At every start those are printed that are not switched off.
    printed = load_demo("--if-empty")
    assert accounts.DEMO_PASSWORD in printed
    hidden = [
        account.email
        for account in accounts.DEMO_ACCOUNTS
        if account.email not in printed
    ]
    assert hidden == ["approver@example.org"]

    output = load_demo()

    assert "created or restored: 2" in output
    for name in ("editor", "approver"):
        assert authenticate(
            username=f"{name}@example.org", password=accounts.DEMO_PASSWORD
        )
    settings.DEMO = False
    assert "example.org" not in load_demo()


def test_accounts_from_a_demonstration_are_removed_where_they_may_not_exist(
    demonstration, settings
):
    settings.DEMO = False

    assert "removed, as DEMO is not set: 6" in load_demo("--if-empty")

    assert not User.objects.filter(username__endswith="@example.org").exists()
