"""What no workflow can approve, and moving pages, is left to Site administrators, and logged."""

from contextlib import nullcontext
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import LogContext

from pages.core.protected_tables import closed
from pages.moderation.approval.publication_permit import PublicationRefusedError
from pages.moderation.approval.redirect_rules import leads_to_another_host
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    MODERATORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.models import AuditLogEntry
from tests.factories import NoticeFactory, StandardPageFactory, UserFactory
from tests.factories.published import clear, publish
from tests.submissions import submit

from .routes.forms_on_screen import as_shown

ELSEWHERE = "https://mallory.example/"


def who_is_logged(action):
    return list(
        AuditLogEntry.objects.filter(action=action).values_list("actor_id", flat=True)
    )


def test_a_public_page_cannot_be_moved_below_a_draft(client, home, admin_user):
    page, draft = (
        publish(StandardPageFactory(parent=home)),
        StandardPageFactory(parent=home, live=False),
    )
    client.force_login(admin_user)

    client.post(reverse("wagtailadmin_pages:move_confirm", args=[page.pk, draft.pk]))

    page.refresh_from_db()
    assert not page.is_child_of(draft)


@pytest.mark.parametrize(
    "address",
    ["sites/", "groups/", "workflows/list/", "collections/", "pages/1/privacy/"],
)
def test_what_only_commands_change_has_no_screen(client, admin_user, address):
    client.force_login(admin_user)

    assert client.get(f"/admin/{address}").status_code == 404
    assert client.post(f"/admin/{address}").status_code == 404
    assert f'"/admin/{address}' not in client.get("/admin/").content.decode()


def test_redirects_are_logged(client, home, administrator):
    form = {
        "old_path": "/old/",
        "site": "",
        "is_permanent": "on",
        "redirect_link": "http://localhost/new/",
    }

    client.post(reverse("wagtailredirects:add"), form)

    assert Redirect.objects.exists()
    assert who_is_logged("redirect") == [administrator.pk]


def test_a_redirect_needs_a_target_and_what_is_wrong_is_said_once(
    client, home, administrator
):
    form = {"old_path": "/old/", "site": "", "is_permanent": "on", "redirect_page": ""}
    for link, message in [
        ("", "Choose a page above, or enter an address here."),
        ("not an address", "enter an address on this site that starts with a slash"),
        (
            "https://mallory.example/",
            "enter an address on this site that starts with a slash",
        ),
    ]:
        answer = client.post(
            reverse("wagtailredirects:add"), {**form, "redirect_link": link}
        )

        (error,) = answer.context["form"].errors["redirect_link"]
        assert message in error
        assert not Redirect.objects.exists()


def test_a_redirect_takes_addresses_of_this_site_as_people_type_them(
    client, home, administrator
):
    site = home.get_site()
    for typed in [
        "/gone/",
        "gone",
        "gone/",
        f"http://{site.hostname}/gone/",
        f"https://{site.hostname.upper()}/gone",
        f"http://{site.hostname}:{site.port}/gone/",
        f"{site.hostname}/gone",
    ]:
        form = {
            "old_path": typed,
            "site": "",
            "is_permanent": "on",
            "redirect_link": typed.replace("gone", "new"),
        }

        answer = client.post(reverse("wagtailredirects:add"), form)

        assert answer.status_code == 302, (typed, answer.context["form"].errors)
        redirect = Redirect.objects.get()
        assert (redirect.old_path, redirect.link.rstrip("/")) == ("/gone", "/new")
        reader = Client().get("/gone/")
        assert (reader.status_code, reader["Location"]) == (301, redirect.link)
        redirect.delete()


def test_a_redirect_takes_no_address_that_may_be_on_another_site(
    client, home, administrator
):
    form = {
        "old_path": "/gone/",
        "site": "",
        "is_permanent": "on",
        "redirect_link": "/new/",
    }
    for typed in [
        "https://mallory.example/gone/",
        "www.mallory.example/gone",
        "mallory.example",
        "//mallory.example/gone",
        f"//{home.get_site().hostname}/gone",
        "\\mallory.example/gone",
        "/\tmallory.example",
        "gone for good",
        f"{home.get_site().hostname}@mallory.example/gone",
    ]:
        for field in ("old_path", "redirect_link"):
            answer = client.post(
                reverse("wagtailredirects:add"), {**form, field: typed}
            )

            (error,) = answer.context["form"].errors[field]
            assert "an address on this site that starts with a slash" in error, (
                field,
                typed,
            )
    assert not Redirect.objects.exists()


@pytest.mark.parametrize("role", [SITE_ADMINISTRATORS, "superuser"])
def test_nobody_makes_a_redirect_to_another_host_in_the_cms(client, home, role):
    client.force_login(
        UserFactory(is_superuser=role == "superuser", roles=[SITE_ADMINISTRATORS])
    )
    old = Redirect.objects.create(old_path="/former", redirect_link="/elsewhere/")
    form = {
        "old_path": "/old/",
        "site": "",
        "is_permanent": "on",
        "redirect_link": ELSEWHERE,
    }

    client.post(reverse("wagtailredirects:add"), form)
    client.post(reverse("wagtailredirects:edit", args=[old.pk]), form)

    assert list(Redirect.objects.values_list("redirect_link", flat=True)) == [
        "/elsewhere/"
    ]


