"""Pages of text and site wording."""

import factory
from wagtail.models import Page, Site

from pages.content.models import HomePage, Notice, SiteWording, StandardPage

from .names import unique_name
from .published import PublishedPageFactory, PublishedSnippetMixin


class HomePageFactory(PublishedPageFactory):
    """A home page."""

    class Meta:
        model = HomePage


def make_home() -> HomePage:
    """Return the home page of the default site, made now."""
    home = HomePageFactory(
        parent=Page.objects.get(depth=1), title="Northamptonshire Police"
    )
    Site.objects.filter(is_default_site=True).update(root_page=home)
    Site.clear_site_root_paths_cache()  # which an update does not, nor the end of another test
    return home


class StandardPageFactory(PublishedPageFactory):
    """A page of text."""

    title = unique_name("Page {}")
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
