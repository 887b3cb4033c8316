"""What people type in any form is in no log, in no cache, and in no email but to whom it was meant for."""

import logging
import pickle
import re

import pytest
from django.apps import apps
from django.core import mail
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.urls import reverse

from pages.moderation.approval.roles import EDITORS, MODERATORS
from pages.published.serving import PublishedFiles
from tests.factories import StandardPageFactory, UserFactory, publish
from tests.forms import opened
from tests.pages.moderation.routes.forms_on_screen import as_shown
from tests.pages.published.wsgi import get
from tests.signing_in import PASSWORD
from tests.submissions import present_step, review_address, submit

pytestmark = pytest.mark.django_db
STORED = {
    f"canary-{each}"
    for each in ("feedback", "path", "remark", "reason", "first", "last")
}
"""What the database holds in the end: nothing of passwords, unknown names, searches or refused forms."""


def send_feedback(client):
    form = {
        "about": "site",
        "useful": "no",
        "page_path": "/canary-path/",
        "subject": "",
        "opened": opened(),
    }
    for text in (
        "He will kill me, says canary-feedback@example.org",
        "canary-again " * 500,
    ):
        client.post(reverse("feedback_send"), {**form, "text": text})
    client.get("/search/?q=canary-query")


def try_to_sign_in(client):
    client.post(
        "/admin/login/",
        {"login": "canary-login@example.org", "password": "canary-password"},
    )
    client.post(
        reverse("wagtailadmin_password_reset"), {"email": "canary-reset@example.org"}
    )


def change_account(client, person):
    client.force_login(person)
    client.post("/admin/security/confirm/", {"password": PASSWORD})
    client.post("/admin/security/confirm/", {"password": "canary-wrong"})
    client.post("/admin/security/address/", {"address": "canary-new@example.org"})
    where = reverse("wagtailadmin_account")
    shown = as_shown(client.get(where).content.decode())
    names = {
        "name_email-first_name": "canary-first",
        "name_email-last_name": "canary-last",
    }
    client.post(where, {**shown, **names})


def review(client, page, moderator):
    client.force_login(moderator)
    state = present_step(page)
    remark = {"about": "", "text": "canary-remark", "revision": state.revision_id}
    client.post(review_address(state), remark)
    where = reverse("moderation:take_down", args=[page._meta.label_lower, page.pk])
    client.post(where, {"because": "personal_data", "reason": "canary-reason"})


def canaries(text) -> set[str]:
    return set(re.findall(r"canary-\w+", text))


def test_what_people_type_is_found_where_it_belongs_alone(
    client, home, settings, tmp_path, caplog, committed
):
    settings.PUBLISHED_DIR, settings.WAGTAILADMIN_BASE_URL = (
        str(tmp_path),
        "http://localhost",
    )
    server = PublishedFiles(WSGIHandler())
    moderator = UserFactory(roles=[MODERATORS])
    editor = UserFactory(roles=[EDITORS])
    page = publish(StandardPageFactory(parent=home))
    page.body = [("text", "<p>By telephone.</p>")]
    page.save_revision(user=editor)
    cache.clear()
    caplog.set_level(logging.INFO)

    with committed():
        send_feedback(client)
        try_to_sign_in(client)
        submit(page, editor)
        review(client, page, moderator)
        change_account(client, editor)
    for address in (
        "/",
        page.url,
        "/search/?q=canary-query",
        "/nowhere/?q=canary-query",
    ):
        get(server, address)

    rows = [list(model._default_manager.values()) for model in apps.get_models()]
    assert canaries(str(rows)) == STORED
    assert canaries(caplog.text) == set()
    stored = [str(pickle.loads(value)) for value in cache._cache.values()]  # noqa: S301 - our own
    assert canaries(" ".join([*cache._cache, *stored])) == set()
    files = [path for path in tmp_path.rglob("index.html") if path.is_file()]
    assert files
    assert canaries(" ".join(path.read_text() for path in files)) == set()
    told = [(each.to, canaries(each.subject + each.body)) for each in mail.outbox]
    assert [each for each in told if each[1]] == []
