"""A super-complaint without recommendations."""

import pytest

from complaints.models import SuperComplaintPage
from tests.databases import shared_content
from tests.factories import (
    SuperComplaintIndexPageFactory,
    SuperComplaintPageFactory,
    make_home,
)


@shared_content
def super_complaint_alone():
    """A section with a super-complaint that has nothing below it."""
    section = SuperComplaintIndexPageFactory(parent=make_home())
    SuperComplaintPageFactory(parent=section, slug="stalking", title="Stalking")


@pytest.fixture
def stalking(super_complaint_alone, section):
    """A super-complaint."""
    return SuperComplaintPage.objects.get()
