"""The addresses of uploaded files. The names are Wagtail's, which makes links by them."""

from django.urls import path, re_path
from wagtail.documents.views.serve import authenticate_with_password

from . import serving

urlpatterns = [
    re_path(r"^documents/(\d+)/(.*)$", serving.document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("media/<path:path>", serving.media),
]
