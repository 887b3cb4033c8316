"""The base of pages whose own address, and the addresses below it, are served by views."""

from django.urls import URLPattern
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from wagtail.contrib.routable_page.models import RoutablePageMixin

from pages.content.models import BasePage
from pages.moderation.models import PublishedVersion


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

    @cached_property
    def current_version_number(self) -> int | None:
        """The number of the version that is public, at whose address it can be cited; none if nothing was."""
        return PublishedVersion.objects.for_object(self).values_list("number", flat=True).first()