def test_every_spelling_of_another_host_is_refused(home):
    for link, leads in [
        ("", False),
        ("/", False),
        ("/elsewhere/", False),
        ("http://localhost/elsewhere/", False),
        ("https://localhost/", False),
        ("https://localhost", True),
        ("https://localhost.mallory.example/", True),
        ("https://localhost@mallory.example/", True),
        ("https://mallory.example/?http://localhost/", True),
        ("https://mallory.example/", True),
        ("//mallory.example/", True),
        ("/\\mallory.example/", True),
        ("https:///mallory.example/", True),
        ("https:mallory.example", True),
        ("javascript:alert(1)", True),
    ]:
        assert leads_to_another_host(link) == leads, link
        with closed():
            try:
                with transaction.atomic():
                    Redirect.objects.create(
                        old_path=f"/{len(link)}", redirect_link=link
                    )
                is_refused = False
            except DatabaseError:
                is_refused = True
        assert is_refused == leads, link


def test_a_redirect_from_where_readers_find_something_is_refused(page):
    home = page.get_site().root_page

    for path, is_found in [
        (page.url, True),
        (page.url.rstrip("/"), True),
        (f"{page.url}history", True),
        ("/search", True),
        ("/robots.txt", True),
        ("/super-complaints/data?format=csv", True),
        (f"{page.url}elsewhere", False),
        ("/elsewhere", False),
        ("/documents/1/gone.pdf", False),
    ]:
        redirect = Redirect(old_path=Redirect.normalise_path(path), redirect_page=home)
        refused = pytest.raises(ValidationError, match="There is a public page")
        with refused if is_found else nullcontext():
            redirect.full_clean()


def test_cancelling_is_logged_only_if_something_was_scheduled(client, home, moderator):
    page = publish(StandardPageFactory(parent=home))
    page.go_live_at = timezone.now() + timedelta(days=1)
    scheduled = clear(page)
    scheduled.publish()
    client.force_login(moderator)

    for revision, logged_revisions in (
        (page.live_revision, []),
        (scheduled, [scheduled.pk]),
    ):
        client.post(
            reverse(
                "wagtailadmin_pages:revisions_unschedule", args=[page.pk, revision.pk]
            )
        )

        logged = AuditLogEntry.objects.about(page).filter(action="unscheduled")
        assert [entry.revision_id for entry in logged] == logged_revisions


@pytest.mark.parametrize("factory", [StandardPageFactory, NoticeFactory])
def test_the_editor_of_what_is_scheduled_is_told_who_can_cancel_it(
    client, home, factory
):
    names = {
        MODERATORS: "Mo Moss",
        APPROVING_OFFICERS: "Ola Orr",
        SITE_ADMINISTRATORS: "Sal Shaw",
    }
    for role, name in names.items():
        first, last = name.split()
        UserFactory(roles=[role], first_name=first, last_name=last)
    obj = publish(
        factory(**({"parent": home} if factory is StandardPageFactory else {}))
    )
    obj.go_live_at = timezone.now() + timedelta(days=1)
    clear(obj).publish()

    def warning(user):
        client.force_login(user)
        screen = client.get(AdminURLFinder(user).get_edit_url(obj)).content
        return (
            BeautifulSoup(screen, "html.parser")
            .select_one(".messages")
            .get_text(" ", strip=True)
        )

    told = warning(UserFactory(roles=[EDITORS]))
    # A snippet is taken down, which is for those who approve.
    expected = (
        "Mo Moss, Ola Orr or Sal Shaw"
        if factory is StandardPageFactory
        else "Mo Moss or Ola Orr"
    )
    assert (
        f"To change it before then, ask someone who can cancel its publication: {expected}."
        in told
    )
    assert "To change it before then" not in warning(User.objects.get(last_name="Orr"))


def test_redirects_that_are_imported_already_are_not_a_fault(client, administrator):
    file = SimpleUploadedFile("redirects.csv", b"from,to\n/old,/new\n")
    begun = client.post(reverse("wagtailredirects:start_import"), {"import_file": file})
    sent = {**as_shown(begun.content.decode()), "from_index": "0", "to_index": "1"}

    address = reverse("wagtailredirects:process_import")
    client.post(address, sent)
    answers = [client.post(address, data)["Location"] for data in (sent, {})]

    assert answers == [reverse("wagtailredirects:start_import")] * 2


@pytest.fixture
def elsewhere(home):
    return StandardPageFactory(parent=home, title="Elsewhere")


@pytest.fixture
def draft(home):
    return StandardPageFactory(parent=home, title="A draft", live=False)


def sent_back(page, user):
    submit(page, user).current_task_state.reject(user=user)


def scheduled(page, user):
    page.go_live_at = "2999-01-01T00:00Z"
    clear(page).publish()


def above_one_in_review(page, user):
    submit(StandardPageFactory(parent=page, live=False), user)


def may_move(page, to, user):
    page, to = (type(each).objects.get(pk=each.pk) for each in (page, to))
    tester = page.permissions_for_user(user)
    return tester.can_move(), tester.can_move_to(to)


def move(page, to, user):
    page, to = (type(each).objects.get(pk=each.pk) for each in (page, to))
    with LogContext(user=user):
        page.move(to, pos="last-child")


def test_an_editor_can_move_a_draft(draft, elsewhere, editor):
    assert may_move(draft, elsewhere, editor) == (True, True)

    move(draft, elsewhere, editor)

    draft.refresh_from_db()
    assert draft.get_parent().pk == elsewhere.pk


@pytest.mark.parametrize("wait", [submit, sent_back, scheduled, above_one_in_review])
@pytest.mark.parametrize("role", [EDITORS, SITE_ADMINISTRATORS])
def test_nobody_moves_pages_in_review_or_scheduled(
    draft, elsewhere, editor, wait, role
):
    wait(draft, editor)
    user = UserFactory(roles=[role])

    assert may_move(draft, elsewhere, user) == (False, False)
    with pytest.raises(PublicationRefusedError, match="in moderation"):
        move(draft, elsewhere, user)
