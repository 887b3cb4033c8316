"""Images and documents."""

import factory
import wagtail_factories
from wagtail.models import Collection

from .names import unique_name


class ImageFactory(wagtail_factories.ImageFactory):
    """A picture that nothing refers to."""

    title = unique_name("Picture {}")
    file = factory.django.ImageField(width=200, height=100, format="JPEG")
    collection = factory.LazyFunction(Collection.get_first_root_node)


class DocumentFactory(wagtail_factories.DocumentFactory):
    """A document that nothing refers to."""

    title = unique_name("Document {}")
    file = factory.django.FileField(filename="letter.pdf", data=b"A letter")
    collection = factory.LazyFunction(Collection.get_first_root_node)
