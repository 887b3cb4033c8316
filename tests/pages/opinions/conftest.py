"""A page with a draft, and somebody who asks about it."""

import re

import pytest
from django.core import mail
from django.core.cache import cache

from pages.moderation.gate.roles import EDITORS
from pages.opinions.asking import Reader, ask
from tests.factories import StandardPageFactory, UserFactory

ADDRESS = "deputy@example.org"


@pytest.fixture(autouse=True)
def nobody_asked_for_a_code_yet():
    cache.clear()


@pytest.fixture
def editor():
    return UserFactory(roles=[EDITORS], first_name="Jo", last_name="Jones")


@pytest.fixture
def page(home, editor):
    """A public page with a draft of another text."""
    page = StandardPageFactory(parent=home, title="How we answer", body=[("text", "<p>By letter.</p>")])
    page.body = [("text", "<p>By telephone.</p>")]
    page.save_revision(user=editor)
    return page


@pytest.fixture
def send(django_capture_on_commit_callbacks, editor):
    """Return a function that asks about pages, and returns the address of the link in the e-mail."""

    def send_link(
        *pages,
        person=editor,
        post="Deputy Chief Constable",
        address=ADDRESS,
        approver=None,
        purpose="opinion",
        days=7,
    ):
        reader = Reader.entered(approver) if approver else Reader(post, address)
        with django_capture_on_commit_callbacks(execute=True):
            ask(person, pages, reader, purpose, days)
        return re.search(r"/opinions/\S+", mail.outbox[-1].body)[0]

    return send_link
