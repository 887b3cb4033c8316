"""Nothing is public unless every page above it is, in every list, link and menu."""

import pytest
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, PageViewRestriction

from pages.content.templatetags.navigation import menu_sections
from pages.core.page_visibility import live_pages, public_descendants, public_pages
from pages.moderation.approval.roles import EDITORS, FEEDBACK_TEAM
from tests.factories import (
    DocumentFactory,
    RecommendationResponsePageFactory,
    StandardPageFactory,
    SuperComplaintPageFactory,
)
from tests.factories.published import change_live


@pytest.fixture
def hidden(home):
    """A live page far below a draft."""
    draft = StandardPageFactory(parent=home, live=False, title="Draft")
    between = StandardPageFactory(parent=draft, title="Between")
    return StandardPageFactory(
        parent=between, title="Hidden", slug="hidden", show_in_menus=True
    )


@pytest.fixture
def private(home):
    """A live page with a password."""
    page = StandardPageFactory(
        parent=home, title="Private", slug="private", show_in_menus=True
    )
    PageViewRestriction.objects.create(
        page=page, restriction_type="password", password="open"
    )
    return page


@pytest.fixture
def shown(home):
    """A live page."""
    return StandardPageFactory(
        parent=home, title="Shown", slug="shown", show_in_menus=True
    )


def test_a_page_is_public_if_every_page_above_it_is(
    client, home, hidden, private, shown
):
    below_private = StandardPageFactory(parent=private)
    kept = StandardPageFactory(parent=private)
    PageViewRestriction.objects.create(page=kept, restriction_type="login")

    below_home = Page.objects.descendant_of(home)
    assert {*live_pages(below_home)} == {
        page.page_ptr for page in (private, below_private, kept, shown)
    }
    assert list(public_pages(below_home)) == menu_sections(home) == [shown.page_ptr]
    # Its readers see the pages below it.
    assert list(public_descendants(Page.objects.child_of(private), private)) == [
        below_private.page_ptr
    ]
    sitemap = client.get("/sitemap.xml").content.decode()
    assert [each in sitemap for each in ("/shown/", "/hidden/", "/private/")] == [
        True,
        False,
        False,
    ]


def test_lists_of_super_complaints_leave_out_restricted_pages(client, section):
    complaint = SuperComplaintPageFactory(parent=section, title="Shown complaint")
    kept = SuperComplaintPageFactory(parent=section, title="Kept complaint")
    shown = RecommendationResponsePageFactory(
        parent=complaint, number="1", title="Shown item"
    )
    secret = RecommendationResponsePageFactory(
        parent=complaint, number="2", title="Secret item"
    )
    for page in (kept, secret):
        PageViewRestriction.objects.create(
            page=page, restriction_type="password", password="open"
        )

    texts = {
        page: client.get(page.url).content.decode()
        for page in (section, complaint, shown)
    }

    assert "Shown complaint" in texts[section]
    assert "Kept complaint" not in texts[section]
    assert "Shown item" in texts[complaint]
    for page in (complaint, shown):
        assert "Secret item" not in texts[page]
        assert "recommendation-2" not in texts[page]
    assert "1 recommendation: Shown complaint" in " ".join(texts[section].split())


def page_that_links_to(home, *pages):
    """Return a page with every kind of link to ``pages``."""
    links = [{"text": f"To {page.pk}", "page": page.pk} for page in pages]
    text = "".join(
        f'<p><a linktype="page" id="{page.pk}">To {page.pk}</a></p>' for page in pages
    )
    documents = [
        {
            "document": DocumentFactory().pk,
            "title": "",
            "description": "",
            "html_version": page.pk,
        }
        for page in pages
    ]
    blocks = [
        ("links", links),
        ("text", text),
        *[("document", value) for value in documents],
    ]
    raw = [{"type": kind, "value": value} for kind, value in blocks]
    page = StandardPageFactory(parent=home)
    page.body = page.body.stream_block.to_python(raw)
    return change_live(page)


def test_no_link_reveals_the_address_of_a_page_that_is_not_public(
    client, home, hidden, shown
):
    text = client.get(page_that_links_to(home, hidden, shown).url).content.decode()

    assert text.count(f'href="{shown.url}"') == 3
    assert "/hidden/" not in text
    assert f"To {hidden.pk}" in text


def test_the_number_of_queries_does_not_grow_with_the_number_of_links(
    client, home, django_assert_max_num_queries
):
    counts = []
    for number in (2, 9):
        linked = [
            StandardPageFactory(parent=StandardPageFactory(parent=home))
            for _ in range(number)
        ]
        page = page_that_links_to(home, *linked)
        client.get(page.url)
        with django_assert_max_num_queries(40) as captured:
            assert client.get(page.url).status_code == 200
        counts.append(len(captured))

    assert counts[0] == counts[1]


def test_redirects_lead_to_public_pages_only(client, home, hidden, shown):
    for name, page in (("old-hidden", hidden), ("old-shown", shown)):
        Redirect.add_redirect(f"/{name}/", redirect_to=page)
    Redirect.add_redirect("/elsewhere/", redirect_to="https://www.example.org/")

    assert client.get("/old-shown/?from=mail")["Location"] == f"{shown.url}?from=mail"
    assert client.get("/elsewhere/")["Location"] == "https://www.example.org/"
    answer = client.get("/old-hidden/?from=mail")
    assert answer.status_code == 404
    assert "Location" not in answer


def test_only_editors_of_a_page_see_its_draft(client, signed_in, home):
    draft = StandardPageFactory(parent=home, live=False)
    draft.save_revision()
    revision = draft.latest_revision
    screens = [
        reverse("wagtailadmin_pages:view_draft", args=[draft.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[draft.pk, revision.pk]),
        reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk]),
    ]

    for role, allowed in ((None, False), (FEEDBACK_TEAM, False), (EDITORS, True)):
        if role:
            signed_in(role)
        assert [client.get(screen).status_code == 200 for screen in screens] == [
            allowed
        ] * 3
