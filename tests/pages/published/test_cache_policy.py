"""Every address of the site, and who may keep its responses."""

from unittest.mock import Mock

import pytest
from django.db import OperationalError
from django.urls import ResolverMatch
from wagtail.models import Page, PageViewRestriction, get_page_models

from pages.core.cache_policy import CachePolicy, cache_policy_of_request
from pages.moderation.approval.roles import EDITORS, MODERATORS
from pages.moderation.models import PublishedVersion
from pages.moderation.takedown import take_down
from tests.complaints.test_query_counts import ASKED_WITH, addresses
from tests.factories import DocumentFactory, StandardPageFactory, UserFactory, publish
from tests.pages.moderation.routes.discovery import url_patterns

from .conftest import files
from .wsgi import fresh

pytestmark = pytest.mark.django_db

PUBLIC = "public, max-age=0, must-revalidate"
PRIVATE = "private, no-store"


def policies():
    """Yield each address with the policy that its view declares."""
    for _, pattern, entry in url_patterns():
        match = ResolverMatch(
            entry.callback, (), {}, url_name=entry.name, route=pattern
        )
        yield pattern, cache_policy_of_request(match)


def test_every_view_and_every_page_type_declares_a_cache_policy():
    without = [pattern for pattern, policy in policies() if policy is None]
    types = [model for model in get_page_models() if model is not Page]

    assert without == []
    assert [model for model in types if not hasattr(model, "cache_policy")] == []
    private = {
        model.__name__ for model in types if model.cache_policy is CachePolicy.PRIVATE
    }
    assert private == {"CookiesPage", "FeedbackPage"}


def test_only_files_and_public_responses_may_be_kept():
    """Whoever adds an address that anybody may keep has to say so here."""
    found = {
        pattern: policy.value
        for pattern, policy in policies()
        if policy is not CachePolicy.PRIVATE
    }

    data = {pattern for pattern in found if pattern.startswith("super-complaints/")}
    assert {found.pop(pattern) for pattern in data} == {"public"}
    assert found == {
        "admin/form-parts/blocks/<str:field>/<slug:part_id>.js": "form part",
        "admin/form-parts/rows/<str:panel>/<slug:part_id>.js": "form part",
        "healthz": "health",
        "readyz": "health",
        "metrics": "health",
        ".well-known/security.txt": "public",
        "robots.txt": "public",
        "share.png": "public",
        "^brand/([0-9a-f]{6})\\.css$": "public",
        "sitemap.xml": "public",
        "^documents/(\\d+)/(.*)$": "file",
        "media/<path:path>": "file",
        "^(?:.*/)?about-us/about-us/super-complaints/$": "public",
        "^((?:[\\w\\-]+/)*)$": "public",
    }


@pytest.mark.slow
def test_every_public_response_has_validators_and_cache_control(sample):
    tried = addresses()
    private = {
        address
        for kind, address in tried
        if kind in {"CookiesPage", "FeedbackPage", "search/"}
    }
    found = {address for _, address in tried} - private
    found |= {
        f"{address}{asked}"
        for kind, address in tried
        for asked in ASKED_WITH.get(kind, [])
        if not asked.startswith("?q=")
    }
    assert len(found) > 35

    for address in sorted(found):
        got = fresh(address, accept_encoding="gzip", cookie="csrftoken=x")
        headers = got.headers
        assert (got.status, headers["cache-control"]) == (200, PUBLIC), address
        assert headers["vary"] == "Accept-Encoding", address
        assert headers["etag"], address
        assert "set-cookie" not in headers, address
        assert "content-length" in headers, address
        assert (
            fresh(address, accept_encoding="gzip", if_none_match=headers["etag"]).status
            == 304
        ), address
        assert fresh(address, "HEAD").status == 200, address


