"""The base of pages whose own address, and the addresses below it, are served by views."""

from django.urls import URLPattern
from django.utils.module_loading import import_string
from wagtail.contrib.routable_page.models import RoutablePageMixin

from pages.content.models import BasePage


class RoutedPage(RoutablePageMixin, BasePage):
    """A page type that names its URL patterns, as a site names its ``ROOT_URLCONF``.

    The patterns are named by text because the views import the models.
    """

    urlconf_name: str
    """The dotted name of the list of URL patterns, such as ``complaints.urls.SUPER_COMPLAINT``."""

    class Meta:
        abstract = True

    @classmethod
    def get_subpage_urls(cls) -> list[URLPattern]:
        return import_string(cls.urlconf_name)
