"""Serves uploaded files, each after asking whether it is public.

That is asked before anybody looks who is asking, so that the answer for a public file is the same for
everybody: it neither reads nor sets a cookie. What may not be read answers as if it did not exist.
"""

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import last_modified, require_safe
from wagtail.documents import get_document_model
from wagtail.documents.views.serve import serve as serve_document
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from pages.http_cache.address_classes import file

from .references import is_public, is_readable, may_read, may_use


@file
@require_safe
def media(request, path):
    """Serve the file that is stored under ``path``: a size of a picture, a document or what editors see."""
    if "\0" in path:  # PostgreSQL cannot even look for it
        raise Http404
    images, documents = get_image_model(), get_document_model()
    renditions = images.get_rendition_model().objects.select_related("image__collection")
    if rendition := renditions.filter(file=path).first():
        if is_public(rendition.image):
            return send(request, rendition.file)
        return _privately(request, rendition.file, may_read(rendition.image, request))
    if found := documents.objects.filter(file=path).first():
        return _document(request, found)
    if image := images.objects.filter(file=path).first():
        # Never public: it may tell where and by whom a picture was taken, and what was cut off.
        return _privately(request, image.file, may_use(image, request.user))
    if profile := UserProfile.objects.filter(avatar=path).first():
        return _privately(request, profile.avatar, request.user.has_perm("wagtailadmin.access_admin"))
    raise Http404


@file
@require_safe
def document(request, document_id, filename):
    """Serve a document by its number and name, the address that pages link to."""
    found = get_object_or_404(get_document_model(), pk=document_id)
    if found.filename != filename:
        raise Http404
    return _document(request, found)


def _document(request, found):
    """Serve a document: by one rule and in one form, whichever address it was asked for at."""
    if is_public(found):
        return serve_document(request, str(found.pk), found.filename)
    if may_read(found, request):
        return _privately(request, found.file, True, as_attachment=True, filename=found.filename)
    if is_readable(found, request):  # what it lacks is the password of a collection: Wagtail asks for it
        return serve_document(request, str(found.pk), found.filename)
    raise Http404


def _privately(request, file: FieldFile, is_allowed: bool, **options):
    """Send ``file``, for nobody to keep, if ``is_allowed``."""
    if not is_allowed:
        raise Http404
    response = send(request, file, **options)
    patch_cache_control(response, private=True, no_store=True)
    return response


def send(request, file: FieldFile, **options):
    """Answer with the contents of ``file``, or that they did not change; ``Http404`` if they are missing."""
    name = str(file.name)
    try:
        changed = file.storage.get_modified_time(name)
    except FileNotFoundError as missing:
        raise Http404 from missing
    answer = last_modified(lambda request: changed)(
        lambda request: FileResponse(file.storage.open(name), **options)
    )
    return answer(request)
