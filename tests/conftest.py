"""What every test can ask for."""

import pytest
from wagtail.models import Page, Site

from tests.factories import HomePageFactory, SuperComplaintIndexPageFactory, UserFactory


@pytest.fixture
def home(db):
    """The home page of the default site."""
    root = Page.objects.get(depth=1)
    home = HomePageFactory(parent=root, title="Northamptonshire Police")
    Site.objects.filter(is_default_site=True).update(root_page=home)
    return home


@pytest.fixture
def section(home):
    """The section of super-complaints."""
    return SuperComplaintIndexPageFactory(parent=home)


@pytest.fixture
def signed_in(client):
    """Return a function that signs the test client in as somebody with a role, and returns them."""

    def sign_in(*roles):
        user = UserFactory(roles=roles)
        client.force_login(user)
        return user

    return sign_in
