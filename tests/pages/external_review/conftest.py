"""A page with a draft, and somebody who asks about it."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from pages.external_review.requests_by_link import LinkTerms, Reader, ask
from pages.moderation.approval.roles import (
    APPROVING_OFFICERS,
    EDITORS,
    SITE_ADMINISTRATORS,
)
from pages.moderation.dual_control import external_approvers, second_person
from tests.factories import StandardPageFactory, UserFactory

ADDRESS = "deputy@example.org"
POST = "Deputy Chief Constable"


@pytest.fixture(autouse=True)
def nobody_asked_for_a_code_yet():
    cache.clear()


@pytest.fixture
def editor():
    return UserFactory(roles=[EDITORS], first_name="Jo", last_name="Jones")


@pytest.fixture
def administrator():
    return UserFactory(roles=[SITE_ADMINISTRATORS])


@pytest.fixture
def second():
    return UserFactory(roles=[APPROVING_OFFICERS], first_name="Sam", last_name="Second")


@pytest.fixture
def enter(administrator, second):
    """Return a function that enters somebody without an account who decides for ``what``, and confirms it."""

    def make(what):
        entry = external_approvers.enter(
            administrator, "Dana Dean", POST, ADDRESS, what
        )
        second_person.confirm(external_approvers.pending_change_of(entry), second)
        entry.refresh_from_db()
        return entry

    return make


@pytest.fixture
def page(home, editor):
    """A public page with a draft of another text."""
    page = StandardPageFactory(
        parent=home, title="How we answer", body=[("text", "<p>By letter.</p>")]
    )
    page.body = [("text", "<p>By telephone.</p>")]
    page.save_revision(user=editor)
    return page


@pytest.fixture
def send(committed, editor):
    """Return a function that asks about pages, and returns the address of the link in the email."""

    def send_link(
        *pages,
        person=editor,
        post=POST,
        address=ADDRESS,
        approver=None,
        purpose="opinion",
        days=7,
    ):
        reader = Reader.entered(approver) if approver else Reader(post, address)
        with committed():
            ask(person, pages, reader, LinkTerms(purpose, days))
        return re.search(r"/opinions/\S+", mail.outbox[-1].body)[0]

    return send_link
