"""Former addresses and versions of deleted objects can be redacted."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Revision

from complaints.models import SuperComplaintPage
from pages.moderation.approval.roles import SITE_ADMINISTRATORS
from pages.moderation.models import AuditLogEntry, DeletedObject, PublishedVersion
from pages.moderation.takedown import redact, take_down
from pages.published.models import Change
from tests.databases import shared_content
from tests.factories import (
    RecommendationResponsePageFactory,
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    UserFactory,
    make_home,
)
from tests.factories.published import publish
from tests.stored import tables_with

NAME = "zebediah"
FORM = {
    "version": "1",
    "extent": "this",
    "because": "personal_data",
    "reason": "A name in the address.",
}
DATA = "/super-complaints/data/"


def screen(page):
    return reverse("moderation:redact", args=[page._meta.label_lower, page.pk])


@shared_content
def renamed_super_complaint():
    """A super-complaint that had a name in its address, and a recommendation below it."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    page = publish(SuperComplaintPageFactory(parent=section, title="A", slug=NAME))
    publish(RecommendationResponsePageFactory(parent=page, number="1"))
    page.slug, page.change_note = "clean", "Put right."
    publish(page)


@pytest.fixture
def renamed(renamed_super_complaint, section):
    """That super-complaint."""
    return SuperComplaintPage.objects.get()


def identifiers(client, name) -> list[str]:
    return [
        each["id"]
        for each in client.get(f"{DATA}{name}.json").json()[name.replace("-", "_")]
    ]


def test_redacting_old_addresses_removes_a_name_everywhere(client, renamed, moderator):
    assert client.get(f"/super-complaints/{NAME}/").status_code == 301
    client.force_login(moderator)
    client.post(screen(renamed), {**FORM, "addresses": "on"})
    client.logout()

    assert tables_with(NAME) == set()
    for below in ("", "history/", "recommendation-1/"):
        assert client.get(f"/super-complaints/{NAME}/{below}").status_code == 404
        assert client.get(f"/super-complaints/clean/{below}").status_code == 200
    assert identifiers(client, "super-complaints") == ["clean"]
    assert identifiers(client, "recommendations") == ["clean/recommendation-1"]
    assert (
        SuperComplaintPage.objects.get().get_latest_revision_as_object().identifier
        == "clean"
    )
    line = AuditLogEntry.objects.about(renamed).get(action="redacted")
    assert (line.data["addresses"], line.data["identifier"]) == (1, "clean")


def test_old_addresses_stay_unless_redacted(client, renamed, moderator):
    redact(renamed, 1, moderator, "error", "A figure.")

    assert client.get(f"/super-complaints/{NAME}/").status_code == 301
    assert identifiers(client, "super-complaints") == [NAME]
    assert identifiers(client, "recommendations") == [f"{NAME}/recommendation-1"]


def test_an_identifier_not_made_from_the_address_stays(client, renamed, moderator):
    SuperComplaintPage.objects.update(identifier="chosen")
    PublishedVersion.objects.for_object(renamed).update(identifier="chosen")

    redact(renamed, 1, moderator, "error", "A name.", addresses=True)

    assert identifiers(client, "super-complaints") == ["chosen"]


def test_other_redirects_and_pages_keep_their_addresses(
    client, renamed, section, moderator
):
    other = publish(SuperComplaintPageFactory(parent=section, slug="other"))
    Redirect.add_redirect("/short", renamed)
    Redirect.add_redirect(f"/super-complaints/{NAME}-also", other)
    PublishedVersion.objects.for_object(other).update(path=f"/super-complaints/{NAME}/")

    redact(renamed, 1, moderator, "error", "A name.", addresses=True)

    assert set(Redirect.objects.values_list("old_path", flat=True)) == {
        "/short",
        f"/super-complaints/{NAME}-also",
    }
    assert (
        PublishedVersion.objects.for_object(other).get().path
        == f"/super-complaints/{NAME}/"
    )


@pytest.mark.parametrize("waits", ["in moderation", "scheduled"])
def test_addresses_cannot_be_redacted_while_something_waits(
    renamed, editor, moderator, waits
):
    if waits == "in moderation":
        renamed.get_workflow().start(renamed, editor)
    else:
        in_an_hour = timezone.now() + timezone.timedelta(hours=1)
        Revision.objects.filter(pk=renamed.latest_revision_id).update(
            approved_go_live_at=in_an_hour
        )

    with pytest.raises(ValidationError, match="in moderation or scheduled"):
        redact(renamed, 1, moderator, "error", "A name.", addresses=True)
    assert PublishedVersion.objects.for_object(renamed).last().snapshot


@pytest.fixture
def administrator(db):
    return UserFactory(roles=[SITE_ADMINISTRATORS])


@pytest.fixture
def deleted(client, page, moderator, administrator):
    """The number of a page that named somebody, was taken down and deleted."""
    page.title, page.change_note, page.wording_note = (
        f"{NAME.title()} asks",
        "x",
        f"{NAME} again",
    )
    page = publish(page)
    take_down(
        page, moderator, PublishedVersion.WithdrawalReason.PERSONAL_DATA, "A name."
    )
    client.force_login(administrator)
    answer = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert answer.status_code == 302
    assert not Page.objects.filter(pk=page.pk).exists()
    client.logout()
    return page.pk


@pytest.mark.parametrize(
    "label", ["complaints.recommendationresponsepage", "wagtailcore.page"]
)
def test_versions_of_a_deleted_object_can_be_redacted(
    client, deleted, moderator, label
):
    tables = tables_with(NAME)
    assert {"moderation_publishedversion", "wagtailcore_pagelogentry"} <= tables
    assert not [table for table in tables if "search" in table]
    address = reverse("moderation:redact", args=[label, deleted])
    client.force_login(moderator)
    log = reverse("decision_log")
    assert (
        reverse("moderation:redact", args=["wagtailcore.page", deleted])
        in client.get(log).content.decode()
    )
    assert client.get(address).status_code == 200

    answer = client.post(address, {**FORM, "version": "2", "extent": "earlier"})

    assert answer.url == log
    client.logout()
    client.session.flush()
    assert tables_with(NAME) == set()
    assert (
        AuditLogEntry.objects.filter(object_id=str(deleted), action="redacted").count()
        == 1
    )
    assert "Zebediah" not in client.get(f"{DATA}recommendations.json").content.decode()
    [identifier] = identifiers(client, "recommendations")
    assert identifier.endswith("/recommendation-7.1")


def test_redacting_a_deleted_page_removes_its_address_and_identifier(
    client, section, moderator
):
    page = publish(SuperComplaintPageFactory(parent=section, title="A", slug=NAME))
    publish(RecommendationResponsePageFactory(parent=page, number="1"))
    take_down(
        page, moderator, PublishedVersion.WithdrawalReason.PERSONAL_DATA, "A name."
    )
    pk = str(page.pk)
    SuperComplaintPage.objects.get(pk=pk).delete()
    assert client.get(f"/super-complaints/{NAME}/").status_code == 410
    deleted_page = DeletedObject("wagtailcore.page", pk, "A")

    redact(deleted_page, 1, moderator, "personal_data", "A name.", addresses=True)

    assert client.get(f"/super-complaints/{NAME}/").status_code == 404
    assert identifiers(client, "super-complaints") == []
    assert Change.objects.exists()
    assert not PublishedVersion.objects.filter(path__contains=NAME).exists()
    assert not PublishedVersion.objects.filter(identifier__contains=NAME).exists()
