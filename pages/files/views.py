"""Serves uploaded files, each after checking that the reader may have it.

Whether a file is public is checked before anything about the reader, so the response
for a public file is the same for everybody: it neither reads nor sets a cookie. A file
that the reader may not have answers 404, as if it did not exist.
"""

from typing import Any

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, re_path
from django.utils.cache import patch_cache_control
from django.views.decorators.http import last_modified, require_safe
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.documents.views.serve import authenticate_with_password
from wagtail.documents.views.serve import serve as wagtail_serve_document
from wagtail.images import get_image_model

from pages.core.cache_policy import file_view

from .file_permissions import (
    is_in_content_readable_by,
    is_public,
    may_read,
    may_use_in_admin,
)


@file_view
@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve the file stored under ``path``: an image rendition, a document or an original."""
    if "\0" in path:  # PostgreSQL cannot look it up
        raise Http404
    images = get_image_model()
    documents = get_document_model()
    renditions = images.get_rendition_model().objects.select_related(
        "image__collection"
    )
    if rendition := renditions.filter(file=path).first():
        if is_public(rendition.image):
            return _file_response(request, rendition.file)
        return private_file_response(
            request, rendition.file, may_read(rendition.image, request)
        )
    if document := documents.objects.filter(file=path).first():
        return _document_response(request, document)
    if image := images.objects.filter(file=path).first():
        # An original is never public: it may reveal where and by whom it was taken, and
        # what was cut off.
        return private_file_response(
            request, image.file, may_use_in_admin(image, request.user)
        )
    raise Http404


@file_view
@require_safe
def serve_document(
    request: HttpRequest, document_id: str, filename: str
) -> HttpResponseBase:
    """Serve a document by its primary key and file name, the address that pages link to."""
    document = get_object_or_404(get_document_model(), pk=document_id)
    if document.filename != filename:
        raise Http404
    return _document_response(request, document)


def _document_response(
    request: HttpRequest, document: AbstractDocument
) -> HttpResponseBase:
    if is_public(document):
        return wagtail_serve_document(request, str(document.pk), document.filename)
    if may_read(document, request):
        return private_file_response(
            request, document.file, True, as_attachment=True, filename=document.filename
        )
    if is_in_content_readable_by(document, request):
        # Only the password of the collection is missing: Wagtail asks for it.
        return wagtail_serve_document(request, str(document.pk), document.filename)
    raise Http404


def private_file_response(
    request: HttpRequest, file: FieldFile, is_allowed: bool, **options: Any
) -> HttpResponseBase:
    """Send ``file`` so that nobody keeps it; raise ``Http404`` unless ``is_allowed``."""
    if not is_allowed:
        raise Http404
    response = _file_response(request, file, **options)
    patch_cache_control(response, private=True, no_store=True)
    return response


def _file_response(
    request: HttpRequest, file: FieldFile, **options: Any
) -> HttpResponseBase:
    name = str(file.name)
    try:
        modified_at = file.storage.get_modified_time(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    view = last_modified(lambda request: modified_at)(
        lambda request: FileResponse(file.storage.open(name), **options)
    )
    return view(request)


urlpatterns = [
    re_path(r"^documents/(\d+)/(.*)$", serve_document, name="wagtaildocs_serve"),
    path(
        "documents/authenticate_with_password/<int:restriction_id>/",
        authenticate_with_password,
        name="wagtaildocs_authenticate_with_password",
    ),
    path("media/<path:path>", serve_media),
]
