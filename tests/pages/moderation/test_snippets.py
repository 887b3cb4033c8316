"""Organisations and site wording are moderated like pages."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from complaints.models import Organisation
from pages.core.moments import moment_in_words
from pages.moderation.approval.publication_permit import permitted
from pages.moderation.approval.roles import EDITORS, MODERATORS, SITE_ADMINISTRATORS
from tests.factories import (
    ImprovementFactory,
    NoticeFactory,
    OrganisationFactory,
    SiteWordingFactory,
    SuperComplaintPageFactory,
    UserFactory,
)
from tests.factories.published import publish, unpublish

NAME = "wagtailsnippets_complaints_organisation"


def form(**fields) -> dict:
    return nested_form_data(
        {
            "name": "As changed",
            "change_note": "It has a new name.",
            "kind": "other",
            "web_address": "",
            "former_names": inline_formset([]),
            "valid_from": "",
            "valid_to": "",
            **fields,
        }
    )


@pytest.fixture
def organisation(db):
    organisation = OrganisationFactory(name="As published")
    publish(organisation)
    return organisation


@pytest.fixture
def submit(client, organisation):
    def send(user, **fields):
        client.force_login(user)
        address = reverse(f"{NAME}:edit", args=[organisation.pk])
        return client.post(address, {**form(**fields), "action-submit": "1"})

    return send


def name_now(organisation) -> str:
    return Organisation.objects.get(pk=organisation.pk).name


def test_a_reviewer_changes_nothing_in_the_editor(client, organisation, submit):
    submit(UserFactory(roles=[EDITORS]))
    client.force_login(UserFactory(roles=[MODERATORS]))
    approval = {"action-workflow-action": "1", "workflow-action-name": "approve"}

    for buttons in (approval, {}):
        client.post(
            reverse(f"{NAME}:edit", args=[organisation.pk]),
            {**form(name="Sneaked in"), **buttons},
        )

    organisation.refresh_from_db()
    assert organisation.name == "As published"
    assert organisation.get_latest_revision_as_object().name == "As changed"
    assert organisation.current_workflow_task_state.status == "in_progress"


def test_who_saves_second_is_told_of_the_first_and_chooses(client, organisation):
    client.force_login(UserFactory(roles=[EDITORS]))
    opened = organisation.save_revision()
    typed = form(
        name="Mine", loaded_revision_id=opened.pk, loaded_revision_created_at="then"
    )
    organisation.name = "Theirs"
    organisation.save_revision()
    address = reverse(f"{NAME}:edit", args=[organisation.pk])

    answer = client.post(address, typed)
    assert answer.status_code == 200
    shown = BeautifulSoup(answer.content.decode(), "html.parser")

    def draft():
        return (
            Organisation.objects.get(pk=organisation.pk)
            .get_latest_revision_as_object()
            .name
        )

    assert draft() == "Theirs"
    assert shown.find("input", {"name": "name"})["value"] == "Mine"
    replace = shown.find("button", {"name": "replace_newer"})
    assert replace["form"] == shown.find("form", {"data-edit-form": True})["id"]
    yesterday = timezone.now() - timedelta(days=1)
    organisation.revisions.exclude(pk=opened.pk).update(created_at=yesterday)
    restoring = client.post(
        reverse(f"{NAME}:revisions_revert", args=[organisation.pk, opened.pk]), typed
    )
    shown = BeautifulSoup(restoring.content.decode(), "html.parser")
    assert (
        shown.find("a", string="See the newer version (opens in a new tab)")["href"]
        == address
    )
    assert f" on {moment_in_words(yesterday, ' at ')}" in restoring.content.decode()
    replace = shown.find("button", {"name": "replace_newer"})
    opened.delete()
    assert client.post(address, typed).status_code == 200
    assert (
        client.post(address, {**typed, "replace_newer": replace["value"]}).status_code
        == 302
    )
    assert draft() == "Mine"


def test_an_organisation_named_by_a_page_cannot_be_deleted(
    client, organisation, section, signed_in
):
    signed_in(SITE_ADMINISTRATORS)
    address = reverse(f"{NAME}:delete", args=[organisation.pk])
    page = SuperComplaintPageFactory(parent=section, lead_bodies=[organisation])

    answer = client.post(address)
    assert "is named on" in client.get(answer["Location"]).content.decode()
    assert Organisation.objects.filter(pk=organisation.pk).exists()

    with permitted():
        page.delete()
    unpublish(organisation)
    client.post(address)
    assert not Organisation.objects.filter(pk=organisation.pk).exists()


def test_an_end_date_before_the_start_date_is_refused(organisation, submit):
    answer = submit(
        UserFactory(roles=[EDITORS]),
        valid_from="2020",
        valid_to="2019",
    )

    assert answer.context["form"].errors == {
        "valid_to": ["Enter a date on or after “valid from”."]
    }


def test_snippets_cannot_be_copied():
    for viewset in ["complaints_organisation", "content_sitewording", "content_notice"]:
        with pytest.raises(NoReverseMatch):
            reverse(f"wagtailsnippets_{viewset}:copy", args=[1])


def test_each_screen_that_writes_a_snippet_has_one_heading(client, home, admin_user):
    client.force_login(admin_user)

    for factory in (
        ImprovementFactory,
        NoticeFactory,
        OrganisationFactory,
        SiteWordingFactory,
    ):
        snippet = factory()
        name = f"wagtailsnippets_{snippet._meta.app_label}_{snippet._meta.model_name}"
        for address in (
            reverse(f"{name}:add"),
            reverse(f"{name}:edit", args=[snippet.pk]),
        ):
            headings = BeautifulSoup(
                client.get(address).content, "html.parser"
            ).find_all("h1")
            assert len(headings) == 1, address


def test_names_of_organisations_are_unique(organisation):
    with pytest.raises(
        ValidationError, match="There is already an organisation with this name"
    ):
        Organisation(name="As published", kind="other").full_clean()
