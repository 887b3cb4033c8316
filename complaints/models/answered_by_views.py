"""Pages whose own address, and those below it, the views in ``complaints.urls`` answer."""

from typing import Any

from django.utils.module_loading import import_string
from wagtail.contrib.routable_page.models import RoutablePageMixin


class AnsweredByViews(RoutablePageMixin):
    """A page that names its list of addresses, as a site names its ``ROOT_URLCONF``.

    By name, since the views import the models.
    """

    addresses: str
    """The place of its routes, like ``complaints.urls.SUPER_COMPLAINT``."""

    @classmethod
    def get_subpage_urls(cls) -> Any:
        """Return the routes."""
        return import_string(cls.addresses)
