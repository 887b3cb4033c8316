"""Addresses of uploaded files. The route names are Wagtail’s, which builds links from them."""

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from . import views

urlpatterns = [
    re_path(r"^documents/(\d+)/(.*)$", views.serve_document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("media/<path:path>", views.serve_media),
]
