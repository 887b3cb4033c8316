"""When something goes wrong the reader gets a calm page in the site's design, database or not."""

import pytest
from django.db import OperationalError, connection
from django.test import Client

from tests.factories import SiteWordingFactory


@pytest.fixture
def broken_database(db):
    """Every query fails as it does when the server is gone."""

    def refuse(*args, **kwargs):
        raise OperationalError("could not connect to server")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(connection, "cursor", refuse)
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


def test_a_missing_database_answers_503_and_says_when_to_come_back(reader, db, broken_database):
    answer = reader.get("/super-complaints/")

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


@pytest.mark.parametrize(
    ("view", "status"),
    [
        ("bad_request", 400),
        ("permission_denied", 403),
        ("page_not_found", 404),
        ("server_error", 500),
        ("maintenance", 503),
    ],
)
def test_each_error_page_needs_no_database(rf, db, broken_database, view, status):
    from site_config import errors

    answer = getattr(errors, view)(rf.get("/"))

    assert answer.status_code == status
    assert in_our_design(answer)


def test_a_fault_in_our_code_answers_500_in_our_design(reader, home, monkeypatch):
    monkeypatch.setattr("pages.models.HomePage.get_context", lambda *args, **kwargs: 1 / 0)

    answer = reader.get("/")

    assert answer.status_code == 500
    assert in_our_design(answer)
    assert "ZeroDivisionError" not in answer.content.decode()
