"""When something goes wrong the reader gets a calm page in the site's design, database or not."""

import re
from unittest.mock import Mock

import pytest
from bs4 import BeautifulSoup
from django.db import OperationalError, connection
from django.test import Client
from playwright.sync_api import expect

from pages.moderation.approval.roles import EDITORS
from site_config import errors
from tests.browser.accessible import faults_at
from tests.factories import SiteWordingFactory, UserFactory


@pytest.fixture
def broken_database(db):
    """Every query fails as it does when the server is gone."""

    gone = Mock(side_effect=OperationalError("could not connect to server"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", gone)
        yield


@pytest.fixture
def reader():
    """A client that gets the error page instead of the exception."""
    return Client(raise_request_exception=False)


def in_our_design(answer) -> bool:
    text = answer.content.decode()
    return "Skip to main content" in text and "<h1" in text and "999" in text


def test_an_unknown_address_answers_404_with_the_forces_name(reader, home):
    SiteWordingFactory(force_name="Northamptonshire Police")

    answer = reader.get("/no-such-page/")

    assert answer.status_code == 404
    assert in_our_design(answer)
    assert "Northamptonshire Police" in answer.content.decode()


# What no page answers: there may be a redirect, which a middleware looks for.
@pytest.mark.parametrize(
    "address", ["/super-complaints/", "/favicon.ico", "/static/gone.css"]
)
def test_a_missing_database_answers_503_and_says_when_to_come_back(
    reader, db, broken_database, address
):
    answer = reader.get(address)

    assert answer.status_code == 503
    assert answer["Retry-After"] == "300"
    assert answer["Cache-Control"] == "no-store"
    assert in_our_design(answer)


def test_maintenance_answers_503_everywhere_but_for_the_watchdog(reader, db, settings):
    settings.MAINTENANCE = True

    assert reader.get("/").status_code == 503
    assert reader.get("/admin/").status_code == 503
    assert reader.get("/healthz").status_code == 200
    assert in_our_design(reader.get("/"))


def test_each_error_page_needs_no_database_and_in_the_cms_has_no_exit_or_banner(
    rf, db, broken_database
):
    for view, status in {
        errors.bad_request: 400,
        errors.permission_denied: 403,
        errors.page_not_found: 404,
        errors.server_error: 500,
        errors.maintenance_page: 503,
    }.items():
        answer, in_the_cms = view(rf.get("/")), view(rf.get("/admin/somewhere/"))

        assert answer.status_code == in_the_cms.status_code == status
        assert in_our_design(answer)
        page = BeautifulSoup(in_the_cms.content, "html.parser")
        assert page.h1.text == errors.CMS_MESSAGES[status][0]
        assert page.select(".exit, .cookie-banner, script") == []
        assert page.find("a", href="/admin/")


def test_a_form_of_the_cms_from_an_older_session_is_told_what_to_do(home):
    editor = Client(enforce_csrf_checks=True)
    editor.force_login(UserFactory(roles=[EDITORS]))

    answer = editor.post(f"/admin/pages/{home.pk}/edit/", {"title": "Typed"})

    assert answer.status_code == 403
    assert "copy what you typed" in answer.content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_an_error_of_the_cms_passes_axe_and_fits_every_width(home, colleague):
    page = colleague(EDITORS).page

    assert (
        faults_at(page, ["/admin/no-such-screen/", "/admin/pages/999999/edit/"]) == ""
    )
    expect(page.get_by_role("heading", level=1)).to_have_text("Page not found")
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Go to the CMS dashboard").click()
    expect(page).to_have_url(re.compile("/admin/$"))


def test_a_fault_in_our_code_answers_500_in_our_design(reader, home, monkeypatch):
    monkeypatch.setattr(
        "pages.content.models.HomePage.get_context", lambda *args, **kwargs: 1 / 0
    )

    answer = reader.get("/")

    assert answer.status_code == 500
    assert in_our_design(answer)
    assert "ZeroDivisionError" not in answer.content.decode()
