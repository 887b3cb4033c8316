"""The URL patterns of the register that belong to no page: their addresses stay as they are."""

from django.urls import path

from . import statuses_page

urlpatterns = [path("how-statuses-work/", statuses_page.serve, name="statuses")]
