"""Pages of text and site wording."""

import factory

from pages.models import HomePage, Notice, SiteWording, StandardPage

from .published import PublishedPageFactory, PublishedSnippetMixin


class HomePageFactory(PublishedPageFactory):
    """A home page."""

    class Meta:
        model = HomePage


class StandardPageFactory(PublishedPageFactory):
    """A page of text."""

    title = factory.Sequence(lambda n: f"Page {n}")
    body = [("text", "<p>Some text.</p>")]

    class Meta:
        model = StandardPage


class SiteWordingFactory(PublishedSnippetMixin, factory.django.DjangoModelFactory):
    """Published wording."""

    force_name = "Northamptonshire Police"

    class Meta:
        model = SiteWording


class NoticeFactory(PublishedSnippetMixin, factory.django.DjangoModelFactory):
    """A published notice on every page."""

    text = "Our telephones are down."

    class Meta:
        model = Notice
