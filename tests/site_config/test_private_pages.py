"""Private pages are for people with an account: no password is shared, or stored as typed."""

from wagtail.models import PageViewRestriction

from tests.factories import StandardPageFactory


def test_a_private_page_asks_for_the_sign_in(client, home):
    page = StandardPageFactory(parent=home)

    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert client.get(page.url)["Location"] == f"/admin/login/?next={page.url}"
