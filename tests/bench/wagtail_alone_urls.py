"""Ours where pages link to them, but pages are found and served by Wagtail alone."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

from site_config import urls as ours

urlpatterns = [
    *(
        urlpattern
        for urlpattern in ours.urlpatterns
        if getattr(urlpattern, "name", "") != "wagtail_serve"
    ),
    path("", include(wagtail_urls)),
]
