"""A picture and a document."""

import pytest
from django.core.cache import cache

from tests.factories import DocumentFactory, ImageFactory


@pytest.fixture
def image(home):
    """A picture that nothing refers to."""
    cache.clear()  # Wagtail keeps renditions there by the number of their picture, which is used again
    return ImageFactory()


@pytest.fixture
def document(home):
    """A document that nothing refers to."""
    return DocumentFactory()
