"""The URL patterns of the register that belong to no page: their addresses stay as they are."""

from django.urls import path

from . import extracts, statuses_page

urlpatterns = [
    path("how-statuses-work/", statuses_page.serve, name="statuses"),
    path("extract.html", extracts.serve_register, name="extract"),
    path("<slug:slug>/extract.html", extracts.serve_super_complaint, name="extract_of_super_complaint"),
]
