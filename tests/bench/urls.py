"""The addresses of the site, and those it is compared with, which no site has."""

from django.urls import path

from site_config.urls import *  # noqa: F403
from site_config.urls import urlpatterns as site_urlpatterns

from . import views

urlpatterns = [
    path("bench/control", views.control),
    path("bench/bare", views.bare),
    *site_urlpatterns,
]