def test_private_responses_are_kept_by_nobody(sample, client, signed_in):
    secret = Page.objects.filter(slug="sample-1").get()
    PageViewRestriction.objects.create(
        page=secret, restriction_type="password", password="x"
    )

    found = [
        "/cookies/",
        "/feedback/",
        "/feedback/?useful=yes",
        "/feedback/thanks/",
        "/feedback/send/",
        "/search/",
        "/search/?q=sample",
        "/super-complaints/recommendations/?q=sample",
        "/cookies/choice/",
        "/admin/",
        "/admin/login/",
        secret.url,
        f"{secret.url}recommendation-1/",
    ]
    for address in found:
        for method in ("get", "head"):
            answer = getattr(client, method)(address)
            assert answer["Cache-Control"] == PRIVATE, address
            assert not answer.has_header("ETag"), address

    signed_in(EDITORS)
    page = Page.objects.filter(slug="sample-2").get()
    for address in (
        "/admin/",
        f"/admin/pages/{page.pk}/edit/",
        f"/admin/pages/{page.pk}/view_draft/",
    ):
        answer = client.get(address, follow=True)
        assert (answer.status_code, answer["Cache-Control"]) == (200, PRIVATE), address


def test_a_page_behind_a_password_is_kept_by_nobody(server, sample, client):
    secret = Page.objects.filter(slug="sample-1").get()
    restriction = PageViewRestriction.objects.create(
        page=secret, restriction_type="password", password="x"
    )
    form = {"password": "x", "return_url": secret.url}
    client.post(
        f"/_util/authenticate_with_password/{restriction.pk}/{secret.pk}/", form
    )
    cookies = "; ".join(f"{name}={each.value}" for name, each in client.cookies.items())

    inside = server.get(secret.url, cookie=cookies)
    outside = server.get(secret.url)

    assert inside.status == outside.status == 200
    assert (
        inside.headers["cache-control"] == outside.headers["cache-control"] == PRIVATE
    )
    assert secret.title.encode() in inside.body
    assert b"recommendation-1" not in outside.body
    assert secret.url not in files()


def test_errors_are_kept_by_nobody(sample, client, monkeypatch):
    page = Page.objects.filter(slug="sample-1").get()
    recommendation = page.get_children().first()
    moderator = UserFactory(roles=[MODERATORS])
    take_down(
        recommendation.specific,
        moderator,
        PublishedVersion.WithdrawalReason.ERROR,
        "Wrong.",
    )
    answers = {
        404: client.get("/nowhere/"),
        410: client.get(recommendation.url),
        405: client.post("/super-complaints/data/recommendations.csv"),
    }

    monkeypatch.setattr(
        "wagtail.models.Site.find_for_request",
        Mock(side_effect=OperationalError("gone")),
    )
    answers[503] = client.get("/")

    for status, answer in answers.items():
        assert (answer.status_code, answer["Cache-Control"]) == (status, "no-store")
        assert not answer.has_header("ETag")


def test_health_and_missing_styles_are_kept_by_nobody_and_redirects_are_revalidated(
    client, sample
):
    # While a release is under way, another host may have the style already.
    for address, expected in {
        "/healthz": (200, "no-store"),
        "/readyz": (200, "no-store"),
        "/static/site.000000000000.css": (404, "no-store"),
        "/super-complaints": (301, PUBLIC),
        "/super-complaints/about-us/about-us/super-complaints/": (301, PUBLIC),
    }.items():
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == expected, address


def test_public_files_are_revalidated_and_private_files_kept_by_nobody(client, home):
    public, private = DocumentFactory(), DocumentFactory()
    publish(
        StandardPageFactory(
            parent=home, body=[("document", {"document": public, "title": "A letter"})]
        )
    )

    assert client.get(public.url)["Cache-Control"] == PUBLIC
    assert client.get(private.url)["Cache-Control"] == "no-store"
    client.force_login(UserFactory(is_superuser=True))
    assert client.get(private.url)["Cache-Control"] == PRIVATE


def test_a_response_that_sets_a_cookie_is_kept_by_nobody(server, home, monkeypatch):
    serve = type(home.specific).serve

    def serve_with_cookie(page, request, *args, **kwargs):
        answer = serve(page, request, *args, **kwargs)
        answer.set_cookie("who", "me")
        return answer

    monkeypatch.setattr(type(home.specific), "serve", serve_with_cookie)

    assert server.get(home.url).headers["cache-control"] == PRIVATE
    assert files() == set()
